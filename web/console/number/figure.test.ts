import { describe, expect, it } from 'vitest'
import { partsOf, restOf } from './figure'

const all = [
  { who: '', n: 54 },
  { who: 'sex=female', n: 30 },
  { who: 'sex=male', n: 20, hidden: true },
  { who: 'sex=unsaid', n: null, hidden: true },
  { who: 'sex=female.band=18-24', n: 12 },
  { who: 'community=host', n: 54 },
]

describe('what is shown of people', () => {
  it('takes the parts of one thing and not those of two', () => {
    expect(partsOf(all, 'sex')).toEqual([
      { value: 'female', n: 30, older: false },
      { value: 'male', n: 20, older: true },
      { value: 'unsaid', n: null, older: false },
    ])
  })
  it('leaves hatched what no part shows', () => {
    expect(restOf(54, partsOf(all, 'sex'))).toBe(4)
    expect(restOf(54, partsOf(all, 'community'))).toBe(0)
    expect(restOf(null, partsOf(all, 'sex'))).toBe(0)
    expect(restOf(10, partsOf(all, 'sex'))).toBe(0)
  })
})
