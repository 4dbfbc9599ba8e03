// Who is proposed for a certificate: those who were there for enough of it.
import type { Certificates } from '../api'

export type Candidate = Certificates['candidates'][number]

/** Shares of the sessions that may be asked for, in percent. */
export const shares = [100, 80, 60, 0]

/** Whether somebody was there for a share of the sessions. */
export const enough = (c: Candidate, sessions: number, percent: number): boolean => c.there * 100 >= percent * sessions

/** Those who have none and were there for enough. */
export const deserving = (all: readonly Candidate[], sessions: number, percent: number): string[] =>
  all.filter((c) => !c.certificate && enough(c, sessions, percent)).map((c) => c.person)
