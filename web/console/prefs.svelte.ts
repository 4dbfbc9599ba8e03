// How one person likes to work: order, density, saved views. It is kept for the
// account in this browser; it holds no word of any report.

export type Density = 'roomy' | 'dense'
export type Grouping = 'none' | 'urgency' | 'day'
export interface View {
  name: string
  query: string
}

interface Kept {
  density: Density
  group: Grouping
  sort: '-at' | 'at' | 'urgency' | 'due'
  /** The bar at the side: narrow, wide, or as the window has room. */
  rail: 'auto' | 'narrow' | 'wide'
  zone: string
  /** The language that answers are shown in beside one's own; '' for none. */
  other: string
  views: View[]
  searches: string[]
  hints: string[]
  map: { style: 'points' | 'areas'; list: boolean }
}
const usual: Kept = {
  density: 'roomy',
  group: 'none',
  sort: 'due',
  rail: 'auto',
  zone: '',
  other: '-',
  views: [],
  searches: [],
  hints: [],
  map: { style: 'points', list: true },
}

/** Views, and searches that are remembered. */
export const maxViews = 12
export const maxSearches = 8

class Prefs {
  #at = ''
  #kept = $state<Kept>(structuredClone(usual))

  /** Takes up what this account chose before. */
  open(account: string): void {
    this.#at = 'prefs:' + account
    let kept: unknown
    try {
      kept = JSON.parse(localStorage.getItem(this.#at) ?? '{}')
    } catch {
      kept = {}
    }
    this.#kept = { ...structuredClone(usual), ...(kept as Partial<Kept>) }
  }
  get all(): Readonly<Kept> {
    return this.#kept
  }
  set(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change }
    if (this.#at) localStorage.setItem(this.#at, JSON.stringify(this.#kept))
  }

  addView(v: View): void {
    this.set({ views: [...this.#kept.views.filter((o) => o.name !== v.name), v].slice(-maxViews) })
  }
  dropView(name: string): void {
    this.set({ views: this.#kept.views.filter((o) => o.name !== name) })
  }
  searched(text: string): void {
    this.set({ searches: [text, ...this.#kept.searches.filter((s) => s !== text)].slice(0, maxSearches) })
  }
  /** Whether a hint of first use was put away. */
  knows(hint: string): boolean {
    return this.#kept.hints.includes(hint)
  }
  know(hint: string): void {
    if (!this.knows(hint)) this.set({ hints: [...this.#kept.hints, hint] })
  }
}

export const prefs = new Prefs()
