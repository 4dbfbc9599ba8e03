import { expect, test } from 'vitest'
import type { Form, FormNode } from '../../core/form'
import { diff } from './diff'

const question = (name: string, more: Partial<FormNode> = {}): FormNode => ({
  kind: 'question',
  name,
  path: ['data', name],
  type: 'text',
  label: { fr: [name] },
  ...more,
})
const form = (nodes: FormNode[], lists: Form['lists'] = {}): Form => ({ nodes, lists }) as unknown as Form
const choice = (name: string) => ({ name, label: { fr: [name] } })

test('what came, what went, and what changed in a question', () => {
  const from = form([question('a'), question('b'), question('c', { type: 'select_one', list: 'l' })], { l: [choice('x')] })
  const to = form([question('a'), question('c', { type: 'select_one', list: 'l' }), question('d'), question('b', { label: { fr: ['B'] } })], {
    l: [choice('x'), choice('y')],
  })
  expect(diff(from, to).map((c) => [c.kind, c.path, c.what])).toEqual([
    ['altered', 'data/c', ['choices']],
    ['added', 'data/d', []],
    ['altered', 'data/b', ['label']],
  ])
  expect(diff(to, from).find((c) => c.kind === 'removed')?.path).toBe('data/d')
})

test('inside groups too, and the same form has no change', () => {
  const group = (nodes: FormNode[]): FormNode => ({ kind: 'group', name: 'g', path: ['data', 'g'], nodes })
  const inner = { ...question('q'), path: ['data', 'g', 'q'] }
  expect(diff(form([group([inner])]), form([group([inner])]))).toEqual([])
  expect(diff(form([group([inner])]), form([group([])])).map((c) => c.path)).toEqual(['data/g/q'])
})
