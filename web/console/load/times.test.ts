import { describe, expect, it } from 'vitest'
import { hoursOf, span, typed } from './times'

const words = { minutes: '{n} min', hours: '{n} h', days: { one: '{n} day', other: '{n} days' } }

describe('deadlines in words', () => {
  it('take one unit', () => {
    expect([5, 59, 60, 240, 1440, 1500, 2880, 10080].map((m) => span(words, 'en', m))).toEqual([
      '5 min',
      '59 min',
      '1 h',
      '4 h',
      '1 day',
      '25 h',
      '2 days',
      '7 days',
    ])
    expect(span(words, 'en', -90)).toBe('2 h')
  })
  it('are typed in the unit that fits', () => {
    expect([0, 30, 90, 240, 4320].map(typed)).toEqual([
      { n: '', unit: 'hours' },
      { n: '30', unit: 'minutes' },
      { n: '90', unit: 'minutes' },
      { n: '4', unit: 'hours' },
      { n: '3', unit: 'days' },
    ])
  })
  it('name the days that a desk works', () => {
    expect(hoursOf('en', { days: [1, 5], from: '08:00', to: '17:00' })).toBe('Mon Fri, 08:00–17:00')
    expect(hoursOf('en', { days: [0, 1, 2, 3, 4, 5, 6], from: '06:00', to: '22:00' })).toBe('06:00–22:00')
    expect(hoursOf('en', undefined)).toBe('')
  })
})
