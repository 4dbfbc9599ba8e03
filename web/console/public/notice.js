// The console's service worker: it shows what the node pushes, also while no page of
// the console is open. What was sealed to this browser holds nothing but an alert's
// number and how pressing it is.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()))
self.addEventListener('push', (e) => {
  const m = e.data ? e.data.json() : { title: 'wasl', text: '' }
  e.waitUntil(
    self.registration.showNotification(m.title, {
      body: m.text,
      lang: m.lang,
      dir: m.lang === 'ar' ? 'rtl' : 'ltr',
      tag: m.alert || 'wasl',
      renotify: true,
      requireInteraction: Boolean(m.urgent),
      data: m.alert || '',
    }),
  )
})
self.addEventListener('notificationclick', (e) => {
  e.notification.close()
  const to = '/#/alerts' + (e.notification.data ? '/' + e.notification.data : '')
  e.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((all) => {
      const open = all.find((c) => !new URL(c.url).pathname.startsWith('/r/'))
      return open ? open.navigate(to).then((c) => c && c.focus()) : self.clients.openWindow(to)
    }),
  )
})
