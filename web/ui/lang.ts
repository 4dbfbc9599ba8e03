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

const two = (n: number): string => String(n).padStart(2, '0')

export function date(l: Language, t: Date): string {
  return `${t.getDate()} ${months[l][t.getMonth()] ?? ''} ${t.getFullYear()}`
}

export function dateTime(l: Language, t: Date): string {
  return `${date(l, t)}${l === 'ar' ? '، ' : ', '}${two(t.getHours())}:${two(t.getMinutes())}`
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

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
const plurals = new Map<string, Intl.PluralRules>()

/** The form that n things take, {n} filled in. */
export function count(l: Language, n: number, forms: Forms): string {
  let r = plurals.get(l)
  if (!r) plurals.set(l, (r = new Intl.PluralRules(l)))
  return (forms[r.select(n)] ?? forms.other).replace('{n}', String(n))
}
