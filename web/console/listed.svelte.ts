// What a page lists: asked for when it opens, when the language changes, and when the
// question itself does, as by another tab; and again by whoever changed something.
import { Fault } from './api'
import { app } from './app.svelte'

export class Listed<A extends { items: unknown[] }> {
  /** The node's last answer; null until the first came. */
  all = $state.raw<A | null>(null)
  /** Why the last question was not answered. */
  fault = $state.raw<Fault | null>(null)
  readonly items = $derived<A['items'] | null>(this.all?.items ?? null)
  #turn = 0

  /** Made with its component. What ask reads of the page is what asks anew when it changes. */
  constructor(readonly ask: () => Promise<A>) {
    $effect(() => {
      void app.language
      void this.load()
    })
  }

  async load(): Promise<void> {
    const turn = ++this.#turn
    try {
      const all = await this.ask()
      // On a slow line an answer may come after the one to a later question.
      if (turn !== this.#turn) return
      this.all = all
      this.fault = null
    } catch (e) {
      if (turn !== this.#turn) return
      if (e instanceof Fault && e.status !== 401) this.fault = e
      else app.fail(e)
    }
  }
}
