// What waits on the phone to be sent. It is sealed to the node before it is kept:
// from then on the phone itself cannot read it. It is emptied by itself, by the
// page or by the service worker, and sending twice makes no second report.
import { call, NoLine, Refused, sending } from './line'
import { parseReceipt } from './receipt'
import { sealBlob, seal, toBase64url, type NodeKey } from './seal'
import { all, alone, box, change, dropKeys, get, names, unbox, type Box, type Change, type Store } from './store'

type Bytes = Uint8Array<ArrayBuffer>

/** A file of a report, as the person chose it. */
export interface Attachment {
  name: string
  type: string
  content: Blob
}
export interface Report {
  id: string
  form: string
  version: string
  language: string
  xml: string
}
/** What the phone knows of something that waits: not what it says. */
interface Meta {
  /** where it goes: /submissions, /surveys, or a thread's messages */
  to: string
  at: number
  /** 0 goes first: lives in danger; 1 soon; 2 what has time, 3 answers to a survey; messages are short and go with the first */
  rank: number
  /** sealed files that must be there before it */
  files: string[]
  /** the number among what is public that grows by one when it has arrived */
  counts?: string
  refused?: { message: string; hint: string }
}
interface Entry {
  id: string
  meta: Box
  body: Box
}
/** One thing that waits. `refused` is what the node said where it will not have it. */
export interface Waiting extends Meta {
  id: string
}
export interface Kept {
  receipt: string
  at: number
  /** messages of the desk that were shown here */
  seen: number
}
interface KeptBox {
  id: string
  box: Box
}

const utf8 = (v: unknown): Bytes => new TextEncoder().encode(JSON.stringify(v))
const parsed = <T>(b: Uint8Array): T => JSON.parse(new TextDecoder().decode(b)) as T
const notes = <T>(f: () => Promise<T>): Promise<T> => alone('notes', f)

/** What is public anyway: the node's key and forms. */
export const remember = (key: string, value: unknown): Promise<void> => change(['public', 'put', key, value])
export const recall = <T>(key: string): Promise<T | undefined> => get<T>('public', key)
/** A public file as every browser keeps it: in a private window Safari refuses a Blob. */
interface Packed {
  type: string
  bytes: ArrayBuffer
}
export const rememberFile = async (key: string, r: Response): Promise<void> =>
  remember(key, { type: r.headers.get('Content-Type') ?? '', bytes: await r.arrayBuffer() } satisfies Packed)
export async function recallFile(key: string): Promise<Blob | undefined> {
  const kept = await recall<Packed | Blob>(key) // a Blob: of versions before
  return !kept || kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type })
}
/** Removes what of it is not needed any more. */
export const forgetPublic = async (which: (key: string) => boolean): Promise<void> =>
  change(...(await names('public')).filter(which).map((key): Change => ['public', 'delete', key]))

async function metas(store: Store): Promise<Waiting[]> {
  const found: Waiting[] = []
  for (const e of await all<Entry>(store)) {
    const meta = await unbox(e.meta)
    // A wipe that was cut took the key: the rest goes now.
    if (meta) found.push({ id: e.id, ...parsed<Meta>(meta) })
    else await change([store, 'delete', e.id])
  }
  return found.sort((a, b) => a.rank - b.rank || a.at - b.at)
}
export const waiting = (): Promise<Waiting[]> => metas('out')
/** Reports that were begun and not sent, because the page was killed. */
export const drafts = (): Promise<Waiting[]> => metas('draft')

/** Removes the sealed files that nothing names any more: what a wipe that was cut has left. */
export const sweep = (): Promise<void> =>
  notes(async () => {
    const named = new Set([...(await waiting()), ...(await drafts())].flatMap((w) => w.files))
    await change(...(await names('files')).filter((f) => !named.has(f)).map((f): Change => ['files', 'delete', f]))
  })

/** A file sealed once, however often the report is put away while it is written. */
interface SealedFile {
  id: string
  content: Blob
  named: unknown
}
const sealedFiles = new WeakMap<Attachment, Promise<SealedFile>>()

async function sealFile(f: Attachment, id: string): Promise<SealedFile> {
  const key = crypto.getRandomValues(new Uint8Array(32))
  return { id, content: await sealBlob(key, f.content), named: { id, name: f.name, type: f.type, size: f.content.size, key: toBase64url(key) } }
}

function sealFiles(files: readonly Attachment[], newID: () => string): Promise<SealedFile[]> {
  return Promise.all(
    files.map((f) => {
      const known = sealedFiles.get(f) ?? sealFile(f, newID())
      sealedFiles.set(f, known)
      return known
    }),
  )
}

/** A report on its way into a store: under an id that says nothing of the report's own. */
export interface Put {
  id: string
  rank: number
  report: Report
  files: readonly Attachment[]
  newID: () => string
  /** what it answers, where it is no report */
  survey?: Asked
}
/** The round of a survey, by its code. */
export interface Asked {
  survey: string
  round: 'before' | 'after'
}
/** Where the phone counts the answers of a round that have arrived. */
export const arrived = (a: Asked): string => `arrived ${a.survey} ${a.round}`
/** Where answers to surveys go. */
export const toSurveys = '/surveys'

async function entry(to: NodeKey, p: Put): Promise<{ e: Entry; files: SealedFile[] }> {
  const files = await sealFiles(p.files, p.newID)
  const body = await seal(to, 'submission', JSON.stringify({ ...p.report, blobs: files.map((f) => f.named), ...p.survey }))
  const where = p.survey ? { to: toSurveys, counts: arrived(p.survey) } : { to: '/submissions' }
  const meta: Meta = { ...where, at: Date.now(), rank: p.rank, files: files.map((f) => f.id) }
  return { e: { id: p.id, meta: await box(utf8(meta)), body: await box(body) }, files }
}

const unnamed = async (id: string, still: readonly string[]): Promise<Change[]> => {
  const old = (await drafts()).find((d) => d.id === id)
  return (old?.files ?? []).filter((f) => !still.includes(f)).map((f) => ['files', 'delete', f])
}

/** Puts away what is written so far, sealed: a killed page loses nothing, and nobody reads it. */
export const keepDraft = (to: NodeKey, p: Put): Promise<void> =>
  notes(async () => {
    const { e, files } = await entry(to, p)
    const gone = await unnamed(
      p.id,
      files.map((f) => f.id),
    )
    const fresh = files.map((f): Change => ['files', 'put', f.id, f.content])
    await change(['draft', 'put', e.id, e], ...fresh, ...gone)
  })

/** Seals a report with its files and lets it wait; its draft goes in the same step. It faults where the phone is full: then nothing is changed. */
export const keep = (to: NodeKey, p: Put): Promise<void> =>
  notes(async () => {
    const { e, files } = await entry(to, p)
    const gone = await unnamed(
      p.id,
      files.map((f) => f.id),
    )
    await change(['out', 'put', e.id, e], ['draft', 'delete', e.id], ...files.map((f): Change => ['files', 'put', f.id, f.content]), ...gone)
  })

/** Lets a message to the desk wait. */
export const keepMessage = (to: NodeKey, receipt: string, message: { id: string; text: string; language: string }, id: string): Promise<void> =>
  notes(async () => {
    const body = await seal(to, 'message', JSON.stringify(message))
    const meta: Meta = { to: `/threads/${receipt}/messages`, at: Date.now(), rank: 0, files: [] }
    await change(['out', 'put', id, { id, meta: await box(utf8(meta)), body: await box(body) } satisfies Entry])
  })

/** Sends what was begun as it stands. */
export const sendDraft = (id: string): Promise<void> =>
  notes(async () => {
    const e = await get<Entry>('draft', id)
    if (e) await change(['out', 'put', id, e], ['draft', 'delete', id])
  })

const remove = (store: 'out' | 'draft', w: Waiting): Promise<void> =>
  notes(async () => {
    await change([store, 'delete', w.id], ...w.files.map((f): Change => ['files', 'delete', f]))
    await tidy()
  })
export const discard = (w: Waiting): Promise<void> => remove('out', w)
export const discardDraft = (w: Waiting): Promise<void> => remove('draft', w)

/** Lets go of the keys of what is no longer there. */
async function tidy(): Promise<void> {
  const entries = [...(await all<Entry>('out')), ...(await all<Entry>('draft'))]
  await dropKeys([...entries.map((e) => e.meta), ...(await all<KeptBox>('receipts')).map((r) => r.box)])
}

const remeta = async (w: Waiting, refused: Meta['refused']): Promise<void> => {
  const e = await get<Entry>('out', w.id)
  const { id: _, refused: __, ...meta } = w
  if (e) await change(['out', 'put', w.id, { ...e, meta: await box(utf8(refused ? { ...meta, refused } : meta)) }])
}
export const retry = (w: Waiting): Promise<void> => notes(() => remeta(w, undefined))

/** The receipts that are not noted yet. */
export async function receipts(): Promise<Kept[]> {
  const found: Kept[] = []
  for (const r of await all<KeptBox>('receipts')) {
    const b = await unbox(r.box)
    if (b) found.push(parsed<Kept>(b))
    else await change(['receipts', 'delete', r.id])
  }
  return found.sort((a, b) => b.at - a.at)
}
// A record's own name must not be the number: names are not in the box.
const nameOf = async (receipt: string): Promise<string | undefined> => {
  for (const r of await all<KeptBox>('receipts')) {
    const b = await unbox(r.box)
    if (b && parsed<Kept>(b).receipt === receipt) return r.id
  }
  return undefined
}
export const forget = (receipt: string): Promise<void> =>
  notes(async () => {
    const name = await nameOf(receipt)
    if (name) await change(['receipts', 'delete', name])
    await tidy()
  })
/** Notes how many of the desk's messages were shown. */
export const saw = (k: Kept, seen: number): Promise<void> =>
  notes(async () => {
    const id = await nameOf(k.receipt)
    if (id) await change(['receipts', 'put', id, { id, box: await box(utf8({ ...k, seen })) } satisfies KeptBox])
  })

/** Whether the node will never have it: anything else is tried again. */
const final = (e: unknown): e is Refused => e instanceof Refused && e.status >= 400 && e.status < 500 && ![401, 403, 404, 408, 425, 429].includes(e.status)

/** Bytes that went out, of all that wait. */
export type Progress = (sent: number, of: number) => void

// What a line of 32 kbit/s carries in 4 seconds is tried first; parts grow on a good line and shrink on a bad one.
const parts = { least: 8 << 10, first: 16 << 10, most: 256 << 10, quick: 3_000, slow: 12_000 }
let part = parts.first

/** Sends a sealed file from where the node has it, part by part. */
async function upload(id: string, content: Blob, language: string, told: (n: number) => void): Promise<void> {
  let at = 0
  try {
    at = Number((await call('HEAD', `/blobs/${id}`, language)).headers.get('Upload-Offset') ?? 0)
  } catch (e) {
    if (!(e instanceof Refused && e.status === 404)) throw e
  }
  while (at < content.size) {
    const began = performance.now()
    let r: Response
    try {
      r = await call('PUT', `/blobs/${id}`, language, content.slice(at, at + part), {
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(at),
        'Upload-Length': String(content.size),
      })
    } catch (e) {
      part = Math.max(parts.least, part >> 1)
      throw e
    }
    const took = performance.now() - began
    const have = Number(r.headers.get('Upload-Offset'))
    if (!(have > at)) throw new NoLine() // no headway: not for ever
    told(have - at)
    at = have
    if (took < parts.quick) part = Math.min(parts.most, part * 2)
    else if (took > parts.slow) part = Math.max(parts.least, part >> 1)
  }
}

async function send(w: Waiting, language: string, told: (n: number) => void): Promise<void> {
  const e = await get<Entry>('out', w.id)
  const body = e && (await unbox(e.body))
  if (!body) return
  for (const f of w.files) {
    const content = await get<Blob>('files', f)
    if (content) await upload(f, content, language, told)
  }
  const r = await call('POST', w.to, language, body, { 'Content-Type': 'application/wasl-sealed' })
  const said = (await r.json().catch(() => null)) as { receipt?: unknown; kept?: unknown } | null
  const gone: Change[] = [['out', 'delete', w.id], ...w.files.map((f): Change => ['files', 'delete', f])]
  told(body.length)
  if (w.to === toSurveys && said?.kept !== true) throw new NoLine() // as below
  const { counts } = w
  if (counts !== undefined) return notes(async () => change(...gone, ['public', 'put', counts, ((await recall<number>(counts)) ?? 0) + 1]))
  if (w.to !== '/submissions') return notes(() => change(...gone))
  const receipt = parseReceipt(String(said?.receipt))
  // A gate of a hotel or an operator answers 200 to everything: no receipt, not sent.
  if (!receipt) throw new NoLine()
  await notes(async () => {
    if ((await receipts()).some((k) => k.receipt === receipt)) return change(...gone)
    const kept: Kept = { receipt, at: Date.now(), seen: 0 }
    await change(['receipts', 'put', w.id, { id: w.id, box: await box(utf8(kept)) } satisfies KeptBox], ...gone)
  })
  sent.set(w.id, receipt)
}

/** The receipts of what went out while this page was open, by the waiting one's id. */
export const sent = new Map<string, string>()

async function sizes(list: readonly Waiting[]): Promise<number> {
  let n = 0
  for (const w of list) {
    n += (await get<Entry>('out', w.id))?.body.sealed.length ?? 0
    for (const f of w.files) n += (await get<Blob>('files', f))?.size ?? 0
  }
  return n
}

async function flushAll(language: string, progress?: Progress): Promise<void> {
  const list = (await waiting()).filter((w) => !w.refused)
  const of = progress ? await sizes(list) : 0
  let done = 0
  const told = (n: number): void => progress?.((done += n), of)
  for (const w of list) {
    try {
      await send(w, language, told)
    } catch (e) {
      if (!final(e)) throw e
      await notes(() => remeta(w, { message: e.message, hint: e.hint }))
    }
  }
}

/**
 * Sends what waits, the urgent first. One page or worker sends at a time; another
 * one that asks has nothing to do. It faults with NoLine, or with the refusal of
 * a node that is not well; whoever calls tries again later.
 */
export const flush = (language: string, progress?: Progress): Promise<void> => sending(() => flushAll(language, progress))
