// Who answers at night: a watch drawn on the map, a roster changed, an alert that
// climbs from a desk to the nation, a shift handed on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const { node, chromium } = await house()

const button = (page, name) => page.getByRole('button', { name, exact: true })
const pick = async (page, label, text) => {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.click()
  await box.fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

test('a watch is drawn, tried on the past and switched on', { timeout: 120_000 }, async () => {
  const { context, page, at, problems } = await officer(chromium, node, { role: 'chief' })
  await at('#/watches/+')
  await page.getByLabel('Nom en français').fill('Attaques dans le Hodh')
  await page.getByLabel('Nom en arabe').fill('هجمات في الحوض')
  await page.getByLabel('Nom en anglais').fill('Attacks in the Hodh')
  await page.getByText('Dans un polygone').click()
  const told = page.locator('.drawn [role=status]')
  const save = button(page, 'Enregistrer')
  assert.equal(await save.isDisabled(), true, 'there is no fence yet')

  // Four corners crosswise: two sides cross, and it cannot be saved.
  await page.locator('.drawn .map canvas').waitFor()
  const corner = async (x, y, n) => {
    const box = await page.locator('.drawn .map').boundingBox()
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
    await page.locator('.drawn .corner').nth(n).waitFor()
  }
  await page.locator('.drawn .map').scrollIntoViewIfNeeded()
  for (const [n, [x, y]] of [
    [0.3, 0.3],
    [0.7, 0.7],
    [0.7, 0.3],
    [0.3, 0.7],
  ].entries())
    await corner(x, y, n)
  await told.getByText('Deux côtés se croisent').waitFor()
  assert.equal(await save.isDisabled(), true)
  // A corner is taken away and another pushed by the keyboard alone.
  await page.locator('.drawn .corner').nth(3).focus()
  await page.keyboard.press('Delete')
  await told.getByText('3 coins').waitFor()
  const before = await told.textContent()
  await page.locator('.drawn .corner').nth(0).focus()
  await page.keyboard.press('ArrowUp')
  await page.waitForFunction((b) => document.querySelector('.drawn [role=status]').textContent !== b, before)
  // Or one begins with a wilaya.
  await pick(page, 'Partir d’un lieu ou d’une unité', 'Hodh Ech Chargui')
  await page.waitForFunction(() => document.querySelectorAll('.drawn .corner').length > 6)

  await page.getByText('Une échelle propre').click()
  await button(page, 'Ajouter un niveau').click()
  await pick(page, 'Répond d’abord 2', 'Cheikh ould Mohamed')
  await page.getByLabel('Délai 1').fill('2')
  const sentence = await page.locator('.preview p').textContent()
  assert.match(sentence, /l’unité de l’alerte a .*puis Cheikh ould Mohamed \(l’unité au-dessus\) a 2 h/)

  await button(page, 'Essayer sur le passé').click()
  await page.getByText(/elle aurait donné/).waitFor()
  await save.click()
  await page.locator('.rows a[aria-current]', { hasText: 'Attaques dans le Hodh' }).waitFor()
  await button(page, 'Mettre en marche').click()
  await page.locator('dialog textarea').fill('attaques récentes')
  await page.locator('dialog footer button').last().click()
  await page.locator('.rows a[aria-current] .pill.good').waitFor()
  // What was changed and not saved waits for whoever comes back, until it is undone.
  const name = page.getByLabel('Nom en français')
  await name.fill('Attaques au bord de la route')
  await page.locator('.rows a:not([aria-current])').first().click()
  await page.waitForFunction(() => !document.querySelector('.rows a[aria-current]')?.textContent.includes('Attaques dans le Hodh'))
  await page.locator('.rows a', { hasText: 'Attaques dans le Hodh' }).click()
  await page.waitForFunction(() => [...document.querySelectorAll('input')].some((i) => i.value === 'Attaques au bord de la route'))
  await button(page, 'Annuler').click()
  assert.equal(await name.inputValue(), 'Attaques dans le Hodh')
  // It comes back as it was drawn.
  await page.reload()
  assert.ok((await page.locator('.drawn .corner').count()) > 6 || (await page.locator('.drawn .corner').nth(6).waitFor(), true))
  await context.close()
  assert.deepEqual(problems, [])
})

test('a roster is changed, an alert climbs and is answered, a shift is handed on', { timeout: 120_000 }, async () => {
  const chief = await officer(chromium, node, { role: 'chief' })
  const c = chief.page
  await chief.at('#/duty')
  await c.locator('.rows a', { hasText: 'Bassikounou' }).click()
  await button(c, 'Modifier le tableau').click()
  await c.getByRole('tab', { name: /Jours fériés/ }).click()
  await button(c, 'Ajouter ceux de la Mauritanie').click()
  assert.equal(await c.locator('dialog fieldset').count(), 10)
  assert.equal(await c.locator('dialog .pill', { hasText: 'Date à vérifier' }).count(), 6)
  await button(c, 'Vérifiée').first().click()
  assert.equal(await c.locator('dialog .pill', { hasText: 'Date à vérifier' }).count(), 5)
  // Ahmed answers alone for two days, whatever the week says.
  await c.getByRole('tab', { name: /Exceptions/ }).click()
  await button(c, 'Ajouter une exception').click()
  const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
  for (const [i, value] of [day(0), '00:00', day(2), '00:00'].entries()) await c.locator('dialog fieldset .both input').nth(i).fill(value)
  await pick(c, 'Répond', 'Ahmed ould Brahim')
  await button(c, 'Enregistrer').click()
  await c.locator('dialog').waitFor({ state: 'detached' })
  // The week is read anew after the dialog has gone: then one piece is the whole of today.
  await c.waitForFunction(() => document.querySelectorAll('.week .today .piece').length === 1)
  await c.locator('.week .today .piece', { hasText: 'Ahmed ould Brahim' }).waitFor()
  assert.equal(await c.locator('.week .today .piece.gap').count(), 0)

  // The desk raises an alert and sends it up; the chief sees it come and takes it in hand.
  const desk = await officer(chromium, node, { role: 'desk' })
  const d = desk.page
  await desk.at('#/alerts')
  await button(d, 'Donner l’alerte').click()
  const word = 'Convoi armé au puits ' + Date.now()
  await d.locator('dialog textarea').fill(word)
  await d.locator('dialog footer button').last().click()
  await d.locator('article .word', { hasText: word }).waitFor()
  const here = d.locator('article ol li[aria-current=step]')
  assert.match(await here.textContent(), /Bassikounou.*Ahmed ould Brahim/s)
  await chief.at('#/alerts')
  await button(d, 'Faire monter').click()
  await d.locator('dialog textarea').fill('au-delà de nos moyens')
  await d.locator('dialog footer button').last().click()
  await d.locator('article ol li[aria-current=step]', { hasText: 'Direction nationale' }).waitFor()
  const number = (await d.locator('.rows a[aria-current] .num').first().textContent()).trim()
  await c.locator('.rows a', { hasText: number }).first().click()
  await c.locator('article .word', { hasText: word }).waitFor()
  await c.locator('article h1').click()
  await c.keyboard.press('a')
  await d.locator('article .pill.good').waitFor()
  await d
    .getByText(/Cheikh ould Mohamed/)
    .first()
    .waitFor()
  await button(c, 'Terminer').click()
  await c.locator('dialog footer button').last().click()
  await c.locator('article .pill', { hasText: 'C’était vrai' }).waitFor()
  await c.getByRole('tab', { name: /Terminées/ }).click()
  await c.locator('.rows a', { hasText: number }).first().waitFor()

  // Ahmed asks the chief to take his shift, and is relieved of it.
  await desk.at('#/duty/me')
  await button(d, 'Céder').first().click()
  await pick(d, 'À qui ?', 'Cheikh ould Mohamed')
  await button(d, 'Demander').click()
  await d.getByText('demandé', { exact: true }).waitFor()
  await chief.at('#/duty/me')
  await button(c, 'Accepter').click()
  await c.getByText('accepté', { exact: true }).waitFor()
  await chief.at('#/duty')
  await c.locator('.rows a', { hasText: 'Bassikounou' }).getByText('Cheikh ould Mohamed').waitFor()
  await Promise.all([chief.context.close(), desk.context.close()])
  assert.deepEqual([...chief.problems, ...desk.problems], [])
})
