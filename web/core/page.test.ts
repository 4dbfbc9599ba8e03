// A form in pages: what stands on a screen together, as it is answered.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Filling } from './engine'
import type { Form, FormNode, Type } from './form'
import { pages } from './page'

const open = (form: Form): Filling => new Filling(form, { id: 'x', language: 'fr', now: () => ({ ms: Date.UTC(2026, 10, 24), offset: 0 }) })
const keys = (f: Filling): string[] => pages(f).map((p) => p.key)
const q = (name: string, type: Type, under = 'data', more: Partial<FormNode> = {}): FormNode => ({
  kind: 'question',
  name,
  type,
  path: [...under.split('/'), name],
  label: { fr: [name] },
  ...more,
})
const group = (name: string, nodes: FormNode[], more: Partial<FormNode> = {}): FormNode => ({ kind: 'group', name, path: ['data', name], nodes, ...more })
const repeat = (name: string, nodes: FormNode[], more: Partial<FormNode> = {}): FormNode => ({ ...group(name, nodes, more), kind: 'repeat' })
const form = (nodes: FormNode[]): Form => ({
  schema: 1,
  id: 'x',
  version: '',
  title: {},
  languages: ['fr'],
  default_language: 'fr',
  root: 'data',
  lists: {},
  nodes,
})

test('one question a page; a note stands above the next one, the voice below the words', () => {
  const f = open(form([q('n', 'note'), q('a', 'text'), q('b', 'integer'), q('c', 'text'), q('v', 'audio'), q('hidden', 'calculate'), q('last', 'note')]))
  expect(pages(f).map((p) => p.asks.map((e) => e.name))).toEqual([['n', 'a'], ['b'], ['c', 'v'], ['last']])
})

test('a field-list is one page and names its section; another group is pages of its own', () => {
  const inside = [q('a', 'text', 'data/g'), q('b', 'text', 'data/g')]
  expect(keys(open(form([group('g', inside, { appearance: 'field-list' })])))).toEqual(['/data/g'])
  const f = open(form([group('g', inside, { label: { fr: ['G'] } })]))
  expect(keys(f)).toEqual(['/data/g/a', '/data/g/b'])
  expect(pages(f).map((p) => p.section?.name)).toEqual(['g', 'g'])
})

test('a repeat ends with the question whether there is another one, unless a count rules it', () => {
  const inside = [q('a', 'text', 'data/r'), q('b', 'text', 'data/r')]
  const f = open(form([repeat('r', inside)]))
  expect(keys(f)).toEqual(['/data/r[1]', '/data/r+'])
  const node = f.form.nodes[0]
  if (!node) throw new Error('no repeat')
  const second = f.add(f.root, node)
  expect(keys(f)).toEqual(['/data/r[1]', '/data/r[2]', '/data/r+'])
  if (second) f.remove(second)
  const first = f.at('/data/r[1]')
  if (first) f.remove(first)
  expect(keys(f)).toEqual(['/data/r+'])
  expect(keys(open(form([repeat('r', inside, { count: ['n', 2] })])))).toEqual(['/data/r[1]', '/data/r[2]'])
})

test('a long instance of a repeat is a page for each question', () => {
  const f = open(
    form([
      repeat(
        'r',
        ['a', 'b', 'c', 'd', 'e'].map((n) => q(n, 'text', 'data/r')),
      ),
    ]),
  )
  expect(keys(f)).toHaveLength(6)
})

test('what is not relevant has no page, and no question whether there is another one', () => {
  const off: Partial<FormNode> = { relevant: ['=', ['ref', ['data', 'a']], ['s', 'yes']] }
  const f = open(form([q('a', 'text'), q('b', 'text', 'data', off), repeat('r', [q('c', 'text', 'data/r')], off)]))
  expect(keys(f)).toEqual(['/data/a'])
  const a = f.at('/data/a')
  if (a) f.set(a, 'yes')
  expect(keys(f)).toEqual(['/data/a', '/data/b', '/data/r[1]', '/data/r+'])
})

describe('the corpus', () => {
  test('every question that is asked stands on exactly one page', () => {
    const compiled = (JSON.parse(readFileSync(new URL('../../corpus/form/well.json', import.meta.url), 'utf8')) as { compiled: Form }).compiled
    const f = open(compiled)
    const on = pages(f).flatMap((p) => p.asks)
    expect(new Set(on).size).toBe(on.length)
    expect(on.map((e) => e.name)).toContain('animals')
  })
})
