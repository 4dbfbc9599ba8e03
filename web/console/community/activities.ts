// Activities with communities, as the list, the month and the pages of them share them.
import { count, day, dayKey, fromField, list, time, type Language } from '../../ui/lang'
import { api, ok, type Activity } from '../api'
import { app, named } from '../app.svelte'

export type When = 'coming' | 'past' | 'undated'
export const kinds = ['training', 'caravan', 'workshop', 'forum', 'youth_event', 'materials'] as const
export type ActivityKind = (typeof kinds)[number]

/** Reads those of a period, seen from the first hour of a day; the past ones come with the latest first. */
export async function activitiesOf(when: When, today: Date): Promise<{ items: Activity[] }> {
  const query = { coming: { from: today.toISOString() }, past: { to: today.toISOString(), latest: true }, undated: { undated: true } }[when]
  const { items } = await ok(api.GET('/api/v1/community/activities', { params: { query } }))
  return { items: when === 'past' ? items.filter((a) => a.end && new Date(a.end) < today) : items }
}

/** The first hour of a day, 2026-11-25, on the reader's clock. */
export const morning = (key: string): Date => fromField(key + 'T00:00')

/** Reads those that touch the days from one to before another. */
export async function activitiesOfDays(from: string, to: string): Promise<Activity[]> {
  const query = { from: morning(from).toISOString(), to: morning(to).toISOString() }
  return (await ok(api.GET('/api/v1/community/activities', { params: { query } }))).items
}

/** Its first day and its last, or null where it has none yet. A caravan's stops are days on every clock, sessions have hours. */
export function daysOf(a: Activity): [string, string] | null {
  const stops = (a.plan.stops ?? []).map((s) => s.day.slice(0, 10))
  const sessions = (a.plan.sessions ?? []).flatMap((s) => [dayKey(new Date(s.start)), dayKey(new Date(s.end))])
  const all = [...stops, ...sessions].sort()
  const [first] = all
  const last = all.at(-1)
  return first && last ? [first, last] : null
}

export const titleOf = (a: Activity): string => named(a.plan.title)

/** From an hour to another of one day. */
export const hours = (l: Language, start: string | number, end: string | number): string => `${time(l, new Date(start))}–${time(l, new Date(end))}`

/** When it is, in a line. */
export function span(l: Language, a: Activity): string {
  const days = daysOf(a)
  if (!days) return app.t.activity.when.undated
  const [first, last] = days
  if (first !== last) return `${day(l, first)} – ${day(l, last)}`
  const times = (a.plan.sessions ?? []).flatMap((s) => [new Date(s.start).getTime(), new Date(s.end).getTime()])
  return times.length ? `${day(l, first)} · ${hours(l, Math.min(...times), Math.max(...times))}` : day(l, first)
}

/** What is missing before it is confirmed, in a sentence, or ''. */
export const lacking = (l: Language, a: Activity): string =>
  list(
    l,
    a.lacks.map((k) => app.t.activity.lack[k]),
  )

export const sessions = (l: Language, a: Activity): string => count(l, a.plan.sessions?.length ?? 0, app.t.activity.sessions)
