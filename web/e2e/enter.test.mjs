// A call that an operator enters at the console, with the form that phones have.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { desk } from './desk.mjs'
import { house } from './house.mjs'
import { answer, watch } from './phone.mjs'

const { node, chromium } = await house()

test('a call is entered, its receipt read out, and the report says how it came', { timeout: 60_000 }, async () => {
  const problems = []
  const context = await chromium.newContext({ locale: 'fr', viewport: { width: 1280, height: 800 } })
  watch(context, node, problems)
  const page = await context.newPage()
  const r = await page.request.post(node.console + 'api/v1/session/demo', { data: { role: 'desk' } })
  assert.ok(r.ok(), await r.text())
  await page.goto(node.console + '#/enter')
  await page.getByRole('button', { name: 'Incident sécuritaire' }).click()
  await page.locator('form .question').first().waitFor()
  assert.equal(await page.locator('[id$="/photo"], [id$="/voice"]').count(), 0, 'a caller sends no pictures')
  const word = 'motappel' + Date.now().toString(36)
  await page.locator('form button.primary').click()
  await page.locator('.question.wrong').first().waitFor()
  await answer(page, { summary: word })
  await page.locator('form button.primary').click()
  const receipt = await page.locator('.receipt').textContent()
  assert.match(receipt.trim(), /^\d{4} \d{4} \d{4}$/)
  const found = await (await desk(request, node, 'desk')).find(word)
  assert.equal(found.length, 1)
  assert.equal(found[0].channel, 'operator')
  assert.deepEqual(problems, [])
  await context.close()
})
