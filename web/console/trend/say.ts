// What a chart shows, in a sentence.
import { count, date, fill } from '../../ui/lang'
import type { TrendWeek } from '../api'
import { app } from '../app.svelte'

/** The Monday on which a week begins, at noon: no time zone makes another day of it. */
export const monday = (week: string): Date => new Date(week + 'T12:00Z')

/** "7 reports, between 0 and 4 expected". */
export function weighed(w: TrendWeek): string {
  const reports = count(app.language, w.n, app.t.trend.reports)
  return fill(w.judged ? app.t.trend.between : app.t.trend.unjudged, { reports, low: w.low, high: w.high })
}
/** "about one such alarm in 20 weeks is false". */
export const trust = (weeks: number): string => (weeks ? count(app.language, weeks, app.t.trend.trust) : app.t.trend.seldom)

const stop = (): string => (app.language === 'ar' ? '؛ ' : app.language === 'fr' ? ' ; ' : '; ')

/** The whole sentence of a week: what was counted, what was expected, how far to trust it. */
export function sentence(w: TrendWeek, weeksPerFalse: number): string {
  const when = fill(app.t.trend.week, { day: date(app.language, monday(w.week)) }) + (w.partial ? ` (${app.t.trend.running})` : '')
  const end = w.alarm ? stop() + trust(weeksPerFalse) : ''
  return `${when}${app.language === 'fr' ? ' : ' : ': '}${weighed(w)}${end}.`
}
