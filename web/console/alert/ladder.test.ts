import { describe, expect, it } from 'vitest'
import { fits, measured, minutes, moved, read, rungs, step, usualAt, write } from './ladder'

const unit = '11111111-1111-4111-8111-111111111111'

describe('a ladder in its form', () => {
  it('comes out as it went in', () => {
    const ladder = [{ minutes: 5 }, { unit, minutes: 120, owner: unit, channels: ['sms', 'mail'] }, { minutes: 2880 }]
    expect(write(read(ladder), 'soon')).toEqual(ladder)
  })
  it('says nothing of ways where life is at risk: there are all of them', () => {
    expect(write(read([{ minutes: 5, channels: ['sms'] }]), 'now')).toEqual([{ minutes: 5 }])
  })
  it('tells times in the largest measure that is whole', () => {
    expect(measured(90)).toEqual({ n: 90, of: 'minutes' })
    expect(measured(120)).toEqual({ n: 2, of: 'hours' })
    expect(measured(2880)).toEqual({ n: 2, of: 'days' })
    expect(minutes({ n: 1.5, of: 'hours' })).toBe(90)
  })
  it('has levels of a minute to a week', () => {
    expect([0, 1, 10_080, 10_081].map((m) => fits({ ...step(1), n: m, of: 'minutes' }))).toEqual([false, true, true, false])
    expect(fits({ ...step(1), n: Number.NaN })).toBe(false)
  })
  it('is put in another order', () => {
    const steps = [step(1), step(2), step(3)]
    expect(moved(steps, 0, 1).map(minutes)).toEqual([2, 1, 3])
    expect(moved(steps, 2, 1).map(minutes)).toEqual([1, 2, 3])
  })
  it('says when the alert comes to each level', () => {
    expect(rungs([10, 20, 30]).map((r) => r.after)).toEqual([0, 10, 30])
    expect([0, 1, 2, 5].map((l) => usualAt('now', l))).toEqual([10, 10, 15, 15])
  })
})
