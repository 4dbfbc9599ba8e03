// A statement as a form holds it, and back.
import { field, fromField } from '../../ui/lang'
import type { Statement } from '../api'

type Harm = NonNullable<Statement['harmed']>[number]
type Known = NonNullable<Statement['known']>[number]
type Likelihood = NonNullable<NonNullable<Statement['assessed']>[number]['likelihood']>

export const timePrecisions: Statement['when']['precision'][] = ['minute', 'hour', 'day', 'week', 'month', 'unknown']
export const placePrecisions: Statement['where']['precision'][] = ['exact', 'near', 'district', 'region', 'country', 'unknown']
export const whats: Harm['what'][] = [
  ...(['killed', 'injured', 'missing', 'abducted', 'abused', 'detained'] as const),
  ...(['exploited', 'stranded', 'displaced', 'robbed', 'rescued', 'affected'] as const),
]
export const sexes: Harm['sex'][] = ['female', 'male', 'unknown']
export const ages: Harm['age'][] = ['0-4', '5-11', '12-17', 'child', '18-59', '60+', 'adult', 'unknown']
export const likelihoods: Likelihood[] = ['almost_certain', 'likely', 'even_chance', 'unlikely', 'remote']

export interface StatementForm {
  kind: string
  title: string
  timePrecision: Statement['when']['precision']
  from: string
  to: string
  placePrecision: Statement['where']['precision']
  /** list/code */
  place: string
  detail: string
  lat: number | null
  lon: number | null
  harmed: Required<Harm>[]
  known: { as: Known['as']; text: string; reports: string[] }[]
  assessed: { likelihood: Likelihood | ''; text: string; reports: string[] }[]
}

const toField = (iso: string | undefined): string => (iso ? field(new Date(iso)) : '')

export function toForm(s: Statement): StatementForm {
  return {
    kind: s.kind,
    title: s.title ?? '',
    timePrecision: s.when.precision,
    from: toField(s.when.from),
    to: toField(s.when.to),
    placePrecision: s.where.precision,
    place: s.where.place ? `${s.where.place.list}/${s.where.place.code}` : '',
    detail: s.where.detail ?? '',
    lat: s.where.point?.lat ?? null,
    lon: s.where.point?.lon ?? null,
    harmed: (s.harmed ?? []).map((h) => ({ ...h, about: h.about ?? false })),
    known: (s.known ?? []).map((k) => ({ as: k.as, text: k.text, reports: [...(k.reports ?? [])] })),
    assessed: (s.assessed ?? []).map((a) => ({ likelihood: a.likelihood ?? '', text: a.text, reports: [...(a.reports ?? [])] })),
  }
}

export function fromForm(f: StatementForm): Statement {
  const timed = f.timePrecision !== 'unknown' && f.from
  const [list = '', code = ''] = f.place.split('/')
  return {
    kind: f.kind,
    ...(f.title.trim() && { title: f.title.trim() }),
    when: {
      precision: timed ? f.timePrecision : 'unknown',
      ...(timed && { from: fromField(f.from).toISOString() }),
      ...(timed && f.to && { to: fromField(f.to).toISOString() }),
    },
    where: {
      precision: f.placePrecision,
      ...(code && { place: { list, code } }),
      ...(f.detail.trim() && { detail: f.detail.trim() }),
      ...(f.lat !== null && f.lon !== null && { point: { lat: f.lat, lon: f.lon, accuracy: 0 } }),
    },
    harmed: f.harmed.map(({ about, ...h }) => ({ ...h, ...(about && { about }) })),
    known: f.known.map((k) => ({ as: k.as, text: k.text.trim(), reports: k.reports })),
    assessed: f.assessed.map(({ likelihood, text, reports }) => ({ ...(likelihood && { likelihood }), text: text.trim(), reports })),
  }
}
