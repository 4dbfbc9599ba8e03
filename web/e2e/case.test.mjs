// The work on an incident at the console: from a report to what was done, who was told, and back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { officer } from './console.mjs'
import { desk } from './desk.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

test('an incident is where the work is done', { timeout: 180_000 }, async () => {
  const problems = []
  const { api } = await desk({ newContext: (o) => request.newContext(o) }, node, 'desk')
  const got = async (path) => (await api.get('/api/v1/' + path)).json()
  const { page, at } = await officer(chromium, node, { role: 'desk', problems })

  // A report, and what is proposed as the same: an incident is opened for both.
  await at('#/queue?state=new')
  await page.locator('article.report dl').first().waitFor()
  const same = page.getByRole('region', { name: 'Parle peut-être de la même chose' })
  await same.waitFor()
  let id = ''
  for (let n = 0; n < 25 && !id; n++) {
    const link = same.getByRole('button', { name: 'La même chose' })
    await same.locator('ul').first().waitFor()
    if ((await same.locator('.of').count()) === 0 && (await link.count()) && (await same.locator('li a[href*="report/"]').count())) {
      await link.first().click()
      const of = same.locator('.of a')
      await of.first().waitFor()
      id = (await of.first().getAttribute('href')).split('/').pop()
    } else await page.keyboard.press('j')
  }
  assert.ok(id, 'nothing was proposed as the same')
  await at('#/incident/' + id)
  const suites = page.getByRole('region', { name: 'Suites données' })
  await suites.waitFor()

  // A unit is asked, by keys, and its answer comes back while the page is open.
  await page.keyboard.press('t')
  await page.getByRole('combobox', { name: 'À quelle unité' }).fill('gendarmerie')
  await page.getByRole('option').first().click()
  await page.getByLabel('Que doit-elle faire ?').fill('Allez voir au puits.')
  await page.keyboard.press('Control+Enter')
  await suites.getByText('Allez voir au puits.').waitFor()
  const [task] = (await got(`incidents/${id}/follow-up`)).tasks
  const chief = await desk({ newContext: (o) => request.newContext(o) }, node, 'chief')
  const ended = await chief.api.post(`/api/v1/tasks/${task.id}/finish`, { data: { text: 'Deux hommes, partis vers le nord.' } })
  assert.ok(ended.ok(), await ended.text())
  await suites.getByText('Deux hommes, partis vers le nord.').waitFor()
  await page.getByRole('region', { name: 'Ce qu’on savait, et quand' }).getByText('Deux hommes, partis vers le nord.').waitFor()

  // What was done is noted; who reported hears of it, once, after a look at it.
  await page.keyboard.press('r')
  await page.getByLabel('En quelques mots').fill('Une patrouille garde le puits.')
  await page.keyboard.press('Control+Enter')
  await suites.getByText('Une patrouille garde le puits.').waitFor()
  await suites.getByRole('button', { name: 'Dire aux auteurs ce qui a été fait' }).click()
  const tell = page.getByRole('dialog')
  await tell.getByText('chacune une seule fois').or(tell.getByText('une seule fois')).first().waitFor()
  const send = tell.getByRole('button', { name: 'Envoyer à chacun' })
  assert.ok(await send.isDisabled(), 'it is not sent unread')
  await tell.getByRole('checkbox').check()
  await send.click()
  await suites.getByText(/prévenues? de ce qui a été fait/).waitFor()

  // It is merged with another one, looked at before, and taken apart again.
  const other = (await got('incidents?sort=-changed')).items.find((i) => i.id !== id)
  await page.keyboard.press('m')
  const merge = page.getByRole('dialog')
  await merge.locator(`input[value="${other.id}"]`).check()
  await merge.getByRole('region', { name: 'Ce qui en résulte' }).waitFor()
  await merge.getByRole('button', { name: 'Réunir' }).click()
  await page.waitForURL('**/' + other.id)
  await page.getByRole('region', { name: 'Suites données' }).getByText('Une patrouille garde le puits.').waitFor()
  await page.getByRole('region', { name: 'Incidents réunis ici' }).getByRole('button', { name: 'Les séparer' }).click()
  await page.getByRole('region', { name: 'Incidents réunis ici' }).waitFor({ state: 'detached' })

  // It is closed, with its reports; that is undone in one click.
  await at('#/incident/' + id)
  await suites.waitFor()
  await page.keyboard.press('c')
  await page.getByRole('dialog').getByLabel('Avéré').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Clore' }).click()
  await page.locator('header .pill', { hasText: 'Avéré' }).waitFor()
  const closed = await got(`incidents/${id}`)
  assert.deepEqual(new Set(closed.behind.map((b) => b.report.state)), new Set(['closed']))
  await page.getByRole('button', { name: 'Annuler' }).last().click()
  await page.locator('header .pill', { hasText: 'Ouvert' }).waitFor()
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).behind.some((b) => b.report.state !== 'closed'), `/api/v1/incidents/${id}`)
  await api.dispose()
  await chief.api.dispose()
  assert.deepEqual(problems, [])
})

test('an incident is erased with a reason and the word, and its reports stay', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'chief', problems })
  const { api } = await desk({ newContext: (o) => request.newContext(o) }, node, 'chief')
  const { items } = await (await api.get('/api/v1/incidents')).json()
  let mine
  for (const i of items) {
    const v = await (await api.get('/api/v1/incidents/' + i.id)).json()
    if (v.can.includes('incident.erase') && v.behind.length) mine ??= v
  }
  assert.ok(mine, 'the chief may erase none')
  await at('#/incident/' + mine.id)
  await page.getByRole('button', { name: 'Autres actions' }).click()
  await page.getByRole('menuitem', { name: 'Effacer…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Ce qui reste').waitFor()
  const go = dialog.getByRole('button', { name: 'Effacer pour toujours' })
  await dialog.getByRole('textbox').first().fill('ouvert par erreur')
  assert.ok(await go.isDisabled(), 'the word is asked for')
  await dialog.getByRole('textbox').last().fill('effacer')
  await go.click()
  await page.waitForURL('**#/incidents**')
  assert.equal((await api.get('/api/v1/incidents/' + mine.id)).status(), 404)
  assert.ok((await api.get(`/api/v1/reports/${mine.behind[0].id}?reason=test`)).ok())
  await api.dispose()
  assert.deepEqual(problems, [])
})
