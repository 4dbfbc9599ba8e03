// Whoever takes the phone learns nothing: the disk is searched for 200 words that
// were typed, for the photo's place, and for the receipt.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, demo, lasting } from './browser.mjs'
import { scan } from './disk.mjs'
import { answer, choose, next, open, phone, through, watch, words } from './phone.mjs'
import { gpsPhoto } from './pictures.mjs'

let node
const t = words.ar
before(async () => {
  node = await demo()
})
after(() => node?.stop())

const canaries = Array.from({ length: 200 }, (_, i) => `${i % 2 ? 'zqx' : 'قلمون'}${(i * 7919 + 100003).toString(36)}`)
const size = {
  viewport: { width: 360, height: 740 },
  locale: 'ar-MR',
  permissions: ['geolocation', 'camera', 'microphone'],
  geolocation: { latitude: 15.93, longitude: -5.95 },
}
const profile = () => mkdtempSync(join(tmpdir(), 'wasl-phone-'))

/** The browser of a profile, killed as a phone is whose battery is taken out. */
function kill(dir) {
  for (const pid of readdirSync('/proc').filter((p) => /^\d+$/.test(p))) {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      if (args.includes('--user-data-dir=' + dir) && !args.some((a) => a.startsWith('--type='))) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // it ended meanwhile
    }
  }
}

/** Uses the app as much as anybody would: one report sent and its receipt there, one waiting, one begun, a message half written. */
async function use(context) {
  const problems = []
  watch(context, node, problems)
  const page = context.pages()[0]
  await open(page, node)
  const given = {
    where_detail: canaries[0] + ' ' + canaries[1],
    summary: canaries.slice(2, 8).join(' '),
    details: canaries.slice(8, 150).join(' '),
    photo: { name: canaries[150] + '.jpg', mimeType: 'image/jpeg', buffer: await gpsPhoto(page) },
  }
  await choose(page, 'security-incident')
  await through(page, given)
  await page.locator('.send').click()
  const receipt = (await page.locator('.done .receipt span').first().textContent()).trim()
  await page.locator('.done button.primary').click()
  await page.locator('.tile.quiet').first().click()
  await page.locator('.number').fill(receipt)
  await page.locator('main form button.primary').click()
  await page.locator('textarea').fill(canaries.slice(151, 170).join(' '))
  await page.goBack()
  await context.setOffline(true)
  await choose(page, 'security-incident')
  await through(page, { ...given, details: canaries.slice(170, 199).join(' ') })
  await page.locator('.send').click()
  await page.getByText(t.kept).waitFor()
  await page.locator('.done button.primary').click()
  await choose(page, 'community-tension')
  for (let i = 0; !(await page.locator('[id$="/summary"]').count()); i++) {
    assert.ok(i < 30)
    await answer(page)
    await next(page)
  }
  await page.locator('[id$="/summary"] input').fill(canaries[199] + ' ' + canaries[2])
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')))
  await page.waitForFunction(async () => {
    const db = await new Promise((r) => (indexedDB.open('notes').onsuccess = (e) => r(e.target.result)))
    const n = await new Promise((r) => (db.transaction('draft').objectStore('draft').count().onsuccess = (e) => r(e.target.result)))
    db.close()
    return n === 1
  })
  assert.deepEqual(problems, [])
  assert.equal(await page.title(), t.name)
  assert.equal(page.url(), node.reporter)
  return { page, receipt }
}
const key = async (page) =>
  Buffer.from(
    await page.evaluate(async () => {
      const c = await caches.open('page')
      const [r] = await c.keys()
      return [...new Uint8Array(await (await c.match(r)).arrayBuffer())]
    }),
  )
const sought = (receipt) => [...canaries, receipt, receipt.replace(/ /g, ''), 'GPSLatitude', 'WASLPHONE', 'Suivant ?']

test('the scanner finds what lies in the open, packed or not', { timeout: 60_000 }, async () => {
  const dir = profile()
  const context = await lasting(dir, size)
  const page = context.pages()[0]
  await page.goto(node.reporter)
  await page.evaluate(
    async (words) => {
      localStorage.setItem('x', words[0])
      const db = await new Promise((r) => {
        const q = indexedDB.open('open', 1)
        q.onupgradeneeded = () => q.result.createObjectStore('s')
        q.onsuccess = () => r(q.result)
      })
      await new Promise((r) => {
        const x = db.transaction('s', 'readwrite')
        x.objectStore('s').put({ text: 'word '.repeat(40_000) + words[1] }, 1)
        x.objectStore('s').put({ text: words[2] }, 2)
        x.oncomplete = r
      })
      await (await caches.open('open')).put('/r/x', new Response(words[3]))
    },
    canaries.slice(0, 4),
  )
  await context.close()
  const found = scan(dir, canaries.slice(0, 4)).map((f) => f.split(': ')[1])
  rmSync(dir, { recursive: true, force: true })
  assert.deepEqual([...new Set(found)].sort(), canaries.slice(0, 4).sort())
})

test('after use the disk holds none of 200 words, nor the receipt; after a wipe not even the key', { timeout: 120_000 }, async () => {
  const dir = profile()
  try {
    let context = await lasting(dir, size)
    const { page, receipt } = await use(context)
    const secret = await key(page)
    assert.equal(secret.length, 32)
    kill(dir) // nothing is closed in order: logs and session files lie as they are
    await context.close().catch(() => undefined)
    assert.deepEqual(scan(dir, sought(receipt)), [], 'after a kill')

    context = await lasting(dir, size)
    await context.setOffline(true)
    const again = context.pages()[0]
    await again.goto(node.reporter)
    await again.getByText(t.begun).waitFor()
    await again.locator('.receipt').waitFor() // it is there for its owner
    await again.locator('.wipe').click()
    await again.locator('.sheet .danger').click()
    await again.locator('.notebook').waitFor()
    await again.waitForFunction(async () => (await caches.keys()).length === 0 && (await indexedDB.databases()).length === 0)
    assert.equal(await again.evaluate(() => localStorage.length + sessionStorage.length), 0)
    await context.close()
    assert.deepEqual(scan(dir, [...sought(receipt), secret]), [], 'after a wipe')
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('a wipe that is killed after its first step has wiped, and is finished at the next start', { timeout: 120_000 }, async () => {
  const dir = profile()
  try {
    let context = await lasting(dir, size)
    const { page, receipt } = await use(context)
    const secret = await key(page)
    // The key goes; then nothing more happens, for ever.
    await page.evaluate(() => {
      indexedDB.deleteDatabase = () => ({})
      caches.delete = () => new Promise(() => undefined)
      navigator.serviceWorker.getRegistrations = () => new Promise(() => undefined)
    })
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
    await page.locator('.notebook').waitFor()
    await page.waitForFunction(async () => !(await caches.has('page')) || (await (await caches.open('page')).keys()).length === 0)
    kill(dir)
    await context.close().catch(() => undefined)
    assert.deepEqual(scan(dir, [...sought(receipt), secret]), [], 'after the kill')

    context = await lasting(dir, size)
    await context.setOffline(true)
    const again = context.pages()[0]
    await again.goto(node.reporter)
    await again.locator('.tiles').waitFor()
    assert.equal(await again.locator('.waiting, .receipt').count(), 0)
    const left = await again.evaluate(async () => {
      const db = await new Promise((r) => (indexedDB.open('notes').onsuccess = (e) => r(e.target.result)))
      const n = async (s) => new Promise((r) => (db.transaction(s).objectStore(s).count().onsuccess = (e) => r(e.target.result)))
      return [await n('out'), await n('draft'), await n('receipts'), await n('files')]
    })
    assert.deepEqual(left, [0, 0, 0, 0])
    await context.close()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('twelve zeros, and a button that is held, wipe without a question', { timeout: 60_000 }, async () => {
  const chromium = await browser()
  for (const way of ['zeros', 'hold']) {
    const { context, page } = await phone(chromium, node, { language: 'ar' })
    await open(page, node)
    await page.evaluate(() => localStorage.setItem('language', 'ar'))
    if (way === 'zeros') {
      await page.locator('.tile.quiet').first().click()
      await page.locator('.number').fill('٠٠٠٠ ٠٠٠٠ ٠٠٠٠')
      await page.locator('main form button.primary').click()
    } else {
      const box = await page.locator('.wipe').boundingBox()
      await page.mouse.move(box.x + 20, box.y + 20)
      await page.mouse.down()
    }
    await page.locator('.notebook').waitFor()
    await page.waitForFunction(async () => (await caches.keys()).length === 0)
    assert.equal(await page.evaluate(() => localStorage.length), 0)
    await context.close()
  }
  await chromium.close()
})

test('nothing is told to others, and no field is remembered', { timeout: 60_000 }, async () => {
  const chromium = await browser()
  const { context, page } = await phone(chromium, node, {})
  const sent = []
  context.on('request', (r) => sent.push(r))
  await open(page, node)
  await choose(page, 'security-incident')
  await through(page, {}, async () => {
    const open = await page.locator('input, textarea').evaluateAll((all) => all.filter((x) => (x.form ?? x).getAttribute('autocomplete') !== 'off').length)
    assert.equal(open, 0)
  })
  await page.locator('.send').click()
  await page.locator('.done .receipt').waitFor()
  for (const r of sent) assert.ok(!(await r.allHeaders()).referer, r.url())
  const headers = (await page.request.get(node.reporter)).headers()
  assert.equal(headers['referrer-policy'], 'no-referrer')
  assert.match(headers['content-security-policy'], /default-src 'self'/)
  // The phone's own back button tells nothing either: one address, whatever was done.
  assert.equal(page.url(), node.reporter)
  await page.goBack()
  await page.locator('.tiles').waitFor()
  assert.equal(page.url(), node.reporter)
  await context.close()
  await chromium.close()
})
