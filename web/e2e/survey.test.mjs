// A mobiliser takes a survey onto a phone by its code, asks people without a line, and what
// they say counts once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { officer } from './console.mjs'
import { house } from './house.mjs'
import { answer, open, phone } from './phone.mjs'

const { node, chromium } = await house()
const shots = process.env.SHOTS
const shot = (page, name) => (shots ? page.screenshot({ path: `${shots}/${name}.png`, fullPage: true }) : undefined)
const narrow = async (page) => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'wider than the screen')

/** Answers the shipped survey's pages until it is read again, and keeps it. */
async function interview(page) {
  for (let i = 0; i < 40 && !(await page.locator('.send').count()); i++) {
    await answer(page)
    const before = await page.locator('.step').textContent()
    await page.locator('.foot button.primary').click()
    await page.waitForFunction((b) => document.querySelector('.step')?.textContent !== b, before)
  }
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
}

test('a survey is taken by its code, asked without a line, and counts once', { timeout: 150_000 }, async () => {
  const problems = []
  const organiser = await officer(chromium, node, { role: 'organiser', language: 'en', problems })
  const desk = organiser.page
  await organiser.at('#/surveys')
  await desk.getByRole('button', { name: 'Begin a survey' }).click()
  await desk.locator('dialog').getByRole('button', { name: 'Begin a survey' }).click()
  await desk.getByRole('button', { name: 'Ask with phones' }).click()
  const code = (await desk.locator('dialog .code').textContent()).trim()
  assert.match(code, /^(\w{4} ){3}\w{4}$/)
  await shot(desk, 'code-en')

  if (shots) {
    const arabic = await officer(chromium, node, { role: 'organiser', language: 'ar', theme: 'dark', size: { width: 390, height: 844 }, problems })
    await arabic.at('#/surveys/' + new URL(desk.url()).hash.split('/').pop())
    await arabic.page.getByRole('button', { name: 'السؤال بالهواتف' }).click()
    await arabic.page.locator('dialog .code').waitFor()
    await shot(arabic.page, 'code-ar-dark-390')
  }

  const { context, page, t } = await phone(chromium, node, { language: 'ar', width: 320, height: 640, problems, colorScheme: 'dark' })
  await open(page, node)
  await page.getByRole('button', { name: t.surveys }).click()
  await page.locator('#code').fill('aaaa')
  await page.locator('form button').click()
  await page.getByRole('alert').waitFor()
  await shot(page, 'typed-ar-dark-320')
  await page.locator('#code').fill(code.toUpperCase())
  await page.locator('form button').click()
  await page.locator('input[name=round]').first().check()
  await narrow(page)
  await shot(page, 'survey-ar-dark-320')
  // The page is there without a line, also after the app was closed.
  await page.waitForFunction(async () => (await caches.match('./later')) !== undefined)
  await context.setOffline(true)
  await page.goto(node.reporter)
  await page.getByRole('button', { name: t.surveys }).click()
  await page.locator('.one').click()
  await page.locator('input[name=round]').first().check()
  await page.locator('button.primary').click()
  for (let i = 0; i < 3; i++) {
    if (i) await page.locator('.done button.primary').click()
    await interview(page)
    await narrow(page)
  }
  await shot(page, 'kept-ar-dark-320')
  await page.locator('.done button').last().click()
  assert.equal(await page.locator('dl .soon dd').textContent(), '3')

  // The line is back; one of the three is sent a second time, as if the answer had been lost.
  const sealed = []
  page.on('request', (r) => r.url().endsWith('/reporter/surveys') && sealed.push(r.postDataBuffer()))
  await context.setOffline(false)
  await page.locator('dl div:first-child dd', { hasText: '3' }).waitFor({ timeout: 60_000 })
  assert.equal(await page.locator('dl .soon').count(), 0)
  await shot(page, 'arrived-ar-dark-320')
  assert.equal(sealed.length, 3)
  const again = await request.newContext()
  const r = await again.post(new URL('/api/v1/reporter/surveys', node.console).href, {
    data: sealed[0],
    headers: { 'Content-Type': 'application/wasl-sealed' },
  })
  assert.equal(r.status(), 201)
  await again.dispose()
  await desk.reload()
  await desk.locator('a[data-row]', { hasText: '3 answers' }).first().waitFor()
  assert.deepEqual(problems, [])
})

test('a link opens the survey at once and leaves its code in no address', { timeout: 120_000 }, async () => {
  const problems = []
  const organiser = await officer(chromium, node, { role: 'organiser', language: 'en', problems })
  await organiser.at('#/surveys')
  await organiser.page.locator('a[data-row]').first().click()
  await organiser.page.getByRole('button', { name: 'Ask with phones' }).click()
  const code = (await organiser.page.locator('dialog .code').textContent()).replaceAll(' ', '')
  const asked = []
  const { context, page } = await phone(chromium, node, { language: 'fr', problems })
  context.on('request', (r) => asked.push(r.url()))
  await page.goto(node.reporter + '#survey=' + code)
  await page.locator('input[name=round]').first().check()
  assert.equal(new URL(page.url()).hash, '')
  await shot(page, 'survey-fr')
  // Somebody changes their mind: nothing of it is kept, and the list of the app stays as it was.
  await page.locator('button.primary').click()
  await answer(page)
  await page.locator('header button').first().click()
  await page.locator('[role=alertdialog] button.danger').click()
  await page.locator('input[name=round]').first().waitFor()
  assert.ok(await page.locator('button.primary', { hasText: 'Interroger' }).isVisible())
  // It was opened before the service worker was there, and works without a line all the same.
  await page.waitForFunction(async () => (await caches.match('./later')) !== undefined)
  await context.setOffline(true)
  await page.goto(node.reporter)
  await page.getByRole('button', { name: 'Enquêtes' }).click()
  await page.locator('.one').click()
  await page.locator('input[name=round]').first().check()
  await page.locator('button.primary').click()
  await interview(page)
  assert.deepEqual(problems, [])
})

test('how content people were is an indicator of the numbers', { timeout: 120_000 }, async () => {
  const problems = []
  const officers = await officer(chromium, node, { role: 'organiser', language: 'fr', problems })
  const { page, at } = officers
  await at('#/numbers')
  // 40 of the 50 whom the demo asks after its two trainings.
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Satisfaction' }) })
  await card.getByText('80 %').first().waitFor()
  await shot(page, 'numbers-fr')
  await at('#/surveys')
  await page.getByRole('button', { name: 'Commencer une enquête' }).click()
  await page.locator('dialog select').first().selectOption('satisfaction')
  await page.locator('dialog').getByRole('combobox').nth(1).fill('premiers secours')
  await shot(page, 'plan-fr')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const csv = await page.evaluate(async () => (await fetch('/api/v1/community/numbers/export?format=csv')).text())
  assert.match(csv, /^satisfaction,.*0\.80,.*,50,/m)
  assert.deepEqual(problems, [])
})
