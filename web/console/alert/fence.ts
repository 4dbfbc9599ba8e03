// Rings on the ground, as somebody draws them. The node checks them again, by the
// same cases: corpus/fence.
export interface Corner {
  lat: number
  lon: number
}

/** What is wrong with a ring; '' for nothing. */
export type Wrong = '' | 'ground' | 'crossing' | 'size' | 'corners'

export const most = 200
const least = 100
const across = 2_000_000

const same = (a: Corner | undefined, b: Corner | undefined): boolean => a?.lat === b?.lat && a?.lon === b?.lon

/** Without corners that repeat the one before, as a ring written closed has. */
export function open(corners: readonly Corner[]): Corner[] {
  const ring = corners.filter((c, i) => i === 0 || !same(c, corners[i - 1]))
  if (ring.length > 1 && same(ring[0], ring.at(-1))) ring.pop()
  return ring
}

export function wrong(corners: readonly Corner[]): Wrong {
  if (corners.length > most) return 'corners'
  const ring = open(corners)
  const known = (c: Corner): boolean => Math.abs(c.lat) <= 90 && Math.abs(c.lon) <= 180
  if (ring.length < 3 || !ring.every(known)) return 'ground'
  if (crosses(ring)) return 'crossing'
  if (doubled(ring) === 0) return 'ground'
  const far = width(ring)
  return far < least || far > across ? 'size' : ''
}

function crosses(ring: Corner[]): boolean {
  const n = ring.length
  const corner = (i: number): Corner => ring[i % n] as Corner
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n; j++) if (!(i === 0 && j === n - 1) && meet(corner(i), corner(i + 1), corner(j), corner(j + 1))) return true
  return false
}
function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (abc * abd < 0 && cda * cdb < 0) return true
  return (!abc && between(a, b, c)) || (!abd && between(a, b, d)) || (!cda && between(c, d, a)) || (!cdb && between(c, d, b))
}
const turn = (a: Corner, b: Corner, c: Corner): number => Math.sign((b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon))
const between = (a: Corner, b: Corner, c: Corner): boolean =>
  Math.min(a.lon, b.lon) <= c.lon && c.lon <= Math.max(a.lon, b.lon) && Math.min(a.lat, b.lat) <= c.lat && c.lat <= Math.max(a.lat, b.lat)

/** Twice the area in square degrees, with a sign. */
const doubled = (ring: Corner[]): number =>
  ring.reduce((sum, c, i) => {
    const next = ring[(i + 1) % ring.length] as Corner
    return sum + c.lon * next.lat - next.lon * c.lat
  }, 0)

/** Kilometres of a degree of latitude, on a sphere. */
const degree = 111.195
const rad = Math.PI / 180

/** Of the ground within, in square kilometres: close enough to say how large it is. */
export function area(corners: readonly Corner[]): number {
  const ring = open(corners)
  if (ring.length < 3) return 0
  const middle = ring.reduce((sum, c) => sum + c.lat, 0) / ring.length
  return (Math.abs(doubled(ring)) / 2) * degree * degree * Math.cos(middle * rad)
}

function width(ring: Corner[]): number {
  const lats = ring.map((c) => c.lat)
  const lons = ring.map((c) => c.lon)
  const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)]
  const h = Math.sin(((north - south) * rad) / 2) ** 2 + Math.cos(south * rad) * Math.cos(north * rad) * Math.sin(((east - west) * rad) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(Math.min(h, 1)))
}

/** Some four decimals: eleven metres, finer than a finger on a map. */
export const round = (n: number): number => Math.round(n * 1e4) / 1e4

/** A ring of so many corners around a point, so many kilometres away. */
export const around = (at: Corner, km: number, corners: number): Corner[] =>
  Array.from({ length: corners }, (_, i) => {
    const turned = (2 * Math.PI * i) / corners
    return {
      lat: round(at.lat + (km / degree) * Math.cos(turned)),
      lon: round(at.lon + ((km / degree) * Math.sin(turned)) / Math.cos(at.lat * rad)),
    }
  })

/** A ring with as few corners as show its shape (Douglas and Peucker), so many at most. */
export function plain(ring: readonly Corner[], corners: number): Corner[] {
  const whole = open(ring)
  for (let tolerance = 0.005; tolerance < 5; tolerance *= 1.5) {
    const half = Math.floor(whole.length / 2)
    const less = [...thin(whole.slice(0, half + 1), tolerance).slice(0, -1), ...thin([...whole.slice(half), whole[0] as Corner], tolerance).slice(0, -1)].map(
      (c) => ({ lat: round(c.lat), lon: round(c.lon) }),
    )
    if (less.length <= corners && !wrong(less)) return less
  }
  return []
}
function thin(line: Corner[], tolerance: number): Corner[] {
  const [a, b] = [line[0], line.at(-1)]
  if (!a || !b || line.length < 3) return line
  let [far, at] = [0, 0]
  for (const [i, c] of line.entries()) {
    const d = off(a, b, c)
    if (d > far) [far, at] = [d, i]
  }
  if (far <= tolerance) return [a, b]
  return [...thin(line.slice(0, at + 1), tolerance).slice(0, -1), ...thin(line.slice(at), tolerance)]
}
/** How far c lies from the piece from a to b, in degrees. */
function off(a: Corner, b: Corner, c: Corner): number {
  const [dx, dy] = [b.lon - a.lon, b.lat - a.lat]
  const long = dx * dx + dy * dy
  const t = long ? Math.max(0, Math.min(1, ((c.lon - a.lon) * dx + (c.lat - a.lat) * dy) / long)) : 0
  return Math.hypot(c.lon - a.lon - t * dx, c.lat - a.lat - t * dy)
}

/** The middle of the side after a corner. */
export const half = (corners: readonly Corner[], i: number): Corner => {
  const [a, b] = [corners[i] as Corner, corners[(i + 1) % corners.length] as Corner]
  return { lat: round((a.lat + b.lat) / 2), lon: round((a.lon + b.lon) / 2) }
}
