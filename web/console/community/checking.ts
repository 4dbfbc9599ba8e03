// What a person says of a page that was read: the rules of it, without a screen.
import type { Reading } from '../api'

export type Said = 'present' | 'late' | 'partial' | 'absent'

/** What is said of each row and session; null is what a person must still look at. */
export type Sayings = (Said | null)[][]

/** How a page is shown first: what is certain as it was read, no oval as absent, all else open. */
export function begin(r: Reading): Sayings {
  return r.rows.map((row) => row.answers.map((a) => (!a.certain ? null : a.state === 'none' ? 'absent' : a.state)))
}

/** The sessions in which nobody at all was marked: they were perhaps not held yet. */
export function untouched(r: Reading): boolean[] {
  return r.sessions.map((_, s) => r.rows.every((row) => row.answers[s]?.certain && row.answers[s].state === 'none'))
}

/** How many answers a person must still look at. */
export function open(r: Reading, said: Sayings, taken: boolean[]): number {
  let n = 0
  r.rows.forEach((row, i) => row.answers.forEach((_, s) => row.name && taken[s] && !said[i]?.[s] && n++))
  return n
}

export interface Mark {
  person: string
  session: string
  state: Said
  seq?: number
}

/** What is kept of the page: nothing of a session that was not held, nor of somebody who was deleted since. */
export function marks(r: Reading, said: Sayings, taken: boolean[]): Mark[] {
  const out: Mark[] = []
  r.rows.forEach((row, i) =>
    r.sessions.forEach((session, s) => {
      const state = said[i]?.[s]
      if (!row.name || !taken[s] || !state) return
      const known = r.roll.find((k) => k.person === row.person && k.session === session.id)
      out.push({ person: row.person, session: session.id, state, ...(known ? { seq: known.seq } : {}) })
    }),
  )
  return out
}
