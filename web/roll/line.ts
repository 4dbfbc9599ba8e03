// What goes between a roll and the node: all that waits one way, the roll as it
// stands the other, in one call that may be made twice, and a second for tests (examline.ts). The page calls it, and the
// service worker where the page was killed.
import { NoLine, reach } from '../core/line'
import { isOver, latest, taken, ticked, type Book, type Clock, type Mark, type Newcomer, type Roll } from '../core/roll'
import { exchangeTests } from './examline'
import { Folder } from './keep'

/** What opens a roll, and who this device is. */
export interface Entry {
  pass: string
  device: string
  /** the node's clock less this device's, in milliseconds */
  off: number
  /** the n of the last mark that the node has */
  done: number
  roll: Roll | null
  /** the pass has ended: the roll is closed, and what waited was taken */
  ended: boolean
  /** people of the register who may be a newcomer */
  alike: Alike[]
}
export interface Alike {
  newcomer: string
  names: string[]
}
interface Answer {
  roll: Roll
  ended: boolean
  now: string
  done: number
  newcomers: string[]
  alike: Alike[]
}

const numbered = (n: number): string => 'm ' + String(n).padStart(12, '0')
export const keepMark = (f: Folder, m: Mark): Promise<void> => f.change([[numbered(m.n), m]])
export const keepNewcomer = (f: Folder, p: Newcomer, m: Mark): Promise<void> =>
  f.change([
    ['p ' + p.id, p],
    [numbered(m.n), m],
  ])
export const keepEntry = (f: Folder, e: Entry): Promise<void> => f.change([['entry', e]])

export async function readEntry(f: Folder): Promise<Entry | undefined> {
  return (await f.all<Entry>('entry'))[0]
}

/** One at a time changes what the node said of a roll: this page, another, or the worker. */
const alone = <T>(f: () => Promise<T>): Promise<T> => (navigator.locks ? navigator.locks.request('roll-line', f) : f())

/** What the phone knows of the time. It is kept, so that a clock that is put back opens nothing again. */
export async function readClock(f: Folder, e: Entry): Promise<Clock> {
  return ticked((await f.all<Clock>('clock'))[0] ?? { off: e.off, latest: Date.now() + e.off }, Date.now())
}
export const keepClock = (f: Folder, c: Clock): Promise<void> => f.change([['clock', c]])

/** Erases the names of a roll whose pass has ended. What was marked stays until it is sent, and whoever was added here until then. */
export const eraseNames = (f: Folder): Promise<void> =>
  alone(async () => {
    const e = await readEntry(f)
    if (e?.roll && isOver(e.roll, await readClock(f, e))) await keepEntry(f, { ...e, roll: { ...e.roll, people: [] }, alike: [] })
  })

/** The roll with all that waits; null where the node has not been heard yet. */
export async function readBook(f: Folder, e: Entry): Promise<Book | null> {
  if (!e.roll) return null
  const out = await f.all<Mark>('m ')
  const last = out[out.length - 1]
  return { roll: e.roll, out, newcomers: await f.all<Newcomer>('p '), n: Math.max(e.done, last?.n ?? 0) }
}

/** Marks and newcomers that go in one call, as the node takes them (internal/community/attendance/sync.go). */
const most = 600

/** Sends what waits and takes in how the roll stands. It faults with NoLine or Refused, and then nothing is changed. */
async function exchange(f: Folder, language: string): Promise<Entry | undefined> {
  const e = await readEntry(f)
  if (!e) return undefined
  const out = await f.all<Mark>('m ')
  const newcomers = await f.all<Newcomer>('p ')
  // Newcomers first: a mark about somebody whom the node does not know is lost on it.
  const marks = newcomers.length > most ? [] : latest(out).slice(0, most)
  const all = marks.length < most && newcomers.length <= most
  const done = (all ? out : marks).slice(-1)[0]?.n ?? e.done
  const body = JSON.stringify({ device: e.device, clock: new Date().toISOString(), done, newcomers: newcomers.slice(0, most), marks })
  const r = await reach('POST', '/api/v1/roll', language, body, { 'Content-Type': 'application/json', Authorization: 'Pass ' + e.pass })
  const a = (await r.json().catch(() => null)) as Answer | null
  // A gate of a hotel or an operator answers 200 to everything: no roll, not sent.
  const now = Date.parse(a?.now ?? '')
  if (!a || !now || typeof a.done !== 'number' || !Array.isArray(a.roll?.people)) throw new NoLine()
  const after = taken({ roll: a.roll, out, newcomers, n: e.done }, a.done, a.newcomers, a.roll)
  const gone = [
    ...out.filter((m) => !after.out.includes(m)).map((m) => numbered(m.n)),
    ...newcomers.filter((p) => !after.newcomers.includes(p)).map((p) => 'p ' + p.id),
  ]
  const next: Entry = {
    ...e,
    roll: a.roll,
    done: Math.max(e.done, a.done),
    ended: a.ended,
    off: now - Date.now(),
    alike: a.ended ? [] : [...e.alike, ...a.alike],
  }
  const clock: Clock = { off: next.off, latest: now }
  await f.change(
    [
      ['entry', next],
      ['clock', clock],
    ],
    gone,
  )
  await exchangeTests(f, language, next, after.newcomers)
  return next
}

let busy: Promise<Entry | undefined> | null = null

/** One page or worker at a time speaks for the device; another that asks then finds nothing to do. */
export function sync(f: Folder, language: string): Promise<Entry | undefined> {
  busy ??= (async () => {
    try {
      return await alone(() => exchange(f, language))
    } finally {
      busy = null
    }
  })()
  return busy
}
