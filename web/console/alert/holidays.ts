// The public holidays of Mauritania, as facts to begin a roster with.
//
// Four stand on the same day every year. The feasts of the Muslim year are announced
// when the moon is seen; they are reckoned here by the calendar of Umm al-Qura, which
// the browser has, and may be a day off: they carry a mark until somebody checks them.
export interface Feast {
  key: 'newYear' | 'labour' | 'africa' | 'independence' | 'hijra' | 'mawlid' | 'fitr' | 'fitr2' | 'adha' | 'adha2'
  /** 2026-11-28 */
  date: string
  yearly: boolean
  moon: boolean
}
const fixed = [
  ['newYear', '01-01'],
  ['labour', '05-01'],
  ['africa', '05-25'],
  ['independence', '11-28'],
] as const
/** Month and day of the Muslim year. */
const moving = [
  ['hijra', 1, 1],
  ['mawlid', 3, 12],
  ['fitr', 10, 1],
  ['fitr2', 10, 2],
  ['adha', 12, 10],
  ['adha2', 12, 11],
] as const
const day = 86_400_000

let muslim: Intl.DateTimeFormat | undefined
function inMuslimYear(t: Date): { month: number; day: number } {
  muslim ??= new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
  const part = (type: string): number => Number(muslim?.formatToParts(t).find((p) => p.type === type)?.value)
  return { month: part('month'), day: part('day') }
}

/** The holidays of twelve months from a day on, in their order. */
export function feasts(from: Date): Feast[] {
  const start = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate())
  const out: Feast[] = []
  for (let i = 0; i < 365; i++) {
    const t = new Date(start + i * day)
    const date = t.toISOString().slice(0, 10)
    for (const [key, on] of fixed) if (date.endsWith(on)) out.push({ key, date, yearly: true, moon: false })
    const m = inMuslimYear(t)
    for (const [key, month, on] of moving) if (m.month === month && m.day === on) out.push({ key, date, yearly: false, moon: true })
  }
  return out
}
