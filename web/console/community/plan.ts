// A plan in the form, as people type it, and on the wire.
import { dayKey, field, fromField } from '../../ui/lang'
import { uuid } from '../../ui/uuid'
import type { Activity, Plan } from '../api'
import type { ActivityKind } from './activities'

const hour = 3_600_000
const day = 24 * hour
/** The day of what is kept as a day. */
const onDay = (t: string): string => t.slice(0, 10)

export interface SessionDraft {
  id: string
  title: string
  start: string
  end: string
}
export interface StopDraft {
  place: string
  spot: string
  day: string
  audience: string
}
export interface LeaderDraft {
  account: string
  name: string
  organisation: string
  vetted: string
}
export interface PlanDraft {
  kind: ActivityKind
  title: Record<'fr' | 'ar' | 'en', string>
  summary: Record<'fr' | 'ar' | 'en', string>
  place: string
  spot: string
  audience: string
  expected: number | null
  languages: string[]
  partners: string
  courses: string[]
  leaders: LeaderDraft[]
  team: string[]
  children: boolean
  risks: string
  noHarm: string
  line: string
  budget: number | null
  cost: number | null
  sessions: SessionDraft[]
  stops: StopDraft[]
  public: boolean
}

const none = (): Record<'fr' | 'ar' | 'en', string> => ({ fr: '', ar: '', en: '' })

export const leader = (): LeaderDraft => ({ account: '', name: '', organisation: '', vetted: '' })

/** So much later on the wall's clock: the same hour on the next day, though the clock was changed between. */
const later = (wall: string, by: number): string => new Date(Date.parse(wall + 'Z') + by).toISOString().slice(0, 16)
/** The day after one, or tomorrow. */
const dayAfter = (key = ''): string => later(`${key || dayKey(new Date())}T00:00`, day).slice(0, 10)

/** A session of three hours tomorrow morning, or the one after the last. */
export function session(after?: SessionDraft, nextDay = false): SessionDraft {
  if (after?.start && after.end) {
    const by = nextDay ? day : Date.parse(after.end + 'Z') - Date.parse(after.start + 'Z') + hour
    return { id: uuid(), title: '', start: later(after.start, by), end: later(after.end, by) }
  }
  return { id: uuid(), title: '', start: `${dayAfter()}T09:00`, end: `${dayAfter()}T12:00` }
}

export function stop(after?: StopDraft): StopDraft {
  return { place: '', spot: '', day: dayAfter(after?.day), audience: '' }
}

export const blank = (): PlanDraft => ({
  kind: 'training',
  title: none(),
  summary: none(),
  place: '',
  spot: '',
  audience: '',
  expected: null,
  languages: [],
  partners: '',
  courses: [],
  leaders: [],
  team: [],
  children: false,
  risks: '',
  noHarm: '',
  line: '',
  budget: null,
  cost: null,
  sessions: [],
  stops: [],
  public: false,
})

/** What a refresher of a course is called, in each of our languages that it has. */
export function refresher(of: Record<string, string>): PlanDraft['title'] {
  const ends = { fr: ', rappel', ar: '، دورة تذكير', en: ', refresher' }
  const title = none()
  for (const l of ['fr', 'ar', 'en'] as const) if (of[l]) title[l] = of[l] + ends[l]
  return title
}

const placeOf = (p?: { list: string; code: string }): string => (p ? `${p.list}/${p.code}` : '')

export function read(a: Activity): PlanDraft {
  const p = a.plan
  return {
    kind: p.kind,
    title: { ...none(), ...p.title },
    summary: { ...none(), ...p.summary },
    place: placeOf(p.place),
    spot: p.spot ?? '',
    audience: p.audience ?? '',
    expected: p.expected ?? null,
    languages: p.languages ?? [],
    partners: (p.partners ?? []).join(', '),
    courses: p.courses ?? [],
    leaders: (p.trainers ?? []).map((t) => ({
      account: t.account ?? '',
      name: t.name,
      organisation: t.organisation ?? '',
      vetted: t.vetted ? onDay(t.vetted) : '',
    })),
    team: p.team ?? [],
    children: p.children ?? false,
    risks: p.risks ?? '',
    noHarm: p.no_harm ?? '',
    line: p.line ?? '',
    budget: p.budget ? p.budget / 100 : null,
    cost: p.cost ? p.cost / 100 : null,
    sessions: (p.sessions ?? []).map((s) => ({ id: s.id, title: s.title ?? '', start: field(new Date(s.start)), end: field(new Date(s.end)) })),
    stops: (p.stops ?? []).map((s) => ({ place: placeOf(s.place), spot: s.spot ?? '', day: onDay(s.day), audience: s.audience ?? '' })),
    public: p.public ?? false,
  }
}

const said = (t: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(t).filter(([, v]) => v.trim()))
const at = (t: string): string => fromField(t).toISOString()
const noon = (d: string): string => `${d}T00:00:00Z`
const hundredths = (n: number | null): number => Math.round((n ?? 0) * 100)

/** The plan on the wire. name gives a place its name, which the node does not read. */
export function write(d: PlanDraft, name: (place: string) => string): Plan {
  const place = (v: string): { place?: { list: string; code: string; name: string } } => {
    const [list, code] = v.split('/')
    return list && code ? { place: { list, code, name: name(v) } } : {}
  }
  return {
    kind: d.kind,
    title: said(d.title),
    summary: said(d.summary),
    ...place(d.place),
    spot: d.spot.trim(),
    audience: d.audience.trim(),
    expected: d.expected ?? 0,
    languages: d.languages,
    courses: d.courses,
    partners: d.partners
      .split(/[,،;]/)
      .map((p) => p.trim())
      .filter(Boolean),
    trainers: d.leaders
      .filter((t) => t.name.trim())
      .map((t) => ({
        name: t.name.trim(),
        organisation: t.organisation.trim(),
        ...(t.account && { account: t.account }),
        ...(t.vetted && { vetted: noon(t.vetted) }),
      })),
    team: d.team,
    children: d.children,
    risks: d.risks.trim(),
    no_harm: d.noHarm.trim(),
    line: d.line.trim(),
    budget: hundredths(d.budget),
    cost: hundredths(d.cost),
    sessions: d.sessions.filter((s) => s.start && s.end).map((s) => ({ id: s.id, title: s.title.trim(), start: at(s.start), end: at(s.end) })),
    stops:
      d.kind === 'caravan'
        ? d.stops.filter((s) => s.day).map((s) => ({ ...place(s.place), spot: s.spot.trim(), day: noon(s.day), audience: s.audience.trim() }))
        : [],
    public: d.public,
  }
}
