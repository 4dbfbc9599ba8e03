// What a phone keeps of its rolls. Each roll is a folder of boxes, sealed under a
// key of its own, which lies in two halves: a file of its own (an entry of Cache
// Storage, see docs/adr/0010) whose content only opens under a key that the browser
// gives to no script. To forget a roll is to remove the file: what the database
// still holds is noise from then on, and a wipe that is cut in the middle has wiped.

type Bytes = Uint8Array<ArrayBuffer>

const database = 'rolls'
const keyCache = 'roll-keys'
const stores = ['keys', 'boxes'] as const
const fileOf = (folder: string): string => new URL('k-' + folder, location.href).href

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const r = indexedDB.open(database, 1)
    r.onupgradeneeded = () => stores.forEach((s) => r.result.createObjectStore(s))
    r.onsuccess = () => resolve(r.result)
    r.onerror = r.onblocked = () => reject(r.error ?? new Error('indexedDB'))
  })
}

/** Runs one transaction and waits until it is on the disk. */
async function within<T>(mode: IDBTransactionMode, f: (keys: IDBObjectStore, boxes: IDBObjectStore) => IDBRequest<T> | void): Promise<T | undefined> {
  const db = await open()
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      const t = db.transaction([...stores], mode, { durability: 'strict' })
      const r = f(t.objectStore('keys'), t.objectStore('boxes'))
      t.oncomplete = () => resolve(r ? r.result : undefined)
      t.onerror = t.onabort = () => reject(t.error ?? new Error('indexedDB'))
    })
  } finally {
    db.close()
  }
}

interface Box {
  iv: Bytes
  sealed: Bytes
}
const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))
const imported = (raw: Bytes): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

async function seal(key: CryptoKey, content: Bytes): Promise<Box> {
  const iv = random(12)
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, content)) }
}
const unseal = async (key: CryptoKey, b: Box): Promise<Bytes> => new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: b.iv }, key, b.sealed))

/** The folders there are, by names that say nothing. */
export async function folders(): Promise<string[]> {
  return ((await within('readonly', (keys) => keys.getAllKeys())) ?? []) as string[]
}

/** One roll's boxes, in a folder. */
export class Folder {
  readonly name: string
  private readonly key: CryptoKey
  private constructor(name: string, key: CryptoKey) {
    this.name = name
    this.key = key
  }

  static async make(): Promise<Folder> {
    const name = Array.from(random(8), (x) => x.toString(16).padStart(2, '0')).join('')
    const raw = random(32)
    const lock = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    const b = await seal(lock, raw)
    await within('readwrite', (keys) => void keys.put(lock, name))
    await (await caches.open(keyCache)).put(fileOf(name), new Response(new Blob([b.iv, b.sealed])))
    return new Folder(name, await imported(raw))
  }

  /** The folder of that name; undefined where its key is gone: then the rest goes too. */
  static async find(name: string): Promise<Folder | undefined> {
    const lock = await within<CryptoKey | undefined>('readonly', (keys) => keys.get(name) as IDBRequest<CryptoKey | undefined>)
    const file = await (await caches.open(keyCache)).match(fileOf(name))
    if (!lock || !file) {
      await wipe(name)
      return undefined
    }
    const b = new Uint8Array(await file.arrayBuffer())
    return new Folder(name, await imported(await unseal(lock, { iv: b.slice(0, 12), sealed: b.slice(12) })))
  }

  /** What lies in the boxes whose names begin so, in the order of their names. */
  async all<T>(prefix: string): Promise<T[]> {
    const range = this.range(prefix)
    const boxes = (await within('readonly', (_, s) => s.getAll(range) as IDBRequest<Box[]>)) ?? []
    return Promise.all(boxes.map(async (b) => JSON.parse(new TextDecoder().decode(await unseal(this.key, b))) as T))
  }

  async names(prefix: string): Promise<string[]> {
    const range = this.range(prefix)
    return ((await within('readonly', (_, s) => s.getAllKeys(range))) ?? []).map((k) => (k as string).slice(this.name.length + 1))
  }

  /** Puts and removes boxes, all or none. It faults where the phone is full. */
  async change(put: readonly [string, unknown][], remove: readonly string[] = []): Promise<void> {
    const sealed = await Promise.all(put.map(async ([n, v]) => [n, await seal(this.key, new TextEncoder().encode(JSON.stringify(v)))] as const))
    await within('readwrite', (keys, s) => {
      // A folder that was forgotten while something was on its way stays forgotten.
      const known = keys.getKey(this.name)
      known.onsuccess = () => {
        if (known.result === undefined) return
        for (const n of remove) s.delete(this.name + '/' + n)
        for (const [n, b] of sealed) s.put(b, this.name + '/' + n)
      }
    })
  }

  private range(prefix: string): IDBKeyRange {
    const from = this.name + '/' + prefix
    return IDBKeyRange.bound(from, from + '\uffff')
  }
}

/** Forgets a folder, its key first. */
export async function wipe(name: string): Promise<void> {
  await (await caches.open(keyCache)).delete(fileOf(name))
  await within('readwrite', (keys, boxes) => {
    keys.delete(name)
    boxes.delete(IDBKeyRange.bound(name + '/', name + '/\uffff'))
  })
}
