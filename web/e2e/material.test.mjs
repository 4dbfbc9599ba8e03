// What a community made goes from a draft to everybody: written by one, read by
// somebody who looks after children, published by a third, and read without an
// account. SHOTS=DIR keeps pictures of the pages.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const shots = process.env.SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const shot = async (page, name) => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) })
}

const { node, chromium } = await house()

test('written, read, published, used, and read by all', { timeout: 240_000 }, async () => {
  const problems = []
  const writer = await officer(chromium, node, { role: 'organiser', problems })
  const w = writer.page
  const title = 'Le puits partagé ' + (Date.now() % 10_000)

  await writer.at('#/materials')
  await w.getByRole('button', { name: 'Nouveau support' }).click()
  for (const [legend, texts] of [
    ['Français', [title, 'Une histoire sur l’eau et les voisins.', 'Il était une fois un puits entre deux villages.\n\nLes enfants ont écrit la suite.']],
    ['العربية', ['البئر المشتركة', 'قصة عن الماء والجيران.', 'كان يا ما كان، بئر بين قريتين.']],
  ]) {
    const group = w.getByRole('group', { name: legend })
    for (const [i, text] of texts.entries()) await group.getByRole('textbox').nth(i).fill(text)
  }
  await shot(w, 'new')
  await w.getByRole('button', { name: 'Enregistrer les textes' }).click()
  await w.locator('article h1', { hasText: title }).waitFor()

  // A picture goes up, and is described.
  const picture = Buffer.from(
    await w.evaluate(async () => {
      const c = new OffscreenCanvas(600, 400)
      const g = c.getContext('2d')
      g.fillStyle = '#17578f'
      g.fillRect(0, 0, 600, 400)
      g.fillStyle = '#ffb366'
      g.fillRect(200, 120, 200, 160)
      return [...new Uint8Array(await (await c.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())]
    }),
  )
  await w.locator('input[type=file]').setInputFiles({ name: 'secret-name.jpg', mimeType: 'image/jpeg', buffer: picture })
  const dialog = w.getByRole('dialog')
  await dialog.getByLabel('Nom, comme les gens le lisent').fill('Affiche, A3')
  await dialog.getByLabel(/Ce que l’on y voit/).fill('Un puits entre deux maisons.')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await w.locator('.files strong', { hasText: 'Affiche, A3' }).waitFor()
  await shot(w, 'draft')
  await w.getByRole('button', { name: 'Remettre pour relecture' }).click()
  await w.locator('article header .pill', { hasText: 'Attend la relecture' }).waitFor()

  const read = async (path) => (await fetch(node.console + path)).text()
  assert.ok(!(await read('public/materials?lang=fr')).includes(title), 'the public reads nothing yet')

  const guardian = await officer(chromium, node, { role: 'safeguarding', problems })
  const g = guardian.page
  await guardian.at('#/materials?tab=waiting')
  await g.locator('.list li a', { hasText: title }).click()
  await g.frameLocator('iframe').locator('h1', { hasText: title }).waitFor()
  await shot(g, 'preview')
  await g.locator('.acts').getByRole('button', { name: 'Relire' }).click()
  const review = g.getByRole('dialog')
  const approve = review.getByRole('button', { name: 'Approuver' })
  assert.ok(await approve.isDisabled(), 'all is gone through first')
  for (const box of await review.getByRole('checkbox').all()) await box.check()
  await shot(g, 'review')
  await approve.click()
  await g.locator('article header .pill', { hasText: 'Approuvé' }).waitFor()
  assert.equal(await g.locator('.acts').getByRole('button', { name: 'Publier' }).count(), 0, 'who reads it does not publish it')

  await w.reload()
  await w.locator('.acts').getByRole('button', { name: 'Publier' }).click()
  await w.getByRole('dialog').getByRole('button', { name: 'Publier' }).click()
  await w.locator('article header .pill', { hasText: 'Public' }).waitFor()
  assert.ok((await read('public/materials?lang=fr')).includes(title))

  // Everybody reads it, on a small phone, from right to left, without a script.
  const phone = await chromium.newContext({ viewport: { width: 320, height: 640 }, locale: 'ar', javaScriptEnabled: false })
  const p = await phone.newPage()
  await p.goto(node.console + 'public/materials?lang=ar')
  await shot(p, 'public-list-ar-320')
  await p.getByRole('link', { name: 'البئر المشتركة' }).first().click()
  await p.locator('h1', { hasText: 'البئر المشتركة' }).waitFor()
  assert.equal(await p.evaluate(() => document.documentElement.scrollWidth <= innerWidth).catch(() => true), true)
  await shot(p, 'public-one-ar-320')
  const got = await Promise.all([p.waitForEvent('download'), p.locator('a.get').first().click()])
  assert.match(got[0].suggestedFilename(), /\.jpg$/)
  await phone.close()

  await w.getByRole('tab', { name: 'Usages' }).click()
  await w.getByRole('button', { name: 'Noter un usage' }).click()
  const use = w.getByRole('dialog')
  await use.getByLabel(/^Où/).fill('Marché de Fassala')
  await use.getByLabel('Exemplaires imprimés').fill('40')
  await use.getByLabel('Personnes qui l’ont vu ou entendu').fill('300')
  await use.getByLabel(/Ce que les gens ont dit/).fill('On veut la suite.')
  await use.locator('footer button.primary').click()
  await w.locator('li strong', { hasText: 'Marché de Fassala' }).waitFor()
  await shot(w, 'uses')

  await w.getByRole('button', { name: 'Clé USB' }).click()
  await w.getByRole('dialog').getByRole('textbox').fill('École de Mbera 2')
  const kit = await Promise.all([w.waitForEvent('download'), w.getByRole('button', { name: 'Préparer la clé' }).click()])
  assert.match(kit[0].suggestedFilename(), /^wasl-.*\.zip$/)
  await w.getByRole('dialog').locator('li strong', { hasText: 'École de Mbera 2' }).waitFor()
  await shot(w, 'kit')
  await w.getByRole('dialog').getByRole('button', { name: 'Fermer' }).click()

  // A child of the demo is named on its poster, which is in the kit. When the consent is
  // taken back, the console names the sticks that still carry the name.
  await writer.at('#/people')
  const found = w.waitForResponse((r) => r.url().endsWith('/community/people/find') && r.request().postDataJSON().name === 'Mariam')
  await w.getByRole('searchbox').fill('Mariam')
  await found
  await w.locator('a[data-row]', { hasText: '6-11' }).first().click()
  await w.getByRole('button', { name: 'Ouvrir la fiche' }).click()
  await w.getByRole('dialog').getByRole('textbox').fill('La mère est venue le demander.')
  await w.getByRole('dialog').locator('button.primary').click()
  await w.locator('article .row', { hasText: 'Être nommée parmi les auteurs' }).getByRole('button').click()
  await w.getByRole('dialog').locator('button.alarm, button.danger, button.primary').last().click()
  await w.getByRole('dialog').locator('li strong', { hasText: 'École de Mbera 2' }).waitFor()
  await shot(w, 'carried')

  if (shots) {
    for (const [language, theme, size] of [
      ['ar', 'dark', { width: 1440, height: 900 }],
      ['ar', 'light', { width: 320, height: 700 }],
    ]) {
      const o = await officer(chromium, node, { role: 'organiser', language, theme, size, problems })
      await o.at('#/materials')
      await o.page.locator('.list li a').first().click()
      await o.page.locator('article h1').waitFor()
      await o.page.getByRole('tab').first().click()
      await o.page.waitForTimeout(500)
      await shot(o.page, `console-${language}-${theme}-${size.width}`)
      await o.context.close()
    }
  }
  await Promise.all([writer.context.close(), guardian.context.close()])
  assert.deepEqual(problems, [])
})
