// What changes from one version of a form to the next, question by question.
import type { Form, FormNode } from '../../core/form'

export interface Change {
  path: string
  kind: 'added' | 'removed' | 'altered'
  before?: FormNode
  after?: FormNode
  /** The members that differ, by the names of docs/protocol/form.md; `choices` stands for a list's. */
  what: string[]
}

/** The questions, groups and repeats by path, in the order of the form. */
function flat(nodes: readonly FormNode[], out = new Map<string, FormNode>()): Map<string, FormNode> {
  for (const n of nodes) {
    out.set(n.path.join('/'), n)
    flat(n.nodes ?? [], out)
  }
  return out
}
/** Members that say nothing of the question itself. */
const aside = new Set(['nodes', 'path', 'name'])

function differing(a: FormNode, b: FormNode, from: Form, to: Form): string[] {
  const one = a as unknown as Record<string, unknown>
  const two = b as unknown as Record<string, unknown>
  const what = [...new Set([...Object.keys(one), ...Object.keys(two)])].filter((k) => !aside.has(k) && JSON.stringify(one[k]) !== JSON.stringify(two[k]))
  const list = (f: Form, n: FormNode): string => JSON.stringify(n.list ? (f.lists[n.list] ?? []) : [])
  if (list(from, a) !== list(to, b)) what.push('choices')
  return what
}

export function diff(from: Form, to: Form): Change[] {
  const before = flat(from.nodes)
  const after = flat(to.nodes)
  const out: Change[] = []
  for (const [path, n] of after) {
    const was = before.get(path)
    if (!was) out.push({ path, kind: 'added', after: n, what: [] })
    else {
      const what = differing(was, n, from, to)
      if (what.length) out.push({ path, kind: 'altered', before: was, after: n, what })
    }
  }
  for (const [path, n] of before) if (!after.has(path)) out.push({ path, kind: 'removed', before: n, what: [] })
  return out
}
