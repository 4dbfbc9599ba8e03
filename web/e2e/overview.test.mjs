// Pages that tell how things stand: trends, the board, times, load, deadlines, the
// second look; and the gateways by which word leaves the node.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()
const button = (page, name) => page.getByRole('button', { name, exact: true })

test('an alarm opens the reports behind it; the board fills the screen and is printed', { timeout: 120_000 }, async () => {
  const { context, page, at, problems } = await officer(chromium, node, { role: 'chief' })
  await at('#/trends')
  await page.locator('.whole svg').waitFor()
  assert.ok((await page.locator('.many section svg').count()) > 1)
  await page.locator('.alarms li').first().getByRole('button').click()
  const reports = page.locator('dialog a[href*="#/report/"]')
  await reports.first().waitFor()
  await reports.first().click()
  await page.locator('article.report h1').waitFor()

  await at('#/board')
  await page.locator('.tile .n').first().waitFor()
  const href = await page.locator('a[href*="board.pdf"]').getAttribute('href')
  const paper = await context.request.get(new URL(href, node.console).href)
  assert.equal(paper.headers()['content-type'], 'application/pdf')
  assert.equal((await paper.body()).subarray(0, 5).toString(), '%PDF-')
  await page.keyboard.press('f')
  await page.locator('.board.wall').waitFor()
  assert.equal(await page.locator('.board.wall a.tile').count(), 0, 'nothing opens on a wall')
  await page.keyboard.press('f')
  await page.locator('.board:not(.wall)').waitFor()
  await context.close()
  assert.deepEqual(problems, [])
})

test('times, load and deadlines, a second look', { timeout: 120_000 }, async () => {
  const { context, page, at, problems } = await officer(chromium, node, { role: 'chief' })
  await at('#/times?months=12')
  await page.locator('.big .half-time').first().waitFor()
  assert.equal(await page.locator('.big .card').count(), (await page.locator('table').first().locator('thead th').count()) - 1)
  await page.getByText('3 mois').click()
  await page.waitForFunction(() => location.hash.includes('months=3'))

  await at('#/load')
  await page.locator('#load :is(table, .desk, li)').first().waitFor()
  await page.getByRole('tab', { name: 'Délais' }).click()
  const row = page.locator('tbody tr', { hasText: 'Bureau de la moughataa – Bassikounou' })
  await row.getByRole('button').click()
  await page.locator('dialog input[type=number]').nth(1).fill('7')
  await page.locator('dialog select').nth(1).selectOption('hours')
  await page.locator('dialog footer button.primary').click()
  await row.locator('td.own', { hasText: '7 h' }).waitFor()

  await at('#/looks')
  const drawn = page.locator('.looks a')
  await drawn.first().waitFor()
  const before = await drawn.count()
  await drawn.first().click()
  await page.locator('article.report section h2', { hasText: 'regard' }).waitFor()
  await page
    .locator('article.report section', { has: page.locator('h2', { hasText: 'regard' }) })
    .locator('button.primary')
    .first()
    .click()
  await page.locator('article.report section h2', { hasText: 'regard' }).waitFor({ state: 'detached' })
  await at('#/looks')
  await drawn.first().waitFor()
  assert.equal(await drawn.count(), before - 1)
  await context.close()
  assert.deepEqual(problems, [])
})

test('a gateway is set up, tried, and says when it does not answer', { timeout: 120_000 }, async () => {
  const asked = []
  const kannel = createServer((q, r) => {
    asked.push(new URL(q.url, 'http://x').searchParams)
    r.writeHead(202).end('0: Accepted for delivery')
  })
  await new Promise((r) => kannel.listen(0, '127.0.0.1', r))
  const problems = []
  try {
    const { context, page, at } = await officer(chromium, node, { role: 'administrator', problems })
    await at('#/gateways')
    const sms = page.locator('section.card').first()
    await sms.getByRole('checkbox').check()
    await sms.getByLabel('Adresse', { exact: true }).fill(`http://127.0.0.1:${kannel.address().port}/cgi-bin/sendsms`)
    await sms.getByLabel('Mot de passe').fill('secret')
    await button(page, 'Enregistrer').click()
    await page.getByText('Passerelles enregistrées').waitFor()
    const to = sms.locator('input[placeholder*="222"]')
    await to.fill('+222 45 12 34 56')
    await button(sms, 'Essai').click()
    await page.getByText('La passerelle l’a pris.').waitFor()
    assert.equal(asked.at(-1).get('to'), '+22245123456')
    // Whoever reads the page again sees no secret.
    await page.reload()
    assert.equal(await sms.getByLabel('Mot de passe').inputValue(), '••••••••')
    await new Promise((r) => (kannel.close(r), kannel.closeAllConnections()))
    await to.fill('+222 45 12 34 56')
    await button(sms, 'Essai').click()
    await page.locator('.toast.bad').waitFor()
    await sms.getByText(/dernier échec/).waitFor()
    await context.close()
  } finally {
    kannel.closeAllConnections()
    kannel.close()
  }
  assert.deepEqual(
    problems.filter((p) => !/50\d|40\d/.test(p)),
    [],
  )
})
