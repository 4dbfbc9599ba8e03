// A new version of the app comes to a phone where something waits.
import assert from 'node:assert/strict'
import { createServer, request as ask } from 'node:http'
import { after, before, test } from 'node:test'
import { browser, demo } from './browser.mjs'
import { choose, open, phone, through } from './phone.mjs'

let node, chromium, front
/** Which version the node in front serves: another number is another worker and another page. */
let version = 1
before(async () => {
  node = await demo()
  chromium = await browser()
  // The node as it is; only the app's page and its worker's name of the version are changed.
  front = createServer((from, to) => {
    const there = new URL(node.console)
    const headers = { ...from.headers, host: there.host, 'accept-encoding': 'identity' }
    from.pipe(
      ask({ host: there.hostname, port: there.port, path: from.url, method: from.method, headers }, async (r) => {
        const parts = []
        for await (const p of r) parts.push(p)
        let body = Buffer.concat(parts)
        if (from.url === '/r/sw.js') body = Buffer.from(body.toString().replace(/app-([0-9a-f]{12})/, `app-$1${version}`))
        if (from.url === '/r/') body = Buffer.from(body.toString().replace('</head>', `<meta name="v" content="${version}"></head>`))
        to.writeHead(r.statusCode, { ...r.headers, 'content-length': body.length })
        to.end(body)
      }),
    )
  })
  await new Promise((r) => front.listen(0, '127.0.0.1', r))
})
after(async () => {
  front?.close()
  front?.closeAllConnections()
  await chromium?.close()
  await node?.stop()
})

test('a new version is offered and taken; what waits is still there and goes', { timeout: 90_000 }, async () => {
  const at = `http://127.0.0.1:${front.address().port}/`
  const near = { console: at, reporter: at + 'r/' }
  const { context, page, problems, t } = await phone(chromium, near)
  await open(page, near)
  const shown = () => page.locator('meta[name=v]').getAttribute('content')
  await page.reload()
  assert.equal(await shown(), '1')
  await context.route('**/api/v1/reporter/submissions', (r) => r.abort())
  await choose(page, 'security-incident')
  await through(page)
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
  await page.locator('.done button.primary').click()
  await page.locator('.waiting').waitFor()

  version = 2
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update())
  await page.getByText(t.newVersion).waitFor()
  assert.equal(await shown(), '1', 'nobody is interrupted')
  await page.getByRole('button', { name: t.useIt }).click()
  await page.locator('.waiting').waitFor()
  assert.equal(await shown(), '2')
  assert.deepEqual((await page.evaluate(() => caches.keys())).filter((k) => k.startsWith('app-')).length, 1, 'the old version is gone from the phone')
  // The new one works without a line as well.
  await context.setOffline(true)
  await page.reload()
  await page.locator('.waiting').waitFor()
  await context.setOffline(false)
  await context.unroute('**/api/v1/reporter/submissions')
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.locator('.receipt').waitFor({ timeout: 30_000 })
  assert.deepEqual(problems, [])
  await context.close()
})
