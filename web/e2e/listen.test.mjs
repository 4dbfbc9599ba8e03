// Listening: somebody complains of staff on a page without a script; safeguarding alone
// reads it and answers; a rumour is answered by two people; a survey is begun and asked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()
const shots = process.env.LISTEN_SHOTS
const shot = (page, name) => (shots ? page.screenshot({ path: `${shots}/${name}.png`, fullPage: true }) : undefined)

test('a complaint about staff is for safeguarding alone, and is answered', { timeout: 120_000 }, async () => {
  const problems = []
  const villager = await chromium.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 }, locale: 'ar', colorScheme: 'dark' })
  const p = await villager.newPage()
  await p.goto(new URL('/public/listen?lang=ar', node.console).href)
  await shot(p, 'public-ar-dark-320')
  await p.locator('input[value=staff]').check()
  await p.locator('#t').fill('سائق يطلب المال من النساء')
  await p.locator('button').first().click()
  const number = (await p.locator('.n').textContent()).trim()
  assert.match(number, /^\d{4} \d{4} \d{4}$/)
  await shot(p, 'receipt-ar-dark-320')

  const keeper = await officer(chromium, node, { role: 'safeguarding', problems })
  await keeper.at('#/listening')
  await keeper.page.locator('a[data-row]', { hasText: 'Personnel' }).click()
  await keeper.page.getByText('سائق يطلب المال').waitFor()
  await shot(keeper.page, 'complaint-fr')
  await keeper.page.locator('textarea').fill('Nous avons lu votre message et nous le suivons.')
  await keeper.page.getByRole('button', { name: 'Envoyer la réponse' }).click()
  await keeper.page.locator('.word.answer').waitFor()

  const organiser = await officer(chromium, node, { role: 'organiser', language: 'en', problems })
  await organiser.at('#/listening')
  await organiser.page.locator('a[data-row]', { hasText: 'Thanks' }).waitFor()
  assert.equal(await organiser.page.locator('a[data-row]', { hasText: 'Staff' }).count(), 0, 'an organiser is shown what is about staff')

  await p.goto(new URL('/public/listen?lang=fr', node.console).href)
  await p.locator('#r').fill(number)
  await p.getByRole('button', { name: 'Lire la réponse' }).click()
  await p.getByText('nous le suivons').waitFor()
  await shot(p, 'thread-fr-dark-320')
  assert.equal(await p.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
  assert.deepEqual(problems, [])
})

test('a rumour is answered by two people, and the public reads the answer alone', { timeout: 120_000 }, async () => {
  const problems = []
  const a = await officer(chromium, node, { role: 'mobiliser', language: 'en', problems })
  const b = await officer(chromium, node, { role: 'organiser', language: 'ar', theme: 'dark', size: { width: 320, height: 640 }, problems })
  const p = a.page
  await a.at('#/rumours')
  await p.getByRole('button', { name: 'Write a rumour down' }).click()
  const dialog = p.locator('dialog')
  await dialog.locator('textarea').fill('They say that Mohamed Ould Ahmed sells the food')
  await dialog.locator('select').selectOption('high')
  await dialog.getByRole('button', { name: 'Write a rumour down' }).click()
  await p.getByRole('heading', { name: 'This looks like a person' }).waitFor()
  await p.getByRole('button', { name: 'Cancel' }).last().click()
  await dialog.locator('textarea').fill('They say that the food is sold')
  await shot(p, 'hear-en')
  await dialog.getByRole('button', { name: 'Write a rumour down' }).click()
  await p.getByRole('button', { name: 'Write the answer' }).click()
  for (const [l, headline, text] of [
    ['ar', 'الغذاء مجاني للجميع', 'لا أحد يدفع شيئا.'],
    ['fr', 'La nourriture est gratuite', 'Personne ne paie rien.'],
    ['en', 'Food is free for everybody', 'Nobody pays anything.'],
  ]) {
    await dialog.locator(`input[lang=${l}]`).fill(headline)
    await dialog.locator(`textarea[lang=${l}]`).fill(text)
  }
  await shot(p, 'reply-en')
  await dialog.getByRole('button', { name: 'Send to be checked' }).click()
  await p.getByText('You wrote it').waitFor()
  const id = new URL(p.url()).hash.split('/').pop()

  await b.at('#/rumours/' + id)
  await b.page.getByRole('button', { name: 'تحققت منه: انشره' }).waitFor()
  await shot(b.page, 'check-ar-dark-320')
  await b.page.getByRole('button', { name: 'تحققت منه: انشره' }).click()
  await b.page.getByText('يقرؤه الجمهور').waitFor()
  await p.goto(new URL('/public/answers?lang=en', node.console).href)
  await p.getByText('Food is free for everybody').waitFor()
  await shot(p, 'answers-en')
  assert.equal((await p.content()).includes('is sold'), false)
  assert.deepEqual(problems, [])
})

test('a survey is begun and asked, and few answers are hidden', { timeout: 120_000 }, async () => {
  const problems = []
  const { page: p, at } = await officer(chromium, node, { role: 'organiser', language: 'en', size: { width: 390, height: 844 }, problems })
  await at('#/surveys')
  const held = new Promise((r) => void p.route('**/community/sample?people=0&*', r, { times: 1 }))
  await p.getByRole('button', { name: 'Begin a survey' }).click()
  const late = await held
  await p.locator('dialog input[type=number]').fill('5000')
  await p.getByText('Ask 397 people.').waitFor()
  const came = p.waitForResponse('**/community/sample?people=0&*')
  await late.continue()
  await (await came).finished()
  await p.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await p.getByText('Ask 397 people.').waitFor({ timeout: 5000 })
  await shot(p, 'plan-en-390')
  await p.locator('dialog').getByRole('button', { name: 'Begin a survey' }).click()
  await p.getByRole('link', { name: 'Ask somebody' }).first().click()
  await p.locator('input[value=no]').first().check()
  await shot(p, 'fill-en-390')
  await p.getByRole('button', { name: 'Keep the answers' }).click()
  await p.getByText('Answers kept').waitFor()
  await p.getByRole('link', { name: 'Leave it' }).click()
  await p.locator('.rounds').getByText('1 answer').waitFor()
  await p.getByRole('button', { name: 'End this round' }).first().click()
  await p.getByRole('button', { name: 'End this round' }).last().click()
  await p.locator('.question').getByText('hidden').first().waitFor()
  await shot(p, 'results-en-390')
  assert.equal(await p.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
  assert.deepEqual(problems, [])
})

test('before and after stand one below the other, and a round that nobody answered is not there', { timeout: 60_000 }, async () => {
  const problems = []
  const { page: p, at } = await officer(chromium, node, { role: 'organiser', problems })
  await at('#/surveys')
  await p.locator('a[data-row]', { hasText: 'Après · 60 réponses' }).click()
  const first = p.locator('.question').first()
  await first.locator('.bar').first().waitFor()
  assert.equal(await first.locator('li').first().locator('.bar').count(), 2, 'a choice has a bar for each round')
  await p.locator('a[data-row]', { hasText: 'Premiers secours, première' }).click()
  await p.locator('h2', { hasText: 'Satisfaction' }).waitFor()
  await first.locator('.bar').first().waitFor()
  assert.equal(await p.locator('.question', { hasText: 'Avant' }).count(), 0)
  assert.deepEqual(problems, [])
})

test('what is said of an activity is shown on it, and what is due is counted in the menu', { timeout: 120_000 }, async () => {
  const problems = []
  const { page: p, at } = await officer(chromium, node, { role: 'organiser', language: 'fr', problems })
  await at('#/listening')
  await p.locator('a[data-row]', { hasText: 'Aide' }).first().click()
  await p.getByRole('button', { name: 'Lier à une activité' }).click()
  await p.locator('dialog').getByRole('combobox').fill('forum')
  await p.keyboard.press('Enter')
  await p.locator('dialog').getByRole('button', { name: 'Lier', exact: true }).click()
  const link = p.locator('article a[href^="#/activities/"]')
  await link.waitFor()
  await shot(p, 'bound-fr')
  await link.click()
  await p.getByRole('tab', { name: 'Ce qu’on en dit' }).click()
  await p.getByRole('heading', { name: '1 plainte ou remerciement' }).waitFor()
  await shot(p, 'voices-fr')

  // What is due soon and what is late is counted at the page's name, in red where it is late, for whoever reads it.
  const keeper = await officer(chromium, node, { role: 'safeguarding', language: 'ar', theme: 'dark', size: { width: 390, height: 844 }, problems })
  await keeper.page.route('**/api/v1/community/waiting', (r) => r.fulfill({ json: { open: 4, overdue: 1, soon: 2 } }))
  await keeper.at('#/ahead')
  await keeper.page.reload()
  await keeper.page.getByText('رسالة طال انتظار جوابها').waitFor()
  await keeper.page.getByText('شكويان يحين جوابهما قريبا').waitFor()
  await shot(keeper.page, 'due-ar-dark-390')
  assert.equal(await keeper.page.locator('a[href="#/listening"] .badge.hot').textContent(), '3')
  assert.equal(await keeper.page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
  assert.deepEqual(problems, [])
})

test('a list that cannot be read says so and is read again; an answer that comes late is not shown for another', { timeout: 60_000 }, async () => {
  const { page: p, at } = await officer(chromium, node, { role: 'organiser', language: 'fr' })
  const lines = p.locator('a[data-row]')
  await p.route('**/community/rumours?*', (r) => r.abort())
  await at('#/rumours')
  const again = p.getByRole('button', { name: 'Réessayer' })
  await again.waitFor()
  await p.unroute('**/community/rumours?*')
  await p.route('**/community/rumours?which=ended', (r) => r.fulfill({ json: { items: [] } }))
  await again.click()
  await lines.first().waitFor()

  const held = new Promise((r) => void p.route('**/community/rumours?which=open', r))
  await p.reload()
  const late = await held
  await p.getByRole('tab', { name: 'Éteintes' }).click()
  await p.getByText('Aucune rumeur en cours.').waitFor()
  const came = p.waitForResponse('**/community/rumours?which=open')
  await late.continue()
  await (await came).finished()
  await p.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  assert.equal(await lines.count(), 0)
})
