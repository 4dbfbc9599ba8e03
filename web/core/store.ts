// What the phone keeps, and how it forgets. Everything that came from the person
// lies in a box: sealed under a key that stands in a file of its own (an entry of
// Cache Storage). A database only marks what is deleted and lets the bytes lie;
// with the key's file gone they say nothing. So wiping begins with the key, and a
// wipe that is cut in the middle has wiped (docs/adr/0010).

type Bytes = Uint8Array<ArrayBuffer>

export const stores = ['out', 'draft', 'files', 'receipts', 'public'] as const
export type Store = (typeof stores)[number]
const database = 'notes'
const keyCache = 'page'

/** Where nothing can be kept (a private window, a phone that refuses): as long as the page is open. */
let memory: Map<Store, Map<string, unknown>> | null = null
/** Whether what is put away outlives the page. */
export const lasting = (): boolean => memory === null

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const r = indexedDB.open(database, 2)
    r.onupgradeneeded = () => stores.filter((s) => !r.result.objectStoreNames.contains(s)).forEach((s) => r.result.createObjectStore(s))
    r.onsuccess = () => {
      // Another page that wipes must not wait for this one.
      r.result.onversionchange = () => r.result.close()
      resolve(r.result)
    }
    r.onerror = r.onblocked = () => reject(r.error ?? new Error('indexedDB'))
  })
}

/** Finds out once whether this browser keeps anything. */
export async function tryStore(): Promise<void> {
  try {
    ;(await open()).close()
    await caches.has(keyCache)
  } catch {
    memory = new Map(stores.map((s) => [s, new Map()]))
  }
}

/** One change of a store: a value to put under a key, or a key to remove. */
export type Change = [Store, 'put', string, unknown] | [Store, 'delete', string]

/** Whether a change faulted because the phone is full. */
export const isFull = (e: unknown): boolean => e instanceof DOMException && e.name === 'QuotaExceededError'

/** Makes all the changes or none, and waits until they are on the disk. It faults where the phone is full. */
export async function change(...changes: Change[]): Promise<void> {
  if (!changes.length) return
  if (memory) {
    for (const c of changes) {
      const at = memory.get(c[0])
      if (c[1] === 'put') at?.set(c[2], c[3])
      else at?.delete(c[2])
    }
    return
  }
  const db = await open()
  try {
    await new Promise<void>((resolve, reject) => {
      const t = db.transaction([...new Set(changes.map((c) => c[0]))], 'readwrite', { durability: 'strict' })
      t.oncomplete = () => resolve()
      t.onerror = t.onabort = () => reject(t.error ?? new Error('indexedDB'))
      for (const c of changes) {
        if (c[1] === 'put') t.objectStore(c[0]).put(c[3], c[2])
        else t.objectStore(c[0]).delete(c[2])
      }
    })
  } finally {
    db.close()
  }
}

async function read<T>(store: Store, ask: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const r = ask(db.transaction(store).objectStore(store))
      r.onsuccess = () => resolve(r.result)
      r.onerror = () => reject(r.error ?? new Error('indexedDB'))
    })
  } finally {
    db.close()
  }
}

export const get = async <T>(store: Store, key: string): Promise<T | undefined> =>
  memory ? (memory.get(store)?.get(key) as T | undefined) : read(store, (s) => s.get(key) as IDBRequest<T | undefined>)
export const all = async <T>(store: Store): Promise<T[]> =>
  memory ? ([...(memory.get(store)?.values() ?? [])] as T[]) : read(store, (s) => s.getAll() as IDBRequest<T[]>)

export const names = async (store: Store): Promise<string[]> =>
  memory ? [...(memory.get(store)?.keys() ?? [])] : (await read(store, (s) => s.getAllKeys())).map(String)

/** Only one page or worker at a time, where the browser can say so. */
export function alone<T>(name: string, f: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, f) : f()
}

/** Bytes under the key named k. */
export interface Box {
  k: string
  iv: Bytes
  sealed: Bytes
}

const keys = new Map<string, CryptoKey>()
const keyURL = (name: string): string => new URL('k-' + name, location.href).href

async function keyNames(): Promise<string[]> {
  return (await (await caches.open(keyCache)).keys()).map((r) => /k-([0-9a-f]+)$/.exec(r.url)?.[1] ?? '').filter(Boolean)
}

async function writeKey(name: string, raw: Bytes): Promise<void> {
  await (await caches.open(keyCache)).put(keyURL(name), new Response(raw))
}

const hex = (b: Uint8Array): string => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')
const imported = (raw: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** The key of that name; undefined once it was wiped. */
async function keyOf(name: string): Promise<CryptoKey | undefined> {
  if (memory) return keys.get(name)
  const r = await (await caches.open(keyCache)).match(keyURL(name))
  return r ? imported(new Uint8Array(await r.arrayBuffer())) : undefined
}

/** The key that boxes are sealed under now, made where there is none. */
async function current(): Promise<[string, CryptoKey]> {
  const known = memory ? [...keys.keys()][0] : (await keyNames())[0]
  const key = known === undefined ? undefined : await keyOf(known)
  if (known !== undefined && key) return [known, key]
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const name = hex(crypto.getRandomValues(new Uint8Array(8)))
  const made = await imported(raw)
  if (memory) keys.set(name, made)
  else await writeKey(name, raw)
  return [name, made]
}

/** Seals bytes for this phone alone. Call it, and keep the box, inside alone('notes'). */
export async function box(content: Bytes): Promise<Box> {
  const [k, key] = await current()
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { k, iv, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, content)) }
}

/** What lies in a box; undefined once its key was wiped. */
export async function unbox(b: Box): Promise<Bytes | undefined> {
  const key = await keyOf(b.k)
  return key && new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: b.iv }, key, b.sealed))
}

/**
 * Removes the keys that no box needs any more: what was deleted is then gone for
 * good. Without locks another page could be writing a box just now: there a key
 * stays until the wipe.
 */
export async function dropKeys(needed: readonly Box[]): Promise<void> {
  if (memory || !navigator.locks) return
  const used = new Set(needed.map((b) => b.k))
  const cache = await caches.open(keyCache)
  for (const name of await keyNames()) if (!used.has(name)) await cache.delete(keyURL(name))
}

/** Removes all that this app has put on the phone, the key of the boxes first. */
export async function wipe(): Promise<void> {
  memory = memory && new Map(stores.map((s) => [s, new Map()]))
  keys.clear()
  try {
    // The entry itself: of a whole cache that is deleted, browsers keep the files for a while.
    const cache = await caches.open(keyCache)
    for (const r of await cache.keys()) await cache.delete(r)
  } catch {
    // nothing is kept here
  }
  localStorage.clear()
  sessionStorage.clear()
  await Promise.allSettled([
    new Promise((resolve) => {
      const r = indexedDB.deleteDatabase(database)
      r.onsuccess = r.onerror = r.onblocked = resolve
    }),
    caches.keys().then((names) => Promise.all(names.map((n) => caches.delete(n)))),
    navigator.serviceWorker?.getRegistrations().then((all) => Promise.all(all.map((r) => r.unregister()))),
  ])
}
