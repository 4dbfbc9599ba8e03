// What a desk does to reports, each with what undoes it. Each names the state that
// somebody saw: where a colleague was faster the node refuses, and says who it was.
import { act, type Summary, type Urgency } from '../api'
import type { Step } from './bulk'

export const assignTo =
  (account: string | null): Step =>
  async (s) => {
    const before = s.assignee?.id ?? null
    if (before === account) return undefined
    const { revision } = await act(s.id, 'assign', { account, revision: s.revision })
    return () => act(s.id, 'assign', { account: before, revision })
  }

export const setUrgency =
  (urgency: Urgency): Step =>
  async (s) => {
    if (s.urgency === urgency) return undefined
    const before = s.urgency
    const { revision } = await act(s.id, 'urgency', { urgency, revision: s.revision })
    return () => act(s.id, 'urgency', { urgency: before, revision })
  }

export const setState =
  (state: 'new' | 'checking' | 'needs_answer'): Step =>
  async (s) => {
    const before = s.state
    if (before === state) return undefined
    const { revision } = await act(s.id, 'state', { state, revision: s.revision })
    return before === 'closed' || before === 'quarantine' ? undefined : () => act(s.id, 'state', { state: before, revision })
  }

/** Closes; undoing reopens with a note that says so, and puts the state back. */
export const close =
  (outcome: Outcome, note: string, oops: string): Step =>
  async (s) => {
    const before = s.state
    const { revision } = await act(s.id, 'close', { outcome, note, revision: s.revision })
    return async () => {
      await act(s.id, 'reopen', { note: oops, revision })
      if (before === 'new' || before === 'needs_answer') await act(s.id, 'state', { state: before })
    }
  }
export type Outcome = 'confirmed' | 'action_taken' | 'referred' | 'unfounded' | 'duplicate' | 'no_action'
export const outcomes: Outcome[] = ['confirmed', 'action_taken', 'referred', 'unfounded', 'duplicate', 'no_action']

/** Forwarding is not undone from here: the report is another desk's then. */
export const forwardTo =
  (unit: string, note: string): Step =>
  async (s) => {
    if (s.unit.id !== unit) await act(s.id, 'forward', { unit, note, revision: s.revision })
    return undefined
  }
export type { Summary }
