// The main job, in Chromium, on a node as `make run` starts it: from a phone
// without a line to an answer read by its receipt, and from an XLSForm to a report.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, demo, root } from './browser.mjs'
import { lines, officer, openLine } from './console.mjs'
import { choose, next, open, phone, through } from './phone.mjs'

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

test('an offline phone in Arabic, a graded answer, read by its receipt', { timeout: 180_000 }, async () => {
  const problems = []
  const words = 'قافلة من ثلاث سيارات مرت ليلا قرب البئر ' + Date.now()
  const { context, page, t } = await phone(chromium, node, { language: 'ar', problems })
  await open(page, node)
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl')

  // The second visit has no line at all: the node is not even running.
  await node.stop('SIGKILL')
  await page.reload()
  await choose(page, 'security-incident')
  await next(page)
  await page.locator('.question.wrong').waitFor()
  await page.getByText(t.skip).waitFor()
  await through(page, {
    kind: 'هجوم مسلح',
    urgency: 'نعم، الآن',
    wilaya: 'الحوض الشرقي',
    where_place: 'باسكنو',
    where_detail: 'بئر شمال القرية',
    summary: words,
    photo: join(root, 'web/dist/reporter/icon.png'),
  })
  await page.getByText('بئر شمال القرية').waitFor()
  await page.locator('.send').click()
  await page.getByText(t.kept).waitFor({ timeout: 30_000 })

  await page.close()

  // The line is back: it sends by itself.
  const address = new URL(node.console).host
  node = await demo(dir, address)
  const desktop = await officer(chromium, node, { role: 'desk', problems })
  await desktop.at('#/queue?state=new')
  await lines(desktop.page).first().waitFor()
  const again = await context.newPage()
  await again.goto(node.reporter)
  const shown = again.locator('.receipt span').first()
  await shown.waitFor({ timeout: 60_000 })
  const receipt = (await shown.textContent()).trim()
  assert.match(receipt, /^\d{4} \d{4} \d{4}$/)

  // It stands in the desk's open list without anybody reloading; the desk grades and answers.
  const d = desktop.page
  await d.locator('.fresh').click({ timeout: 20_000 })
  await openLine(d, words)
  assert.ok((await d.locator('article.report').textContent()).includes('Attaque armée'), "answers are read in the desk's language")
  await d.keyboard.press('g')
  await d.keyboard.press('b')
  await d.keyboard.press('2')
  await d.keyboard.press('Enter')
  await d.locator('article.report .pills', { hasText: 'B2' }).waitFor()
  const answer = 'وصلتنا رسالتك. الدورية في الطريق، ابق في مكان آمن.'
  await d.keyboard.press('r')
  await d.keyboard.type(answer)
  await d.keyboard.press('Control+Enter')
  await d.getByText(answer).first().waitFor()

  // Whoever has the number reads the answer, and nobody else.
  await again.locator('.tile.quiet').first().click()
  await again.locator('.number').fill(receipt.slice(0, -1) + ((Number(receipt.at(-1)) + 1) % 10))
  await again.getByRole('button', { name: t.open }).click()
  await again.getByText(t.receiptWrong).waitFor()
  await again.locator('.number').fill(receipt.replace(/\d/g, (c) => String.fromCharCode(0x660 + Number(c))))
  await again.getByRole('button', { name: t.open }).click()
  await again.getByText(answer).waitFor()
  await again.getByLabel(t.write).fill('شكرا، رأيتهم.')
  await again.getByRole('button', { name: t.send, exact: true }).click()
  await again.locator('.said.reporter').waitFor()
  await d.getByText('شكرا، رأيتهم.').first().waitFor({ timeout: 20_000 })
  await context.close()
  await desktop.context.close()
  assert.deepEqual(problems, [])
})

test('from an XLSForm to a report on the desk', { timeout: 120_000 }, async () => {
  const problems = []
  const { context, page, at } = await officer(chromium, node, { role: 'administrator', problems })
  await at('#/forms/+')
  await page.locator('input[type=file]').setInputFiles(join(root, 'corpus/form/well.xlsx'))
  await page.locator('.phone').waitFor()
  // It is tried before anybody sees it.
  await page.locator('.phone').getByRole('radio', { name: 'Oui' }).check()
  await page.locator('.phone').getByRole('checkbox', { name: 'Chèvres' }).check()
  await page.locator('.phone button.primary').click()
  await page.locator('.phone pre', { hasText: '<water>yes</water>' }).waitFor()
  await page.locator('form.card textarea').fill('Puits et bétail : ni noms ni personnes, lieux au puits près.')
  await page.locator('form.card button.primary').click()
  await page.locator('bdi', { hasText: 'well' }).first().waitFor()

  const reporter = await phone(chromium, node, { problems })
  const p = reporter.page
  await p.goto(node.reporter)
  await p.getByRole('button', { name: 'well' }).click()
  let said = false
  await through(p, { water: 'Non', reason: 'Pompe en panne', animals: 'Vaches', heads: '٤٢', depth: '18', wells: '0' }, async () => {
    said ||= (await p.getByText('42 têtes, 18 m').count()) > 0
  })
  assert.ok(said, 'the note counts what was answered')
  await p.locator('.send').click()
  const receipt = await p.locator('.receipt span').first().textContent({ timeout: 30_000 })
  assert.match(receipt, /\d{4} \d{4} \d{4}/)

  const chief = await officer(chromium, node, { role: 'chief', problems })
  // The queue stands in the order in which things are due: what is routine comes far down.
  await chief.at('#/queue?state=new&kind=well')
  await openLine(chief.page, 0)
  await chief.page.getByText('Pompe en panne').first().waitFor()
  await Promise.all([context.close(), reporter.context.close(), chief.context.close()])
  assert.deepEqual(problems, [])
})
