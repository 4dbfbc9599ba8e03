// Times of a ladder, as people say them.
import { count, dateTime, dayKey, fill, time, type Language } from '../../ui/lang'
import type { Alert } from '../api'
import type { Words } from '../i18n'

/** So many minutes, in minutes below two hours and in hours beyond. */
export function span(l: Language, w: Words, minutes: number): string {
  const n = Math.max(1, Math.round(minutes))
  return n < 120 ? count(l, n, w.alerts.minutes) : fill(w.alerts.hours, { n: Math.round(n / 60) })
}

/** The time alone today, with its day else. */
export const at = (l: Language, t: string, now: Date): string => {
  const d = new Date(t)
  return dayKey(d) === dayKey(now) ? time(l, d) : dateTime(l, d)
}

/** What happens next to an alert that nobody has in hand, and whether it is late. */
export function next(l: Language, w: Words, a: Alert, now: Date): { text: string; late: boolean } | null {
  if (a.state !== 'open' || !a.due) return null
  const minutes = (new Date(a.due).getTime() - now.getTime()) / 60_000
  const left = span(l, w, Math.abs(minutes))
  if (minutes < 0) return { text: fill(w.alerts.late, { in: left }), late: true }
  return { text: fill(a.level + 1 < a.levels.length ? w.alerts.climbs : w.alerts.toldAgain, { in: left }), late: minutes < 5 }
}
