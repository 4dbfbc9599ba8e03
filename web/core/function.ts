// The functions that expressions may call; internal/collect/form/function.go has
// the same ones.
import { digest } from './digest'
import { evaluate, ref, spend, type Env } from './eval'
import { plain, type Expr } from './form'
import type { El } from './instance'
import { Foreign, pattern } from './pattern'
import { clock, dateOf, days, fields, isoDate, isoInstant, parseDate, parseNumber, toBool, toNumber, toText, type Instant, type Value } from './value'

type Fn = (v: Env, args: Expr[]) => Value

const strict =
  (f: (a: Value[], v: Env) => Value): Fn =>
  (v, args) =>
    f(
      args.map((e) => evaluate(v, e)),
      v,
    )
const text = (f: (s: string, t: string) => Value): Fn => strict((a) => f(toText(a[0] ?? ''), toText(a[1] ?? '')))
const math = (f: (x: number, y: number) => number): Fn => strict((a) => f(toNumber(a[0] ?? NaN), toNumber(a[1] ?? NaN)))
const selfOr = (f: (s: string) => Value): Fn => strict((a, v) => f(a.length ? toText(a[0] ?? '') : v.self))

/** An argument of count() and its like: a path to a repeat means all its instances. */
const setOf = (v: Env, e: Expr | undefined): Value => (!e ? [] : e[0] === 'ref' ? ref(v, e, true) : evaluate(v, e))
const nodes = (v: Env, e: Expr | undefined): El[] => {
  const x = setOf(v, e)
  return Array.isArray(x) ? x : []
}
const spread = (v: Env, args: Expr[]): Value[] =>
  args.flatMap((e): Value[] => {
    const x = setOf(v, e)
    return Array.isArray(x) ? x.map((n) => n.value()) : [x]
  })
const numbers = (v: Env, args: Expr[]): number[] => spread(v, args).map(toNumber)
/** Takes numbers together; what is not answered counts for nothing. */
const fold =
  (f: (a: number, b: number) => number): Fn =>
  (v, args) => {
    const ns = numbers(v, args).filter((n) => !Number.isNaN(n))
    return ns.length ? ns.reduce((a, n) => f(a, n)) : NaN
  }

export const roundHalfUp = (x: number): number => {
  const down = Math.floor(x)
  return x - down >= 0.5 ? down + 1 : down
}

/** Moves the decimal point on a number's shortest writing, so that 1.005 is 100.5. */
const shift = (x: number, places: number): number => {
  const [mantissa, exponent] = x.toExponential().split('e')
  return Number(`${mantissa ?? ''}e${Number(exponent) + places}`)
}

function round(a: Value[]): Value {
  const x = toNumber(a[0] ?? '')
  if (a.length === 1) return roundHalfUp(x)
  const places = Math.trunc(toNumber(a[1] ?? ''))
  if (Number.isNaN(places) || Math.abs(places) > 30) return NaN
  return Number.isFinite(x) ? shift(roundHalfUp(shift(x, places)), -places) : x
}

/** Counts letters from 0, its end is left out; negative counts from the end. */
function substr(a: Value[]): Value {
  const letters = Array.from(toText(a[0] ?? ''))
  const bound = (v: Value): number => {
    const f = toNumber(v)
    let i = Number.isNaN(f) ? 0 : Math.trunc(Math.max(-1e9, Math.min(1e9, f)))
    if (i < 0) i += letters.length
    return Math.max(0, Math.min(i, letters.length))
  }
  return letters.slice(bound(a[1] ?? ''), a[2] === undefined ? undefined : bound(a[2])).join('')
}

/** XPath's: counts letters from 1 and takes a length, each rounded. */
function substring(a: Value[]): Value {
  const from = roundHalfUp(toNumber(a[1] ?? ''))
  const to = a[2] === undefined ? Infinity : from + roundHalfUp(toNumber(a[2]))
  return Array.from(toText(a[0] ?? ''))
    .filter((_, i) => i + 1 >= from && i + 1 < to)
    .join('')
}

function translate(a: Value[]): Value {
  const [s, from, to] = [0, 1, 2].map((i) => Array.from(toText(a[i] ?? '')))
  return (s ?? [])
    .map((c) => {
      const i = (from ?? []).indexOf(c)
      return i < 0 ? c : ((to ?? [])[i] ?? '')
    })
    .join('')
}

type Test = (s: string) => boolean
const patterns = new Map<string, Test>()
/** maxPattern bounds a pattern; beyond it, and for what is no pattern, nothing matches. */
const maxPattern = 1024

function regex(s: string, src: string): boolean {
  let test = patterns.get(src)
  if (!test) {
    test = src.length > maxPattern ? () => false : tester(src)
    patterns.set(src, test)
  }
  return test(s)
}

function tester(src: string): Test {
  try {
    return pattern(src)
  } catch (e) {
    if (!(e instanceof Foreign)) return () => false
  }
  try {
    const re = new RegExp(`^(?:${src})$`)
    return (s) => re.test(s)
  } catch {
    return () => true // no engine here reads it: an answer is not called wrong for that
  }
}

/** A choice's label: jr:choice-name(value, 'path of the question'). */
function choiceName(v: Env, args: Expr[]): Value {
  const name = toText(evaluate(v, args[0] ?? ['s', '']))
  const at = args[1] ?? ['s', '']
  const path =
    at[0] === 'ref'
      ? (at[1] as string[]).join('/')
      : toText(evaluate(v, at))
          .trim()
          .replace(/^\/|\/$/g, '')
  const list = v.index.get(path)?.list
  const c = list ? v.form.lists[list]?.find((c) => c.name === name) : undefined
  return c ? plain(c.label, v.language, v.form.default_language) : name
}

function position(v: Env, args: Expr[]): Value {
  if (args[0]) {
    const x = evaluate(v, args[0])
    return Array.isArray(x) && x[0] ? x[0].position() : 1
  }
  if (v.pos > 0) return v.pos
  for (let e = v.at; e; e = e.parent) if (e.node?.kind === 'repeat') return e.position()
  return 1
}

/** A date from its writing or from a number of days. */
function moment(x: Value | undefined): Instant | undefined {
  if (typeof x === 'number') return dateOf(x)
  const s = toText(x ?? '').trim()
  const t = parseDate(s)
  if (t) return t
  const n = parseNumber(s)
  return n === undefined ? undefined : dateOf(n)
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function formatDate(a: Value[]): Value {
  const t = moment(a[0])
  if (!t) return ''
  const d = clock(t)
  const pad = (n: number, width = 2): string => String(n).padStart(width, '0')
  const verbs: Record<string, () => string> = {
    Y: () => pad(d.getUTCFullYear(), 4),
    y: () => pad(d.getUTCFullYear() % 100),
    m: () => pad(d.getUTCMonth() + 1),
    n: () => String(d.getUTCMonth() + 1),
    b: () => monthNames[d.getUTCMonth()] ?? '',
    d: () => pad(d.getUTCDate()),
    e: () => String(d.getUTCDate()),
    H: () => pad(d.getUTCHours()),
    h: () => String(d.getUTCHours()),
    M: () => pad(d.getUTCMinutes()),
    S: () => pad(d.getUTCSeconds()),
    3: () => pad(d.getUTCMilliseconds(), 3),
    a: () => dayNames[d.getUTCDay()] ?? '',
  }
  return toText(a[1] ?? '').replace(/%(.)/gsu, (_, c: string) => verbs[c]?.() ?? c)
}

function decimalTime(s: string): Value {
  const m = /^(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(Z|[+-]\d\d:\d\d)?$/.exec(s.trim())
  if (!m || Number(m[1]) > 23 || Number(m[2]) > 59 || Number(m[3] ?? 0) >= 60) return NaN
  return (Number(m[1]) * 3600 + Number(m[2]) * 60 + Number(m[3] ?? 0)) / 86400
}

/** indexed-repeat(question, repeat, index, ...): the question in the index-th instance of each repeat. */
function indexedRepeat(v: Env, args: Expr[]): Value {
  const path = args[0]?.[0] === 'ref' ? (args[0][1] as string[]) : []
  const at = new Map<number, number>()
  for (let i = 1; i + 1 < args.length; i += 2) {
    const repeat = args[i]
    const index = args[i + 1]
    if (repeat?.[0] !== 'ref' || !index) return ''
    at.set((repeat[1] as string[]).length - 1, Math.trunc(toNumber(evaluate(v, index))))
  }
  let set = [v.root]
  for (let i = 1; i < path.length; i++) {
    const want = at.get(i)
    set = set.flatMap((p) => {
      spend(v, p.children.length)
      return p.named(path[i] ?? '').filter((_, k) => want === undefined || want === k + 1)
    })
  }
  return path.length ? toText(set) : ''
}

/** Counts (or weighs) the arguments that are true and holds the sum between two bounds, of which -1 is none. */
const within =
  (weigh: boolean): Fn =>
  (v, args) => {
    const [low = NaN, high = NaN] = args.slice(0, 2).map((e) => toNumber(evaluate(v, e)))
    let total = 0
    const step = weigh ? 2 : 1
    for (let i = 2; i + step <= args.length; i += step) {
      const weight = weigh ? toNumber(evaluate(v, args[i + 1] ?? ['n', 0])) : 1
      if (toBool(evaluate(v, args[i] ?? ['s', '']))) total += weight
    }
    return (low < 0 || total >= low) && (high < 0 || total <= high)
  }

const earthRadius = 6378100 // metres, as JavaRosa has it
const radians = (d: number): number => (d * Math.PI) / 180

function points(v: Env, args: Expr[]): [number, number][] {
  const ps: [number, number][] = []
  for (const x of spread(v, args)) {
    for (const one of toText(x).split(';')) {
      const [lat, lon] = fields(one).map(parseNumber)
      if (lat !== undefined && lon !== undefined) ps.push([lat, lon])
    }
  }
  return ps
}

function distance(v: Env, args: Expr[]): Value {
  const ps = points(v, args)
  let total = 0
  for (let i = 1; i < ps.length; i++) {
    const a = ps[i - 1] ?? [0, 0]
    const b = ps[i] ?? [0, 0]
    const h = Math.sin(radians(b[0] - a[0]) / 2) ** 2 + Math.cos(radians(a[0])) * Math.cos(radians(b[0])) * Math.sin(radians(b[1] - a[1]) / 2) ** 2
    total += 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)))
  }
  return Math.round(total * 100) / 100
}

function area(v: Env, args: Expr[]): Value {
  const ps = points(v, args)
  if (ps.length < 3) return 0
  const total = ps.reduce((sum, a, i) => {
    const b = ps[(i + 1) % ps.length] ?? a
    return sum + radians(b[1] - a[1]) * (2 + Math.sin(radians(a[0])) + Math.sin(radians(b[0])))
  }, 0)
  return Math.round(Math.abs((total * earthRadius * earthRadius) / 2) * 100) / 100
}

/** Whether a point lies within a shape; its edge counts as inside. */
function geofence(v: Env, args: Expr[]): Value {
  const p = points(v, args.slice(0, 1))[0]
  const ring = points(v, args.slice(1))
  if (!p || ring.length < 3) return false
  let inside = false
  for (const [i, a] of ring.entries()) {
    const b = ring[(i + 1) % ring.length] ?? a
    if (onSegment(p, a, b)) return true
    if (a[0] > p[0] !== b[0] > p[0] && p[1] < ((b[1] - a[1]) * (p[0] - a[0])) / (b[0] - a[0]) + a[1]) inside = !inside
  }
  return inside
}

function onSegment(p: [number, number], a: [number, number], b: [number, number]): boolean {
  if ((b[1] - a[1]) * (p[0] - a[0]) !== (b[0] - a[0]) * (p[1] - a[1])) return false
  return p[0] >= Math.min(a[0], b[0]) && p[0] <= Math.max(a[0], b[0]) && p[1] >= Math.min(a[1], b[1]) && p[1] <= Math.max(a[1], b[1])
}

/** The text that was written in base64; what is no text is none. */
function fromBase64(s: string): Value {
  const t = s.trim()
  if (t.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(t)) return ''
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(atob(t), (c) => c.charCodeAt(0)))
  } catch {
    return ''
  }
}

const nothing: Fn = text(() => '')
const date = (write: (t: Instant) => string): Fn =>
  strict((a) => {
    const t = moment(a[0])
    return t ? write(t) : ''
  })

export const functions: Record<string, Fn> = {
  if: (v, [c, yes, no]) => evaluate(v, toBool(evaluate(v, c ?? ['s', ''])) ? (yes ?? ['s', '']) : (no ?? ['s', ''])),
  coalesce: text((s, t) => s || t),
  once: (v, [e]) => v.at?.value() || evaluate(v, e ?? ['s', '']),
  selected: text((s, t) => fields(s).includes(t.trim())),
  'selected-at': strict((a) => fields(toText(a[0] ?? ''))[Math.trunc(toNumber(a[1] ?? ''))] ?? ''),
  'count-selected': text((s) => fields(s).length),
  'jr:choice-name': choiceName,
  'jr:itext': text((s) => s),
  concat: (v, args) => spread(v, args).map(toText).join(''),
  'string-length': selfOr((s) => Array.from(s).length),
  substr: strict(substr),
  substring: strict(substring),
  'substring-before': text((s, t) => (s.includes(t) ? s.slice(0, s.indexOf(t)) : '')),
  'substring-after': text((s, t) => (s.includes(t) ? s.slice(s.indexOf(t) + t.length) : '')),
  contains: text((s, t) => s.includes(t)),
  'starts-with': text((s, t) => s.startsWith(t)),
  'ends-with': text((s, t) => s.endsWith(t)),
  'normalize-space': selfOr((s) => fields(s).join(' ')),
  translate: strict(translate),
  regex: text(regex),
  string: selfOr((s) => s),
  number: strict((a, v) => toNumber(a[0] ?? v.self)),
  int: math(Math.trunc),
  round: strict(round),
  abs: math(Math.abs),
  pow: math(Math.pow),
  sqrt: math(Math.sqrt),
  log: math(Math.log),
  log10: math(Math.log10),
  exp: math(Math.exp),
  exp10: math((x) => 10 ** x),
  sin: math(Math.sin),
  cos: math(Math.cos),
  tan: math(Math.tan),
  asin: math(Math.asin),
  acos: math(Math.acos),
  atan: math(Math.atan),
  atan2: math(Math.atan2),
  floor: math(Math.floor),
  ceiling: math(Math.ceil),
  pi: () => Math.PI,
  min: fold(Math.min),
  max: fold(Math.max),
  sum: (v, args) => numbers(v, args).reduce((a, n) => (Number.isNaN(n) ? a : a + n), 0),
  count: (v, [e]) => nodes(v, e).length,
  'count-non-empty': (v, [e]) => nodes(v, e).filter((n) => n.value() !== '').length,
  position,
  boolean: strict((a) => toBool(a[0] ?? '')),
  'boolean-from-string': text((s) => /^\s*(true|1)\s*$/i.test(s)),
  not: strict((a) => !toBool(a[0] ?? '')),
  true: () => true,
  false: () => false,
  today: (v) => isoDate(v.now),
  now: (v) => isoInstant(v.now),
  date: date(isoDate),
  'date-time': date(isoInstant),
  'format-date': strict(formatDate),
  'format-date-time': strict(formatDate),
  'decimal-date-time': strict((a) => {
    if (typeof a[0] === 'number') return a[0]
    const t = parseDate(toText(a[0] ?? '').trim())
    return t ? days({ ms: t.ms, offset: 0 }) : NaN
  }),
  'decimal-time': text(decimalTime),
  uuid: (v) => v.instanceID,
  random: () => Math.random(),
  join: (v, [sep, ...rest]) =>
    spread(v, rest)
      .map(toText)
      .join(toText(evaluate(v, sep ?? ['s', '']))),
  'indexed-repeat': indexedRepeat,
  checklist: within(false),
  'weighted-checklist': within(true),
  distance,
  area,
  geofence,
  property: nothing,
  version: (v) => v.form.version,
  'base64-decode': text(fromBase64),
  instance: nothing,
  digest: strict((a) => digest(toText(a[0] ?? ''), toText(a[1] ?? ''), toText(a[2] ?? '') === 'hex')),
  current: (v, [e]) => evaluate(v.origin ? { ...v, at: v.origin, origin: null, pos: 0 } : v, e ?? ['s', '']),
  randomize: (v, [e]) => evaluate(v, e ?? ['s', '']),
}
