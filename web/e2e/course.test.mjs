// A course is written at the console: seen as learners see it while it is typed,
// mended where the checker says, kept as a draft, and published as a new version.
// SHOTS=DIR keeps pictures of the pages.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, demo } from './browser.mjs'
import { officer } from './console.mjs'

const shots = process.env.SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const shot = async (page, name) => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) })
}

let node, chromium
before(async () => {
  node = await demo()
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await node?.stop()
})
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40" fill="#17578f"/></svg>'

test('a course is edited with its preview, keeps its draft, and is published as the next version', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  page.on('response', (r) => {
    if (r.status() >= 400) problems.push(`${r.status()} ${r.url()}`)
  })
  await at('#/courses/first-aid')
  await page.getByRole('link', { name: 'Modifier' }).click()
  const outline = page.getByRole('navigation', { name: 'Plan du cours' })
  await outline.getByRole('button').nth(1).click()
  const text = page.locator('textarea[data-language=fr]')
  const preview = page.locator('.shown')
  await preview.locator('article.course h2').first().waitFor()
  const pages = await outline.locator('ol ol li').count()

  // A page is added in every language, and what is typed is shown as the player shows it.
  await outline.getByRole('button', { name: 'Ajouter une page' }).click()
  assert.equal(await outline.locator('ol ol li').count(), pages + 1)
  await preview.locator('h2', { hasText: 'Nouvelle page' }).waitFor()
  const whole = await text.inputValue()
  await text.fill(whole.replace('## Nouvelle page', '## Trois gestes <b>vite</b>'))
  await outline.getByRole('button', { name: 'Trois gestes' }).click()
  await preview.locator('h2', { hasText: 'Trois gestes <b>vite</b>' }).waitFor()
  await page.getByText('Question', { exact: true }).click()
  await preview.locator('legend', { hasText: 'Votre question' }).waitFor()
  await shot(page, 'editor-fr')

  // What is wrong is told with its line, and leads there.
  await text.fill((await text.inputValue()).replace('- [x] la bonne réponse', '- [ ] la bonne réponse'))
  const link = page.locator('.found .error button').first()
  await link.waitFor()
  const line = Number(/:(\d+)$/.exec((await link.innerText()).trim())?.[1])
  assert.ok(await page.getByRole('button', { name: /Publier la version/ }).isDisabled(), 'a course with errors is not published')
  await link.click()
  await page.locator('.write p', { hasText: `ligne ${line}` }).waitFor()
  await text.press('Control+z')
  await page.locator('.found .error').first().waitFor({ state: 'detached' })

  // A picture is shown before anything is sent for good.
  await text.press('Control+End')
  await page.locator('input[type=file]').setInputFiles({ name: 'Ma main (1).svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawing) })
  assert.match(await text.inputValue(), /!\[ce que l’on y voit ou entend\]\(media\/ma-main-1\.svg\)/)
  await preview.locator('img[src^="blob:"]').first().waitFor()

  // In Arabic the preview reads from the right.
  await page
    .getByRole('radio', { name: 'العربية' })
    .or(page.getByRole('button', { name: 'العربية' }))
    .first()
    .click()
  assert.equal(await preview.locator('.frame').getAttribute('dir'), 'rtl')
  assert.equal(await page.locator('.write textarea').getAttribute('dir'), 'rtl')
  await shot(page, 'editor-ar')
  // Beside it another language, and both can be written.
  await page.locator('.beside select').selectOption('fr')
  await preview.locator('textarea[data-language=fr]').waitFor()

  // Somebody who goes elsewhere and comes back goes on.
  await at('#/activities')
  await at('#/courses/first-aid')
  await page.getByRole('link', { name: 'Reprendre le brouillon' }).click()
  const publish = page.getByRole('button', { name: 'Publier la version 2…' })
  await page.waitForFunction(() => !document.querySelector('header .primary')?.disabled)
  await publish.click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.changes li', { hasText: '1 question nouvelle' }).waitFor()
  await dialog.locator('.changes li', { hasText: 'Pages :' }).waitFor()
  await shot(page, 'publish')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await page.locator('.detail h2').first().waitFor()
  await page.getByText('version 2', { exact: false }).first().waitFor()
  const got = await (await page.request.get(`${node.console}api/v1/community/courses/first-aid`)).json()
  assert.equal(got.version, 2)
  assert.ok(got.media.some((m) => m.name === 'ma-main-1.svg'))
  for (const l of ['ar', 'fr', 'en'])
    assert.ok(
      got.modules[0].pages[l].some((p) => p.blocks.some((b) => b.q?.id === 'q1')),
      `the question in ${l}`,
    )
  assert.deepEqual(problems, [])
})

test('a course is begun from nothing, kept when the page is loaded again, and published', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', language: 'ar', size: { width: 390, height: 844 }, problems })
  await at('#/courses/new')
  await page.locator('input[lang], label[lang=ar] input').first().fill('ماء نظيف')
  await page.locator('label[lang=fr] input').fill('De l’eau propre')
  await page.locator('form button.primary').click()
  await page.locator('.editor').waitFor()
  assert.match(page.url(), /de-l-eau-propre/)
  await page.reload()
  await page.locator('.panes button, .panes label').first().click() // the outline
  const outline = page.locator('.outline')
  await outline.locator('ol ol button').first().click()
  const text = page.locator('.write textarea')
  await text.waitFor()
  await text.fill((await text.inputValue()).replace('اكتب هنا ما يُتعلَّم.', 'اغلِ الماء دقيقة.'))
  await page.locator('.panes button, .panes label').last().click() // the preview
  await page.locator('.shown p', { hasText: 'اغلِ الماء دقيقة' }).waitFor()
  await shot(page, 'phone-ar')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the phone`)
  await page.waitForFunction(() => !document.querySelector('.editor > header .primary')?.disabled)
  await page.locator('.editor > header .primary').click()
  await page.locator('dialog footer .primary').click()
  await page.locator('.detail h2', { hasText: 'ماء نظيف' }).waitFor()
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'no draft is left')
  assert.deepEqual(problems, [])
})
