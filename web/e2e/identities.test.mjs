// Who sent a report: asked with a reason, decided by a second person, read by the
// first, and forgotten. Others do not see that there is such a page.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officer, openLine } from './console.mjs'
import { house } from './house.mjs'
import { answer } from './phone.mjs'

const { node, chromium } = await house()

const reason = 'Un enfant nommé dans le signalement doit être retrouvé aujourd’hui.'
const more = async (page, name) => {
  await page.getByRole('button', { name: 'Autres actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}

test('an identity is asked for, granted by another person, read, and forgotten', { timeout: 90_000 }, async () => {
  const problems = []
  const who = (role) => officer(chromium, node, { role, problems })
  const desk = await who('desk')
  // What came without a name has nothing to ask for.
  await desk.at('#/queue?state=open')
  await openLine(desk.page, 0)
  await desk.page.getByRole('button', { name: 'Autres actions' }).click()
  await desk.page.getByRole('menuitem', { name: 'Imprimer' }).waitFor()
  assert.equal(await desk.page.getByRole('menuitem', { name: /Demander qui/ }).count(), 0)
  await desk.page.keyboard.press('Escape')
  // Of a call, the vault knows who entered it.
  const word = 'motidentite' + Date.now().toString(36)
  await desk.at('#/enter')
  await desk.page.getByRole('button', { name: 'Incident sécuritaire' }).click()
  await desk.page.locator('form .question').first().waitFor()
  await answer(desk.page, { summary: word })
  await desk.page.locator('form button.primary').click()
  await desk.page.locator('.receipt').waitFor()
  await desk.at('#/queue?state=open')
  await openLine(desk.page, word)
  await more(desk.page, /Demander qui l’a envoyé/)
  const act = desk.page.locator('dialog footer button.primary')
  await desk.page.locator('dialog textarea').fill('court')
  assert.ok(await act.isDisabled(), 'a reason is a sentence')
  await desk.page.locator('dialog textarea').fill(reason)
  await act.click()
  await desk.page.getByText('Demande envoyée').waitFor()
  await desk.at('#/identities?tab=mine')
  await desk.page.locator('li.card', { hasText: reason }).getByText('En attente').waitFor()
  assert.equal(await desk.page.getByRole('button', { name: 'Accorder' }).count(), 0, 'nobody grants what they asked for')

  // Analysts and operators have no such page, by its address neither.
  for (const role of ['analyst', 'operator', 'administrator']) {
    const other = await who(role)
    assert.equal(await other.page.locator('nav a[href="#/identities"]').count(), 0, role)
    await other.at('#/identities')
    await other.page.waitForFunction(() => !location.hash.startsWith('#/identities'))
    await other.context.close()
  }

  const oversight = await who('oversight')
  await oversight.page.locator('nav a[href="#/identities"] .badge', { hasText: '1' }).waitFor()
  await oversight.page.locator('nav a[href="#/identities"]').click()
  const question = oversight.page.locator('li.card', { hasText: reason })
  await question.getByRole('button', { name: 'Accorder' }).click()
  await oversight.page.locator('dialog textarea').fill('Accordé : une vie est en jeu.')
  await oversight.page.locator('dialog footer button.primary').click()
  await question.getByText('Accordée', { exact: true }).waitFor()

  // The one who asked is told at once, and reads it.
  const mine = desk.page.locator('li.card', { hasText: reason })
  await mine.getByRole('button', { name: 'Lire l’identité' }).click()
  await desk.page.locator('dialog footer button').last().click()
  await desk.page.locator('dialog dd').first().waitFor()
  await desk.page.keyboard.press('Escape')
  await mine.getByText('lue 1 fois').waitFor()

  // Then it is forgotten, for every report of the same hand.
  await oversight.page.evaluate(() => dispatchEvent(new Event('focus'))) // who comes back to the page sees what is new
  await question.getByText('lue 1 fois').waitFor()
  await question.getByRole('button', { name: 'Oublier la source…' }).click()
  const sure = oversight.page.locator('dialog footer button.alarm')
  await oversight.page.locator('dialog textarea').fill('Le but est atteint : plus rien à garder.')
  assert.ok(await sure.isDisabled(), 'the word is typed')
  await oversight.page.locator('dialog input').fill('oublier')
  await sure.click()
  await question.waitFor({ state: 'detached' })
  await desk.at('#/queue?state=open')
  await openLine(desk.page, word)
  await more(desk.page, /Demander qui l’a envoyé/)
  await desk.page.locator('dialog textarea').fill(reason)
  await act.click()
  await desk.page.getByText('personne ne sait qui a envoyé').waitFor()
  await Promise.all([desk.context.close(), oversight.context.close()])
  assert.deepEqual(problems, [])
})
