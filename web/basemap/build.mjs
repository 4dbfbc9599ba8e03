// Makes web/basemap/dist/*.json, the map that the console draws: no tile
// server and no outside request. Run `node web/basemap/build.mjs` after a change
// here, in towns.csv or in the shipped places; the results are committed, so an
// ordinary build needs neither this script nor world-atlas.
//
// Sources: npm world-atlas (Natural Earth, public domain), towns.csv (GeoNames), wilayas.json and
// water.json (Natural Earth) and internal/network/mauritania/places.csv.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { clipRing, clipLine, simplify } from './geometry.mjs'
import { names } from './names.mjs'

const here = new URL('.', import.meta.url)
const require = createRequire(new URL('../package.json', import.meta.url))

// The Sahel, the Sahara and the Atlantic route, with a margin to pan in.
const box = { west: -30, south: 2, east: 27, north: 39 }
const tolerance = 0.008 // degrees: about 900 m, a pixel at zoom 7
const digits = 3 // decimals kept: about 110 m

const wilayas = JSON.parse(readFileSync(new URL('wilayas.json', here), 'utf8'))
const water = JSON.parse(readFileSync(new URL('water.json', here), 'utf8'))
const topology = JSON.parse(readFileSync(require.resolve('world-atlas/countries-10m.json'), 'utf8'))

/** Decodes one arc of the topology into points, then thins it. Arcs are shared by neighbours, so their borders still meet. */
function decode(arc) {
  const [kx, ky] = topology.transform.scale
  const [dx, dy] = topology.transform.translate
  let x = 0
  let y = 0
  const points = arc.map(([a, b]) => [(x += a) * kx + dx, (y += b) * ky + dy])
  return simplify(points, tolerance)
}

const arcs = topology.arcs.map(decode)
const arcPoints = (i) => (i < 0 ? [...arcs[~i]].reverse() : arcs[i])
const stitch = (ring) => ring.flatMap((i, n) => (n ? arcPoints(i).slice(1) : arcPoints(i)))
const round = ([x, y]) => [Number(x.toFixed(digits)), Number(y.toFixed(digits))]

// Natural Earth draws Western Sahara by who holds the ground. We draw it whole, as the United Nations do: its border with
// Morocco is the parallel of 27 degrees 40 minutes, shown as disputed.
const morocco = '504'
const westernSahara = '732'
const parallel = 27 + 40 / 60

/** The polygons of a country, as lists of rings of arcs. */
const polygons = (g) => (g.type === 'Polygon' ? [g.arcs] : g.type === 'MultiPolygon' ? g.arcs : [])

const all = topology.objects.countries.geometries
const byId = (id) => all.find((g) => g.id === id)

/** The part of a country inside a box, as polygons of points. */
const within = (g, part) =>
  polygons(g)
    .map((rings) => rings.map((r) => clipRing(stitch(r), part).map(round)).filter((r) => r.length > 3))
    .filter((rings) => rings.length)

const northOfParallel = { ...box, south: parallel }
const southOfParallel = { ...box, north: parallel }

function shapeOf(g) {
  if (g.id === morocco) return within(g, northOfParallel)
  if (g.id === westernSahara) return [...within(g, box), ...within(byId(morocco), southOfParallel)]
  return within(g, box)
}

function countries() {
  const features = []
  for (const g of all) {
    const shape = shapeOf(g)
    const name = names[g.id]
    if (!shape.length) continue
    if (!name) throw new Error(`no name for ${g.id} ${g.properties.name}: add it to names.mjs`)
    features.push({ type: 'Feature', properties: name, geometry: { type: 'MultiPolygon', coordinates: shape } })
  }
  return { type: 'FeatureCollection', features }
}

/** Lines between two countries, which are the arcs that two of them use, and between wilayas. */
function borders() {
  const users = new Map()
  for (const g of all)
    for (const i of polygons(g).flat(2)) {
      const arc = i < 0 ? ~i : i
      users.set(arc, (users.get(arc) ?? new Set()).add(g.id))
    }
  const wilaya = wilayas.lines
  const settled = []
  for (const [arc, ids] of users) {
    if (ids.size < 2 || (ids.has(morocco) && ids.has(westernSahara))) continue
    settled.push(...clipLine(arcs[arc], box).map((l) => l.map(round)))
  }
  return {
    type: 'FeatureCollection',
    features: Object.entries({ settled, disputed: onParallel(), wilaya }).map(([kind, coordinates]) => ({
      type: 'Feature',
      properties: { kind },
      geometry: { type: 'MultiLineString', coordinates },
    })),
  }
}

/** Morocco's edges that lie on the parallel, since it was cut there. */
function onParallel() {
  const [, y] = round([0, parallel])
  return within(byId(morocco), northOfParallel)
    .flat()
    .flatMap((ring) => ring.slice(1).map((p, i) => [ring[i], p]))
    .filter(([a, b]) => a[1] === y && b[1] === y)
}

/** Reads a CSV whose cells hold no quotes, as our tables do not. */
function table(url) {
  const text = readFileSync(url, 'utf8')
  if (text.includes('"')) throw new Error(`${url}: a quoted cell`)
  const [head, ...rows] = text
    .trim()
    .split('\n')
    .map((l) => l.split(','))
  return rows.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i]])))
}

const point = (r, properties) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: [Number(r.lon), Number(r.lat)] } })

/** Towns to name, rank 1 (capitals) to 4; `place` is the code of a moughataa or commune (OCHA-COD-2024) where it is the seat of one. */
function towns() {
  const features = table(new URL('towns.csv', here)).map((r) =>
    point(r, { rank: Number(r.rank), country: r.country, ...(r.place && { place: r.place }), fr: r.name_fr, ...(r.name_ar && { ar: r.name_ar }) }),
  )
  return { type: 'FeatureCollection', features }
}

/** Every place of the shipped list by its centroid: for labels of areas, and to fly to a place. */
function places() {
  const features = table(new URL('../../internal/network/mauritania/places.csv', here)).map((r) =>
    point(r, { code: r.code, list: r.list, level: Number(r.level), parent: r.parent, fr: r.name_fr, ...(r.name_ar && { ar: r.name_ar }) }),
  )
  return { type: 'FeatureCollection', features }
}

/** The wilayas as areas; Nouakchott's three are one. Names come from the places. */
function areas() {
  const named = new Map(places().features.map((f) => [f.properties.code, f.properties]))
  return {
    type: 'FeatureCollection',
    features: wilayas.areas.map((a, id) => {
      const [one] = a.codes.map((c) => named.get(c))
      const name = a.codes.length > 1 ? { fr: 'Nouakchott', ar: 'نواكشوط' } : { fr: one.fr, ...(one.ar && { ar: one.ar }) }
      return { type: 'Feature', id, properties: { codes: a.codes.join(' '), ...name }, geometry: { type: 'MultiPolygon', coordinates: a.polygons } }
    }),
  }
}

/** Rivers by rank, 3 the largest, and lakes. */
function waters() {
  const rivers = water.rivers.map((r) => ({
    type: 'Feature',
    properties: { rank: r.rank, name: r.name },
    geometry: { type: 'MultiLineString', coordinates: r.lines },
  }))
  const lakes = water.lakes.map((ring) => ({ type: 'Feature', properties: { lake: true }, geometry: { type: 'Polygon', coordinates: [ring] } }))
  return { type: 'FeatureCollection', features: [...rivers, ...lakes] }
}

mkdirSync(new URL('dist/', here), { recursive: true })
for (const [name, make] of Object.entries({ countries, borders, towns, places, wilayas: areas, water: waters })) {
  const text = JSON.stringify(make())
  writeFileSync(new URL(`dist/${name}.json`, here), text + '\n')
}
