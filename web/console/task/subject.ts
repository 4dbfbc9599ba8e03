// What tasks, people handed on and responses are about: a report or an incident.
import { api, ok, type FollowUp, type Referral, type Task } from '../api'
import type { paths } from '../openapi'

export interface Subject {
  kind: 'reports' | 'incidents'
  id: string
}

type Act = 'task' | 'refer' | 'respond' | 'effect' | 'lesson'
type Sent<N extends Act> = NonNullable<paths[`/api/v1/reports/{id}/${N}`]['post']['requestBody']>['content']['application/json']
interface Got {
  task: Task
  refer: Referral
  respond: FollowUp
  effect: FollowUp
  lesson: FollowUp
}
type Send = (path: string, init: unknown) => Promise<{ data?: unknown; response: Response }>

/** Asks or notes something about a report or an incident, and gives it as it stands then. */
export const about = <N extends Act>(of: Subject, name: N, body: Sent<N>): Promise<Got[N]> =>
  ok((api.POST as Send)(`/api/v1/${of.kind}/{id}/${name}`, { params: { path: { id: of.id } }, body })) as Promise<Got[N]>

/** What was asked and done about it; of an incident also as it was known at an instant. */
export const followUp = (of: Subject, at = ''): Promise<FollowUp> =>
  of.kind === 'reports'
    ? ok(api.GET('/api/v1/reports/{id}/follow-up', { params: { path: { id: of.id } } }))
    : ok(api.GET('/api/v1/incidents/{id}/follow-up', { params: { path: { id: of.id }, query: at ? { at } : {} } }))
