// A watch as its form has it, and as the node does.
import type { Urgency, Watch } from '../api'
import type { Corner } from './fence'
import * as ladder from './ladder'

export interface WatchFields {
  unit: string
  fr: string
  ar: string
  en: string
  look: 'reports' | 'silence' | 'signal'
  kinds: string[]
  /** list/code */
  places: string[]
  /** one a line */
  words: string
  least: '' | Urgency
  count: number
  hours: number
  senders: boolean
  together: boolean
  fence: 'no' | 'circle' | 'ring'
  lat: number
  lon: number
  km: number
  corners: Corner[]
  units: string[]
  urgency: Urgency
  quiet: boolean
  quietFrom: string
  quietTo: string
  /** a ladder of its own; else up the tree */
  own: boolean
  steps: ladder.StepFields[]
  /** hours for which a report joins the alert before it */
  join: number
}

/** What somebody began to change and left, by who it is and which revision: it is there when they come back. */
export const drafts = new Map<string, WatchFields>()

/** Where the watch does not say, as the node has it. */
export const usualJoin = 12

/** The middle of the country is as good a beginning as any. */
export const blank = (unit: string): WatchFields => ({
  unit,
  fr: '',
  ar: '',
  en: '',
  look: 'reports',
  kinds: [],
  places: [],
  words: '',
  least: '',
  count: 1,
  hours: 24,
  senders: true,
  together: false,
  fence: 'no',
  lat: 17.05,
  lon: -11.3,
  km: 10,
  units: [],
  urgency: 'soon',
  quiet: false,
  quietFrom: '22:00',
  quietTo: '06:00',
  corners: [],
  own: false,
  steps: [],
  join: usualJoin,
})

export function read(w: Watch): WatchFields {
  const r = w.rule
  const circle = r.fence?.centre
  return {
    ...blank(w.unit),
    fr: w.name['fr'] ?? '',
    ar: w.name['ar'] ?? '',
    en: w.name['en'] ?? '',
    look: r.look as WatchFields['look'],
    kinds: r.kinds ?? [],
    places: (r.places ?? []).map((p) => `${p.list}/${p.code}`),
    words: (r.words ?? []).join('\n'),
    least: (r.urgency ?? '') as WatchFields['least'],
    count: r.count ?? 1,
    hours: r.hours ?? 24,
    senders: r.senders ?? false,
    together: r.together ?? false,
    fence: circle ? 'circle' : r.fence?.corners?.length ? 'ring' : 'no',
    ...(circle ? { lat: circle.lat, lon: circle.lon, km: (r.fence?.metres ?? 0) / 1000 } : {}),
    corners: r.fence?.corners ?? [],
    units: r.units ?? [],
    urgency: w.urgency,
    quiet: Boolean(w.quiet),
    quietFrom: w.quiet?.from ?? '22:00',
    quietTo: w.quiet?.to ?? '06:00',
    own: Boolean(w.ladder?.length),
    steps: ladder.read(w.ladder),
    join: w.join || usualJoin,
  }
}

type Written = Pick<Watch, 'unit' | 'name' | 'rule' | 'urgency' | 'ladder' | 'quiet' | 'join'>

export function write(f: WatchFields): Written {
  const rule: Watch['rule'] = { look: f.look }
  if (f.look === 'silence') {
    rule.units = f.units
    rule.hours = f.hours
  }
  if (f.look === 'reports') {
    const words = f.words
      .split('\n')
      .map((w) => w.trim())
      .filter(Boolean)
    if (f.kinds.length) rule.kinds = f.kinds
    if (f.places.length)
      rule.places = f.places.map((p) => {
        const [list = '', code = ''] = p.split('/')
        return { list, code }
      })
    if (words.length) rule.words = words
    if (f.least) rule.urgency = f.least
    if (f.count > 1) Object.assign(rule, { count: f.count, hours: f.hours, senders: f.senders, together: f.together })
    if (f.fence === 'circle') rule.fence = { centre: { lat: f.lat, lon: f.lon }, metres: Math.round(f.km * 1000) }
    if (f.fence === 'ring') rule.fence = { corners: f.corners.map(({ lat, lon }) => ({ lat, lon })) }
  }
  return {
    unit: f.unit,
    name: { fr: f.fr.trim(), ar: f.ar.trim(), en: f.en.trim() },
    rule,
    urgency: f.urgency,
    ...(f.own && f.steps.length && { ladder: ladder.write(f.steps, f.urgency) }),
    ...(f.join !== usualJoin && { join: f.join }),
    ...(f.quiet && f.urgency !== 'now' ? { quiet: { from: f.quietFrom, to: f.quietTo } } : {}),
  }
}
