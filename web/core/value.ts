// Values of XPath 1.0 and how one becomes another, as internal/collect/form has it.
import type { El } from './instance'

export type Value = string | number | boolean | El[]

/** An instant, with the offset from UTC in minutes that it was written in. */
export interface Instant {
  ms: number
  offset: number
}

export function toText(v: Value): string {
  if (typeof v === 'string') return v
  if (typeof v === 'number') return formatNumber(v)
  if (typeof v === 'boolean') return String(v)
  return v[0]?.value() ?? ''
}

/** As XPath 1.0 writes a number: no exponent, and -0 is 0. */
export function formatNumber(n: number): string {
  if (n === 0) return '0'
  const s = String(n)
  const m = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(s)
  if (!m) return s
  const digits = (m[2] ?? '') + (m[3] ?? '')
  const point = 1 + Number(m[4])
  const body =
    point <= 0 ? '0.' + '0'.repeat(-point) + digits : digits.length <= point ? digits.padEnd(point, '0') : digits.slice(0, point) + '.' + digits.slice(point)
  return (m[1] ?? '') + body
}

/** Arabic and Persian digits are digits too, and ٫ is a point. */
export const western = (s: string): string => s.replace(/[٠-٩۰-۹]/g, (c) => String(c.charCodeAt(0) & 0xf)).replaceAll('٫', '.')

/** XPath's numbers alone: digits, one point, a minus before. */
export function parseNumber(written: string): number | undefined {
  const s = western(written)
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(s)) return undefined
  const n = Number(s)
  return Number.isFinite(n) ? n : undefined
}

export function toNumber(v: Value): number {
  if (typeof v === 'number') return v
  if (typeof v === 'boolean') return v ? 1 : 0
  const s = toText(v).trim()
  if (s === '') return NaN
  const n = parseNumber(s)
  if (n !== undefined) return n
  const t = parseDate(s)
  return t ? days(t) : NaN
}

export function toBool(v: Value): boolean {
  if (typeof v === 'boolean') return v
  if (typeof v === 'number') return v !== 0 && !Number.isNaN(v)
  if (typeof v === 'string') return v !== ''
  return v.some((e) => e.holds())
}

const zoned = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/

/** Reads an ISO 8601 date, with or without a time. */
export function parseDate(s: string): Instant | undefined {
  const m = zoned.exec(s)
  if (!m) return undefined
  const part = (i: number): number => Number(m[i] ?? 0)
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)]
  const d = new Date(0)
  d.setUTCFullYear(year, month - 1, day)
  if (d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined
  const zone = m[8] ?? 'Z'
  const offset = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6)))
  return { ms: d.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Number('0.' + (m[7] ?? '0')) * 1000, offset }
}

const dayMs = 86_400_000

/** JavaRosa's number of a date: days since 1970-01-01, the time of day as a fraction. */
export const days = (t: Instant): number => (t.ms + t.offset * 60_000) / dayMs

/** The date of a number of days; none where no calendar has it. */
export function dateOf(n: number): Instant | undefined {
  if (!(n >= -719_162 && n < 2_932_897)) return undefined
  return { ms: Math.sign(n) * Math.round(Math.abs(n) * dayMs), offset: 0 }
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The instant's own clock, as fields. */
export const clock = (t: Instant): Date => new Date(Math.floor(t.ms) + t.offset * 60_000)

export function isoDate(t: Instant): string {
  const d = clock(t)
  return `${String(d.getUTCFullYear()).padStart(4, '0')}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`
}

export function isoInstant(t: Instant): string {
  const d = clock(t)
  const a = Math.abs(t.offset)
  const zone = t.offset === 0 ? 'Z' : (t.offset < 0 ? '-' : '+') + two(Math.floor(a / 60)) + ':' + two(a % 60)
  return `${isoDate(t)}T${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.${String(d.getUTCMilliseconds()).padStart(3, '0')}${zone}`
}

/** Words between white space. */
export const fields = (s: string): string[] => s.split(/\s+/).filter(Boolean)
