// Going from page to page at the console: nobody is brought back by what was asked
// for before, and coming back finds the list as it was left.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lines, officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

test('whoever leaves the queue is elsewhere, and finds it as it was', { timeout: 60_000 }, async () => {
  const { page, at, context, problems } = await officer(chromium, node, { role: 'desk' })
  await at('#/queue?state=open&urgency=now')
  await lines(page).first().waitFor()
  await page.waitForFunction(() => location.hash.startsWith('#/report/'))
  const left = await page.evaluate(() => location.hash)
  // Lists are slow to come: what is asked for while the page goes must not bring it back.
  await page.route('**/api/v1/reports?**', async (route) => {
    await new Promise((r) => setTimeout(r, 300))
    await route.continue()
  })
  for (const to of ['map', 'search', 'enter', 'forms', 'account']) {
    await at('#/' + to)
    await page.waitForTimeout(600)
    assert.equal(await page.evaluate(() => location.hash.split('?')[0]), '#/' + to)
    await at('#/queue')
    await lines(page).first().waitFor()
    await page.waitForFunction((l) => location.hash === l, left)
  }
  // Words typed a moment before leaving open no search.
  await at('#/search')
  await page.locator('input[type=search].main').fill('village')
  await at('#/forms')
  await page.waitForTimeout(600)
  assert.equal(await page.evaluate(() => location.hash), '#/forms')
  await context.close()
  assert.deepEqual(problems, [])
})
