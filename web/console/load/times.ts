// Deadlines in words, and as somebody types them.
import { count, fill, type Forms, type Language } from '../../ui/lang'
import type { Deadline } from '../api'

export const urgencies = ['now', 'soon', 'routine'] as const
export type UrgencyName = (typeof urgencies)[number]
export type Unit = 'minutes' | 'hours' | 'days'
export const minutesIn: Record<Unit, number> = { minutes: 1, hours: 60, days: 1440 }

interface Words {
  minutes: string
  hours: string
  days: Forms
}

/** "30 min", "4 h", "3 days": one unit, the largest that leaves nothing out, or that is near enough. */
export function span(words: Words, l: Language, minutes: number): string {
  const m = Math.abs(minutes)
  if (m < 60) return fill(words.minutes, { n: Math.round(m) })
  if (m < 48 * 60 && (m < 1440 || m % 1440 !== 0)) return fill(words.hours, { n: Math.round(m / 60) })
  return count(l, Math.round(m / 1440), words.days)
}

/** Minutes as a number of the unit that fits them. */
export function typed(minutes: number): { n: string; unit: Unit } {
  if (!minutes) return { n: '', unit: 'hours' }
  const unit: Unit = minutes % 1440 === 0 ? 'days' : minutes % 60 === 0 ? 'hours' : 'minutes'
  return { n: String(minutes / minutesIn[unit]), unit }
}

/** Names of days from a Sunday on. */
export const dayNames = (l: Language): string[] =>
  Array.from({ length: 7 }, (_, i) =>
    new Intl.DateTimeFormat(l === 'ar' ? 'ar-u-nu-latn' : l, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 10, 22 + i))),
  )

/** Working hours in a line; '' where there are none. */
export function hoursOf(l: Language, h: Deadline['held']['hours']): string {
  if (!h) return ''
  const names = dayNames(l)
  const days = h.days.length === 7 ? '' : h.days.map((d) => names[d]).join(' ')
  return [days, `${h.from}–${h.to}`].filter(Boolean).join(', ')
}
