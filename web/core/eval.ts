// Evaluates the expressions of a compiled form. internal/collect/form does the
// same on the node, and both run corpus/expr.
import { plain, type Choice, type Expr, type Form, type FormNode } from './form'
import { functions } from './function'
import type { El } from './instance'
import { toBool, toNumber, toText, type Instant, type Value } from './value'

/** maxSteps bounds one evaluation: a hostile form must not hang a phone. */
const maxSteps = 1_000_000
export class TooLong extends Error {}

/** What an expression is evaluated in. */
export interface Env {
  form: Form
  index: Map<string, FormNode>
  root: El
  now: Instant
  language: string
  instanceID: string
  /** the node it belongs to, or the instance of a repeat that a predicate looks at */
  at: El | null
  self: string
  row: Choice | null
  /** in a predicate: where the whole expression stands */
  origin: El | null
  pos: number
  steps: { n: number }
}

export function spend(v: Env, n: number): void {
  v.steps.n += n
  if (v.steps.n > maxSteps) throw new TooLong('steps')
}

export function evaluate(v: Env, e: Expr): Value {
  spend(v, 1)
  const [op, a, b] = e as [string, Expr, Expr]
  switch (op) {
    case 'n':
    case 's':
      return a as unknown as Value
    case 'self':
      return v.self
    case 'pos':
      return v.pos
    case 'col':
      return v.row ? column(v, v.row, a as unknown as string) : ''
    case 'ref':
      return ref(v, e, false)
    case 'item':
      return matching(v, a as unknown as string, b).map((c) => lone(column(v, c, e[3] as string)))
    case 'call': {
      const f = functions[a as unknown as string]
      if (!f) throw new Error('no function ' + String(a))
      return f(v, e.slice(2) as Expr[])
    }
    case 'neg':
      return -toNumber(evaluate(v, a))
    case 'and':
      return toBool(evaluate(v, a)) && toBool(evaluate(v, b))
    case 'or':
      return toBool(evaluate(v, a)) || toBool(evaluate(v, b))
  }
  const x = evaluate(v, a)
  const y = evaluate(v, b)
  switch (op) {
    case '+':
      return toNumber(x) + toNumber(y)
    case '-':
      return toNumber(x) - toNumber(y)
    case '*':
      return toNumber(x) * toNumber(y)
    case 'div':
      return toNumber(x) / toNumber(y)
    case 'mod':
      return toNumber(x) % toNumber(y)
    case '|':
      return [...(Array.isArray(x) ? x : []), ...(Array.isArray(y) ? y : [])]
  }
  return compare(v, op, x, y)
}

/** XPath 1.0's: a node-set is in relation if any of its nodes is. No answer is the empty string. */
function compare(v: Env, op: string, x: Value, y: Value): boolean {
  if (Array.isArray(x) && x.length !== 1) {
    spend(v, x.length)
    if (x.length === 0 && !Array.isArray(y)) return relate(op, '', y)
    return x.some((n) => compare(v, op, n.value(), y))
  }
  if (Array.isArray(y) && y.length !== 1) {
    spend(v, y.length)
    return y.length === 0 ? relate(op, x, '') : y.some((n) => compare(v, op, x, n.value()))
  }
  return relate(op, x, y)
}

function relate(op: string, x: Value, y: Value): boolean {
  if (Array.isArray(x)) x = toText(x)
  if (Array.isArray(y)) y = toText(y)
  if (op === '=' || op === '!=') return same(x, y) === (op === '=')
  const a = toNumber(x)
  const b = toNumber(y)
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>' ? a > b : a >= b
}

function same(x: Value, y: Value): boolean {
  if (typeof x === 'boolean' || typeof y === 'boolean') return toBool(x) === toBool(y)
  if (typeof x === 'number' || typeof y === 'number') return toNumber(x) === toNumber(y)
  return x === y
}

function column(v: Env, c: Choice, name: string): string {
  const extra = c.extra?.[name] // a file may name its choices by another column
  if (extra !== undefined) return extra
  if (name === 'name' || name === 'value') return c.name
  return name === 'label' ? plain(c.label, v.form.default_language) : ''
}

const lone = (text: string): El => ({ value: () => text, holds: () => text !== '', position: () => 1 }) as El

/**
 * The elements at a path. Repeats that the path shares with the place of the
 * expression mean the same instance, others all of them; with all, so does the
 * last step: that is what count() asks for.
 */
export function ref(v: Env, e: Expr, all: boolean): El[] {
  const path = e[1] as string[]
  const preds = e.slice(2) as [number, Expr][]
  if (v.root.name !== path[0] && v.form.root !== path[0]) return []
  const chain = v.at?.chain() ?? []
  let set: El[] = [v.root]
  let shared = true
  for (let i = 1; i < path.length; i++) {
    const here = preds.filter((p) => p[0] === i)
    const along = chain[i]
    if (shared && along && along.name === path[i] && !here.length && !(all && i === path.length - 1)) {
      set = along.off ? [] : [along]
      continue
    }
    shared = false
    set = set.flatMap((p) => {
      spend(v, p.children.length)
      return p.named(path[i] ?? '')
    })
    for (const [, pred] of here) set = set.filter((n, k) => toBool(evaluate({ ...v, origin: v.origin ?? v.at, at: n, pos: k + 1, self: n.value() }, pred)))
  }
  return set
}

/** The choices of a list that a predicate keeps. */
export const matching = (v: Env, list: string, pred: Expr | undefined): Choice[] => {
  const rows = v.form.lists[list] ?? []
  return pred ? rows.filter((row) => toBool(evaluate({ ...v, row }, pred))) : rows
}

/** What was answered to the question of a repeat that another takes its choices from. */
export const answered = (v: Env, n: FormNode): Choice[] =>
  ref({ ...v, at: null }, ['ref', n.from], true).flatMap((e) => {
    const name = e.value().trim()
    if (!name || (n.filter && !toBool(evaluate({ ...v, origin: v.at, at: instanceOf(e) }, n.filter)))) return []
    return [{ name, label: { '': [name] } }]
  })

/** The instance of a repeat that an element lies in. */
function instanceOf(e: El): El {
  for (let up: El | null = e; up; up = up.parent) if (up.node?.kind === 'repeat') return up
  return e
}
