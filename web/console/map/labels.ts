// Names on the map, drawn by the page in its own font: no font server, and Arabic is
// shaped right. Which names show hangs on the zoom; those that would touch give way
// to the more important.
import type { Map as View, Marker } from 'maplibre-gl'
import countriesFile from '../../basemap/dist/countries.json?url'
import townsFile from '../../basemap/dist/towns.json?url'
import type { Language } from '../../ui/lang'
import { places, type Place } from '../filter/places'

export interface Name {
  key: string
  text: Record<string, string | undefined>
  lon: number
  lat: number
  look: 'country' | 'wilaya' | 'capital' | 'town' | 'commune'
  /** Shown between these zooms. */
  from: number
  to: number
}

interface Town {
  properties: { rank: number; fr: string; ar?: string; place?: string; country: string }
  geometry: { coordinates: [number, number] }
}
interface Country {
  properties: { iso: string; ar: string; fr: string; en: string }
  geometry: { coordinates: [number, number][][][] }
}

let known: Promise<Name[]> | undefined
export const names = (): Promise<Name[]> =>
  (known ??= load().catch((e: unknown) => {
    known = undefined
    throw e
  }))

async function load(): Promise<Name[]> {
  const json = async <T>(file: string): Promise<T> => (await (await fetch(file)).json()) as T
  const [countries, towns, all] = await Promise.all([json<{ features: Country[] }>(countriesFile), json<{ features: Town[] }>(townsFile), places()])
  return [
    ...countries.features.flatMap(country),
    ...all.filter((p) => p.level === 1).map(wilaya),
    ...towns.features.map(town),
    ...all.filter((p) => p.level > 1).map(seat),
  ]
}

/** A country is named at the middle of its largest part. */
function country(c: Country): Name[] {
  const rings = c.geometry.coordinates.map((p) => p[0] ?? []).sort((a, b) => b.length - a.length)
  const ring = rings[0] ?? []
  if (ring.length < 12) return []
  const lon = (Math.min(...ring.map((p) => p[0])) + Math.max(...ring.map((p) => p[0]))) / 2
  const lat = (Math.min(...ring.map((p) => p[1])) + Math.max(...ring.map((p) => p[1]))) / 2
  const { iso, ar, fr, en } = c.properties
  return [{ key: 'c' + iso, text: { ar, fr, en }, lon, lat, look: 'country', from: 2, to: iso === 'MR' ? 4.6 : 6 }]
}
const wilaya = (p: Place): Name => ({ key: p.code, text: { fr: p.fr, ar: p.ar }, lon: p.lon, lat: p.lat, look: 'wilaya', from: 4.6, to: 7.6 })
const town = (t: Town): Name => ({
  key: `t${t.properties.fr}${t.geometry.coordinates[0]}`,
  text: { fr: t.properties.fr, ar: t.properties.ar },
  lon: t.geometry.coordinates[0],
  lat: t.geometry.coordinates[1],
  look: t.properties.rank === 1 ? 'capital' : 'town',
  from: [0, 3, 5.2, 6.2, 7][t.properties.rank] ?? 7,
  to: 24,
})
const seat = (p: Place): Name => ({
  key: p.code,
  text: { fr: p.fr, ar: p.ar },
  lon: p.lon,
  lat: p.lat,
  look: p.level === 2 ? 'town' : 'commune',
  from: p.level === 2 ? 6.6 : 8,
  to: 24,
})

/** Something on the map that no name may lie on. */
export interface Spot {
  x: number
  y: number
  r: number
}

/** Names that are on the screen at once. */
const most = 90
const weight: Record<Name['look'], number> = { capital: 0, country: 1, wilaya: 2, town: 3, commune: 4 }

export class Labels {
  private shown = new Map<string, Marker>()
  private pen = document.createElement('canvas').getContext('2d')

  constructor(
    private view: View,
    private make: (el: HTMLElement) => Marker,
  ) {}

  /** Shows the names that have room, and takes away those that have none any more. */
  show(all: readonly Name[], language: Language, around: readonly Spot[] = []): void {
    const zoom = this.view.getZoom()
    const bounds = this.view.getBounds()
    const font = getComputedStyle(document.body).fontFamily
    const taken: [number, number, number, number][] = around.map(({ x, y, r }) => [x - r, y - r, x + r, y + r])
    const next = new Map<string, Marker>()
    const wanted = all
      .filter((n) => zoom >= n.from && zoom < n.to && bounds.contains([n.lon, n.lat]))
      .sort((a, b) => weight[a.look] - weight[b.look] || a.from - b.from)
    const said = new Set<string>()
    for (const n of wanted) {
      if (next.size >= most) break
      const text = n.text[language] ?? n.text['fr'] ?? ''
      // A town that is the seat of its moughataa is named once.
      if (!text || said.has(text)) continue
      const { x, y } = this.view.project([n.lon, n.lat])
      if (this.pen) this.pen.font = `${n.look === 'country' ? 13 : 12}px ${font}`
      const half = (this.pen?.measureText(text).width ?? text.length * 7) / 2 + 5
      const box: [number, number, number, number] = [x - half, y - 9, x + half, y + 11]
      if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue
      taken.push(box)
      said.add(text)
      next.set(n.key, this.mark(n, text))
    }
    for (const [key, m] of this.shown) if (next.get(key) !== m) m.remove()
    this.shown = next
  }
  private mark(n: Name, text: string): Marker {
    const there = this.shown.get(n.key)
    if (there) {
      const el = there.getElement()
      if (el.textContent !== text) el.textContent = text
      return there
    }
    const el = document.createElement('div')
    el.className = 'name ' + n.look
    el.textContent = text
    el.setAttribute('aria-hidden', 'true')
    return this.make(el).setLngLat([n.lon, n.lat]).addTo(this.view)
  }
  clear(): void {
    for (const m of this.shown.values()) m.remove()
    this.shown.clear()
  }
}
