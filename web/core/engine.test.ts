// corpus/run: a form filled in step by step. What is sent at the end is kept in
// the corpus, so that the node holds the same submission against the same form;
// UPDATE=1 writes it again.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Filling } from './engine'
import type { Form } from './form'

interface Case {
  name: string
  form: string
  steps: { set?: [string, string]; add?: string; remove?: string }[]
  expect: {
    relevant?: Record<string, boolean>
    values?: Record<string, string>
    choices?: Record<string, string[]>
    said?: Record<string, Record<string, string>>
    invalid: Record<string, string>
    xml?: string
  }
  sent?: string
}
const corpus = new URL('../../corpus/', import.meta.url)
const form = (name: string): Form => (JSON.parse(readFileSync(new URL(`form/${name}.json`, corpus), 'utf8')) as { compiled: Form }).compiled
const open = (name: string): Filling =>
  new Filling(form(name), { id: '11111111-2222-4333-8444-555555555555', language: 'fr', now: () => ({ ms: Date.UTC(2026, 10, 24, 10), offset: 0 }) })
const at = (f: Filling, path: string) => {
  const e = f.at(path)
  if (!e) throw new Error('nothing at ' + path)
  return e
}

function run(c: Case): { f: Filling; sent: string } {
  const f = open(c.form)
  for (const s of c.steps) {
    if (s.set) f.set(at(f, s.set[0]), s.set[1])
    if (s.remove) f.remove(at(f, s.remove))
    if (s.add) {
      const names = s.add.split('/').filter(Boolean)
      const parent = at(f, '/' + names.slice(0, -1).join('/'))
      const path = names.map((n) => n.replace(/\[\d+\]$/, '')).join('/')
      const node = form(c.form).nodes.find((n) => n.path.join('/') === path)
      if (!node) throw new Error('no repeat ' + s.add)
      f.add(parent, f.form.nodes.find((n) => n.path.join('/') === path) ?? node)
    }
  }
  return { f, sent: f.finish() }
}

let ran = 0
for (const file of readdirSync(new URL('run/', corpus))) {
  const path = new URL(`run/${file}`, corpus)
  const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[]
  if (process.env['UPDATE']) {
    for (const c of cases) c.sent = run(c).sent
    writeFileSync(path, '[\n' + cases.map((c) => JSON.stringify(c)).join(',\n') + '\n]\n')
  }
  describe(file, () => {
    for (const c of cases) {
      test(c.name, () => {
        ran++
        const { f, sent } = run(c)
        for (const [p, on] of Object.entries(c.expect.relevant ?? {})) expect(f.visible().includes(at(f, p)), p).toBe(on)
        for (const [p, v] of Object.entries(c.expect.values ?? {})) expect(at(f, p).text, p).toBe(v)
        for (const [p, names] of Object.entries(c.expect.choices ?? {}))
          expect(
            f.choices(at(f, p)).map((x) => x.name),
            p,
          ).toEqual(names)
        for (const [p, said] of Object.entries(c.expect.said ?? {})) {
          for (const [l, text] of Object.entries(said)) {
            f.language = l
            expect(f.say(at(f, p).node?.label, at(f, p)), p).toBe(text)
          }
        }
        expect(Object.fromEntries([...f.wrongs()].map(([e, w]) => [e.path(), w]))).toEqual(c.expect.invalid)
        if (c.expect.xml) expect(sent).toBe(c.expect.xml)
        expect(sent).toBe(c.sent)
      })
    }
  })
}
test('the corpus was there', () => expect(ran).toBeGreaterThan(15))
test('a calculation that hangs on itself ends', () => {
  const f = new Filling(
    {
      schema: 1,
      id: 'x',
      version: '',
      title: {},
      languages: [''],
      default_language: '',
      root: 'data',
      lists: {},
      nodes: [{ kind: 'question', type: 'calculate', name: 'a', path: ['data', 'a'], calculate: ['call', 'concat', ['ref', ['data', 'a']], ['s', 'x']] }],
    },
    { id: 'x', language: 'fr', now: () => ({ ms: 0, offset: 0 }) },
  )
  expect(f.finish()).toContain('<a>x')
})

test('what cannot be calculated yet is left empty', () => {
  const f = new Filling(
    {
      schema: 1,
      id: 'x',
      version: '',
      title: {},
      languages: [''],
      default_language: '',
      root: 'data',
      lists: {},
      nodes: [
        { kind: 'question', type: 'integer', name: 'n', path: ['data', 'n'] },
        { kind: 'question', type: 'calculate', name: 'next', path: ['data', 'next'], calculate: ['+', ['ref', ['data', 'n']], ['n', 1]] },
      ],
    },
    { id: 'x', language: 'fr', now: () => ({ ms: 0, offset: 0 }) },
  )
  expect(f.at('/data/next')?.text).toBe('')
  f.set(f.at('/data/n')!, '2')
  expect(f.at('/data/next')?.text).toBe('3')
})
