// What waits for an answer: for the page, the badge beside it and the overview.
import { api, ok, type Alert } from '../api'
import { app } from '../app.svelte'

/** Changes come in bursts: the list is read once a burst. */
const burst = 400

class Alerts {
  living = $state.raw<Alert[] | null>(null)
  readonly open = $derived(this.living?.filter((a) => a.state === 'open') ?? [])
  readonly mine = $derived(this.open.filter((a) => a.mine).length)
  #pending = 0

  start(): () => void {
    if (!app.can('alert.list')) return () => undefined
    void this.load()
    return app.hearOf(['alert'], () => {
      if (!this.#pending) this.#pending = window.setTimeout(() => void this.load(), burst)
    })
  }
  async load(): Promise<void> {
    this.#pending = 0
    try {
      this.living = (await ok(api.GET('/api/v1/alerts', { params: { query: { limit: 200 } } }))).items
    } catch (e) {
      this.living ??= []
      app.fail(e)
    }
  }
}

export const alerts = new Alerts()
