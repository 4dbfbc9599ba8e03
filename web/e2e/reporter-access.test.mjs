// Every screen for people who do not see it, and for hands that have no mouse.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { house } from './house.mjs'
import { answer, choose, next, open, phone, through } from './phone.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { node, chromium } = await house()

/** What axe finds on the screen, and what no rule of its looks at: targets, language, what sticks out. */
async function look(page, where) {
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { resultTypes: ['violations'] })
    return r.violations.map(
      (v) =>
        `${v.impact} ${v.id}: ${v.nodes
          .map((n) => n.target.join(' '))
          .slice(0, 3)
          .join(' | ')}`,
    )
  })
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, .button, select, textarea, input:not([type=radio]):not([type=checkbox]):not(.sr), .choice, .line')]
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0 && (r.height < 47.5 || r.width < 44))
      .map(([e, r]) => `small ${e.tagName} ${e.className} ${Math.round(r.width)}x${Math.round(r.height)}`),
  )
  const wide = await page.evaluate(() =>
    document.documentElement.scrollWidth > innerWidth ? [`wide: ${document.documentElement.scrollWidth} of ${innerWidth}`] : [],
  )
  return [...found, ...small, ...wide].map((f) => `${where}: ${f}`)
}

for (const [language, width, colorScheme] of [
  ['ar', 320, 'light'],
  ['fr', 360, 'dark'],
]) {
  test(`every screen in ${language} at ${width}: nothing serious, nothing small, nothing sticks out`, { timeout: 120_000 }, async () => {
    const { context, page, problems, t } = await phone(chromium, node, { language, width, colorScheme, bypassCSP: true })
    await context.addInitScript(axe)
    const found = []
    const see = async (where) => found.push(...(await look(page, where)))
    await open(page, node)
    await see('home')
    await page.locator('main > .tile.quiet').last().click()
    await see('settings')
    await page.goBack()
    for (const id of ['security-incident', 'community-tension']) {
      await choose(page, id)
      await next(page)
      await page.locator('.question.wrong').waitFor()
      await see(id + ' missing')
      await through(page, {}, (i) => see(`${id} ${i}`))
      await see(id + ' review')
      await page.locator('.send').click()
      await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
      await see('sent')
      await page.locator('.done button.primary').click()
    }
    await see('receipts')
    const receipt = (await page.locator('.receipt span').first().textContent()).trim()
    await page.locator('.tile.quiet').first().click()
    await see('receipt asked')
    await page.locator('.number').fill(receipt)
    await page.locator('main form button.primary').click()
    await page.locator('.state').waitFor()
    await see('thread')
    await page.goBack()
    await context.setOffline(true)
    await choose(page, 'zero-report')
    await answer(page)
    await page.locator('header button').first().click()
    await page.getByText(t.leaveYes).waitFor()
    await see('leave')
    await page.keyboard.press('Escape')
    await through(page)
    await page.locator('.send').click()
    await page.getByText(t.kept, { exact: true }).waitFor()
    await see('kept')
    await page.locator('.done button.primary').click()
    await see('outbox')
    await page.locator('.wipe').click()
    await see('wipe')
    await page.locator('.sheet .danger').click()
    await page.locator('.notebook').waitFor()
    assert.deepEqual([...new Set(found)], [])
    assert.deepEqual(problems, [])
    await context.close()
  })
}

test('a report by the keyboard alone', { timeout: 60_000 }, async () => {
  const { context, page, problems } = await phone(chromium, node, { language: 'ar', hasTouch: false })
  await open(page, node)
  const press = (key) => page.keyboard.press(key)
  const focused = () => page.evaluate(() => document.activeElement?.closest('button, input, textarea, select')?.outerHTML.slice(0, 160) ?? '')
  const tabTo = async (what) => {
    for (let i = 0; i < 80; i++) {
      if (await page.evaluate((w) => document.activeElement?.matches(w), what)) return
      await press('Tab')
    }
    assert.fail('not reached: ' + what + ', at ' + (await focused()))
  }
  await tabTo('.tiles li:nth-child(5) .tile')
  await press('Enter')
  for (let i = 0; i < 20 && !(await page.locator('.send').count()); i++) {
    const before = await page.locator('.step').textContent()
    const ids = await page.locator('.question').evaluateAll((all) => all.map((q) => q.id))
    for (const id of ids) {
      const q = `[id="${id}"]`
      if (await page.locator(q + ' input[type=radio]').count()) {
        await tabTo(`${q} input`)
        if (await page.locator(q + ' input[type=search]').count()) await press('Tab')
        await press('Space')
      } else if (await page.locator(q + ' .said').count()) {
        await tabTo(q + ' .said button')
        await press('Enter')
      } else if (await page.locator(q + ' input[type=date]').count()) await page.locator(q + ' input').fill('2025-11-20')
      else if (await page.locator(q + ' input[type=checkbox]').count()) {
        await tabTo(q + ' input')
        await press('Space')
      } else if (await page.locator(q + ' input[dir=auto]').count()) {
        await tabTo(q + ' input')
        await page.keyboard.type('كل شيء هادئ')
      }
    }
    await tabTo('.foot button.primary')
    await press('Enter')
    await page.waitForFunction((b) => document.querySelector('.step')?.textContent !== b || document.querySelector('.question.wrong'), before)
    // The new page has the focus: a reader of the screen is told of it.
    if (!(await page.locator('.question.wrong').count())) assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('asks')))
  }
  await tabTo('.send')
  await press('Enter')
  await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
  assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('done')))
  assert.deepEqual(problems, [])
  await context.close()
})
