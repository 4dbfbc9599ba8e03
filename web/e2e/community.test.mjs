// Communities at the console, by people on phones: an event from an idea to its
// confirmation, people written down once, and nothing of it for an analyst.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

const phone = { width: 390, height: 844 }

test('an organiser plans an event on a phone, in Arabic, without help', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', language: 'ar', size: phone, problems })
  await at('#/activities')
  await page.locator('a.button.primary').click()
  await page.locator('input[data-first]').fill('لقاء أمهات باسكنو')
  await page.locator('button', { hasText: 'إضافة جلسة' }).click()
  await page.locator('button', { hasText: 'مثلها في اليوم التالي' }).click()
  assert.equal(await page.locator('input[type=datetime-local]').count(), 4, 'two sessions, with their beginnings and ends')
  await page.locator('form footer .primary').click()

  // What is missing is said in a sentence, and the plan is not confirmed before.
  const lacks = page.locator('.lacks')
  await lacks.waitFor()
  assert.match(await lacks.innerText(), /المكان.*من يقوده.*ما قد يسوء/s)
  assert.equal(await page.locator('button', { hasText: /^تأكيد$/ }).count(), 0)
  await page.locator('button', { hasText: 'تعديل الخطة' }).click()
  await page.locator('label', { hasText: 'الموضع بالضبط' }).locator('input').fill('دار النساء')
  await page.locator('button', { hasText: 'إضافة شخص' }).click()
  await page.locator('.part input[maxlength="120"]').first().fill('خديجة منت فال')
  await page.locator('label', { hasText: 'ما قد يسوء' }).locator('textarea').fill('الحر')
  await page.locator('label.tick', { hasText: 'يحضره أطفال' }).click()
  await page.locator('form footer .primary').click()
  await lacks.waitFor()
  assert.match(await lacks.innerText(), /راشدان/, 'children come, and one adult is enough')
  await page.locator('button', { hasText: 'تعديل الخطة' }).click()
  await page.locator('button', { hasText: 'إضافة شخص' }).click()
  await page.locator('.part input[maxlength="120"]').nth(2).fill('مريم منت أحمد')
  for (const i of [0, 1]) await page.locator('.part input[type=date]').nth(i).fill('2026-01-15')
  await page.locator('form footer .primary').click()
  await page.locator('button', { hasText: /^تأكيد$/ }).click()
  await page.locator('article .pill.good').first().waitFor()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the phone`)
  assert.deepEqual(problems, [])
})

test('young people propose, others vote, an organiser takes it on', { timeout: 120_000 }, async () => {
  const problems = []
  const youth = await officer(chromium, node, { role: 'mobiliser', size: phone, problems })
  await youth.at('#/ideas')
  await youth.page.locator('header button.primary').click()
  const dialog = youth.page.locator('dialog')
  await dialog.locator('input[data-first]').fill('Ciné-débat au camp')
  await dialog.locator('textarea').fill('On regarde un film sur la route, puis on en parle.')
  await dialog.locator('footer .primary').click()
  await youth.page.locator('article h2', { hasText: 'Ciné-débat' }).waitFor()
  await youth.page.locator('.votes button', { hasText: 'Je suis pour' }).click()
  await youth.page.locator('.votes button[aria-pressed=true]').waitFor()

  const boss = await officer(chromium, node, { role: 'organiser', problems })
  await boss.at('#/ideas')
  await boss.page.locator('a[data-row]', { hasText: 'Ciné-débat' }).click()
  await boss.page.locator('article input.grow').fill('Avec le centre des jeunes ?')
  await boss.page.locator('article form button').click()
  await boss.page.locator('.said', { hasText: 'centre des jeunes' }).waitFor()
  await boss.page.locator('.votes button', { hasText: 'S’en charger' }).click()
  await boss.page.locator('.lacks').waitFor()
  assert.match(boss.page.url(), /#\/activities\//, 'a draft of it is shown')
  assert.deepEqual(problems, [])
})

test('the same person in another spelling is found before somebody is written down twice', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  await at('#/people')
  await page.locator('input[type=search]').fill('فاطمة')
  await page.locator('a[data-row]').first().waitFor()
  await page.locator('input[type=search]').fill('Brahim Ely')
  await page.locator('a[data-row]', { hasText: 'Brahim ould Ely' }).waitFor()
  await page.locator('header button.primary').click()
  const dialog = page.locator('dialog')
  await dialog.locator('input[data-first]').fill('ابراهيم ولد اعل')
  await dialog.locator('.alike li', { hasText: 'Brahim ould Ely' }).locator('button').click()
  await page.locator('article h2', { hasText: 'Brahim ould Ely' }).waitFor()

  // What is known opens for a reason.
  await page.locator('article button', { hasText: 'Ouvrir la fiche' }).click()
  assert.ok(await dialog.locator('footer .primary').isDisabled(), 'it opens for no reason')
  await dialog.locator('input').fill('noter son accord pour le rappel')
  await dialog.locator('footer .primary').click()
  await page.locator('article button', { hasText: 'Noter un accord' }).click()
  await dialog.locator('select').first().selectOption('refresher')
  await dialog.locator('footer .primary').click()
  await page.locator('article .card', { hasText: 'Être prévenue des rappels' }).waitFor()

  // What is kept goes into a file for the person; the reason stands in no address.
  const asked = page.waitForRequest((r) => r.url().endsWith('/own'))
  const file = page.waitForEvent('download')
  await page.locator('article button', { hasText: 'Tout ce que l’on sait d’elle' }).click()
  assert.equal((await asked).method(), 'POST')
  const kept = JSON.parse(await readFile(await (await file).path(), 'utf8'))
  assert.equal(kept.kept[0].what, 'participant')
  assert.match(JSON.stringify(kept.kept[0].kept), /Brahim ould Ely/)
  assert.deepEqual(problems, [])
})

test('a trainer lets people take a test, and ticks what was seen done', { timeout: 60_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  await at('#/activities?when=past')
  await page.locator('a[data-row]', { hasText: 'Premiers secours, première' }).click()
  await page.locator('[role=tab]', { hasText: 'Acquis' }).click()
  await page.locator('.gains .whole').waitFor()
  assert.ok((await page.locator('.gains > div').count()) > 5, 'gains by topic')
  await page.locator('a[data-row]', { hasText: 'Premiers secours, deuxième' }).click()
  await page.locator('[role=tab]', { hasText: 'Acquis' }).click()
  await page.locator('article select').selectOption('first-aid')
  await page.locator('td button').first().click()
  const dialog = page.locator('dialog')
  await dialog.locator('input[type=radio]').first().check()
  await dialog.locator('button.primary').last().click()
  await page.locator('td .pill').first().waitFor()
  await page.locator('details summary').first().click()
  await page.locator('.skills button').first().click()
  await page.locator('.skills button[aria-pressed=true]').waitFor()
  assert.deepEqual(problems, [])
})

test('the first page says what waits, what is coming and what it lacks', { timeout: 60_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'safeguarding', language: 'ar', size: phone, problems })
  await at('#/')
  await page.locator('h1', { hasText: 'ما هو قادم' }).waitFor()
  const card = page.locator('.card.coming', { hasText: 'حكايات المساء في مخيم امبره' })
  assert.match(await card.innerText(), /راشدان/, 'children come, and one adult is enough')
  assert.match(await page.locator('.card.coming', { hasText: 'دورة تذكير' }).innerText(), /30 في القائمة من 30/)
  await page.locator('.waits a', { hasText: 'للمراجعة' }).click()
  await page.locator('.list li a', { hasText: 'اسأل أولا' }).waitFor()
  await page.context().close()
  assert.deepEqual(problems, [])
})

test('dates go to a telephone’s own calendar, and stop when the address is closed', { timeout: 60_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  await at('#/activities')
  await page.getByRole('button', { name: 'Dans mon agenda' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Faire mon adresse' }).click()
  const own = new URL(await dialog.getByLabel('Adresse de votre agenda').inputValue())
  const read = async () => fetch(node.console + own.pathname.slice(1))
  const calendar = await read()
  assert.match(calendar.headers.get('content-type') ?? '', /^text\/calendar/)
  assert.match(await calendar.text(), /BEGIN:VEVENT/)
  await dialog.getByRole('button', { name: 'Fermer l’adresse' }).click()
  await dialog.getByRole('button', { name: 'Faire mon adresse' }).waitFor()
  assert.equal((await read()).status, 404)
  await page.context().close()
  assert.deepEqual(problems, [])
})

test('an analyst finds nothing of it, neither in the menu nor at its addresses', { timeout: 60_000 }, async () => {
  const { page, at, context } = await officer(chromium, node, { role: 'analyst', problems: [] })
  await at('#/activities')
  await page.locator('nav.side a').first().waitFor()
  assert.equal(await page.locator('nav.side a[href="#/activities"], nav.side a[href="#/people"]').count(), 0)
  for (const path of ['activities', 'people', 'suggestions']) {
    const got = await context.request.get(`${node.console}api/v1/community/${path}`)
    const nothing = await context.request.get(`${node.console}api/v1/nothing`)
    assert.equal(got.status(), 404)
    assert.equal(await got.text(), await nothing.text())
  }
})

test('whoever reads from afar has their own hours, and a caravan its own days', { timeout: 60_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems, timezoneId: 'America/New_York' })
  await at('#/activities?view=month&month=2026-11')
  const on = (day) => page.locator('.day', { has: page.locator(`time[datetime="${day}"]`) })
  await on('2026-11-14').locator('a', { hasText: 'Caravane' }).waitFor()
  assert.equal(await page.locator('.day a', { hasText: 'Caravane' }).count(), 4, 'its days, no more and no others')
  assert.equal(await page.locator('.detail').isVisible(), false, 'a month has the page to itself until something is chosen')
  await on('2026-11-14').locator('a').click()
  await page.locator('.detail .route time').first().waitFor()
  assert.equal(await page.locator('.detail .route time').first().innerText(), '14 nov. 2026')
  await on('2026-11-02').locator('a').click()
  await page.locator('article h2', { hasText: 'première' }).waitFor()
  assert.match(await page.locator('article header').innerText(), /2 nov\. 2026 – 4 nov\. 2026/)
  // Nine in Bassikounou: the clock of New York went back on the first.
  assert.match(await page.locator('dd time').first().innerText(), /2 nov\. 2026 · 04:00–/)
  assert.deepEqual(problems, [])
})
