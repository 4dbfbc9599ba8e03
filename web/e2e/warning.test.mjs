// Two people warn the public: a desk drafts, a chief releases, everybody reads it
// without an account, and it is taken back the same way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

test('drafted by one, released by another, read by all, taken back', { timeout: 120_000 }, async () => {
  const problems = []
  const desk = await officer(chromium, node, { role: 'desk', problems })
  const chief = await officer(chromium, node, { role: 'chief', problems })
  const d = desk.page
  const c = chief.page
  const words = 'Eau dangereuse au marché n° ' + (Date.now() % 10_000)

  await desk.at('#/warnings/new')
  await d.getByRole('combobox', { name: 'Danger' }).fill('Eau')
  await d.getByRole('option', { name: 'Eau dangereuse' }).click()
  await d.locator('summary', { hasText: 'Lieux' }).click()
  await d.getByPlaceholder('Chercher').fill('Bassikounou')
  await d
    .getByRole('option', { name: /Bassikounou/ })
    .first()
    .click()
  for (const [legend, texts] of [
    ['Français', [words, 'Faites bouillir l’eau. Appelez le 36 12 34 56.', 'Des gens sont malades.']],
    ['العربية', ['مياه غير صالحة في السوق', 'اغلوا الماء قبل شربه.', 'مرض عدد من الناس.']],
  ]) {
    const group = d.getByRole('group', { name: legend })
    for (const [i, text] of texts.entries()) await group.getByRole('textbox').nth(i).fill(text)
  }
  const send = d.getByRole('button', { name: 'Soumettre à une seconde personne' })
  await send.click()
  await d.getByText('le texte contient un numéro de téléphone').first().waitFor()
  await d.getByRole('group', { name: 'Français' }).getByRole('textbox').nth(1).fill('Faites bouillir l’eau avant de la boire.')
  await send.click()
  await d.locator('article h1', { hasText: words }).waitFor()
  assert.equal(await d.getByRole('button', { name: 'Publier', exact: true }).count(), 0, 'whoever drafted it cannot release it')

  const read = async (path) => (await fetch(node.console + path)).text()
  assert.ok(!(await read('public/warnings?lang=fr')).includes(words), 'the public reads nothing yet')

  await chief.at('#/warnings')
  await c.locator('.list li a', { hasText: words }).click()
  await c.locator('.acts').getByRole('button', { name: 'Publier', exact: true }).click()
  const dialog = c.getByRole('dialog')
  assert.ok(await dialog.getByRole('button', { name: 'Publier', exact: true }).isDisabled(), 'it is read first')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Publier', exact: true }).click()
  await c.getByText('Ce que lit la population').waitFor()
  await d.getByText('Ce que lit la population').waitFor() // the drafter's page hears of it

  assert.ok((await read('public/warnings?lang=fr')).includes(words))
  const feed = await read('public/cap?lang=fr')
  assert.ok(feed.includes(words))
  const href = feed
    .split('<entry>')
    .find((e) => e.includes(words))
    .match(/href="\/(public\/cap\/[^"]+)"/)[1]
  const message = await read(href)
  assert.ok(message.includes('<status>Test</status>') && message.includes('SignatureValue'), 'a demo warns as a test, and signs')

  await d.locator('.acts').getByRole('button', { name: 'Lever l’alerte' }).click()
  await d.getByRole('dialog').getByRole('textbox').fill('L’eau est de nouveau bonne.')
  await d.getByRole('dialog').getByRole('button', { name: 'Lever l’alerte' }).click()
  // Until this page hears of it, its own button asks for the same.
  await c.locator('.acts [aria-keyshortcuts=a]', { hasText: 'Lever l’alerte' }).click()
  await c.getByRole('dialog').getByRole('checkbox').check()
  await c.getByRole('dialog').getByRole('button', { name: 'Lever l’alerte' }).click()
  await c.locator('article header .pill', { hasText: 'Levée' }).waitFor()
  const after = await read('public/cap?lang=fr')
  assert.ok(after.includes('Levée : ' + words))
  assert.deepEqual(
    problems.filter((p) => !p.includes('400')),
    [],
  )
})
