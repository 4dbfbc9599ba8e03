import { expect, test } from 'vitest'
import { draw, type Node } from './chain'

const n = (key: string, parent = ''): Node => ({ key, ...(parent && { parent }) })

test('every report is drawn once, under the one whose word it repeats', () => {
  const d = draw([n('b', 'a'), n('a'), n('c', 'b'), n('d', 'a'), n('e'), n('f', 'not there')])
  expect(d.spots.length).toBe(6)
  const at = Object.fromEntries(d.spots.map((s) => [s.node.key, [s.column, s.row]]))
  expect(at).toEqual({ a: [0, 0], b: [1, 0], c: [2, 0], d: [1, 1], e: [0, 2], f: [0, 3] })
  expect(d.lines.map(([from, to]) => from.node.key + to.node.key)).toEqual(['ab', 'bc', 'ad'])
  expect(d.columns).toBe(3)
  expect(d.rows).toBe(4)
})

test('no two stand on one spot', () => {
  const chain = [n('r'), ...[...'abcdefgh'].map((k, i) => n(k, i % 2 ? 'r' : 'a' === k ? 'r' : 'a'))]
  const spots = draw(chain).spots.map((s) => `${s.column} ${s.row}`)
  expect(new Set(spots).size).toBe(chain.length)
})
