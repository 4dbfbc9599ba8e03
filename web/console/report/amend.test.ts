import { expect, test } from 'vitest'
import { Filling } from '../../core/engine'
import type { Form, FormNode } from '../../core/form'
import { answersOf, differ, refill } from './amend'

const node = (kind: FormNode['kind'], path: string, more: Partial<FormNode> = {}): FormNode => ({
  kind,
  name: path.split('/').at(-1) ?? '',
  path: path.split('/'),
  ...(kind === 'question' && { type: 'text' as const }),
  ...more,
})
const form = {
  id: 'f',
  version: '1',
  root: 'data',
  languages: ['fr'],
  default_language: 'fr',
  lists: {},
  nodes: [
    node('question', 'data/kind', { default: ['s', 'theft'] }),
    node('group', 'data/where', { nodes: [node('question', 'data/where/place')] }),
    node('repeat', 'data/seen', { nodes: [node('question', 'data/seen/what'), node('question', 'data/seen/how')] }),
    node('question', 'data/device', { type: 'deviceid' }),
  ],
} as unknown as Form
const open = (): Filling => new Filling(form, { id: 'x', language: 'fr', now: () => ({ ms: 0, offset: 0 }) })

test('answers go back to where they came from, into instances that are made for them', () => {
  const f = open()
  const answers = [
    { path: '/data/where/place', value: 'Fassala' },
    { path: '/data/seen[1]/what', value: 'pick-up' },
    { path: '/data/seen[2]/what', value: 'moto' },
    { path: '/data/seen[2]/how', value: 'vite' },
  ]
  expect(refill(f, answers)).toEqual([])
  expect(answersOf(f)).toEqual(Object.fromEntries(answers.map((a) => [a.path, a.value])))
})

test('what the form would fill in by itself, and nobody answered, stays empty', () => {
  const f = open()
  expect(f.at('/data/kind')?.text).toBe('theft')
  refill(f, [])
  expect(answersOf(f)).toEqual({})
  expect(f.at('/data/seen[1]')).toBeUndefined()
})

test('an empty instance before one with answers goes, its neighbour stays', () => {
  const f = open()
  refill(f, [{ path: '/data/seen[2]/what', value: 'moto' }])
  expect(answersOf(f)).toEqual({ '/data/seen[1]/what': 'moto' })
})

test('a path that the form does not have is told, not dropped in silence', () => {
  expect(
    refill(open(), [
      { path: '/data/gone', value: 'x' },
      { path: '/data/device', value: 'y' },
    ]),
  ).toEqual(['/data/gone', '/data/device'])
})

test('how many answers differ: changed, added and taken away', () => {
  expect(differ({ a: '1', b: '2', c: '3' }, { a: '1 ', b: '4', d: '5' })).toBe(3)
})
