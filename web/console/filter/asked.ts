// What somebody asks for: the same for the queue, the map and the search. It
// stands in the address, so that going back, a saved view and a link all find it.
import { read } from '../../ui/period'
import type { State, Urgency } from '../api'

export type Tab = State | 'open' | 'all'
export const tabs: Tab[] = ['open', 'new', 'checking', 'needs_answer', 'closed', 'quarantine', 'all']
export const urgencies: Urgency[] = ['now', 'soon', 'routine']

export interface Asked {
  state: Tab
  urgency: Urgency[]
  kind: string[]
  unit: string
  /** me, none, or an account; '' for everybody's. */
  assignee: string
  /** A period, as ui/period writes it. */
  time: string
  language: string[]
  /** list/code of a place, with what lies in it. */
  place: string
  graded: '' | 'yes' | 'no'
  overdue: boolean
}
export type Dimension = Exclude<keyof Asked, 'state'>
export const dimensions: Dimension[] = ['urgency', 'kind', 'unit', 'place', 'assignee', 'time', 'language', 'graded', 'overdue']

export const nothing = (state: Tab = 'new'): Asked => ({
  state,
  urgency: [],
  kind: [],
  unit: '',
  assignee: '',
  time: '',
  language: [],
  place: '',
  graded: '',
  overdue: false,
})

const list = (q: URLSearchParams, k: string): string[] => (q.get(k) ?? '').split(',').filter(Boolean)

/** Reads what an address asks for; what makes no sense there is left out. */
export function parse(q: URLSearchParams, otherwise: Tab = 'new'): Asked {
  const state = q.get('state') as Tab | null
  const graded = q.get('graded')
  return {
    state: state && tabs.includes(state) ? state : otherwise,
    urgency: list(q, 'urgency').filter((u): u is Urgency => urgencies.includes(u as Urgency)),
    kind: list(q, 'kind'),
    unit: q.get('unit') ?? '',
    assignee: q.get('assignee') ?? '',
    time: q.get('time') ?? '',
    language: list(q, 'language'),
    place: q.get('place') ?? '',
    graded: graded === 'yes' || graded === 'no' ? graded : '',
    overdue: q.get('overdue') === 'yes',
  }
}

/** What an address holds of it. */
export const written = (a: Asked): Record<string, string | string[] | undefined> => ({ ...a, overdue: a.overdue ? 'yes' : undefined })

/** Whether something beyond the state is asked for. */
export const narrowed = (a: Asked): boolean => dimensions.some((d) => isSet(a, d))
export function isSet(a: Asked, d: Dimension): boolean {
  const v = a[d]
  return Array.isArray(v) ? v.length > 0 : Boolean(v)
}

const whole = (d: Date): string => d.toISOString()

/** The part that map, search and list share, as the node takes it. */
export function shared(a: Asked, now: Date): { state: Tab[]; unit?: string; urgency?: Urgency[]; kind?: string[]; from?: string; to?: string } {
  const p = read(a.time, now)
  return {
    state: [a.state],
    ...(a.unit && { unit: a.unit }),
    ...(a.urgency.length > 0 && { urgency: a.urgency }),
    ...(a.kind.length > 0 && { kind: a.kind }),
    ...(p.from && { from: whole(p.from) }),
    ...(p.to && { to: whole(p.to) }),
  }
}
/** What list and search take beyond that. */
export const sifted = (a: Asked): { language?: string[]; place?: string; graded?: 'yes' | 'no' } => ({
  ...(a.language.length > 0 && { language: a.language }),
  ...(a.place && { place: a.place }),
  ...(a.graded && { graded: a.graded }),
})
/** What the list alone takes. */
export const own = (a: Asked): { assignee?: string; overdue?: boolean } => ({
  ...(a.assignee && { assignee: a.assignee }),
  ...(a.overdue && { overdue: true }),
})
