// Spans of time as people say them.
import { count, type Language } from '../../ui/lang'
import type { Words } from '../i18n'

const hour = 60
const day = 24 * hour

/** So many minutes in words: "45 minutes", "36 heures", "3 jours". */
export function span(l: Language, t: Words, minutes: number): string {
  const w = t.times
  const n = Math.max(1, Math.round(minutes))
  if (n === 1.5 * hour) return w.halfHour
  if (n < 1.5 * hour && n !== hour) return count(l, n, w.minutes)
  if (n < 2 * day && n !== day) return count(l, Math.round(n / hour), w.hours)
  return count(l, Math.round(n / day), w.days)
}
