// Pictures and recordings of a form: from the desk's machine over the node to
// Collect and to a phone without a line.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, demo, root } from './browser.mjs'
import { officer } from './console.mjs'
import { phone } from './phone.mjs'
import { silence, workbook } from './workbook.mjs'

let dir, node, chromium
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wasl-e2e-'))
  node = await demo(dir)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await node?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const picture = readFileSync(join(root, 'web/dist/reporter/icon.png'))
const files = [
  { name: 'puits.png', mimeType: 'image/png', buffer: picture },
  { name: 'vache.png', mimeType: 'image/png', buffer: picture },
  { name: 'سؤال.wav', mimeType: 'audio/wav', buffer: silence(300) },
  { name: 'question.wav', mimeType: 'audio/wav', buffer: silence(200) },
]
const book = (version) => ({
  name: 'puits.xlsx',
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: workbook({
    survey: [
      ['type', 'name', 'label::العربية (ar)', 'label::Français (fr)', 'image', 'audio::العربية (ar)', 'audio::Français (fr)'],
      ['select_one herd', 'seen', 'ماذا رأيت؟', 'Qu’avez-vous vu ?', 'puits.png', 'سؤال.wav', 'question.wav'],
    ],
    choices: [
      ['list_name', 'name', 'label::العربية (ar)', 'label::Français (fr)', 'image'],
      ['herd', 'cows', 'أبقار', 'Des vaches', 'vache.png'],
      ['herd', 'none', 'لا شيء', 'Rien', ''],
    ],
    settings: [
      ['form_id', 'form_title', 'version', 'default_language'],
      ['puits', 'Puits', version, 'Français (fr)'],
    ],
  }),
})

test('pictures and voices of a form reach Collect, and a phone that has no line any more', { timeout: 120_000 }, async () => {
  const problems = []
  const desk = await officer(chromium, node, { role: 'administrator', problems })
  const d = desk.page
  await desk.at('#/forms/+')
  await d
    .locator('input[type=file]')
    .first()
    .setInputFiles([book('1')])
  await d.locator('.verdict').waitFor()
  assert.deepEqual((await d.locator('li.missing bdi').allTextContents()).sort(), files.map((f) => f.name).sort())
  await d.locator('input[type=file]').first().setInputFiles(files)
  await d.locator('li.missing').first().waitFor({ state: 'detached' })
  // It is tried with the files of this machine, before anybody has them.
  await seen(d.locator('.phone .question img').first())
  await d.locator('form.card textarea').fill('Le bétail au puits : ni noms ni personnes.')
  await d.locator('form.card button.primary').click()
  await d.locator('.detail h1', { hasText: 'Puits' }).waitFor()
  await seen(d.locator('.phone .question img').first())

  // Collect finds them in the manifest, each with the hash of what it then gets.
  const get = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())
  const list = String(await get(node.openrosa + '/formList'))
  const manifest = /<formID>puits<\/formID>.*?<manifestUrl>(.*?)<\/manifestUrl>/s.exec(list)[1].replaceAll('&amp;', '&')
  const told = [...String(await get(manifest)).matchAll(/<filename>(.*?)<\/filename><hash>md5:(.*?)<\/hash><downloadUrl>(.*?)<\/downloadUrl>/g)]
  assert.deepEqual(told.map((m) => m[1]).sort(), files.map((f) => f.name).sort())
  for (const [, name, hash, url] of told) {
    const b = await get(url.replaceAll('&amp;', '&'))
    assert.equal(createHash('md5').update(b).digest('hex'), hash)
    assert.ok(b.equals(files.find((f) => f.name === name).buffer), name)
  }

  // A phone fetches what its language has, and no more; then the node is gone.
  const p = await phone(chromium, node, { language: 'ar', problems })
  const fetched = []
  p.page.on('response', (r) => r.url().includes('/media/') && fetched.push(decodeURIComponent(r.url().split('/media/')[1].split('?')[0])))
  await p.page.goto(node.reporter)
  await p.page.evaluate(() => navigator.serviceWorker.ready)
  while (fetched.length < 3) await p.page.waitForTimeout(50)
  await p.page.waitForLoadState('networkidle')
  assert.deepEqual(fetched.sort(), ['puits.png', 'vache.png', 'سؤال.wav'])
  await node.stop('SIGKILL')
  await p.page.reload()
  await p.page.getByRole('button', { name: 'Puits' }).click()
  await seen(p.page.locator('.question img').first())
  await seen(p.page.locator('.choice img'))
  const listen = p.page.locator('.listen button')
  await listen.click()
  assert.equal(await listen.getAttribute('aria-pressed'), 'true')
  await p.page.locator('.listen button[aria-pressed=false]').waitFor() // it was played to its end
  await Promise.all([desk.context.close(), p.context.close()])
  assert.deepEqual(problems, [])
})

/** Waits until a picture is drawn. */
async function seen(image) {
  await image.waitFor()
  await image.evaluate((i) => i.decode())
  assert.ok((await image.evaluate((i) => i.naturalWidth)) > 0)
}
