// Triage at the console: by keys alone, by two people at once, and by a rule.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lines, officer } from './console.mjs'
import { desk } from './desk.mjs'
import { house } from './house.mjs'
import { request } from 'playwright-core'

const { node, chromium } = await house()

// How long practised hands take, by the keystroke-level model of Card, Moran and
// Newell (1980): seconds for a key of an average typist, and to make up one's mind.
const key = 0.28
const thought = 1.35
const most = 20

test('a report is triaged by keys alone, in few enough of them', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'desk', problems })
  await at('#/queue?state=new')
  const first = page.locator('.line.selected', { has: page.locator('.proposed') })
  await page.locator('article.report dl').first().waitFor()
  let keys = 0
  let thoughts = 0
  /** One decision, in so many keys. */
  const press = async (...pressed) => {
    thoughts++
    for (const k of pressed) {
      await page.keyboard.press(k)
      keys++
    }
  }
  // The list stands in the order in which things are due: on to the first that a rule has a word about.
  while (!(await first.count())) {
    await press('j')
    await page.waitForFunction(() => document.querySelector('.line.selected'))
  }
  keys = thoughts = 0 // what went before is reading, of other reports
  const id = await first.getAttribute('data-id')
  const { api, report } = await desk({ newContext: (o) => request.newContext(o) }, node, 'desk')
  await page.locator('.proposals').waitFor()
  await press('t') // lives are at risk: what the rule proposes
  await page.locator('article .pill.now').first().waitFor()
  await press('a') // it is mine
  await page.locator('article dd', { hasText: 'Ahmed ould Brahim' }).waitFor()
  await press('g', 'b', '2', 'Enter')
  await page.locator('article .pills', { hasText: 'B2' }).waitFor()
  await press('e') // and checked from now on
  await page.locator('article .pill', { hasText: 'En vérification' }).waitFor()
  await press('j') // the next one
  await page.waitForFunction((was) => document.querySelector('.line.selected')?.dataset.id !== was, id)

  const r = await report(id)
  assert.deepEqual([r.urgency, r.state, r.source + r.information, r.assignee.name], ['now', 'checking', 'B2', 'Ahmed ould Brahim'])
  assert.deepEqual(
    r.proposals.map((p) => [p.idea, p.standing, p.by.name]),
    [['urgency', 'taken', 'Ahmed ould Brahim']],
  )
  const seconds = keys * key + thoughts * thought
  assert.ok(seconds < most, `${keys} keys and ${thoughts} decisions: ${seconds.toFixed(1)} s`)
  console.log(`triage: ${keys} keys, ${thoughts} decisions, ${seconds.toFixed(1)} s by the keystroke-level model`)
  await api.dispose()
  assert.deepEqual(problems, [])
})

test('hands are faster than a bad line: keys pressed meanwhile are done in their order', { timeout: 120_000 }, async () => {
  const { page, context, at } = await officer(chromium, node, { role: 'desk' })
  let slow = 0
  await context.route('**/api/v1/reports/*/{state,assign}', async (route) => {
    slow++
    await new Promise((done) => setTimeout(done, 900))
    await route.continue()
  })
  await at('#/queue?state=new')
  await lines(page).first().waitFor()
  await page.locator('article.report dl').first().waitFor()
  const id = await page.locator('.line.selected').getAttribute('data-id')
  for (const k of ['e', 'a', 'g', 'b', '2', 'Enter']) await page.keyboard.press(k)
  const { api, report } = await desk({ newContext: (o) => request.newContext(o) }, node, 'desk')
  await page.locator('article .pills', { hasText: 'B2' }).waitFor()
  const r = await report(id)
  assert.deepEqual([r.state, r.assignee?.name, r.source + r.information], ['checking', 'Ahmed ould Brahim', 'B2'])
  assert.equal(slow, 2)
  assert.equal(await page.getByRole('dialog').count(), 0)
  await page.keyboard.press('a') // given back, and the same key twice is one act
  await page.keyboard.press('a')
  await page.locator('article dd', { hasText: 'Ahmed ould Brahim' }).waitFor({ state: 'detached' })
  await page.waitForTimeout(2000)
  assert.equal((await report(id)).assignee, undefined)
  assert.equal(slow, 3)
  await api.dispose()
})

test('two people at one report: the slower one is told who did what', { timeout: 120_000 }, async () => {
  const { page, context, at } = await officer(chromium, node, { role: 'desk' })
  await context.route('**/api/v1/events', (route) => route.abort()) // what happens meanwhile is not seen
  await at('#/queue?state=checking')
  await page.reload()
  await lines(page).first().waitFor()
  await page.locator('article.report dl').first().waitFor()
  const id = await page.locator('.line.selected').getAttribute('data-id')
  const chief = await desk({ newContext: (o) => request.newContext(o) }, node, 'chief')
  const graded = await chief.api.post(`/api/v1/reports/${id}/grade`, { data: { source: 'F', information: 6 } })
  assert.ok(graded.ok())
  await page.keyboard.press('a')
  const told = page.locator('.news[role=alert]')
  await told.waitFor()
  const words = await told.textContent()
  assert.match(words, /Cheikh ould Mohamed/)
  assert.match(words, /F6/)
  assert.equal((await chief.report(id)).assignee, undefined, 'nothing was done over what the other did')
  await told.getByRole('button').click()
  await page.keyboard.press('a') // seen, and still wanted
  await page.locator('article dd', { hasText: 'Ahmed ould Brahim' }).waitFor()
  await chief.api.dispose()
})

test('a rule is built, refused, tried, switched on, and speaks up', { timeout: 180_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'chief', problems })
  await at('#/rules/new')
  await page.getByLabel('Nom de la règle').fill('Girafes près du puits')
  await page.getByRole('button', { name: 'la nature est choisir…' }).click()
  await page.getByRole('option', { name: 'Attaque armée', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Ajouter une condition' }).click()
  await page.getByRole('menuitem', { name: 'le texte contient' }).click()
  const words = page.locator('textarea.words')
  await words.fill('le') // no search looks for it
  await page.locator('.reads .notice').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Garder' }).isDisabled())
  await words.fill('girafe, زرافة')
  await page.locator('.reads .sentence', { hasText: 'girafe' }).waitFor()
  await page.getByRole('button', { name: 'Garder' }).click()

  // It runs only after a trial; what saw nothing or met much needs a second person.
  await page.getByText('Pas encore essayée.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Mettre en marche' }).count(), 0)
  await page.getByRole('button', { name: 'Essayer sur le passé' }).click()
  await page.getByText('Aucun signalement de ces jours n’est concerné.').waitFor()
  await page.getByRole('button', { name: 'Mettre en marche' }).click()
  await page.getByLabel('Pourquoi (reste écrit)').fill('on en voit trop')
  await page.getByRole('dialog').getByRole('button', { name: 'Mettre en marche' }).click()
  await page.locator('header .pill', { hasText: 'En marche' }).waitFor()

  // From the next report on it proposes, before anybody has looked.
  await at('#/queue?state=open')
  await lines(page).first().waitFor()
  const chief = await desk({ newContext: (o) => request.newContext(o) }, node, 'chief')
  const sent = await chief.api.put(`/api/v1/reports/${crypto.randomUUID()}`, {
    data: {
      form: 'security-incident',
      language: 'fr',
      answers: {
        '/data/kind': 'attack',
        '/data/urgency': 'no',
        '/data/place/where_place': 'MR012',
        '/data/place/where_detail': 'puits',
        '/data/summary': 'Une girafe attaque le puits',
      },
    },
  })
  assert.ok(sent.ok(), await sent.text())
  await page.locator('.fresh').click({ timeout: 30_000 })
  await page
    .locator('.line', { has: page.locator('.proposed') })
    .filter({ hasText: 'girafe' })
    .waitFor({ timeout: 30_000 })
  await chief.api.dispose()
  assert.deepEqual(problems, [])
})
