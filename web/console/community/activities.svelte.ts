// Activities with communities, as the list, the month and the pages of them share them.
import { count, date, list, time, type Language } from '../../ui/lang'
import { api, ok, type Activity } from '../api'
import { app, named } from '../app.svelte'

export type When = 'coming' | 'past' | 'undated'
export const kinds = ['training', 'caravan', 'workshop', 'forum', 'youth_event', 'materials'] as const
export type ActivityKind = (typeof kinds)[number]

class Activities {
  list = $state.raw<Activity[] | null>(null)
  more = $state(false)

  /** Reads those of a period; the past ones come with the latest first. */
  async load(when: When): Promise<void> {
    const today = new Date(app.now.getFullYear(), app.now.getMonth(), app.now.getDate())
    const query = { coming: { from: today.toISOString() }, past: { to: today.toISOString(), latest: true }, undated: { undated: true } }[when]
    try {
      const got = await ok(api.GET('/api/v1/community/activities', { params: { query } }))
      this.list = when === 'past' ? got.items.filter((a) => a.end && new Date(a.end) < today) : got.items
      this.more = got.more
    } catch (e) {
      app.fail(e)
    }
  }

  /** Those that touch a month. */
  async ofMonth(first: Date): Promise<Activity[]> {
    const to = new Date(first.getFullYear(), first.getMonth() + 1, 1)
    const query = { from: first.toISOString(), to: to.toISOString() }
    return (await ok(api.GET('/api/v1/community/activities', { params: { query } }))).items
  }
}
export const activities = new Activities()

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
