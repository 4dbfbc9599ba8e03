import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { area, around, half, open, plain, wrong, type Corner } from './fence'

const corners = (pairs: [number, number][]): Corner[] => pairs.map(([lat, lon]) => ({ lat, lon }))
const cases = JSON.parse(readFileSync(new URL('../../../corpus/fence/rings.json', import.meta.url), 'utf8')) as {
  name: string
  corners: [number, number][]
  wrong: string
}[]

describe('a ring', () => {
  it('is judged as the node judges it', () => {
    expect(cases.length).toBeGreaterThan(10)
    for (const c of cases) {
      expect(wrong(corners(c.corners)), c.name).toBe(c.wrong)
      expect(wrong(corners([...c.corners].reverse())), c.name + ', backwards').toBe(c.wrong)
    }
    expect(wrong(around({ lat: 16, lon: -6 }, 10, 201))).toBe('corners')
  })
  it('around a point holds the ground that a circle would', () => {
    const ring = around({ lat: 16, lon: -6 }, 20, 64)
    expect(wrong(ring)).toBe('')
    expect(area(ring)).toBeGreaterThan(0.98 * Math.PI * 400)
    expect(area(ring)).toBeLessThan(1.02 * Math.PI * 400)
  })
  it('is made plain without losing its ground', () => {
    const shore = around({ lat: 18, lon: -12 }, 150, 180)
    const less = plain([...shore, shore[0] as Corner], 40)
    expect(less.length).toBeLessThanOrEqual(40)
    expect(less.length).toBeGreaterThan(7)
    expect(wrong(less)).toBe('')
    expect(area(less) / area(shore)).toBeGreaterThan(0.95)
  })
  it('has a middle on each side, the last one too', () => {
    const square = corners([
      [15, -6],
      [15, -5],
      [16, -5],
      [16, -6],
    ])
    expect(half(square, 0)).toEqual({ lat: 15, lon: -5.5 })
    expect(half(square, 3)).toEqual({ lat: 15.5, lon: -6 })
    expect(open([...square, square[0] as Corner])).toEqual(square)
  })
})
