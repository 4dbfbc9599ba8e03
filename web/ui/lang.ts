// Languages, dates and numbers, the same in every app.
export type Language = 'ar' | 'fr' | 'en'
export const languages: Language[] = ['ar', 'fr', 'en']
export const languageNames: Record<Language, string> = { ar: 'العربية', fr: 'Français', en: 'English' }

/** The way a language is written. */
export const direction = (l: string): 'rtl' | 'ltr' => (/^(ar|he|fa|ur)/.test(l) ? 'rtl' : 'ltr')

/** The language that the browser asks for, among ours. */
export function preferred(asked: readonly string[], otherwise: Language = 'fr'): Language {
  for (const tag of asked) {
    const l = tag.slice(0, 2).toLowerCase()
    if (l === 'ar' || l === 'fr' || l === 'en') return l
  }
  return otherwise
}

/** Mauritania names some months in its own way (CLDR, ar-MR). */
const months: Record<Language, string[]> = {
  ar: ['يناير', 'فبراير', 'مارس', 'إبريل', 'مايو', 'يونيو', 'يوليو', 'أغشت', 'شتمبر', 'أكتوبر', 'نوفمبر', 'دجمبر'],
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
}
const weekdays: Record<Language, string[]> = {
  ar: ['الأحد', 'الإثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت'],
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

let zone: string | undefined
let clock: Intl.DateTimeFormat | undefined

/** Shows times in a zone such as Africa/Nouakchott; with none, or one that is not known, in the device's. */
export function setZone(name: string | undefined): void {
  clock = undefined
  try {
    zone = name && new Intl.DateTimeFormat('en', { timeZone: name }) ? name : undefined
  } catch {
    zone = undefined
  }
}

/** A moment on the reader's clock. */
export interface Moment {
  year: number
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
}
export function moment(t: Date): Moment {
  clock ??= new Intl.DateTimeFormat('en-US', {
    ...(zone && { timeZone: zone }),
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
  })
  const part: Record<string, number> = {}
  for (const p of clock.formatToParts(t)) if (p.type !== 'literal') part[p.type] = Number(p.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  return { year, month, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), hour, minute }
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Text by itself: what stands before and after it does not change its order. */
export const apart = (s: string): string => `\u2068${s}\u2069`

/** Whether text runs right to left, or the other way; numbers alone do neither. */
const leftward = (s: string): boolean => /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(s)
const rightward = (s: string): boolean => /[A-Za-z\u00c0-\u024f]/.test(s)

/** A date in Arabic begins with a number, which a Latin name before it would take along. */
const dated = (l: Language, s: string): string => (l === 'ar' ? apart(s) : s)

const spelled = (l: Language, [year = 0, month = 1, day = 1]: number[]): string => `${day} ${months[l][month - 1] ?? ''} ${year}`

function plainDate(l: Language, t: Date): string {
  const m = moment(t)
  return spelled(l, [m.year, m.month, m.day])
}

/** The short name of a month, 1 to 12. */
export const monthName = (l: Language, month: number): string => months[l][month - 1] ?? ''

export const date = (l: Language, t: Date): string => dated(l, plainDate(l, t))

export function time(_: Language, t: Date): string {
  const m = moment(t)
  return `${two(m.hour)}:${two(m.minute)}`
}

export const dateTime = (l: Language, t: Date): string => dated(l, `${plainDate(l, t)}${l === 'ar' ? '، ' : ', '}${time(l, t)}`)

/** A day as it heads a list: "Wednesday 25 Nov". */
export function dayName(l: Language, t: Date): string {
  const m = moment(t)
  return `${weekdays[l][m.weekday] ?? ''} ${m.day} ${months[l][m.month - 1] ?? ''}`
}

/** A day's key on the reader's clock: 2026-11-25. */
export function dayKey(t: Date): string {
  const m = moment(t)
  return `${m.year}-${two(m.month)}-${two(m.day)}`
}

/** A day that is kept as a day, 2026-11-25 with or without an hour behind it: the same on every clock. */
export const day = (l: Language, key: string): string => dated(l, spelled(l, key.slice(0, 10).split('-').map(Number)))

/** A moment as a field of day and hour has it, on the reader's clock: 2026-11-25T09:00. */
export const field = (t: Date): string => `${dayKey(t)}T${time('en', t)}`

/** The moment that such a field says. */
export function fromField(text: string): Date {
  const wall = Date.parse(text + 'Z')
  if (Number.isNaN(wall)) return new Date(NaN)
  let t = wall
  // Twice: the first guess may stand on the other side of a change of the clock.
  for (let i = 0; i < 2; i++) t += wall - Date.parse(field(new Date(t)) + 'Z')
  return new Date(t)
}

const formats = new Map<string, Intl.RelativeTimeFormat>()

/** "5 minutes ago", and the date where that is long past. */
export function ago(l: Language, t: Date, now: Date): string {
  const seconds = (now.getTime() - t.getTime()) / 1000
  let f = formats.get(l)
  // Mauritania writes western digits in Arabic too.
  if (!f) formats.set(l, (f = new Intl.RelativeTimeFormat(l === 'ar' ? 'ar-u-nu-latn' : l, { numeric: 'auto', style: 'short' })))
  if (seconds < 45) return f.format(0, 'second')
  if (seconds < 3000) return f.format(-Math.round(seconds / 60), 'minute')
  if (seconds < 80000) return f.format(-Math.round(seconds / 3600), 'hour')
  if (seconds < 86400 * 6.5) return f.format(-Math.round(seconds / 86400), 'day')
  return date(l, t)
}

const numbers = new Map<string, Intl.NumberFormat>()

/** A number with its thousands apart, in western digits. */
export function number(l: Language, n: number): string {
  let f = numbers.get(l)
  if (!f) numbers.set(l, (f = new Intl.NumberFormat(l === 'ar' ? 'ar-u-nu-latn' : l)))
  return f.format(n)
}

/** A share, 0 to 1, in whole hundredths: 80 %, as the language sets it. */
export const percent = (l: Language, share: number): string =>
  new Intl.NumberFormat(l === 'ar' ? 'ar-u-nu-latn' : l, { style: 'percent', maximumFractionDigits: 0 }).format(share)

/** Bytes as people read them. */
export function bytes(l: Language, n: number): string {
  const units = l === 'fr' ? ['o', 'Ko', 'Mo'] : l === 'ar' ? ['بايت', 'ك.ب', 'م.ب'] : ['B', 'KB', 'MB']
  if (n < 1000) return `${n} ${units[0]}`
  return n < 1_000_000 ? `${Math.round(n / 1000)} ${units[1]}` : `${number(l, Math.round(n / 100_000) / 10)} ${units[2]}`
}

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
const plurals = new Map<string, Intl.PluralRules>()

/** The form that n things take, {n} filled in. */
export function count(l: Language, n: number, forms: Forms): string {
  let r = plurals.get(l)
  if (!r) plurals.set(l, (r = new Intl.PluralRules(l)))
  return (forms[r.select(n)] ?? forms.other).replace('{n}', number(l, n))
}

/** A text as its language is set: French keeps a space before : ; ? ! and inside « », and never breaks a line there. */
export const spaced = (l: string, text: string): string => (l === 'fr' ? text.replace(/ ([?!:;»])/g, '\u00a0$1').replace(/« /g, '«\u00a0') : text)

/** Words one after the other. */
export const list = (l: Language, words: readonly string[]): string => words.join(l === 'ar' ? '، ' : ', ')

/** A text with its {names} filled in. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = String(values[name] ?? whole)
    return (leftward(text) ? rightward(value) : leftward(value)) ? apart(value) : value
  })
