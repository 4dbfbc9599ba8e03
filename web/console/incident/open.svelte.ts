// One incident that is open: now, or as it was known at an instant.
import { api, ok, actOn, Fault, type Incident, type IncidentAct, type Moments, type Sames } from '../api'
import { app } from '../app.svelte'
import { Turns } from '../turns'

/** Changes come in bursts: what is shown is asked for once a burst. */
const burst = 800

export class OpenIncident {
  v = $state.raw<Incident | null>(null)
  moments = $state.raw<Moments | null>(null)
  more = $state.raw<Sames | null>(null)
  gone = $state<Fault | null>(null)
  /** The instant that is looked at; '' for now. */
  at = $state('')
  busy = $state(false)
  /** Grows whenever it is read anew. */
  heard = $state(0)
  #pending = 0
  #times = 0
  readonly #turns = new Turns()

  constructor(readonly id: string) {}

  /** Whether something may be done; of the past nothing can be. */
  can(action: string): boolean {
    return !this.at && (this.v?.can.includes(action) ?? false)
  }

  async load(): Promise<void> {
    this.#pending = 0
    this.heard = ++this.#times
    const path = { id: this.id }
    try {
      const [v, moments] = await Promise.all([
        ok(api.GET('/api/v1/incidents/{id}', { params: { path, query: this.at ? { at: this.at } : {} } })),
        ok(api.GET('/api/v1/incidents/{id}/history', { params: { path } })),
      ])
      this.v = v
      this.moments = moments
    } catch (e) {
      if (e instanceof Fault && (e.status === 404 || e.status === 403)) this.gone = e
      else app.fail(e)
    }
    if (!this.at && !this.gone) void this.#others()
  }
  async #others(): Promise<void> {
    try {
      this.more = await ok(api.GET('/api/v1/incidents/{id}/more', { params: { path: { id: this.id } } }))
    } catch (e) {
      app.fail(e)
    }
  }
  /** Looks at another instant. */
  look(at: string): void {
    this.at = at
    clearTimeout(this.#pending)
    this.#pending = window.setTimeout(() => void this.load(), 150)
  }
  hear(): void {
    if (!this.busy && !this.#pending) this.#pending = window.setTimeout(() => void this.load(), burst)
  }

  /** Does something, and shows the incident as it stands then. */
  async act<N extends IncidentAct>(name: N, body: Parameters<typeof actOn<N>>[2], undo?: () => void): Promise<boolean> {
    return this.run(() => actOn(this.id, name, body), undo)
  }
  /** Does something else about it; a fault that the caller mends is thrown on. */
  run(f: () => Promise<Incident | undefined>, undo?: () => void, mends: (e: Fault) => boolean = () => false): Promise<boolean> {
    return this.#turns.take(() => this.#do(f, undo, mends))
  }
  async #do(f: () => Promise<Incident | undefined>, undo: (() => void) | undefined, mends: (e: Fault) => boolean): Promise<boolean> {
    this.busy = true
    try {
      this.v = (await f()) ?? this.v
      app.say({ text: app.t.done, ...(undo && { undo }) })
      return true
    } catch (e) {
      if (e instanceof Fault && mends(e)) throw e
      app.fail(e)
      return false
    } finally {
      this.busy = false
      await this.load()
    }
  }
}
