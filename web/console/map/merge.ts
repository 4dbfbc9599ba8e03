// Marks that would lie on each other become one. The node counts on squares of its
// own; what a person sees is circles that do not touch.
import type { Cell } from '../api'

export interface Mark {
  key: string
  lat: number
  lon: number
  n: number
  now: number
  urgency: Cell['urgency']
  /** Of a single report. */
  id?: string
  kind?: string
}
/** What the map shows: degrees, and the zoom of tiles of 512 pixels. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
  zoom: number
}
export type Project = (lon: number, lat: number) => { x: number; y: number }

/** The radius in pixels of a mark of n reports: area grows with the logarithm, a thousand is not a thousand times one. */
export const radius = (n: number): number => (n === 1 ? 7 : Math.min(27, 11 + Math.log2(n) * 1.9))

const rank = { now: 0, soon: 1, routine: 2 } as const

/** Merges what would overlap, from the largest mark on, so that the result does not hang on the order given. */
export function merge(cells: readonly Cell[], project: Project): Mark[] {
  const sorted = [...cells].sort((a, b) => b.n - a.n || a.lat - b.lat || a.lon - b.lon)
  const out: (Mark & { x: number; y: number })[] = []
  /** Marks by squares of 64 pixels: only neighbours can touch. */
  const grid = new Map<string, number[]>()
  const square = (v: number): number => Math.floor(v / 64)
  for (const c of sorted) {
    const { x, y } = project(c.lon, c.lat)
    const near = find(out, grid, x, y, radius(c.n))
    if (near) {
      const n = near.n + c.n
      near.lat = (near.lat * near.n + c.lat * c.n) / n
      near.lon = (near.lon * near.n + c.lon * c.n) / n
      near.n = n
      near.now += c.now ?? 0
      if (rank[c.urgency] < rank[near.urgency]) near.urgency = c.urgency
      delete near.id
      delete near.kind
      continue
    }
    const key = `${square(x)} ${square(y)}`
    grid.set(key, [...(grid.get(key) ?? []), out.length])
    out.push({
      key: c.id ?? `${c.lat.toFixed(4)} ${c.lon.toFixed(4)}`,
      ...{ lat: c.lat, lon: c.lon, n: c.n, now: c.now ?? 0, urgency: c.urgency, x, y },
      ...(c.id && { id: c.id }),
      ...(c.kind && { kind: c.kind }),
    })
  }
  return out.map(({ x: _x, y: _y, ...m }) => m)
}

type Placed = Mark & { x: number; y: number }
function find(out: readonly Placed[], grid: Map<string, number[]>, x: number, y: number, r: number): Placed | undefined {
  const [cx, cy] = [Math.floor(x / 64), Math.floor(y / 64)]
  for (let i = cx - 1; i <= cx + 1; i++)
    for (let j = cy - 1; j <= cy + 1; j++)
      for (const at of grid.get(`${i} ${j}`) ?? []) {
        const m = out[at]
        if (m && Math.hypot(m.x - x, m.y - y) < (radius(m.n) + r) * 0.85) return m
      }
  return undefined
}
