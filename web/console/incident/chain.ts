// The picture of whose word is whose: every report under the one that it repeats,
// a column a step away from where the chain begins.
import type { Incident } from '../api'

export type Node = Incident['chain'][number]
export interface Spot {
  node: Node
  column: number
  row: number
}
export interface Drawing {
  spots: Spot[]
  /** From the one that is repeated to the one that repeats. */
  lines: [Spot, Spot][]
  columns: number
  rows: number
}

/** Lays the chain out as a forest, each tree below the one before it. */
export function draw(chain: readonly Node[]): Drawing {
  const below = new Map<string, Node[]>()
  const known = new Set(chain.map((n) => n.key))
  for (const n of chain) {
    const under = n.parent && known.has(n.parent) ? n.parent : ''
    below.set(under, [...(below.get(under) ?? []), n])
  }
  const out: Drawing = { spots: [], lines: [], columns: 0, rows: 0 }
  const drawn = new Set<string>()
  const put = (node: Node, column: number, from?: Spot): void => {
    if (drawn.has(node.key)) return
    drawn.add(node.key)
    const spot = { node, column, row: out.rows }
    out.spots.push(spot)
    out.columns = Math.max(out.columns, column + 1)
    if (from) out.lines.push([from, spot])
    const kids = below.get(node.key) ?? []
    kids.forEach((k, i) => {
      if (i > 0) out.rows += 1
      put(k, column + 1, spot)
    })
  }
  for (const root of below.get('') ?? []) {
    put(root, 0)
    out.rows += 1
  }
  return out
}
