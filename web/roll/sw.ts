// The service worker: the roll opens without a line, and what waits is sent when
// the browser says that there is one. The build fills in the list of files.
import { folders, Folder } from './keep'
import { sync } from './line'

declare const FILES: string[]
declare const VERSION: string
declare const self: {
  addEventListener(type: string, f: (e: never) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void>; matchAll(): Promise<{ postMessage(m: unknown): void }[]> }
  registration: { scope: string }
}
interface Waits {
  waitUntil(p: Promise<unknown>): void
}

const name = 'rollcall-' + VERSION

self.addEventListener('install', (e: Waits) => {
  e.waitUntil(
    caches
      .open(name)
      .then((c) => c.addAll(FILES))
      .then(() => self.skipWaiting()),
  )
})
self.addEventListener('activate', (e: Waits) => {
  e.waitUntil(
    (async () => {
      for (const k of await caches.keys()) if (k.startsWith('rollcall-') && k !== name) await caches.delete(k)
      await self.clients.claim()
    })(),
  )
})

/** A file of ours, kept from then on: the decoder of codes comes only to phones that need it. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(name)
  const found = await cache.match(request.mode === 'navigate' ? './' : request, { ignoreSearch: true })
  if (found) return found
  const r = await fetch(request)
  if (r.ok && new URL(request.url).pathname.includes('/assets/')) await cache.put(request, r.clone())
  return r
}
self.addEventListener('fetch', (e: { request: Request; respondWith(r: Promise<Response>): void }) => {
  if (e.request.method === 'GET' && e.request.url.startsWith(self.registration.scope)) e.respondWith(file(e.request))
})

async function send(): Promise<void> {
  try {
    for (const name of await folders()) {
      const f = await Folder.find(name)
      // In the language of the node: what it says here nobody reads.
      const waits = f && (await Promise.all(['m ', 'p ', 'a '].map((kind) => f.names(kind)))).some((names) => names.length)
      if (waits) await sync(f, 'fr')
    }
  } finally {
    for (const c of await self.clients.matchAll()) c.postMessage('out')
  }
}
self.addEventListener('sync', (e: Waits & { tag: string }) => {
  if (e.tag === 'roll') e.waitUntil(send())
})
