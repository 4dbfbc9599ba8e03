// What a desk does to reports, each with what undoes it.
import { act, type Summary, type Urgency } from '../api'
import type { Step } from './bulk'

export const assignTo =
  (account: string | null): Step =>
  async (s) => {
    const before = s.assignee?.id ?? null
    if (before === account) return undefined
    await act(s.id, 'assign', { account })
    return () => act(s.id, 'assign', { account: before })
  }

export const setUrgency =
  (urgency: Urgency): Step =>
  async (s) => {
    if (s.urgency === urgency) return undefined
    const before = s.urgency
    await act(s.id, 'urgency', { urgency })
    return () => act(s.id, 'urgency', { urgency: before })
  }

export const setState =
  (state: 'new' | 'checking' | 'needs_answer'): Step =>
  async (s) => {
    const before = s.state
    if (before === state) return undefined
    await act(s.id, 'state', { state })
    return before === 'closed' || before === 'quarantine' ? undefined : () => act(s.id, 'state', { state: before })
  }

/** Closes; undoing reopens with a note that says so, and puts the state back. */
export const close =
  (outcome: Outcome, note: string, oops: string): Step =>
  async (s) => {
    const before = s.state
    await act(s.id, 'close', { outcome, note })
    return async () => {
      await act(s.id, 'reopen', { note: oops })
      if (before === 'new' || before === 'needs_answer') await act(s.id, 'state', { state: before })
    }
  }
export type Outcome = 'confirmed' | 'action_taken' | 'referred' | 'unfounded' | 'duplicate' | 'no_action'
export const outcomes: Outcome[] = ['confirmed', 'action_taken', 'referred', 'unfounded', 'duplicate', 'no_action']

/** Forwarding is not undone from here: the report is another desk's then. */
export const forwardTo =
  (unit: string, note: string): Step =>
  async (s) => {
    if (s.unit.id !== unit) await act(s.id, 'forward', { unit, note })
    return undefined
  }
export type { Summary }
