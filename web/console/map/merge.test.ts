import { expect, test } from 'vitest'
import type { Cell } from '../api'
import { merge, radius } from './merge'

const cell = (lat: number, lon: number, n = 1, more: Partial<Cell> = {}): Cell => ({ lat, lon, n, urgency: 'routine', ...more })
/** Ten pixels a degree. */
const project = (lon: number, lat: number) => ({ x: lon * 10, y: -lat * 10 })

test('marks that touch become one, with the most pressing urgency and the middle of all', () => {
  const [m, ...rest] = merge([cell(10, 10, 1, { id: 'a', urgency: 'now', now: 1 }), cell(10, 10.4, 3)], project)
  expect(rest).toEqual([])
  expect(m).toMatchObject({ n: 4, urgency: 'now', now: 1 })
  expect(m?.lon).toBeCloseTo(10.3)
  expect(m?.id).toBeUndefined()
})
test('marks apart stay apart, and a single report keeps its id', () => {
  const marks = merge([cell(10, 10, 1, { id: 'a', kind: 'attack' }), cell(20, 20, 5)], project)
  expect(marks.map((m) => [m.n, m.id])).toEqual([
    [5, undefined],
    [1, 'a'],
  ])
})
test('no report is lost, none touches another, whatever the order', () => {
  const cells = Array.from({ length: 400 }, (_, i) => cell(Math.sin(i) * 40, Math.cos(i * 1.7) * 60, 1 + (i % 9)))
  const total = cells.reduce((n, c) => n + c.n, 0)
  const one = merge(cells, project)
  expect(one.reduce((n, m) => n + m.n, 0)).toBe(total)
  expect(merge(cells.toReversed(), project)).toEqual(one)
})
test('a mark grows with what it stands for, up to a limit', () => {
  expect(radius(1)).toBeLessThan(radius(2))
  expect(radius(10)).toBeLessThan(radius(100))
  expect(radius(1_000_000)).toBe(27)
})
