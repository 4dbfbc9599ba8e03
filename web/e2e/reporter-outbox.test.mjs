// What waits on the phone arrives, once, whatever happens to line, tab, clock and node.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { request } from 'playwright-core'
import { badLine } from './badline.mjs'
import { browser, demo } from './browser.mjs'
import { desk } from './desk.mjs'
import { photo } from './pictures.mjs'
import { answer, choose, next, open, phone, through } from './phone.mjs'

let dir, node, chromium
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wasl-outbox-'))
  node = await demo(dir, '127.0.0.1:0', process.env.WASL_E2E_FILLED)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await node?.stop()
  rmSync(dir, { recursive: true, force: true })
})
let words = 0
/** A word that stands in one report alone. */
const fresh = () => `motunique${(++words * 7919).toString(36)}${Date.now().toString(36)}`
/** Fills a form in and sends it; it waits where there is no line. */
async function write(page, form, given) {
  await choose(page, form)
  await through(page, given)
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
}
const home = (page) => page.locator('.done button.primary').click()
const found = async (word) => (await desk(request, node)).find(word)

test('over 32 kbit/s with loss, and cut again and again, everything arrives once', { timeout: 150_000 }, async () => {
  const port = Number(new URL(node.console).port)
  const line = await badLine(port)
  const near = { ...node, console: `http://127.0.0.1:${line.port}/`, reporter: `http://127.0.0.1:${line.port}/r/` }
  const { context, page, problems } = await phone(chromium, near)
  await open(page, near)
  const word = fresh()
  line.down = true
  await write(page, 'security-incident', { summary: word, photo: { name: 'صورة من الهاتف.jpg', mimeType: 'image/jpeg', buffer: await photo(page, 640, 480) } })
  await home(page)
  await page.locator('.waiting').waitFor()
  // First cut after every 12 KB, then slow and losing.
  Object.assign(line, { down: false, cutAfter: 12_000, rate: 100_000 })
  for (let i = 0; i < 40 && line.cuts < 3; i++) {
    await page
      .locator('.waiting button')
      .click({ timeout: 2_000 })
      .catch(() => undefined)
    await page.waitForTimeout(500)
  }
  assert.ok(line.cuts >= 3, `${line.cuts} cuts`)
  Object.assign(line, { cutAfter: 0, rate: 4_000, delay: 150, loss: 0.05 })
  await page
    .locator('.waiting button')
    .click({ timeout: 2_000 })
    .catch(() => undefined)
  await page.locator('.receipt').first().waitFor({ timeout: 120_000 })
  const items = await found(word)
  assert.equal(items.length, 1)
  const whole = await (await desk(request, node)).report(items[0].id)
  assert.equal(whole.files.length, 1)
  assert.match(whole.files[0].name, /^photo-[a-z0-9]+\.jpg$/, 'the name is ours: no trace of the phone’s')
  assert.ok(whole.files[0].size > 10_000)
  assert.deepEqual(
    problems.filter((p) => !p.startsWith('outside: ' + node.console)),
    [],
  )
  await context.close()
  await line.stop()
})

test('the urgent goes first, and the list says nothing of what waits', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node, { language: 'fr' })
  await open(page, node)
  await context.setOffline(true)
  const [calm, urgent] = [fresh(), fresh()]
  await write(page, 'community-tension', { summary: calm, urgency: 'Non, pour information' })
  await home(page)
  await write(page, 'security-incident', { summary: urgent, urgency: 'Oui, maintenant' })
  await home(page)
  const said = await page.locator('.waiting').innerText()
  assert.ok(said.includes('2 signalements'))
  for (const w of [calm, urgent, 'Incident', 'Tension']) assert.ok(!said.includes(w))
  await context.setOffline(false)
  await page.getByText(t.waitingHint).waitFor({ state: 'detached', timeout: 30_000 })
  const [a, b] = [(await found(calm))[0], (await found(urgent))[0]]
  assert.ok(Date.parse(b.at) < Date.parse(a.at), `${b.at} before ${a.at}`)
  await context.close()
})

test('a killed tab loses nothing: what waits goes, what was begun can be sent as it is', { timeout: 90_000 }, async () => {
  const { context, page, t } = await phone(chromium, node)
  await open(page, node)
  await context.setOffline(true)
  const [waits, begun] = [fresh(), fresh()]
  await write(page, 'zero-report', { summary: waits, where_detail: waits })
  await home(page)
  await choose(page, 'community-tension')
  for (let i = 0; !(await page.locator('[id$="/summary"]').count()); i++) {
    assert.ok(i < 30)
    await answer(page)
    await next(page)
  }
  await answer(page, { summary: begun })
  await next(page)
  await page.waitForTimeout(500)
  // The page is gone without a farewell, as when the phone needs its memory.
  await page.close()
  const again = await context.newPage()
  await again.goto(node.reporter)
  await again.getByText(t.begun).waitFor()
  assert.ok(!(await again.locator('main').innerText()).includes(begun))
  await context.setOffline(false)
  await again.locator('.waiting button.primary').click()
  await again.locator('.receipt').first().waitFor({ timeout: 30_000 })
  await again.getByText(t.begun).waitFor({ state: 'detached' })
  await again.locator('.receipt').nth(1).waitFor({ timeout: 30_000 })
  assert.equal((await found(begun)).length, 1)
  await context.close()
})

test('two tabs at once send each report once', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  await open(page, node)
  const other = await context.newPage()
  await other.goto(node.reporter)
  await other.locator('.tiles').waitFor()
  await context.setOffline(true)
  const word = fresh()
  await write(page, 'security-incident', { summary: word })
  await home(page)
  let posts = 0
  context.on('request', (r) => {
    if (r.url().endsWith('/submissions')) posts++
  })
  await context.setOffline(false)
  await Promise.all([page, other].map((p) => p.evaluate(() => window.dispatchEvent(new Event('online')))))
  await page.locator('.receipt').first().waitFor({ timeout: 30_000 })
  assert.equal((await found(word)).length, 1)
  assert.equal(posts, 1)
  // A tab that writes keeps its draft from the other one's list.
  await choose(page, 'security-incident')
  await answer(page)
  await next(page)
  await page.waitForTimeout(500)
  await other.reload()
  await other.locator('.tiles').waitFor()
  assert.equal(await other.locator('.waiting').count(), 0)
  await context.close()
})

test('a clock of 1970 or 2090 is told of, and the report arrives', { timeout: 90_000 }, async () => {
  for (const year of ['1970-01-02', '2090-06-01']) {
    const { context, page, t } = await phone(chromium, node)
    await page.clock.install({ time: new Date(year + 'T12:00:00Z') })
    await open(page, node)
    await page.getByText(t.clock).waitFor()
    const word = fresh()
    await write(page, 'security-incident', { summary: word })
    await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
    assert.equal((await found(word)).length, 1)
    await context.close()
  }
})

test('a full phone says so and loses nothing of what is on the screen', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node)
  await open(page, node)
  await context.setOffline(true)
  await choose(page, 'zero-report')
  await through(page)
  await page.evaluate(() => {
    window.put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function () {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await page.locator('.send').click()
  await page.getByText(t.full).waitFor()
  await page.evaluate(() => (IDBObjectStore.prototype.put = window.put))
  await page.locator('.send').click()
  await page.getByText(t.kept, { exact: true }).waitFor()
  await context.close()
})

test('a browser that keeps nothing says so, and sends while the page is open', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node)
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('private', 'InvalidStateError')
    }
  })
  await page.goto(node.reporter)
  await page.locator('.tiles').waitFor()
  await page.getByText(t.notLasting).waitFor()
  await context.setOffline(true)
  const word = fresh()
  await write(page, 'security-incident', { summary: word })
  await home(page)
  await page.locator('.waiting').waitFor()
  await context.setOffline(false)
  await page.locator('.receipt').waitFor({ timeout: 30_000 })
  assert.equal((await found(word)).length, 1)
  await context.close()
})

test('the gate of a hotel that answers everything takes nothing away', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  await open(page, node)
  await context.route('**/api/v1/reporter/submissions', (r) => r.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Welcome</h1>' }))
  const word = fresh()
  await write(page, 'security-incident', { summary: word })
  await home(page)
  await page.locator('.waiting').waitFor()
  await context.unroute('**/api/v1/reporter/submissions')
  await page.locator('.waiting button').click()
  await page.locator('.receipt').waitFor({ timeout: 30_000 })
  assert.equal((await found(word)).length, 1)
  await context.close()
})

test('one report on the wire: a class of sizes, and small', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  const sent = []
  page.on('request', (r) => {
    if (r.method() === 'POST' && r.url().includes('/submissions')) sent.push(r)
  })
  await open(page, node)
  for (const details of ['Rien.', 'Rien à signaler ce soir, le marché était calme et les bergers sont rentrés.']) {
    await write(page, 'zero-report', { where_detail: details })
    await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
    await home(page)
  }
  const sizes = await Promise.all(sent.map((r) => r.sizes()))
  assert.equal(sizes.length, 2)
  console.log(`one report: ${sizes[0].requestBodySize} bytes of body, ${sizes[0].requestHeadersSize} of headers`)
  assert.equal(sizes[0].requestBodySize, sizes[1].requestBodySize, 'a listener cannot tell a short one from a longer one')
  assert.equal(sizes[0].requestBodySize, 1 + 8 + 65 + 512 + 16)
  assert.ok(sizes[0].requestBodySize + sizes[0].requestHeadersSize < 1500)
  await context.close()
})

// The last one: it takes a form away.
test('a form that was replaced while the report waited is still taken', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  await open(page, node)
  const word = fresh()
  await context.setOffline(true)
  await write(page, 'security-incident', { summary: word })
  await home(page)
  const admin = await desk(request, node, 'administrator')
  const gone = await admin.api.delete('/api/v1/forms/security-incident')
  assert.ok(gone.ok(), await gone.text())
  await context.setOffline(false)
  await page.locator('.receipt').waitFor({ timeout: 30_000 })
  assert.equal((await found(word)).length, 1)
  await context.close()
})
