// How the base map is drawn, in the colours of the theme. There is no tile and no
// font: shapes come with the console, names are drawn by the page.
import type { StyleSpecification } from 'maplibre-gl'
import borders from '../../basemap/dist/borders.json?url'
import countries from '../../basemap/dist/countries.json?url'
import water from '../../basemap/dist/water.json?url'
import wilayas from '../../basemap/dist/wilayas.json?url'

const nothing = { type: 'FeatureCollection' as const, features: [] }
/** How many steps the districts are coloured in. */
export const steps = 5

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** A colour between two, each #rgb or #rrggbb. */
export function mix(a: string, b: string, part: number): string {
  const at = (c: string, i: number): number => (c.length === 4 ? parseInt(c.charAt(1 + i), 16) * 17 : parseInt(c.slice(1 + i * 2, 3 + i * 2), 16))
  return (
    '#' +
    [0, 1, 2]
      .map((i) =>
        Math.round(at(a, i) + (at(b, i) - at(a, i)) * part)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  )
}
/** The colour of a step of the districts, from few to many. */
export const shade = (step: number): string => mix(token('--land-own'), token('--accent'), 0.08 + (step / steps) * 0.72)

export function style(): StyleSpecification {
  const [sea = '', land = '', own = '', strong = '', river = ''] = ['--sea', '--land', '--land-own', '--line-strong', '--water'].map(token)
  const isKind = (k: string): ['==', ['get', string], string] => ['==', ['get', 'kind'], k]
  const [routine = '', soon = '', now = ''] = ['--routine', '--soon', '--now'].map(token)
  const level = (of: string): ['match', ['get', string], string, string, string, string, string] => ['match', ['get', of], 'now', now, 'soon', soon, routine]
  return {
    version: 8,
    sources: {
      countries: { type: 'geojson', data: countries },
      borders: { type: 'geojson', data: borders },
      water: { type: 'geojson', data: water },
      wilayas: { type: 'geojson', data: wilayas },
      points: { type: 'geojson', data: nothing },
      spot: { type: 'geojson', data: nothing },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'countries', paint: { 'fill-color': land } },
      { id: 'own', type: 'fill', source: 'countries', filter: ['==', ['get', 'iso'], 'MR'], paint: { 'fill-color': own } },
      { id: 'coast', type: 'line', source: 'countries', paint: { 'line-color': river, 'line-width': 0.8 } },
      { id: 'areas', type: 'fill', source: 'wilayas', layout: { visibility: 'none' }, paint: { 'fill-color': ['coalesce', ['feature-state', 'colour'], own] } },
      { id: 'lakes', type: 'fill', source: 'water', filter: ['has', 'lake'], paint: { 'fill-color': sea } },
      {
        id: 'rivers',
        type: 'line',
        source: 'water',
        filter: ['has', 'rank'],
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: {
          'line-color': river,
          'line-width': ['interpolate', ['linear'], ['zoom'], 4, ['/', 4, ['get', 'rank']], 9, ['/', 14, ['get', 'rank']]],
          'line-opacity': ['step', ['zoom'], ['case', ['<', ['get', 'rank'], 5], 1, 0], 5.5, 1],
        },
      },
      { id: 'wilayas', type: 'line', source: 'borders', filter: isKind('wilaya'), paint: { 'line-color': strong, 'line-width': 0.9, 'line-opacity': 0.5 } },
      { id: 'settled', type: 'line', source: 'borders', filter: isKind('settled'), paint: { 'line-color': strong, 'line-width': 1.4 } },
      {
        id: 'disputed',
        type: 'line',
        source: 'borders',
        filter: isKind('disputed'),
        paint: { 'line-color': strong, 'line-width': 1.4, 'line-dasharray': [3, 3] },
      },
      {
        id: 'points',
        type: 'circle',
        source: 'points',
        paint: {
          'circle-radius': ['get', 'radius'],
          // A heap that holds something pressing wears its colour as a ring.
          'circle-color': level('fill'),
          'circle-opacity': 0.9,
          'circle-stroke-width': ['case', ['get', 'wide'], 3.2, 1.6],
          'circle-stroke-color': ['case', ['get', 'wide'], level('ring'), own],
        },
      },
      {
        id: 'spot',
        type: 'circle',
        source: 'spot',
        paint: { 'circle-radius': 13, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-width': 3, 'circle-stroke-color': token('--focus') },
      },
    ],
  }
}
