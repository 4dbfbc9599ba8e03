// What waits for this desk, in numbers: for the overview, the badge beside the
// queue and the title of the window. Kept up to date by what the node tells.
import { app } from './app.svelte'
import { api, ok, type Backlog, type Overview } from './api'

/** Changes come in bursts: numbers are asked for once a burst. */
const burst = 1500
/** Milliseconds between two looks at what communities wait for: no event leaves their compartment, and an answer is due in days. */
const lookAgain = 5 * 60_000

class Work {
  overview = $state.raw<Overview | null>(null)
  readonly waiting = $derived(this.overview ? sum(this.overview, 'new') + sum(this.overview, 'needs_answer') : 0)
  readonly now = $derived(this.overview ? this.overview.open.now.new + this.overview.open.now.needs_answer : 0)
  /** Identities that wait for this person's word. */
  asked = $state(0)
  /** Complaints that wait for this person. */
  backlog = $state.raw<Backlog>({ open: 0, overdue: 0, soon: 0, leaving: 0 })
  /** Of these, whose answer is due, or nearly. */
  readonly due = $derived(this.backlog.overdue + this.backlog.soon)
  #pending = 0

  start(): () => void {
    void this.load()
    const timer = window.setInterval(() => void this.complaints(), lookAgain)
    const still = app.hear((t) => {
      if (t.act !== 'opening' && t.act !== 'note' && !this.#pending) this.#pending = window.setTimeout(() => void this.load(), burst)
    })
    return () => {
      clearInterval(timer)
      still()
    }
  }
  /** What a list of complaints says of how many wait. */
  heard({ open, overdue, soon, leaving }: Backlog): void {
    this.backlog = { open, overdue, soon, leaving }
  }
  /** Asks how many complaints wait: the menu and the board of what is coming both say so. */
  async complaints(): Promise<void> {
    if (!app.can('complaint.list') && !app.can('allegation.list')) return
    try {
      this.heard(await ok(api.GET('/api/v1/community/waiting')))
    } catch {
      // As below.
    }
  }
  async load(): Promise<void> {
    this.#pending = 0
    void this.#questions()
    void this.complaints()
    if (!app.can('report.list')) return
    try {
      this.overview = await ok(api.GET('/api/v1/overview'))
    } catch {
      // The numbers come again with the next change; the page itself says what is wrong.
    }
  }
  async #questions(): Promise<void> {
    if (!app.can('vault.approve')) return
    try {
      this.asked = (await ok(api.GET('/api/v1/disclosures'))).items.filter((d) => d.can.includes('decide')).length
    } catch {
      // As above.
    }
  }
}

type Counts = Overview['open']['now']
/** How many reports are in a state, whatever their urgency. */
export const sum = (o: Overview, state: keyof Counts): number => o.open.now[state] + o.open.soon[state] + o.open.routine[state]

export const work = new Work()
