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
