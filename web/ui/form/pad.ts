// What the widgets of one form share.
import type { Filling } from '../../core/engine'
import type { FormNode, Media } from '../../core/form'
import type { El } from '../../core/instance'
import { fileOf, type MediaKind } from '../../core/media'
import type { Instant } from '../../core/value'
import type { Language } from '../lang'
import type { Said } from './speech.svelte'
import type { FormWords } from './words'
import type { Attachment } from '../../core/outbox'

export interface Pad {
  readonly filling: Filling
  readonly files: Map<El, Attachment>
  readonly language: Language
  readonly t: FormWords
  /** bytes of the largest file the node takes */
  readonly max: number
  now(): Instant
  /** grows with every change: what is shown hangs on it */
  readonly turn: number
  /** whether the person has tried to go on: from then on what is missing is shown */
  readonly tried: boolean
  changed(): void
  /** an answer is being made (a photo is drawn): the page is not left before it is there */
  wait?(work: Promise<void>): void
  /** the address of a recording or picture that came with the form, where it is there */
  media?(file: string): string | undefined
}

/** A name of ours for a file: one that the phone gave may say when, where and whose. */
export const fileName = (e: El, ending: string): string => `${e.name}-${Math.random().toString(36).slice(2, 8)}.${ending}`

/** The address of the picture or recording beside a text, where it has one that is there. */
export function picked(pad: Pad, media: Media | undefined, kind: MediaKind): string | undefined {
  const name = fileOf(pad.filling.form, media, kind, pad.language)
  return name === undefined ? undefined : pad.media?.(name)
}

/** Choices that are searched are too many to be read out. */
const readOut = 15

/** What is heard of a question: its label, its hint and its choices. */
export function read(pad: Pad, e: El, n: FormNode): Said[] {
  const choices = pad.filling.choices(e)
  return [
    { text: pad.filling.say(n.label, e), recording: picked(pad, n.media, 'audio') },
    { text: n.type === 'note' ? '' : pad.filling.say(n.hint, e) },
    ...(choices.length <= readOut ? choices : []).map((c) => ({ text: pad.filling.say(c.label, e), recording: picked(pad, c.media, 'audio') })),
  ]
}
