import { describe, expect, it } from 'vitest'
import { exceptionFits, missing, read, special, write } from './plan'

const who = '11111111-1111-4111-8111-111111111111'
const names = { newYear: '', labour: '', africa: '', independence: 'Indépendance', hijra: '', mawlid: '', fitr: 'Fitr', fitr2: '', adha: '', adha2: '' }

describe('a roster in its form', () => {
  it('comes out as it went in, holidays in their order', () => {
    const plan = {
      shifts: [{ days: [1, 2], from: '22:00', to: '06:00', primary: who, deputies: [who, who, who] }],
      holidays: [
        { date: '2026-03-20', as: 7, name: 'Fitr', moon: true },
        { date: '2026-11-28', as: 0, yearly: true },
      ],
      exceptions: [{ from: '2026-11-30T08:00:00.000Z', to: '2026-11-30T20:00:00.000Z', primary: who, deputies: [who], why: 'mariage' }],
    }
    expect(write(read(plan))).toEqual(plan)
    expect(write(read({ ...plan, holidays: [...plan.holidays].reverse() })).holidays).toEqual(plan.holidays)
  })
  it('has exceptions that end after they begin, within a month', () => {
    const e = { from: '2026-11-30T08:00', to: '2026-11-30T20:00', primary: '', deputy: '', others: [], why: '' }
    expect(exceptionFits(e)).toBe(true)
    expect(exceptionFits({ ...e, to: e.from })).toBe(false)
    expect(exceptionFits({ ...e, to: '2027-01-30T08:00' })).toBe(false)
    expect(exceptionFits({ ...e, to: '' })).toBe(false)
  })
  it('takes only the feasts that it lacks', () => {
    const have = [{ date: '2025-11-28', as: 0, name: '', yearly: true, moon: false }]
    const feasts = [
      { key: 'independence', date: '2026-11-28', yearly: true, moon: false },
      { key: 'fitr', date: '2027-03-10', yearly: false, moon: true },
    ] as const
    expect(missing(have, feasts, names)).toEqual([{ date: '2027-03-10', as: 7, name: 'Fitr', yearly: false, moon: true }])
  })
  it('says what a day is', () => {
    const plan = { holidays: [{ date: '2024-11-28', as: 7, name: 'Indépendance', yearly: true }] }
    expect(special(plan, '2026-11-28')).toEqual({ name: 'Indépendance', moon: false })
    expect(special(plan, '2023-11-28')).toBeNull()
  })
})
