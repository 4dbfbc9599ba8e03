// corpus/expr: the node and the phone must agree on every case.
import { readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { digest } from './digest'
import { evaluate, type Env } from './eval'
import { walk, type Choice, type Expr, type Form, type FormNode } from './form'
import { functions } from './function'
import { El } from './instance'
import { parseDate, toBool, toNumber, toText } from './value'

interface Case {
  name: string
  expr: string
  ast?: Expr
  context?: {
    values?: Record<string, string>
    repeats?: Record<string, number>
    at?: string
    now?: string
    lists?: Record<string, Choice[]>
    selects?: Record<string, string>
    row?: { list: string; name: string }
  }
  string?: string
  number?: number | string
  boolean?: boolean
  error?: string
}
const dir = new URL('../../corpus/expr/', import.meta.url)
const steps = (path: string): [string, number][] =>
  path
    .split('/')
    .filter(Boolean)
    .map((s) => {
      const m = /^(.*?)(?:\[(\d+)\])?$/.exec(s)
      return [m?.[1] ?? s, m?.[2] ? Number(m[2]) : 0]
    })

/** The form and the answers that a case is about: every indexed step is a repeat. */
function build(c: NonNullable<Case['context']>): Env {
  const form: Form = {
    schema: 1,
    id: 'corpus',
    version: '',
    title: {},
    languages: ['fr'],
    default_language: 'fr',
    root: 'data',
    nodes: [],
    lists: c.lists ?? {},
  }
  const paths = Object.keys(c.values ?? {}).sort()
  if (c.at && !paths.includes(c.at)) paths.push(c.at)
  const index = new Map<string, FormNode>()
  const root = new El('data')
  const elements = new Map<string, El>([
    ['', root],
    ['/data', root],
  ])
  for (const p of [...paths, ...Object.keys(c.repeats ?? {}).map((r) => r + '[1]')]) {
    let siblings = form.nodes
    const names = ['data']
    for (const [name, i] of steps(p).slice(1)) {
      names.push(name)
      let n = index.get(names.join('/'))
      if (!n) {
        n = { kind: 'group', name, path: [...names] }
        index.set(names.join('/'), n)
        siblings.push(n)
      }
      if (i) n.kind = 'repeat'
      n.nodes ??= []
      siblings = n.nodes
    }
  }
  walk(form.nodes, (n) => {
    if (n.kind === 'group' && !n.nodes?.length) {
      n.kind = 'question'
      n.type = 'text'
      const list = c.selects?.['/' + n.path.join('/')]
      if (list) Object.assign(n, { type: 'select_one', list })
    }
  })
  for (const p of paths) {
    let e = root
    const names = ['data']
    for (const [name, i] of steps(p).slice(1)) {
      names.push(name)
      const have = e.children.filter((x) => x.name === name)
      let next = have[Math.max(1, i) - 1]
      for (let k = have.length; !next || k < Math.max(1, i); k++) {
        next = new El(name, e, index.get(names.join('/')) ?? null)
        e.children.push(next)
      }
      e = next
    }
    if (c.values && p in c.values) e.text = c.values[p] ?? ''
    elements.set(p, e)
  }
  const row = c.row ? (c.lists?.[c.row.list]?.find((x) => x.name === c.row?.name) ?? null) : null
  return {
    form,
    index,
    root,
    now: parseDate(c.now ?? '2026-11-24T10:00:00Z') ?? { ms: 0, offset: 0 },
    language: 'fr',
    instanceID: 'x',
    at: elements.get(c.at ?? '') ?? root,
    self: c.values?.[c.at ?? ''] ?? '',
    row,
    origin: null,
    pos: 0,
    steps: { n: 0 },
  }
}

const files = readdirSync(dir).filter((f) => f.endsWith('.json'))
let ran = 0
const used = new Set<string>()
const note = (e: Expr): void => {
  if (e[0] === 'call') used.add(String(e[1]))
  for (const a of e)
    if (Array.isArray(a)) (typeof a[0] === 'number' ? a : [a]).forEach((x) => Array.isArray(x) && typeof x[0] === 'string' && note(x as unknown as Expr))
}
for (const file of files) {
  // What the node's parser refuses, no phone ever sees.
  const cases = (JSON.parse(readFileSync(new URL(file, dir), 'utf8')) as Case[]).filter((c) => !c.error)
  if (!cases.length) continue
  describe(file, () => {
    for (const c of cases) {
      test(c.name, () => {
        ran++
        if (!c.ast) throw new Error('the case has no tree')
        note(c.ast)
        const got = evaluate(build(c.context ?? {}), c.ast)
        if (c.string !== undefined) expect(toText(got)).toBe(c.string)
        if (c.boolean !== undefined) expect(toBool(got)).toBe(c.boolean)
        if (c.number !== undefined) expect(toNumber(got)).toBe(Number(c.number))
      })
    }
  })
}
test('the corpus was there and calls every function', () => {
  expect(ran).toBeGreaterThan(500)
  const untested = ['uuid', 'random', 'property', 'randomize', 'instance', 'current', 'jr:itext']
  expect(Object.keys(functions).filter((f) => !used.has(f) && !untested.includes(f))).toEqual([])
})
test('digests are those of another implementation', () => {
  for (const name of ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) {
    for (const n of [0, 1, 55, 56, 63, 64, 111, 112, 127, 128, 300]) {
      const s = 'وa'.repeat(200).slice(0, n)
      expect(digest(s, name, true), `${name} of ${n}`).toBe(createHash(name.replace('-', '').toLowerCase()).update(s).digest('hex'))
    }
  }
})
