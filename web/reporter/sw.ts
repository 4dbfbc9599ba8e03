// The service worker: the app opens without a line, and what waits is sent when
// the browser says that there is one. build.mjs fills in the list of files.
import { flush, recall } from '../core/outbox'

declare const FILES: string[]
/** The player of courses: kept on phones that have opened it. */
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
/** Whether a version before this one kept the player: without it the courses on this phone could not be read. */
const hadLater = async (): Promise<boolean> =>
  Promise.all((await caches.keys()).filter((k) => k.startsWith('app-')).map(async (k) => (await caches.open(k)).match('./later')))
    .then((found) => found.some(Boolean))
    .catch(() => false)

self.addEventListener('install', (e: Waits) => {
  e.waitUntil(
    (async () => {
      const later = await hadLater()
      const c = await caches.open(name)
      await c.addAll(later ? FILES.concat(LATER) : FILES)
      if (later) await c.put('./later', new Response())
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
self.addEventListener('fetch', (e: { request: Request; respondWith(r: Promise<Response>): void }) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || !e.request.url.startsWith(self.registration.scope) || url.pathname.startsWith('/api/')) return
  e.respondWith(
    (async () => {
      const cache = await caches.open(name)
      const found = await cache.match(e.request.mode === 'navigate' ? './' : e.request, { ignoreSearch: true })
      if (found) return found
      if (LATER.some((f) => url.pathname.endsWith(f.slice(1)))) {
        await cache.addAll(LATER)
        await cache.put('./later', new Response())
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
