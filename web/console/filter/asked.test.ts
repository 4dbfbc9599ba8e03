import { expect, test } from 'vitest'
import { address, parse as route } from '../route'
import { narrowed, nothing, parse, shared, written, type Asked } from './asked'

const full: Asked = {
  state: 'checking',
  urgency: ['now', 'soon'],
  kind: ['attack', 'theft'],
  unit: '0190c2f0-0000-7000-8000-000000000001',
  assignee: 'me',
  time: '2026-11-01..2026-11-20',
  language: ['ar'],
  place: 'OCHA-COD-2024/MR012',
  graded: 'no',
  overdue: true,
}
const through = (a: Asked): Asked => parse(route(address('queue', 'some id', written(a))).query)

test('an address gives back what was asked', () => {
  expect(through(full)).toEqual(full)
  expect(through(nothing('new'))).toEqual(nothing('new'))
  expect(route(address('report', 'a/b?c')).id).toBe('a/b?c')
})
test('what makes no sense in an address is left out', () => {
  const q = new URLSearchParams('state=lost&urgency=now,yesterday&graded=maybe&overdue=1&nonsense=1')
  expect(parse(q)).toEqual({ ...nothing('new'), urgency: ['now'] })
})
test('a state alone narrows nothing', () => {
  expect(narrowed(nothing('closed'))).toBe(false)
  for (const change of [{ urgency: ['now'] }, { unit: 'u' }, { overdue: true }, { graded: 'yes' }] as Partial<Asked>[])
    expect(narrowed({ ...nothing(), ...change })).toBe(true)
})
test('what is not asked for is not sent', () => {
  expect(shared(nothing('open'), new Date(0))).toEqual({ state: ['open'] })
  expect(shared({ ...nothing('open'), time: '1d' }, new Date(86_400_000)).from).toBe('1970-01-01T00:00:00.000Z')
})
