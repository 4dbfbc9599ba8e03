// One thing that is open beside its list: read, read anew, acted upon, or gone.
import { Fault } from './api'
import { app } from './app.svelte'

export class Opened<T> {
  v = $state.raw<T | null>(null)
  /** It is not there, or not for whoever asks. */
  gone = $state(false)
  busy = $state(false)

  constructor(readonly ask: () => Promise<T>) {}

  async load(): Promise<void> {
    try {
      this.v = await this.ask()
      this.gone = false
    } catch (e) {
      if (e instanceof Fault && e.status === 404) this.gone = true
      else app.fail(e)
    }
  }

  /** Does something about it, says what went wrong, and shows it as it stands then. */
  async run(f: () => Promise<unknown>): Promise<void> {
    this.busy = true
    try {
      await f()
    } catch (e) {
      app.fail(e)
    } finally {
      this.busy = false
    }
    await this.load()
  }
}
