// A form on the phone: what is asked, how it is answered, and what is taken out of
// pictures and voices before they go.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { desk } from './desk.mjs'
import { house } from './house.mjs'
import { exif, gpsPhoto, markers } from './pictures.mjs'
import { answer, choose, next, open, phone, through } from './phone.mjs'

const { node, chromium } = await house()
/** Goes on until a question stands on the page. */
async function until(page, name, given = {}) {
  for (let i = 0; !(await page.locator(`[id$="/${name}"]`).count()); i++) {
    assert.ok(i < 40, 'no question ' + name)
    await answer(page, given)
    await next(page)
    await page.waitForTimeout(50)
  }
  return page.locator(`[id$="/${name}"]`)
}

test('a photo that says where it was taken says so no more, and is small', { timeout: 60_000 }, async () => {
  const { context, page, problems } = await phone(chromium, node)
  await open(page, node)
  const original = await gpsPhoto(page)
  assert.ok(markers(original).includes(0xe1) && original.includes('WASLPHONE') && original.length > 300_000, 'the picture is no test')
  const word = 'motphoto' + Date.now().toString(36)
  await choose(page, 'security-incident')
  await through(page, { summary: word, photo: { name: 'IMG_GPS_2025.jpg', mimeType: 'image/jpeg', buffer: original } })
  await page.locator('.send').click()
  await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
  const d = await desk(request, node)
  const whole = await d.report((await d.find(word))[0].id)
  const [file] = whole.files
  const got = await (await d.api.get(file.url)).body()
  assert.ok(got.length <= 150 * 1024, `${got.length} bytes`)
  assert.deepEqual(
    markers(got).filter((m) => m === 0xe1 || (m >= 0xe3 && m <= 0xef) || m === 0xfe),
    [],
    'only JFIF is left, and the profile of the canvas',
  )
  for (const trace of ['Exif', 'WASLPHONE', 'GPS', 'IMG_', exif().subarray(-48)]) assert.ok(!got.includes(trace))
  assert.deepEqual(problems, [])
  await context.close()
})

test('a photo taken in the app: a face is covered where it is touched', { timeout: 60_000 }, async () => {
  const { context, page, problems } = await phone(chromium, node)
  await open(page, node)
  await choose(page, 'security-incident')
  const q = await until(page, 'photo')
  await q.locator('button').first().click()
  await q.locator('video').waitFor()
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth > 0)
  await q.locator('button.primary').click()
  await q.locator('img').waitFor()
  assert.equal(await q.locator('video').count(), 0, 'the camera is closed')
  const look = () =>
    q.locator('img').evaluate(async (img) => {
      await img.decode()
      const c = document.createElement('canvas')
      ;[c.width, c.height] = [img.naturalWidth, img.naturalHeight]
      const g = c.getContext('2d')
      g.drawImage(img, 0, 0)
      const s = Math.round(c.height * 0.05)
      const p = g.getImageData(c.width / 2 - s / 2, c.height / 2 - s / 2, s, s).data
      const n = new Set()
      for (let i = 0; i < p.length; i += 4) n.add((p[i] >> 4) * 256 + (p[i + 1] >> 4) * 16 + (p[i + 2] >> 4))
      return { colours: n.size, src: img.src }
    })
  const before = await look()
  const box = await q.locator('img').boundingBox()
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await page.waitForFunction((src) => document.querySelector('img')?.src !== src, before.src)
  const after = await look()
  assert.ok(after.colours <= 6, `${after.colours} colours where it was covered, ${before.colours} before`)
  // Coming back to the page finds the photo, removing it leaves none.
  await next(page)
  await page.locator('.send').waitFor()
  await page.locator('.foot button').first().click()
  await q.locator('img').waitFor()
  await q.locator('button.danger').click()
  await q.locator('input[type=file]').waitFor({ state: 'attached' })
  assert.deepEqual(problems, [])
  await context.close()
})

test('a voice is opus at 16 kbit/s, and ends when the page is left', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  await open(page, node)
  const word = 'motvoix' + Date.now().toString(36)
  await choose(page, 'security-incident')
  const q = await until(page, 'voice', { summary: word })
  await q.locator('button').first().click()
  await q.locator('.recording').waitFor()
  await page.waitForTimeout(3_000)
  await next(page)
  await through(page)
  await page.locator('.send').click()
  await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
  const d = await desk(request, node)
  const whole = await d.report((await d.find(word))[0].id)
  const file = whole.files.find((f) => f.name.startsWith('voice'))
  assert.match(file.name, /\.webm$/)
  assert.equal(file.type, 'audio/webm')
  const got = await (await d.api.get(file.url)).body()
  assert.ok(got.includes('OpusHead'))
  assert.ok(got.length < 3_000 * 6, `${got.length} bytes of three seconds`)
  await context.close()
})

test('a long list is searched, in any spelling; what hangs on it follows', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node, { language: 'ar' })
  await open(page, node)
  await choose(page, 'security-incident')
  const q = await until(page, 'wilaya')
  await q.locator('input[type=search]').fill('إينشيرى')
  assert.deepEqual(await q.locator('.choice').allInnerTexts(), ['إينشيري'])
  await q.locator('input[type=search]').fill('xyz')
  assert.equal(await q.locator('.choice').count(), 0)
  await q.locator('input[type=search]').fill('')
  await q.locator('.choice', { hasText: 'الحوض الشرقي' }).click()
  assert.equal(
    await q
      .locator('.chosen')
      .innerText()
      .then((x) => x.split('\n')[0]),
    'الحوض الشرقي',
  )
  const towns = page.locator('[id$="/where_place"] .choice')
  await towns.first().waitFor()
  const first = await towns.allInnerTexts()
  assert.ok(first.some((x) => x.includes('باسكنو')))
  await q.locator('.chosen').click()
  await q.locator('.choice', { hasText: 'ترارزة' }).click()
  assert.ok(!(await towns.allInnerTexts()).some((x) => first.includes(x)))
  assert.equal(await page.getByText(t.previous).count(), 1)
  await context.close()
})

test('what is missing is told once and can be passed by; it is found again at the end', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node)
  await open(page, node)
  await choose(page, 'zero-report')
  await next(page)
  await page.locator('.question.wrong').waitFor()
  await page.getByText(t.skip).waitFor()
  await next(page)
  assert.match(await page.locator('.step').innerText(), /2/)
  await through(page)
  await page.locator('.fault').waitFor()
  const unfinished = page.getByRole('button', { name: t.sendUnfinished })
  await unfinished.waitFor()
  await page.getByRole('button', { name: t.complete }).click()
  await page.locator('.question.wrong').waitFor()
  assert.match(await page.locator('.step').innerText(), /1/)
  await through(page)
  assert.equal(await page.locator('.fault').count(), 0)
  assert.equal(await unfinished.count(), 0)
  await context.close()
})

test('vehicles are added and taken away; the phone’s back button goes a page back', { timeout: 60_000 }, async () => {
  const { context, page, t } = await phone(chromium, node)
  await open(page, node)
  await choose(page, 'security-incident')
  await until(page, 'vehicle_kind', { vehicles_seen: 'Oui' })
  await answer(page, { vehicle_kind: 'Moto', vehicle_count: '٣' })
  await next(page)
  await page.getByText(t.oneMore).waitFor()
  await page.getByRole('button', { name: t.addOne }).click()
  await page.locator('[id$="[2]/vehicle_kind"]').waitFor()
  await answer(page, { vehicle_kind: 'Camion' })
  await next(page)
  assert.equal(await page.locator('.item').count(), 2)
  assert.match(await page.locator('.item').first().innerText(), /Moto · 3/)
  await page.locator('.item').first().locator('.danger').click()
  assert.equal(await page.locator('.item').count(), 1)
  assert.match(await page.locator('.item').first().innerText(), /Camion/)
  await page.goBack()
  await page.locator('[id$="/vehicle_kind"]').waitFor()
  await page.goBack()
  await page.locator('[id$="/vehicles_seen"]').waitFor()
  await context.close()
})

test('a position is waited for, gets better, and can be done without', { timeout: 60_000 }, async () => {
  const { context, page } = await phone(chromium, node, { geolocation: { latitude: 15.93, longitude: -5.95, accuracy: 400 } })
  await open(page, node)
  await choose(page, 'security-incident')
  const q = await until(page, 'gps')
  await q.locator('.big').click()
  await q.getByText('400').waitFor()
  await q.getByRole('button', { name: 'Continuer sans position' }).click()
  assert.equal(await q.locator('.held').count(), 0)
  await q.locator('.big').click()
  await q.getByText('400').waitFor()
  await context.setGeolocation({ latitude: 15.931234, longitude: -5.951234, accuracy: 9 })
  await q.getByText('15.93123, -5.95123').waitFor()
  await q.locator('.danger').click()
  await q.locator('.big').waitFor()
  await context.close()
})

test('questions are read aloud by a voice of the phone, never by one that sends the words away', { timeout: 60_000 }, async () => {
  for (const [language, heard] of [
    ['fr', true],
    ['ar', false],
  ]) {
    const { context, page, problems } = await phone(chromium, node, { language })
    await page.addInitScript(() => {
      window.said = []
      const voices = [
        { lang: 'fr-FR', localService: true },
        { lang: 'ar-EG', localService: false },
      ]
      window.SpeechSynthesisUtterance = class {
        constructor(text) {
          this.text = text
        }
      }
      const synthesis = { getVoices: () => voices, cancel: () => undefined, speak: (u) => window.said.push(u.lang + ' ' + u.text) }
      Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
    })
    await open(page, node)
    await choose(page, 'security-incident')
    await page.locator('.question').first().waitFor()
    assert.equal((await page.locator('.question .listen button').count()) > 0, heard)
    if (heard) {
      await page.locator('.question .listen button').first().click()
      const said = await page.evaluate(() => window.said)
      assert.ok(said.every((s) => s.startsWith('fr-FR ')) && said.length > 5)
      assert.ok(said.includes('fr-FR Attaque armée'), 'the choices are read as well')
      assert.equal(await page.locator('.question .listen button').first().getAttribute('aria-pressed'), 'true')
    }
    assert.deepEqual(problems, [])
    await context.close()
  }
})

test('a flooded node asks for work, and the app does it', { timeout: 90_000 }, async () => {
  const { context, page } = await phone(chromium, node)
  const proofs = []
  page.on('request', (r) => {
    const p = r.headers()['proof-of-work']
    if (p) proofs.push(p)
  })
  await open(page, node)
  // Everybody behind one address has sent a lot.
  const statuses = await page.evaluate(async () => {
    const seen = []
    for (let i = 0; i < 130; i++)
      seen.push((await fetch('/api/v1/reporter/submissions', { method: 'POST', headers: { 'Content-Type': 'application/wasl-sealed' }, body: 'x' })).status)
    return seen
  })
  assert.ok(statuses.includes(429), statuses.join())
  await choose(page, 'zero-report')
  await through(page)
  await page.locator('.send').click()
  await page.locator('.done .receipt').waitFor({ timeout: 60_000 })
  assert.ok(proofs.length >= 1)
  await context.close()
})
