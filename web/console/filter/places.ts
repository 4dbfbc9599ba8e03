// Wilayas, moughataas and communes to choose from, from the base map's own list;
// it is fetched when somebody first chooses.
import file from '../../basemap/dist/places.json?url'
import type { Choice } from '../../ui/choice'
import type { Language } from '../../ui/lang'

export interface Place {
  code: string
  list: string
  level: number
  parent: string
  fr: string
  ar?: string
  lon: number
  lat: number
}
interface Feature {
  properties: Omit<Place, 'lon' | 'lat'>
  geometry: { coordinates: [number, number] }
}

let known: Promise<Place[]> | undefined
export const places = (): Promise<Place[]> =>
  (known ??= fetch(file)
    .then((r) => r.json() as Promise<{ features: Feature[] }>)
    .then((j) => j.features.map((f) => ({ ...f.properties, lon: f.geometry.coordinates[0], lat: f.geometry.coordinates[1] })))
    .catch((e: unknown) => {
      known = undefined // the next who asks tries again
      throw e
    }))

export const placeName = (p: Place, l: Language): string => (l === 'ar' && p.ar) || p.fr

/** The places as a tree, each below what holds it. */
export function placeChoices(all: Place[], l: Language): Choice[] {
  const below = new Map<string, Place[]>()
  const names = new Map(all.map((p) => [p.code, placeName(p, l)]))
  for (const p of all) below.set(p.parent, [...(below.get(p.parent) ?? []), p])
  const out: Choice[] = []
  const walk = (parent: string, depth: number): void => {
    for (const p of (below.get(parent) ?? []).sort((a, b) => placeName(a, l).localeCompare(placeName(b, l), l))) {
      out.push({
        value: `${p.list}/${p.code}`,
        label: placeName(p, l),
        ...(depth > 0 && { hint: names.get(parent) ?? '' }),
        also: `${p.fr} ${p.ar ?? ''} ${p.code}`,
        depth,
      })
      walk(p.code, depth + 1)
    }
  }
  walk('MR', 0)
  return out
}
