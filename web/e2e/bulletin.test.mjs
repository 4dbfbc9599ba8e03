// The daily bulletin at the console: drafted, read, written, released, on paper.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

test('a bulletin is drafted, written, released and printed', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at, context } = await officer(chromium, node, { role: 'desk', problems })
  await at('#/board')
  await page.locator('a', { hasText: 'Bulletin' }).last().click()
  await page.locator('form.new button').click() // today's: its draft is there already
  const pieces = page.locator('[data-piece]')
  await pieces.first().waitFor()
  const n = await pieces.count()
  assert.ok(n > 5, `${n} paragraphs`)

  // By keys: to the first paragraph, write it, and leave the next one out.
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  const field = pieces.first().locator('textarea[lang=fr]')
  await field.fill('Le poste de Fassala surveille la piste du nord.')
  await field.press('Control+Enter')
  await pieces.first().locator('.side.wide p', { hasText: 'Le poste de Fassala surveille' }).waitFor()
  await pieces.nth(1).focus()
  await page.keyboard.press('x')
  await page.locator('[data-piece].out').waitFor()

  // What has changed underneath is answered before anything goes out.
  while (await page.locator('[data-piece]:not(.out) .warn button.primary').count()) {
    const left = await page.locator('[data-piece]:not(.out) .warn').count()
    await page.locator('[data-piece]:not(.out) .warn button.primary').first().click()
    await page.waitForFunction((was) => document.querySelectorAll('[data-piece]:not(.out) .warn').length < was, left)
  }
  await page.locator('.acts .primary').click()
  const dialog = page.locator('dialog')
  const release = dialog.locator('footer .primary')
  assert.ok(await release.isDisabled(), 'it goes out before anybody says that it was read')
  await dialog.locator('label.check input').check()
  await release.click()
  await page.locator('h1 .pill.good').waitFor()
  assert.equal(await page.locator('[data-piece].out').count(), 1, 'what was left out is shown to its unit alone')
  assert.equal(await page.locator('.tools').count(), 0, 'what has gone out can be changed')

  const id = new URL(page.url()).hash.split('/').at(-1)
  for (const language of ['fr', 'ar', 'both']) {
    const paper = await context.request.get(`${node.console}api/v1/bulletins/${id}/bulletin.pdf?language=${language}`)
    assert.equal(paper.status(), 200)
    assert.ok((await paper.body()).subarray(0, 5).equals(Buffer.from('%PDF-')), 'no paper comes out')
  }
  assert.deepEqual(problems, [])
})
