// What a tablet keeps of tests, and what goes between it and the node: what was answered
// one way, what is asked and who has taken which test the other.
import { NoLine, reach, Refused } from '../core/line'
import { picture, ready, type Attempt, type Done, type Exam, type Taking, type Tests } from '../core/exam'
import type { Newcomer } from '../core/roll'
import type { Folder } from './keep'
import type { Entry } from './line'

/** Attempts in one call: 2G carries them in a few seconds, and the rest goes next. The node takes a hundred. */
const most = 20
/** Milliseconds for which what the node said of tests is new enough, where nothing waits. */
const fresh = 55_000
/** Bytes of a picture or recording beyond which it is not fetched: a test with ten of them must fit an old tablet. */
const largest = 5 << 20

interface Kept extends Tests {
  heard: number
}
interface Answer {
  of: string
  exams?: Exam[]
  taken: Done[]
  kept: string[]
  refused: { id: string; message: string; hint: string }[]
}

export const readTests = async (f: Folder): Promise<Tests | null> => (await f.all<Kept>('tests'))[0] ?? null
export const readAttempts = (f: Folder): Promise<Attempt[]> => f.all<Attempt>('a ')
export const readTakings = (f: Folder): Promise<Taking[]> => f.all<Taking>('t ')
/** The test as it was when somebody began it: a course that is changed meanwhile changes nothing of it. */
export const readExam = async (f: Folder, t: Taking): Promise<Exam | undefined> => (await f.all<Exam>('x ' + t.id))[0]

export const keepBegun = (f: Folder, t: Taking, e: Exam): Promise<void> =>
  f.change([
    ['t ' + t.id, t],
    ['x ' + t.id, e],
  ])
export const keepTaking = (f: Folder, t: Taking): Promise<void> => f.change([['t ' + t.id, t]])
/** What was answered lies with what waits before anybody is thanked for it. */
export const keepFinished = (f: Folder, t: Taking, a: Attempt): Promise<void> =>
  f.change(
    [
      ['a ' + a.id, a],
      ['t ' + t.id, t],
    ],
    ['x ' + t.id],
  )
export const dropTaking = (f: Folder, t: Taking): Promise<void> => f.change([], ['t ' + t.id, 'x ' + t.id])

/** Sends what was answered and takes in which tests there are. It faults with NoLine or Refused. */
export async function exchangeTests(f: Folder, language: string, e: Entry, newcomers: readonly Newcomer[]): Promise<void> {
  const out = await readAttempts(f)
  if (!e.roll?.tests && !out.length) return
  const kept = (await f.all<Kept>('tests'))[0]
  const go = ready(out, newcomers, most)
  if (!go.length && kept && Math.abs(Date.now() - kept.heard) < fresh) return
  const headers = { Authorization: 'Pass ' + e.pass }
  const body = JSON.stringify({
    ...{ device: e.device, clock: new Date().toISOString(), have: kept?.of ?? '' },
    attempts: go.map(({ id, person, course, version, test, answers, at }) => ({ id, person, course, version, test, answers, at })),
  })
  const r = await reach('POST', '/api/v1/roll/tests', language, body, { 'Content-Type': 'application/json', ...headers })
  const a = (await r.json().catch(() => null)) as Answer | null
  if (!a || !Array.isArray(a.taken) || !Array.isArray(a.kept)) throw new NoLine()
  const refused = a.refused.flatMap((x) => {
    const of = out.find((o) => o.id === x.id)
    return of ? [['a ' + of.id, { ...of, refused: `${x.message} ${x.hint}`.trim() }] as [string, unknown]] : []
  })
  const now: Kept = { of: a.of, exams: a.exams ?? kept?.exams ?? [], taken: a.taken, heard: Date.now() }
  await f.change(
    [['tests', now], ...refused],
    a.kept.map((id) => 'a ' + id),
  )
  await fetchPictures(f, language, now.exams, headers)
}

/** Fetches the pictures and recordings that are not here yet, and removes those of tests that are none any more. */
async function fetchPictures(f: Folder, language: string, exams: readonly Exam[], headers: Record<string, string>): Promise<void> {
  const wanted = exams.flatMap((e) => (e.media ?? []).filter((m) => m.size <= largest).map((m) => ({ e, m, box: picture(e, m.name) })))
  const have = await f.names('i ')
  const inUse = new Set((await readTakings(f)).map((t) => picture(t, '')))
  const old = have.filter((b) => !wanted.some((w) => w.box === b) && ![...inUse].some((p) => b.startsWith(p)))
  if (old.length) await f.change([], old)
  for (const { e, m, box } of wanted) {
    if (have.includes(box)) continue
    const path = `/api/v1/roll/tests/${encodeURIComponent(e.course)}/${encodeURIComponent(m.name)}?version=${e.version}`
    try {
      const r = await reach('GET', path, language, undefined, headers)
      await f.change([[box, { type: m.type, content: base64(new Uint8Array(await r.arrayBuffer())) }]])
    } catch (fault) {
      // A test can be taken without its pictures, which say what they show; the next call tries again.
      if (fault instanceof NoLine) return
      if (!(fault instanceof Refused)) throw fault
    }
  }
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

/** The pictures and recordings of a test, as addresses within this page. */
export async function pictures(f: Folder, e: Exam): Promise<Map<string, string>> {
  const shown = new Map<string, string>()
  for (const m of e.media ?? []) {
    const box = (await f.all<{ type: string; content: string }>(picture(e, m.name)))[0]
    if (!box) continue
    const bytes = Uint8Array.from(atob(box.content), (c) => c.charCodeAt(0))
    shown.set(m.name, URL.createObjectURL(new Blob([bytes], { type: box.type })))
  }
  return shown
}
