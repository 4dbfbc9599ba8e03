// The answers of a report, put back into its form, and taken out of it again:
// paths to values, as the node gives and takes them.
import type { Filling } from '../../core/engine'
import { asked, type FormNode } from '../../core/form'
import type { El } from '../../core/instance'

export interface Given {
  path: string
  value: string
}

const isQuestion = (e: El): boolean => e.node?.kind === 'question' && asked(e.node) && e.node.type !== 'note'

/** Makes what lies on the way to a path, and gives the question at its end. */
function reach(f: Filling, path: string): El | undefined {
  let at: El | undefined = f.root
  for (const step of path.split('/').filter(Boolean).slice(1)) {
    const [, name = '', i = '1'] = /^(.*?)(?:\[(\d+)\])?$/.exec(step) ?? []
    const parent: El = at
    const find = (): El | undefined => parent.children.filter((c) => c.name === name)[Number(i) - 1]
    const node = nodesOf(f, parent).find((n) => n.name === name)
    while (!find() && node?.kind === 'repeat' && f.add(parent, node)); // an instance that was added once is added again
    at = find()
    if (!at) return undefined
  }
  return at
}
const nodesOf = (f: Filling, e: El): readonly FormNode[] => (e === f.root ? f.form.nodes : (e.node?.nodes ?? []))

/** Puts answers into a form as it begins, in its order. Gives the paths that it has no place for. */
export function refill(f: Filling, answers: readonly Given[]): string[] {
  const lost: string[] = []
  const given = new Set<El>()
  for (const a of answers) {
    const e = reach(f, a.path)
    if (e && isQuestion(e)) {
      f.set(e, a.value)
      given.add(e)
    } else lost.push(a.path)
  }
  // What the form begins with and the report has not, was taken away by whoever filled it in.
  prune(f, f.root, new Set([...given].flatMap((e) => e.chain())))
  for (const e of f.visible()) if (isQuestion(e) && !e.node?.calculate && !given.has(e)) f.set(e, '')
  return lost
}
function prune(f: Filling, at: El, kept: Set<El>): void {
  for (const e of [...at.children]) {
    if (e.node?.kind === 'repeat' && !kept.has(e)) f.remove(e)
    else prune(f, e, kept)
  }
}

/** The answers as they stand: of what is relevant, and not empty. */
export function answersOf(f: Filling): Record<string, string> {
  const out: Record<string, string> = {}
  for (const e of f.visible()) if (isQuestion(e) && e.text.trim()) out[e.path()] = e.text
  return out
}

/** How many answers two sets differ in. */
export function differ(a: Record<string, string>, b: Record<string, string>): number {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((p) => (a[p] ?? '').trim() !== (b[p] ?? '').trim()).length
}
