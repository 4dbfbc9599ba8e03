// What waits on the phone to be sent. It is sealed to the node before it is kept:
// from then on the phone itself cannot read it. It is emptied by itself, by the
// page or by the service worker, and sending twice makes no second report.
import { sealBlob, seal, toBase64url, type NodeKey } from './seal'

/** A file of a report, as the person chose it. */
export interface Attachment {
  name: string
  type: string
  content: Blob
}
interface SealedBlob {
  id: string
  content: Blob
}
/** One report that waits. `refused` is what the node said where it will not have it. */
export interface Waiting {
  id: string
  at: number
  sealed: Uint8Array<ArrayBuffer>
  blobs: SealedBlob[]
  refused?: { message: string; hint: string }
}
export interface Kept {
  receipt: string
  at: number
}

const stores = ['out', 'receipts', 'public'] as const
type Store = (typeof stores)[number]
const database = 'notes'

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const r = indexedDB.open(database, 1)
    r.onupgradeneeded = () => stores.forEach((s) => r.result.createObjectStore(s))
    r.onsuccess = () => resolve(r.result)
    r.onerror = () => reject(r.error ?? new Error('indexedDB'))
  })
}

/** Runs one request in a transaction of its own and waits until that is on the disk. */
async function ask<T>(store: Store, mode: IDBTransactionMode, f: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const t = db.transaction(store, mode, { durability: 'strict' })
      const r = f(t.objectStore(store))
      t.oncomplete = () => resolve(r.result)
      t.onerror = t.onabort = () => reject(t.error ?? r.error ?? new Error('indexedDB'))
    })
  } finally {
    db.close()
  }
}

export const remember = (key: string, value: unknown): Promise<IDBValidKey> => ask('public', 'readwrite', (s) => s.put(value, key))
export const recall = <T>(key: string): Promise<T | undefined> => ask('public', 'readonly', (s) => s.get(key) as IDBRequest<T | undefined>)
export const waiting = (): Promise<Waiting[]> => ask('out', 'readonly', (s) => s.getAll() as IDBRequest<Waiting[]>)
export const receipts = (): Promise<Kept[]> => ask('receipts', 'readonly', (s) => s.getAll() as IDBRequest<Kept[]>)
export const forget = (receipt: string): Promise<undefined> => ask('receipts', 'readwrite', (s) => s.delete(receipt))
export const discard = (id: string): Promise<undefined> => ask('out', 'readwrite', (s) => s.delete(id))
export const retry = async (w: Waiting): Promise<void> => {
  const { refused: _, ...again } = w
  await ask('out', 'readwrite', (s) => s.put(again, w.id))
}

/** Seals a report with its files and keeps it. It faults where the phone is full: then nothing is kept. */
export async function keep(
  to: NodeKey,
  report: { id: string; form: string; version: string; language: string; xml: string },
  files: Attachment[],
  newID: () => string,
): Promise<string> {
  const blobs: SealedBlob[] = []
  const named: unknown[] = []
  for (const f of files) {
    const key = crypto.getRandomValues(new Uint8Array(32))
    const id = newID()
    blobs.push({ id, content: await sealBlob(key, f.content) })
    named.push({ id, name: f.name, type: f.type, size: f.content.size, key: toBase64url(key) })
  }
  const w: Waiting = { id: newID(), at: Date.now(), sealed: await seal(to, 'submission', JSON.stringify({ ...report, blobs: named })), blobs }
  await ask('out', 'readwrite', (s) => s.put(w, w.id))
  return w.id
}

/** The node's refusal of a request. */
export class Refused extends Error {
  readonly status: number
  readonly hint: string
  constructor(status: number, message: string, hint: string) {
    super(message)
    this.status = status
    this.hint = hint
  }
}
/** No answer: no network, or none in time. */
export class NoLine extends Error {}

/** partSize: what a line of 32 kbit/s carries in a minute, so that little is sent twice after a cut. */
const partSize = 256 * 1024
const patience = 90_000 // ms without an answer: a line of 2G may take a minute for a part

export async function call(method: string, path: string, language: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  let r: Response
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), patience)
  try {
    r = await fetch('/api/v1/reporter' + path, {
      method,
      headers: { 'Accept-Language': language, ...headers },
      signal: end.signal,
      credentials: 'omit',
      ...(body === undefined ? {} : { body }),
    })
  } catch {
    throw new NoLine()
  } finally {
    clearTimeout(timer)
  }
  if (r.ok) return r
  let told = { message: String(r.status), hint: '' }
  try {
    told = { ...told, ...((await r.json()) as object) }
  } catch {
    // a proxy between the phone and the node answered: the status says enough
  }
  throw new Refused(r.status, told.message, told.hint)
}

/** Whether the node will never have it: anything else is tried again. */
const final = (e: unknown): e is Refused => e instanceof Refused && e.status >= 400 && e.status < 500 && ![401, 403, 404, 408, 425, 429].includes(e.status)

async function upload(b: SealedBlob, language: string): Promise<void> {
  let at = 0
  try {
    at = Number((await call('HEAD', `/blobs/${b.id}`, language)).headers.get('Upload-Offset') ?? 0)
  } catch (e) {
    if (!(e instanceof Refused && e.status === 404)) throw e
  }
  while (at < b.content.size) {
    const part = b.content.slice(at, at + partSize)
    const r = await call('PUT', `/blobs/${b.id}`, language, part, {
      'Content-Type': 'application/offset+octet-stream',
      'Upload-Offset': String(at),
      'Upload-Length': String(b.content.size),
    })
    const have = Number(r.headers.get('Upload-Offset') ?? at + part.size)
    if (have <= at) throw new NoLine() // no headway: not for ever
    at = have
  }
}

async function send(w: Waiting, language: string): Promise<void> {
  for (const b of w.blobs) await upload(b, language)
  const r = await call('POST', '/submissions', language, w.sealed, { 'Content-Type': 'application/wasl-sealed' })
  const { receipt } = (await r.json()) as { receipt: string }
  await ask('receipts', 'readwrite', (s) => s.put({ receipt, at: Date.now() } satisfies Kept, receipt))
  await discard(w.id)
}

let busy: Promise<void> | null = null

/** Sends what waits, oldest first. It faults with NoLine, or with the refusal of a node that is not well; whoever calls tries again later. */
export function flush(language: string): Promise<void> {
  busy ??= (async () => {
    try {
      for (const w of (await waiting()).sort((a, b) => a.at - b.at)) {
        if (w.refused) continue
        try {
          await send(w, language)
        } catch (e) {
          if (!final(e)) throw e
          await ask('out', 'readwrite', (s) => s.put({ ...w, refused: { message: e.message, hint: e.hint } }, w.id))
        }
      }
    } finally {
      busy = null
    }
  })()
  return busy
}

/** Removes all that this app has put on the phone. */
export async function wipe(): Promise<void> {
  await Promise.allSettled([
    new Promise((resolve) => {
      const r = indexedDB.deleteDatabase(database)
      r.onsuccess = r.onerror = r.onblocked = resolve
    }),
    caches.keys().then((keys) => Promise.all(keys.map((k) => caches.delete(k)))),
    navigator.serviceWorker?.getRegistrations().then((all) => Promise.all(all.map((r) => r.unregister()))),
  ])
  localStorage.clear()
  sessionStorage.clear()
}
