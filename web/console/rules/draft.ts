// A rule as this page builds it: parts that must hold, exceptions, effects. The node
// keeps conditions within conditions; what fits these parts can be edited here.
import type { Clause, Deed, Rule } from '../api'

export type PartKind = 'kind' | 'place' | 'urgency' | 'words' | 'unit' | 'form' | 'channel' | 'language' | 'hours' | 'count'
export const partKinds: PartKind[] = ['kind', 'place', 'urgency', 'words', 'unit', 'channel', 'language', 'hours', 'count', 'form']
export type ActKind = 'send' | 'send_desk' | 'urgency' | 'kind' | 'person' | 'review'
export const actKinds: ActKind[] = ['send', 'send_desk', 'urgency', 'kind', 'person', 'review']
export type Harm = 'dead' | 'injured' | 'missing'

/** One condition. Places are LIST/CODE. */
export interface Part {
  is: PartKind
  values: string[]
  /** of words: as they are typed, parted by commas */
  text: string
  all: boolean
  from: string
  to: string
  of: Harm
  least: number
}
export interface Effect {
  is: ActKind
  value: string
}
export interface Draft {
  name: string
  unit: string
  any: boolean
  parts: Part[]
  except: Part[]
  effects: Effect[]
  stop: boolean
}

export const part = (is: PartKind, more: Partial<Part> = {}): Part => ({
  is,
  values: [],
  text: '',
  all: false,
  from: '22:00',
  to: '06:00',
  of: 'dead',
  least: 1,
  ...more,
})
export const blank = (unit: string): Draft => ({
  name: '',
  unit,
  any: false,
  parts: [part('kind')],
  except: [],
  effects: [{ is: 'urgency', value: 'now' }],
  stop: false,
})

/** Words as somebody types them: parted by commas of either script, or by lines. */
export const split = (text: string): string[] =>
  text
    .split(/[,،;؛\n]/)
    .map((w) => w.trim())
    .filter(Boolean)

/** Whether a condition says anything yet. */
export const ready = (p: Part): boolean =>
  p.is === 'words' ? split(p.text).length > 0 : p.is === 'hours' ? Boolean(p.from && p.to) : p.is === 'count' ? p.least > 0 : p.values.length > 0
export const done = (d: Draft): boolean =>
  d.parts.length > 0 && [...d.parts, ...d.except].every(ready) && d.effects.length > 0 && d.effects.every((e) => e.is === 'review' || e.value !== '')

function clause(p: Part): Clause {
  switch (p.is) {
    case 'place':
      return {
        place: p.values.map((v) => {
          const [list = '', code = ''] = v.split('/')
          return { list, code }
        }),
      }
    case 'words':
      return { words: p.all ? { all: split(p.text) } : { any: split(p.text) } }
    case 'hours':
      return { hours: { from: p.from, to: p.to } }
    case 'count':
      return { count: { of: p.of, least: p.least } }
    default:
      return { [p.is]: p.values }
  }
}

/** The rule as the node has it. */
export function written(d: Draft): { name: string; when: Clause; then: Deed[]; stop: boolean } {
  const parts = d.parts.map(clause)
  const except: Clause[] = d.except.length ? [{ none: d.except.map(clause) }] : []
  const only = parts[0]
  const when: Clause =
    d.any && parts.length > 1
      ? except.length
        ? { all: [{ any: parts }, ...except] }
        : { any: parts }
      : parts.length === 1 && only && !except.length
        ? only
        : { all: [...parts, ...except] }
  return { name: d.name.trim(), when, then: d.effects.map((e) => (e.is === 'review' ? { review: true } : { [e.is]: e.value })), stop: d.stop }
}

function leaf(c: Clause): Part | null {
  if (c.words) return part('words', { text: (c.words.any ?? c.words.all ?? []).join(', '), all: Boolean(c.words.all) })
  if (c.hours) return c.hours.days?.length ? null : part('hours', { from: c.hours.from, to: c.hours.to })
  if (c.count) return part('count', { of: c.count.of, least: c.count.least })
  if (c.place) return part('place', { values: c.place.map((p) => `${p.list}/${p.code}`) })
  for (const is of ['kind', 'urgency', 'unit', 'form', 'channel', 'language'] as const) {
    const values = c[is]
    if (values) return part(is, { values: [...values] })
  }
  return null
}
function leaves(of: readonly Clause[]): Part[] | null {
  const all = of.map(leaf)
  return all.every((p) => p !== null) ? all : null
}

/** What this page can edit of a rule; null where it is built otherwise. */
export function drafted(r: Pick<Rule, 'name' | 'when' | 'then' | 'stop'>, unit: string): Draft | null {
  const effects: Effect[] = r.then.map((t) => {
    const is = actKinds.find((k) => t[k] !== undefined && t[k] !== false) ?? 'review'
    return { is, value: is === 'review' ? '' : String(t[is] ?? '') }
  })
  const draft = { name: r.name, unit, effects, stop: r.stop ?? false }
  const when = r.when
  if (when.any) {
    const parts = leaves(when.any)
    return parts && { ...draft, any: true, parts, except: [] }
  }
  const of = when.all ?? [when]
  const except = leaves(of.flatMap((c) => c.none ?? []))
  const rest = of.filter((c) => !c.none)
  const only = rest.length === 1 ? rest[0] : undefined
  const parts = leaves(only?.any ?? rest)
  return parts && except && { ...draft, any: Boolean(only?.any), parts, except }
}
