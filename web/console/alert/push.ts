// This browser's subscription to what the node pushes.

/** Asks the browser for a subscription under the node's key, as JSON; '' where it does not allow one. */
export async function subscribe(key: string): Promise<string> {
  if (!key || !('serviceWorker' in navigator) || !('PushManager' in window)) return ''
  if ((await Notification.requestPermission()) !== 'granted') return ''
  const worker = await navigator.serviceWorker.register('/notice.js')
  await navigator.serviceWorker.ready
  // One that was made under another key hears nothing from this node.
  await (await worker.pushManager.getSubscription())?.unsubscribe()
  const s = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })
  const { endpoint, keys } = s.toJSON()
  return JSON.stringify({ endpoint, keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' } })
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(text, (c) => c.charCodeAt(0))
}
