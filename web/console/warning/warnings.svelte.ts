// The warnings to the public that this person may see, kept up to date by what the
// node tells, and the dangers that are warned of.
import { api, ok, type Outside, type Outsides, type Warning, type Warnings } from '../api'
import { app } from '../app.svelte'

/** Changes come in bursts: the lists are read once a burst. */
const burst = 400

class WarningList {
  all = $state.raw<Warnings | null>(null)
  outside = $state.raw<Outsides | null>(null)
  #pending = 0

  readonly own = $derived<Warning[] | null>(this.all?.items ?? null)
  readonly received = $derived<Outside[] | null>(this.outside?.items ?? null)
  readonly waiting = $derived(this.own?.filter((w) => w.can.includes('release')).length ?? 0)
  may(what: Warnings['may'][number]): boolean {
    return this.all?.may.includes(what) ?? false
  }
  /** Reads the lists, and again at each change, until the function given back is called. */
  watch(): () => void {
    void this.load()
    return app.hearOf(['warning'], () => {
      if (!this.#pending) this.#pending = window.setTimeout(() => void this.load(), burst)
    })
  }
  async load(): Promise<void> {
    this.#pending = 0
    try {
      const [all, outside] = await Promise.all([ok(api.GET('/api/v1/warnings')), ok(api.GET('/api/v1/warnings/received'))])
      this.all = all
      this.outside = outside
    } catch (e) {
      this.all ??= { items: [], events: [], may: [], sender: '' }
      app.fail(e)
    }
  }
}
export const warnings = new WarningList()

class Events {
  name(event: string, language: string): string {
    const text = warnings.all?.events.find((e) => e.name === event)?.text
    return text?.[language] ?? text?.['fr'] ?? event
  }
}
export const events = new Events()

/** The text by which a warning is known: what the public reads, or what waits. */
export const contentOf = (w: Warning): Warning['now'] => w.now ?? w.pending?.content
export function headline(w: Warning, language: string): string {
  const c = contentOf(w)
  const texts = c?.texts
  return (language === 'ar' ? texts?.ar : language === 'en' ? texts?.en : texts?.fr)?.headline ?? texts?.fr?.headline ?? events.name(c?.event ?? '', language)
}
