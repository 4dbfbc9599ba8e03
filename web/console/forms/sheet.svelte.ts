// A form being filled in on the console: what the widgets of web/ui/form share.
import type { Filling, Wrong } from '../../core/engine'
import type { El } from '../../core/instance'
import type { FormNode } from '../../core/form'
import type { Attachment } from '../../core/outbox'
import type { Instant } from '../../core/value'
import type { Language } from '../../ui/lang'
import type { Pad } from '../../ui/form/pad'
import { formWords, type FormWords } from '../../ui/form/words'

export const instant = (): Instant => ({ ms: Date.now(), offset: -new Date().getTimezoneOffset() })

export interface About {
  spoken: () => Language
  /** bytes of the largest file that is taken; none is where it is not told */
  max?: number
  onchange?: () => void
  /** the address of a picture or recording that came with the form */
  media?: (file: string) => string | undefined
}

export class Sheet implements Pad {
  turn = $state(0)
  tried = $state(false)
  readonly files = new Map<El, Attachment>()
  readonly now = instant

  constructor(
    readonly filling: Filling,
    private readonly about: About,
  ) {}

  get language(): Language {
    return this.about.spoken()
  }
  get max(): number {
    return this.about.max ?? 0
  }
  media(file: string): string | undefined {
    return this.about.media?.(file)
  }
  get t(): FormWords {
    return formWords[this.language]
  }
  changed(): void {
    this.turn++
    this.about.onchange?.()
  }
  /** Speaks another of the form's languages. */
  say(language: string): void {
    this.filling.language = language
    this.turn++
  }
  /** What is wrong, once somebody tried to go on. */
  get wrongs(): Map<El, Wrong> {
    void this.turn
    return this.tried ? this.filling.wrongs() : new Map<El, Wrong>()
  }
}

/** What only a phone's owner can give: a desk types no pictures. */
export const media = new Set<string>(['image', 'audio', 'video', 'file'])
export const spoken = (nodes: readonly FormNode[]): FormNode[] =>
  nodes.filter((n) => !media.has(n.type ?? '')).map((n) => (n.nodes ? { ...n, nodes: spoken(n.nodes) } : n))
