// The main job, in Chromium, on a node as `make run` starts it: from a phone
// without a line to an answer read by its receipt, and from an XLSForm to a report.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, demo, root } from './browser.mjs'

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

/** A browser of one person; every fault of a page and every request elsewhere ends up in problems. */
async function person(language, size, problems) {
  const context = await chromium.newContext({ viewport: size, locale: language, timezoneId: 'Africa/Nouakchott' })
  context.on('weberror', (e) => problems.push(String(e.error())))
  context.on('request', (r) => {
    if (!r.url().startsWith(node.console) && !/^(blob|data):/.test(r.url())) problems.push('outside: ' + r.url())
  })
  const page = await context.newPage()
  return { context, page }
}
const phone = { width: 360, height: 740 }
const desk = { width: 1280, height: 800 }

/** Signs in as the person of a role, by the demo's own entry. */
async function enter(page, login) {
  const accounts = (await (await page.request.get(node.console + 'api/v1/demo')).json()).accounts
  await page.goto(node.console)
  const at = accounts.findIndex((a) => a.role === login)
  assert.ok(at >= 0, 'no account of the role ' + login)
  await page.locator('.who').nth(at).click()
}

test('an offline phone in Arabic, a graded answer, read by its receipt', { timeout: 180_000 }, async () => {
  const problems = []
  const words = 'قافلة من ثلاث سيارات مرت ليلا قرب البئر ' + Date.now()
  const { context, page } = await person('ar-MR', phone, problems)
  await page.goto(node.reporter)
  await page.locator('.tile').nth(4).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl')

  // The second visit has no line at all: the node is not even running.
  await node.stop('SIGKILL')
  await page.reload()
  await page.getByRole('button', { name: 'حادث أمني' }).click()
  await page.locator('.send').click()
  assert.ok((await page.locator('.question.wrong').count()) >= 5, 'what is missing is shown')
  await page.getByRole('radio', { name: 'هجوم مسلح' }).check()
  await page.getByRole('radio', { name: 'نعم، الآن' }).check()
  await page.getByRole('button', { name: 'الآن', exact: true }).click()
  await page.getByLabel('الولاية').selectOption({ label: 'الحوض الشرقي' })
  await page.getByLabel('المقاطعة').selectOption({ label: 'باسكنو' })
  const left = async () => page.locator('.question.wrong').evaluateAll((all) => all.map((q) => q.id))
  if ((await left()).some((id) => id.endsWith('where_detail'))) await page.getByLabel(/المكان بالضبط/).fill('بئر شمال القرية')
  for (const id of await left()) {
    const q = page.locator(`[id="${id}"]`)
    if (id.endsWith('vehicles_seen')) await q.getByRole('radio').nth(1).check()
    if (id.endsWith('source_kind')) await q.getByRole('radio').first().check()
    if (id.endsWith('summary')) await q.getByRole('textbox').fill(words)
  }
  await page
    .locator('[id$="/photo"] input[type=file]')
    .setInputFiles({ name: 'IMG_من الهاتف.png', mimeType: 'image/png', buffer: readFileSync(join(root, 'web/dist/reporter/icon.png')) })
  await page.locator('[id$="/photo"] img').waitFor()
  await page.locator('.send').click()
  await page.getByText('حُفظ بلاغك').waitFor({ timeout: 30_000 })

  // What waits cannot be read on the phone, and outlives the tab.
  const stored = await page.evaluate(async () => {
    const db = await new Promise((r) => {
      const q = indexedDB.open('notes')
      q.onsuccess = () => r(q.result)
    })
    const text = (b) => new TextDecoder('utf-8', { fatal: false }).decode(b)
    const all = await new Promise((r) => {
      const q = db.transaction('out').objectStore('out').getAll()
      q.onsuccess = () => r(q.result)
    })
    const parts = []
    for (const w of all) {
      parts.push(text(w.sealed))
      for (const b of w.blobs) parts.push(text(await b.content.arrayBuffer()))
    }
    return { n: all.length, text: parts.join('\n'), rest: JSON.stringify(localStorage) + JSON.stringify(sessionStorage) }
  })
  assert.equal(stored.n, 1)
  for (const canary of [words, 'قافلة', 'security-incident', 'PNG', 'JFIF'])
    assert.ok(!(stored.text + stored.rest).includes(canary), 'the phone holds ' + canary)
  await page.close()

  // The line is back: it sends by itself.
  const address = new URL(node.console).host
  node = await demo(dir, address)
  const desktop = await person('fr', desk, problems)
  await enter(desktop.page, 'desk')
  await desktop.page.locator('.line').first().waitFor()
  const again = await context.newPage()
  await again.goto(node.reporter)
  const shown = again.locator('.receipt')
  await shown.waitFor({ timeout: 60_000 })
  const receipt = (await shown.textContent()).trim()
  assert.match(receipt, /^\d{4} \d{4} \d{4}$/)

  // It stands in the desk's open list without anybody reloading; the desk grades and answers.
  const d = desktop.page
  await d.locator('.line', { hasText: words }).click({ timeout: 20_000 })
  await d.locator('article.report').waitFor()
  assert.ok((await d.locator('article.report').textContent()).includes('Attaque armée'), "answers are read in the desk's language")
  await d.keyboard.press('g')
  await d.locator('form.grade input[value="B"]').check()
  await d.locator('form.grade input[name="information"]').nth(1).check()
  await d.locator('form.grade button.primary').click()
  await d.getByText('B2').first().waitFor()
  const answer = 'وصلتنا رسالتك. الدورية في الطريق، ابق في مكان آمن.'
  await d.keyboard.press('r')
  await d.keyboard.type(answer)
  await d.locator('form:has(textarea:focus) button.primary').click()
  await d.getByText(answer).first().waitFor()

  // Whoever has the number reads the answer, and nobody else.
  await again.getByRole('button', { name: /اقرأ الجواب/ }).click()
  await again.getByLabel(/رقم الوصل/).fill(receipt.slice(0, -1) + ((Number(receipt.at(-1)) + 1) % 10))
  await again.getByRole('button', { name: 'افتح' }).click()
  await again.getByText('هذا الرقم غير صحيح').waitFor()
  await again.getByLabel(/رقم الوصل/).fill(receipt.replace(/\d/g, (c) => String.fromCharCode(0x660 + Number(c))))
  await again.getByRole('button', { name: 'افتح' }).click()
  await again.getByText(answer).waitFor()
  await again.getByLabel(/أضف شيئا/).fill('شكرا، رأيتهم.')
  await again.getByRole('button', { name: 'أرسل', exact: true }).click()
  await again.locator('.said.reporter').waitFor()
  await d.getByText('شكرا، رأيتهم.').first().waitFor({ timeout: 20_000 })

  // A quick wipe leaves nothing.
  await again.goBack()
  await again.getByRole('button', { name: 'امحُ كل شيء' }).click()
  await again.getByRole('button', { name: 'نعم' }).click()
  await again.waitForURL('about:blank')
  const fresh = await context.newPage()
  await fresh.goto(node.console + 'healthz')
  assert.deepEqual(
    await fresh.evaluate(async () => [
      (await indexedDB.databases()).length,
      (await caches.keys()).length,
      localStorage.length,
      (await navigator.serviceWorker.getRegistrations()).length,
    ]),
    [0, 0, 0, 0],
  )
  await context.close()
  await desktop.context.close()
  assert.deepEqual(problems, [])
})

test('from an XLSForm to a report on the desk', { timeout: 120_000 }, async () => {
  const problems = []
  const { context, page } = await person('fr', desk, problems)
  await enter(page, 'administrator')
  await page.goto(node.console + '#/forms')
  await page.locator('input[type=file]').setInputFiles(join(root, 'corpus/form/well.xlsx'))
  await page.locator('.phone').waitFor()
  // It is tried before anybody sees it.
  await page.locator('.phone').getByRole('radio', { name: 'Oui' }).check()
  await page.locator('.phone').getByRole('checkbox', { name: 'Chèvres' }).check()
  await page.locator('.phone button.primary').click()
  await page.locator('.phone pre', { hasText: '<water>yes</water>' }).waitFor()
  await page.locator('label textarea').last().fill('Puits et bétail : ni noms ni personnes, lieux au puits près.')
  await page.locator('section.card > div > button.primary').click()
  await page.locator('bdi', { hasText: 'well' }).first().waitFor()

  const reporter = await person('fr', phone, problems)
  const p = reporter.page
  await p.goto(node.reporter)
  await p.getByRole('button', { name: 'well' }).click()
  await p.getByRole('radio', { name: 'Non' }).check()
  await p.getByRole('radio', { name: 'Pompe en panne' }).check()
  await p.getByRole('checkbox', { name: 'Vaches' }).check()
  await p.getByLabel(/Têtes/).fill('٤٢')
  await p.getByLabel(/Profondeur/).fill('18')
  await p.getByText('42 têtes, 18 m').waitFor()
  await p.locator('.send').click()
  const receipt = await p.locator('.receipt').first().textContent({ timeout: 30_000 })
  assert.match(receipt, /\d{4} \d{4} \d{4}/)

  const chief = await person('fr', desk, problems)
  await enter(chief.page, 'chief')
  const line = chief.page.locator('.line').first()
  await line.waitFor()
  await line.click()
  await chief.page.getByText('Pompe en panne').first().waitFor()
  await Promise.all([context.close(), reporter.context.close(), chief.context.close()])
  assert.deepEqual(problems, [])
})

test('one report on the wire is small', { timeout: 60_000 }, async () => {
  const { context, page } = await person('fr', phone, [])
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  const sent = []
  page.on('request', (r) => {
    if (r.method() === 'POST' && r.url().includes('/submissions')) sent.push(r)
  })
  await page.goto(node.reporter)
  await page.getByRole('button', { name: /Rien à signaler/ }).click()
  for (let i = 0; i < 12; i++) {
    await page.locator('.send').click()
    const q = page.locator('.question.wrong').first()
    if (!(await q.count())) break
    if (await q.locator('select').count()) await q.locator('select').selectOption({ index: 1 })
    else if (await q.getByRole('radio').count()) await q.getByRole('radio').first().check()
    else if (await q.getByRole('button').count()) await q.getByRole('button').first().click()
    else if (await q.locator('input[type=date]').count()) await q.locator('input[type=date]').fill('2026-11-20')
    else await q.locator('input, textarea').first().fill('1')
  }
  await page.locator('.receipt').first().waitFor({ timeout: 30_000 })
  assert.equal(sent.length, 1)
  const sizes = await sent[0].sizes()
  const total = sizes.requestBodySize + sizes.requestHeadersSize
  console.log(`one report: ${sizes.requestBodySize} bytes of body, ${sizes.requestHeadersSize} of headers`)
  assert.ok(sizes.requestBodySize < 1500, `${total} bytes`)
  await context.close()
})
