// The service worker: the app opens without a line, and what waits is sent when
// the browser says that there is one. build.mjs fills in the list of files.
import { flush, recall } from '../core/outbox'

declare const FILES: string[]
/** The pages of courses and surveys: kept on phones that have opened one. */
declare const LATER: string[]
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

const name = 'app-' + VERSION
/** Whether this version or one before it kept them: without them what is on this phone could not be read. */
const hadLater = async (): Promise<boolean> =>
  Promise.all((await caches.keys()).filter((k) => k.startsWith('app-')).map(async (k) => (await caches.open(k)).match('./later')))
    .then((found) => found.some(Boolean))
    .catch(() => false)

const keepLater = async (): Promise<void> => {
  const c = await caches.open(name)
  await c.addAll(LATER)
  await c.put('./later', new Response())
}

self.addEventListener('install', (e: Waits) => {
  e.waitUntil(
    (async () => {
      const later = await hadLater()
      await (await caches.open(name)).addAll(FILES)
      if (later) await keepLater()
      await self.skipWaiting()
    })(),
  )
})
self.addEventListener('activate', (e: Waits) => {
  e.waitUntil(
    (async () => {
      for (const k of await caches.keys()) if (k.startsWith('app-') && k !== name) await caches.delete(k)
      await self.clients.claim()
    })(),
  )
})
// A page that opens one before this worker was there: it came by no fetch of ours.
self.addEventListener('message', (e: Waits) => {
  e.waitUntil(hadLater().then((kept) => (kept ? undefined : keepLater())))
})
self.addEventListener('fetch', (e: { request: Request; respondWith(r: Promise<Response>): void }) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || !e.request.url.startsWith(self.registration.scope) || url.pathname.startsWith('/api/')) return
  e.respondWith(
    (async () => {
      const cache = await caches.open(name)
      const found = await cache.match(e.request.mode === 'navigate' ? './' : e.request, { ignoreSearch: true })
      if (found) return found
      if (LATER.some((f) => url.pathname.endsWith(f.slice(1)))) {
        await keepLater()
        return (await cache.match(e.request)) ?? fetch(e.request)
      }
      return fetch(e.request)
    })(),
  )
})
self.addEventListener('sync', (e: Waits & { tag: string }) => {
  if (e.tag === 'out')
    e.waitUntil(
      (async () => {
        try {
          await flush((await recall<string>('language')) ?? 'ar')
        } finally {
          for (const c of await self.clients.matchAll()) c.postMessage('out')
        }
      })(),
    )
})
