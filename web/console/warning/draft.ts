// A warning as the form holds it, and what is sent of it.
import { field, fromField } from '../../ui/lang'
import type { WarningContent, WarningWords } from '../api'

export const languages = ['fr', 'ar', 'en'] as const
export type Tongue = (typeof languages)[number]

export interface Draft {
  event: string
  severity: WarningContent['severity']
  urgency: WarningContent['urgency']
  certainty: WarningContent['certainty']
  response: string
  /** As a field of date and time has it, in the person's own time. */
  until: string
  onset: string
  places: string[]
  drawn: boolean
  lat: number
  lon: number
  km: number
  texts: Record<Tongue, WarningWords>
  contact: string
  exercise: boolean
}

const hour = 3_600_000

const words = (w?: WarningWords): WarningWords => ({ headline: w?.headline ?? '', description: w?.description ?? '', instruction: w?.instruction ?? '' })

export function blank(now: Date): Draft {
  return {
    event: '',
    severity: 'Severe',
    urgency: 'Immediate',
    certainty: 'Likely',
    response: '',
    until: field(new Date(now.getTime() + 24 * hour)),
    onset: '',
    places: [],
    drawn: false,
    lat: 16.15,
    lon: -13.5,
    km: 20,
    texts: { fr: words(), ar: words(), en: words() },
    contact: '',
    exercise: false,
  }
}

export function read(c: WarningContent): Draft {
  const circle = c.shape?.centre
  return {
    event: c.event,
    severity: c.severity,
    urgency: c.urgency,
    certainty: c.certainty,
    response: c.response ?? '',
    until: field(new Date(c.expires)),
    onset: c.onset ? field(new Date(c.onset)) : '',
    places: (c.places ?? []).map((p) => `${p.list}/${p.code}`),
    drawn: Boolean(circle),
    lat: circle?.lat ?? 16.15,
    lon: circle?.lon ?? -13.5,
    km: c.shape?.km ?? 20,
    texts: { fr: words(c.texts.fr), ar: words(c.texts.ar), en: words(c.texts.en) },
    contact: c.contact ?? '',
    exercise: c.exercise ?? false,
  }
}

export const said = (w: WarningWords): boolean => Boolean(w.headline.trim() || w.description.trim() || w.instruction.trim())
export const whole = (w: WarningWords): boolean => Boolean(w.headline.trim() && w.description.trim() && w.instruction.trim())

/** What is sent; a shape that was drawn elsewhere stays as it is. */
export function write(d: Draft, name: (place: string) => string, before?: WarningContent): WarningContent {
  const shape = d.drawn ? { centre: { lat: d.lat, lon: d.lon }, km: d.km } : before?.shape?.corners ? before.shape : undefined
  return {
    event: d.event,
    severity: d.severity,
    urgency: d.urgency,
    certainty: d.certainty,
    ...(d.response ? { response: d.response as NonNullable<WarningContent['response']> } : {}),
    expires: (d.until ? fromField(d.until) : new Date(0)).toISOString(),
    ...(d.onset ? { onset: fromField(d.onset).toISOString() } : {}),
    places: d.places.map((p) => {
      const [list = '', code = ''] = p.split('/')
      return { list, code, name: name(p) }
    }),
    ...(shape ? { shape } : {}),
    texts: Object.fromEntries(languages.filter((l) => said(d.texts[l])).map((l) => [l, d.texts[l]])),
    ...(d.contact.trim() ? { contact: d.contact.trim() } : {}),
    ...(d.exercise ? { exercise: true } : {}),
  }
}

/** What must be there before somebody else is asked to read it. */
export const ready = (d: Draft): boolean =>
  Boolean(d.event && d.until && (d.places.length || d.drawn)) && whole(d.texts.fr) && whole(d.texts.ar) && (!said(d.texts.en) || whole(d.texts.en))
