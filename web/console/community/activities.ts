// Activities with communities, as the list, the month and the pages of them share them.
import { count, date, list, time, type Language } from '../../ui/lang'
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

/** Reads those that touch a month. */
export async function activitiesOfMonth(first: Date): Promise<Activity[]> {
  const to = new Date(first.getFullYear(), first.getMonth() + 1, 1)
  const query = { from: first.toISOString(), to: to.toISOString() }
  return (await ok(api.GET('/api/v1/community/activities', { params: { query } }))).items
}

export const titleOf = (a: Activity): string => named(a.plan.title)

/** When it is, in a line. */
export function span(l: Language, a: Activity): string {
  if (!a.start || !a.end) return app.t.activity.when.undated
  const from = new Date(a.start)
  const to = new Date(a.end)
  if (from.toDateString() === to.toDateString())
    return a.plan.kind === 'caravan' && !a.plan.sessions?.length ? date(l, from) : `${date(l, from)} · ${time(l, from)}–${time(l, to)}`
  return `${date(l, from)} – ${date(l, to)}`
}

/** What is missing before it is confirmed, in a sentence, or ''. */
export const lacking = (l: Language, a: Activity): string =>
  list(
    l,
    a.lacks.map((k) => app.t.activity.lack[k]),
  )

export const sessions = (l: Language, a: Activity): string => count(l, a.plan.sessions?.length ?? 0, app.t.activity.sessions)
