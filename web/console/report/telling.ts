// What was done, in words: "graded B2", "forwarded to the desk of Néma".
import { fill } from '../../ui/lang'
import { app } from '../app.svelte'
import type { Act } from '../api'

type Detail = Record<string, unknown>
const text = (d: Detail, k: string): string => {
  const v = d[k]
  if (typeof v === 'string') return v
  if (typeof v === 'number') return String(v)
  return v && typeof v === 'object' && 'name' in v && typeof v.name === 'string' ? v.name : ''
}

/** Who did it: a person by name, a reporter without one. */
export function doer(h: Act): string {
  if (h.by) return h.by.name
  if (text(h.detail, 'rule')) return fill(app.t.proposals.byRule, { name: text(h.detail, 'rule') })
  return h.act === 'report' || h.act === 'message' || h.act === 'correction' || h.act === 'blob' ? app.t.report.reporter : app.t.someone
}

/** What it came to, in a word or two. */
export function outcomeOf(h: Act): string {
  const d = h.detail
  const t = app.t
  switch (h.act) {
    case 'grade':
      return `${text(d, 'source')}${text(d, 'information')}`
    case 'state':
      return t.state[text(d, 'state')] ?? ''
    case 'urgency':
      return t.urgency[text(d, 'urgency')] ?? ''
    case 'assignment':
      return text(d, 'account') || t.none
    case 'forward':
      return text(d, 'unit')
    case 'closing':
      return t.outcome[text(d, 'outcome')] ?? ''
    case 'proposal':
      return proposed(d)
    case 'review':
      return reviewed(d)
    case 'blob':
      return text(d, 'name')
    case 'task':
      return (t.tasks.state as Record<string, string>)[text(d, 'act')] ?? ''
    case 'referral':
      return text(d, 'act') === 'read' ? t.handed.identify : ((t.handed.state as Record<string, string>)[text(d, 'act')] ?? '')
    case 'response':
      return (t.deeds.kinds as Record<string, string>)[text(d, 'kind')] ?? ''
    case 'disclosure':
      return (t.disclosureActs as Record<string, string>)[text(d, 'act')] ?? ''
    default:
      return ''
  }
}

/** What was proposed, and what became of it. */
function proposed(d: Detail): string {
  const t = app.t.proposals
  const step = text(d, 'step')
  const value = text(d, 'value')
  const idea = text(d, 'idea') === 'urgency' ? fill(t.urgency, { value: app.t.urgency[value] ?? value }) : ''
  return [idea, step === 'made' ? '' : (t.standing[step] ?? '')].filter(Boolean).join(' : ')
}
/** What a second look found, or that chance asked for one. */
function reviewed(d: Detail): string {
  const t = app.t.looks
  if (text(d, 'step') === 'drawn') return t.drawnAct
  const points = Array.isArray(d['points']) ? d['points'] : []
  return points.length ? points.map((p) => t.points[String(p)] ?? '').join(', ') : t.agreedAct
}

/** Why, as whoever did it wrote. */
export function whyOf(h: Act): string {
  const d = h.detail
  return h.act === 'note' ? text(d, 'text') : text(d, 'note') || text(d, 'reason')
}

/** One act as one line, for a list of what changed. */
export const line = (h: Act): string => [doer(h), app.t.act[h.act] ?? h.act, outcomeOf(h)].filter(Boolean).join(' ')
