// A watch's own ladder, as its form has it and as it would go.
import type { Urgency, Watch } from '../api'

export const ways = ['push', 'sms', 'mail'] as const
export type Way = (typeof ways)[number]
export const measures = ['minutes', 'hours', 'days'] as const
export type Measure = (typeof measures)[number]
const long: Record<Measure, number> = { minutes: 1, hours: 60, days: 1440 }

export interface StepFields {
  /** Only for the page: which line is which. */
  key: number
  unit: string
  owner: string
  n: number
  of: Measure
  ways: Way[]
}

/** Levels of a ladder at most, as the node has it. */
export const most = 10
/** A week, in minutes. */
const longest = 7 * 1440

export const minutes = (s: Pick<StepFields, 'n' | 'of'>): number => Math.round(s.n * long[s.of])
export const fits = (s: StepFields): boolean => minutes(s) >= 1 && minutes(s) <= longest

/** In the largest measure that gives a whole number. */
export function measured(m: number): Pick<StepFields, 'n' | 'of'> {
  const of = m % 1440 === 0 ? 'days' : m % 60 === 0 ? 'hours' : 'minutes'
  return { n: m / long[of], of }
}

let made = 0
export const step = (m: number, unit = ''): StepFields => ({ key: (made += 1), unit, owner: '', ways: [], ...measured(m) })

export const read = (ladder: Watch['ladder']): StepFields[] =>
  (ladder ?? []).map((s) => ({ ...step(s.minutes, s.unit ?? ''), owner: s.owner ?? '', ways: ways.filter((w) => s.channels?.includes(w)) }))

export const write = (steps: readonly StepFields[], urgency: Urgency): NonNullable<Watch['ladder']> =>
  steps.map((s) => ({
    minutes: minutes(s),
    ...(s.unit && { unit: s.unit }),
    ...(s.owner && { owner: s.owner }),
    ...(s.ways.length && urgency !== 'now' && { channels: [...s.ways] }),
  }))

/** Puts a step so many places further. */
export function moved(steps: readonly StepFields[], at: number, by: number): StepFields[] {
  const to = at + by
  const all = [...steps]
  if (to < 0 || to >= all.length) return all
  all.splice(to, 0, ...all.splice(at, 1))
  return all
}

export interface Rung {
  /** When the alert comes there, in minutes since it was raised. */
  after: number
  minutes: number
}
/** When an alert that nobody takes in hand comes to each level. */
export function rungs(all: readonly number[]): Rung[] {
  let after = 0
  return all.map((m) => {
    const rung = { after, minutes: m }
    after += m
    return rung
  })
}

/** The minutes of levels where a watch does not say: of the first, the second, and all above. */
export const usual: Record<Urgency, [number, number, number]> = { now: [10, 10, 15], soon: [60, 120, 240], routine: [1440, 1440, 2880] }
export const usualAt = (u: Urgency, level: number): number => usual[u][Math.min(level, 2)] as number
