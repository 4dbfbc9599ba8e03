// The list of a desk: pages of it as somebody scrolls, and what the node tells of
// changes. Nothing moves under a reader's hand: a new report waits behind a
// button, and one that has left the list stays where it was, marked.
import { app, type Told } from '../app.svelte'
import { api, ok, Fault, type Page, type Summary } from '../api'
import { own, shared, sifted, type Asked, type Tab } from '../filter/asked'

export type Sort = '-at' | 'at' | 'urgency' | 'due'
const page = 60
/** Pages that hold nothing are passed over, so many at once: then somebody must ask for more. */
const maxEmpty = 12

export class List {
  items = $state.raw<Summary[]>([])
  counts = $state<NonNullable<Page['counts']> | null>(null)
  busy = $state(false)
  /** Nothing is loaded yet, or what was asked for changed. */
  stale = $state(true)
  fault = $state<Fault | null>(null)
  next = $state<string | null>(null)
  /** Ids of what came since and is not shown. */
  fresh = $state.raw<Set<string>>(new Set())
  /** Reports of the list that belong elsewhere by now. */
  left = $state.raw<Set<string>>(new Set())
  /** Changed a moment ago, by somebody. */
  touched = $state.raw<Set<string>>(new Set())
  #asked: Asked | null = null
  #sort: Sort = '-at'
  #turn = 0
  #counting = 0

  async load(asked: Asked, sort: Sort): Promise<void> {
    this.#asked = asked
    this.#sort = sort
    this.stale = true
    await this.#read(null)
  }
  reload(): Promise<void> {
    return this.#read(null)
  }
  async more(): Promise<void> {
    if (this.next && !this.busy) await this.#read(this.next)
  }

  async #read(cursor: string | null): Promise<void> {
    if (!this.#asked) return
    const turn = ++this.#turn
    this.busy = true
    this.fault = null
    try {
      let p = await this.#ask(cursor)
      let items = p.items
      for (let i = 0; p.next && items.length < page / 2 && i < maxEmpty && turn === this.#turn; i++) {
        p = await this.#ask(p.next)
        items = [...items, ...p.items]
      }
      if (turn !== this.#turn) return
      if (cursor) {
        const known = new Set(this.items.map((s) => s.id))
        this.items = [...this.items, ...items.filter((s) => !known.has(s.id))]
      } else {
        this.items = items
        this.fresh = new Set()
        this.left = new Set()
        this.stale = false
      }
      this.next = p.next
      if (!cursor) this.counts = p.counts ?? null
    } catch (e) {
      if (turn !== this.#turn) return
      if (e instanceof Fault && e.status !== 401) this.fault = e
      else app.fail(e)
    } finally {
      if (turn === this.#turn) this.busy = false
    }
  }
  #ask(cursor: string | null): Promise<Page> {
    const a = this.#asked as Asked
    return ok(
      api.GET('/api/v1/reports', {
        params: { query: { ...shared(a, new Date()), ...sifted(a), ...own(a), sort: this.#sort, limit: page, ...(cursor && { cursor }) } },
      }),
    )
  }

  /** Takes in what the node tells. */
  hear(t: Told): void {
    if (!this.#asked) return
    if (!t.id) {
      void this.reload()
      return
    }
    if (t.act === 'opening') return
    const at = this.items.findIndex((s) => s.id === t.id)
    if (t.gone) {
      if (at >= 0) this.left = new Set([...this.left, t.id])
    } else if (t.report && at >= 0) this.take(t.report)
    else if (t.report && belongs(this.#asked.state, t.report.state) && this.#fits(t.report)) this.fresh = new Set([...this.fresh, t.id])
    this.#touch(t.id)
    // Numbers change in bursts: they are asked for once a burst.
    if (!this.#counting) this.#counting = window.setTimeout(() => void this.#count(), 1200)
    if (!this.items.length && this.fresh.size && !this.busy) void this.reload()
  }
  /** Shows a report as it is now, where it stands. */
  take(s: Summary): void {
    const at = this.items.findIndex((o) => o.id === s.id)
    if (at < 0 || !this.#asked) return
    this.items = this.items.with(at, s)
    const stays = belongs(this.#asked.state, s.state)
    if (stays === this.left.has(s.id)) this.left = new Set(stays ? [...this.left].filter((id) => id !== s.id) : [...this.left, s.id])
  }
  /** Takes a report out of sight, as when somebody is done with it. */
  drop(id: string): void {
    this.items = this.items.filter((s) => s.id !== id)
  }

  /** Whether a report answers the filters, as far as the list can tell: the node has the last word. */
  #fits(s: Summary): boolean {
    const a = this.#asked as Asked
    return (
      (!a.urgency.length || a.urgency.includes(s.urgency)) &&
      (!a.kind.length || a.kind.includes(s.kind)) &&
      (!a.language.length || a.language.includes(s.language)) &&
      (!a.graded || (a.graded === 'yes') === Boolean(s.source)) &&
      (a.assignee === '' || (a.assignee === 'none' ? !s.assignee : s.assignee?.id === (a.assignee === 'me' ? app.me : a.assignee))) &&
      !a.unit &&
      !a.place &&
      !a.overdue
    )
  }
  #touch(id: string): void {
    this.touched = new Set([...this.touched, id])
    setTimeout(() => (this.touched = new Set([...this.touched].filter((o) => o !== id))), 2500)
  }
  async #count(): Promise<void> {
    this.#counting = 0
    if (!this.#asked || !this.counts) return
    try {
      this.counts = (await ok(api.GET('/api/v1/reports', { params: { query: { ...shared(this.#asked, new Date()), limit: 1 } } }))).counts ?? null
    } catch {
      // They come again with the next change.
    }
  }
}

/** Whether a report of a state stands in a tab. */
export const belongs = (tab: Tab, state: Summary['state']): boolean =>
  tab === 'all' ? state !== 'quarantine' : tab === 'open' ? state === 'new' || state === 'checking' || state === 'needs_answer' : tab === state
