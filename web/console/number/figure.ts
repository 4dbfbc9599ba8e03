// What is shown of people, as pictures need it.
import type { Tally } from '../api'

/** What stands for nothing shown. */
export const bands = ['0-5', '6-11', '12-17', '18-24', '25-34', '35-59', '60+', 'unsaid'] as const
export const sexes = ['female', 'male', 'other', 'unsaid'] as const

export interface Part {
  /** The value: female, host. */
  value: string
  /** null: it is hidden, and never was shown. */
  n: number | null
  /** n was shown earlier, and what it is now is hidden. */
  older: boolean
}

/** The parts of people by one thing, in the order of their list: without those that are nobody's. */
export function partsOf(all: readonly Tally[], thing: string): Part[] {
  return all
    .filter((t) => t.who.startsWith(thing + '=') && !t.who.includes('.'))
    .map((t) => ({ value: t.who.slice(thing.length + 1), n: t.n, older: !!t.hidden && t.n !== null }))
}

/** How many of everybody are in no part that is shown: what a picture leaves hatched. */
export function restOf(total: number | null, parts: readonly Part[]): number {
  if (total === null) return 0
  return Math.max(0, total - parts.reduce((sum, p) => sum + (p.n ?? 0), 0))
}
