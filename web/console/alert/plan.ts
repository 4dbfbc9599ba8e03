// A unit's roster as its form has it, and as the node does.
import type { Roster } from '../api'
import type { Feast } from './holidays'

export interface ShiftFields {
  days: number[]
  from: string
  to: string
  primary: string
  deputy: string
  others: string[]
}
export interface HolidayFields {
  date: string
  /** 1 Monday to 7 Sunday; 0: no shift begins on it */
  as: number
  name: string
  yearly: boolean
  moon: boolean
}
export interface ExceptionFields {
  /** 2026-11-28T08:00, in the roster's hours */
  from: string
  to: string
  primary: string
  deputy: string
  others: string[]
  why: string
}
export interface PlanFields {
  shifts: ShiftFields[]
  holidays: HolidayFields[]
  exceptions: ExceptionFields[]
}
type Plan = Roster['plan']

const longest = 31 * 86_400_000
export const sunday = 7

/** The roster's hours are UTC, as Mauritania's are. */
const local = (t: string): string => new Date(t).toISOString().slice(0, 16)
const instant = (t: string): string => new Date(t + 'Z').toISOString()

export const read = (p: Plan): PlanFields => ({
  shifts: (p.shifts ?? []).map((s) => ({
    days: s.days ?? [],
    from: s.from,
    to: s.to,
    primary: s.primary,
    deputy: s.deputies?.[0] ?? '',
    others: s.deputies?.slice(1) ?? [],
  })),
  holidays: (p.holidays ?? []).map((h) => ({ date: h.date, as: h.as, name: h.name ?? '', yearly: h.yearly ?? false, moon: h.moon ?? false })),
  exceptions: (p.exceptions ?? []).map((e) => ({
    from: local(e.from),
    to: local(e.to),
    primary: e.primary ?? '',
    deputy: e.deputies?.[0] ?? '',
    others: e.deputies?.slice(1) ?? [],
    why: e.why ?? '',
  })),
})

const deputies = (x: { deputy: string; others: string[] }): string[] => [x.deputy, ...x.others].filter(Boolean)

export const write = (f: PlanFields): Plan => ({
  shifts: f.shifts.map((l) => ({ days: [...l.days].sort(), from: l.from, to: l.to, primary: l.primary, deputies: deputies(l) })),
  holidays: [...f.holidays]
    .sort((a, b) => a.date.localeCompare(b.date))
    .map((h) => ({
      date: h.date,
      as: h.as,
      ...(h.name.trim() && { name: h.name.trim() }),
      ...(h.yearly && { yearly: true }),
      ...(h.moon && !h.yearly && { moon: true }),
    })),
  exceptions: f.exceptions.map((e) => ({
    from: instant(e.from),
    to: instant(e.to),
    ...(e.primary && { primary: e.primary }),
    ...(deputies(e).length && { deputies: deputies(e) }),
    ...(e.why.trim() && { why: e.why.trim() }),
  })),
})

export const shiftFits = (l: ShiftFields): boolean => Boolean(l.days.length && l.primary && l.from && l.to)
export const holidayFits = (h: HolidayFields): boolean => /^\d{4}-\d\d-\d\d$/.test(h.date)
export function exceptionFits(e: ExceptionFields): boolean {
  const long = new Date(e.to + 'Z').getTime() - new Date(e.from + 'Z').getTime()
  return long > 0 && long <= longest
}

/** Feasts that the roster does not have yet, with the shifts of a Sunday. */
export const missing = (have: readonly HolidayFields[], feasts: readonly Feast[], names: Record<Feast['key'], string>): HolidayFields[] =>
  feasts
    .filter((f) => !have.some((h) => h.date === f.date || (h.yearly && f.yearly && h.date.slice(4) === f.date.slice(4))))
    .map((f) => ({ date: f.date, as: sunday, name: names[f.key], yearly: f.yearly, moon: f.moon }))

/** What a day of the roster is, beside a day of the week. */
export function special(p: Plan, date: string): { name: string; moon: boolean } | null {
  const h = p.holidays?.find((x) => x.date === date || (x.yearly && x.date < date && x.date.slice(4) === date.slice(4)))
  return h ? { name: h.name ?? '', moon: h.moon ?? false } : null
}
