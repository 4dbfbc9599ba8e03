// Plain geometry on [x, y] points: thinning and clipping to a box.

/** Douglas-Peucker: drops points that lie within tolerance of the line through their neighbours. Both ends stay. */
export function simplify(points, tolerance) {
  if (points.length < 3) return points
  const keep = new Uint8Array(points.length)
  keep[0] = keep[points.length - 1] = 1
  const spans = [[0, points.length - 1]]
  while (spans.length) {
    const [a, b] = spans.pop()
    let far = 0
    let at = -1
    for (let i = a + 1; i < b; i++) {
      const d = distance(points[i], points[a], points[b])
      if (d > far) [far, at] = [d, i]
    }
    if (far <= tolerance) continue
    keep[at] = 1
    spans.push([a, at], [at, b])
  }
  return points.filter((_, i) => keep[i])
}

function distance([x, y], [ax, ay], [bx, by]) {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const t = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

/** The four sides of a box: whether a point is inside, and where a segment crosses. */
const sides = ({ west, south, east, north }) => [
  [(p) => p[0] >= west, (p, q) => atX(p, q, west)],
  [(p) => p[0] <= east, (p, q) => atX(p, q, east)],
  [(p) => p[1] >= south, (p, q) => atY(p, q, south)],
  [(p) => p[1] <= north, (p, q) => atY(p, q, north)],
]

const atX = (p, q, x) => [x, p[1] + ((q[1] - p[1]) * (x - p[0])) / (q[0] - p[0])]
const atY = (p, q, y) => [p[0] + ((q[0] - p[0]) * (y - p[1])) / (q[1] - p[1]), y]

/** Sutherland-Hodgman: the part of a closed ring inside the box, closed again; [] if none. */
export function clipRing(ring, box) {
  let points = ring.slice(0, -1)
  for (const [inside, cross] of sides(box)) {
    const next = []
    points.forEach((p, i) => {
      const before = points[(i || points.length) - 1]
      if (inside(p) !== inside(before)) next.push(cross(before, p))
      if (inside(p)) next.push(p)
    })
    points = next
  }
  return points.length < 3 ? [] : [...points, points[0]]
}

/** The pieces of a line inside the box. */
export function clipLine(line, box) {
  let pieces = [line]
  for (const [inside, cross] of sides(box)) {
    pieces = pieces.flatMap((piece) => {
      const out = []
      let run = []
      piece.forEach((p, i) => {
        const before = piece[i - 1]
        if (before && inside(p) !== inside(before)) {
          run.push(cross(before, p))
          if (!inside(p)) {
            out.push(run)
            run = []
          }
        }
        if (inside(p)) run.push(p)
      })
      if (run.length) out.push(run)
      return out
    })
  }
  return pieces.filter((p) => p.length > 1)
}
