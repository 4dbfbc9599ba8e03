// The base map as plain shapes, for small drawings: land, borders, rivers and names
// around a point. It is fetched once, when the first report with a point opens.
import bordersFile from '../../basemap/dist/borders.json?url'
import countriesFile from '../../basemap/dist/countries.json?url'
import { places, type Place } from '../filter/places'

export type Line = [number, number][]
export interface Ground {
  land: { rings: Line[]; box: [number, number, number, number] }[]
  lines: { kind: string; line: Line }[]
  places: Place[]
}

let known: Promise<Ground> | undefined
export const ground = (): Promise<Ground> =>
  (known ??= load().catch((e: unknown) => {
    known = undefined
    throw e
  }))

async function load(): Promise<Ground> {
  const json = async <T>(file: string): Promise<T> => (await (await fetch(file)).json()) as T
  const [countries, borders, named] = await Promise.all([
    json<{ features: { geometry: { coordinates: Line[][] } }[] }>(countriesFile),
    json<{ features: { properties: { kind: string }; geometry: { coordinates: Line[] } }[] }>(bordersFile),
    places(),
  ])
  return {
    land: countries.features.flatMap((f) => f.geometry.coordinates.map((rings) => ({ rings, box: boxOf(rings[0] ?? []) }))),
    lines: borders.features.flatMap((f) => f.geometry.coordinates.map((line) => ({ kind: f.properties.kind, line }))),
    places: named,
  }
}

function boxOf(ring: Line): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [x, y] of ring) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}

/** Web Mercator, in units of the whole world. */
export const mercator = (lon: number, lat: number): [number, number] => {
  const s = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)
  return [(lon + 180) / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)]
}

/** Metres around the equator. */
const equator = 40_075_017

/** What a drawing shows of the ground: its middle in mercator, and pixels to the world's width. */
export interface Frame {
  width: number
  height: number
  centre: [number, number]
  scale: number
}

/** The frame in which some points are seen with room around them; of none, the whole country. */
export function around(points: [number, number][], width: number, height: number): Frame {
  const country: [number, number][] = [
    [-17.1, 14.7],
    [-4.8, 27.3],
  ]
  const m = (points.length ? points : country).map(([x, y]) => mercator(x, y))
  const xs = m.map((p) => p[0])
  const ys = m.map((p) => p[1])
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return {
    width,
    height,
    centre: [(west + east) / 2, (north + south) / 2],
    scale: Math.min(width / Math.max((east - west) * 1.5, 0.004), height / Math.max((south - north) * 1.5, 0.0026)),
  }
}

/** The frame of a point with some metres from side to side. */
export const over = (lon: number, lat: number, metres: number, width: number, height: number): Frame => ({
  width,
  height,
  centre: mercator(lon, lat),
  scale: (width * equator * Math.cos((lat * Math.PI) / 180)) / metres,
})

/** A name on a drawing. */
export interface Named {
  key: string
  x: number
  y: number
  place: Place
}

/** The ground in a frame, ready to be drawn. */
export class Drawn {
  readonly land: string[]
  readonly lines: { kind: string; d: string }[]
  readonly #lon: number
  readonly #lat: number
  readonly #span: number

  constructor(
    readonly frame: Frame,
    readonly g: Ground | null,
  ) {
    const { centre, width, scale } = frame
    const lon = (this.#lon = centre[0] * 360 - 180)
    const lat = (this.#lat = latitude(centre[1]))
    const span = (this.#span = (width / scale) * 360)
    this.land = (g?.land ?? [])
      .filter((p) => p.box[0] < lon + span && p.box[2] > lon - span && p.box[1] < lat + span && p.box[3] > lat - span)
      .map((p) => p.rings.map((r) => 'M' + this.path(r) + 'Z').join(''))
    this.lines = (g?.lines ?? [])
      .filter((l) => l.line.some(([x, y]) => Math.abs(x - lon) < span && Math.abs(y - lat) < span))
      .map((l) => ({ kind: l.kind, d: 'M' + this.path(l.line) }))
  }

  /** Where a point stands, in pixels. */
  at(lon: number, lat: number): [number, number] {
    const { centre, width, height, scale } = this.frame
    const [mx, my] = mercator(lon, lat)
    return [(mx - centre[0]) * scale + width / 2, (my - centre[1]) * scale + height / 2]
  }
  /** What point stands there, in degrees. */
  where(x: number, y: number): [number, number] {
    const { centre, width, height, scale } = this.frame
    return [((x - width / 2) / scale + centre[0]) * 360 - 180, latitude((y - height / 2) / scale + centre[1])]
  }
  path(line: Line): string {
    return line
      .map(([x, y]) =>
        this.at(x, y)
          .map((n) => n.toFixed(1))
          .join(' '),
      )
      .join('L')
  }
  /** How many pixels some metres are at a latitude. */
  pixels(metres: number, lat: number): number {
    return (metres * this.frame.scale) / (equator * Math.cos((lat * Math.PI) / 180))
  }
  /** Names that have room, the first of them first: `room` is what they need, `taken` where something stands already. */
  names(first: (p: Place) => number, wanted: (p: Place) => boolean, most: number, room = 70, taken: [number, number][] = []): Named[] {
    const { width, height } = this.frame
    const full = [...taken]
    return (this.g?.places ?? [])
      .filter((p) => wanted(p) && Math.abs(p.lon - this.#lon) < this.#span / 2 && Math.abs(p.lat - this.#lat) < this.#span / 2)
      .sort((a, b) => first(a) - first(b))
      .flatMap((place) => {
        const [x, y] = this.at(place.lon, place.lat)
        const near = full.some(([tx, ty]) => Math.abs(tx - x) < room && Math.abs(ty - y) < 15)
        if (x < 34 || x > width - 34 || y < 14 || y > height - 6 || near) return []
        full.push([x, y])
        return [{ key: place.code, x, y, place }]
      })
      .slice(0, most)
  }
}

const latitude = (y: number): number => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
