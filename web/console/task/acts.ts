// What may be done to a task and to somebody handed on.
import { api, ok, type Referral, type Task } from '../api'

export type TaskAct = Task['can'][number]
export type ReferralAct = Exclude<Referral['can'][number], 'identify'>

/** What somebody is about to do. */
export type Doing = { task: Task; act: TaskAct } | { person: Referral; act: Referral['can'][number] }

/** Acts on a task; all but accepting say something. */
export const onTask = (t: Task, act: TaskAct, text = ''): Promise<Task> =>
  ok(api.POST(`/api/v1/tasks/{id}/${act}`, { params: { path: { id: t.id } }, body: { text, revision: t.revision } }))

/** Acts on somebody handed on. */
export const onReferral = (r: Referral, act: ReferralAct, text = ''): Promise<Referral> =>
  ok(api.POST(`/api/v1/referrals/{id}/${act}`, { params: { path: { id: r.id } }, body: { text, revision: r.revision } }))
