// Every page of the console for people who do not see it: axe over each page that
// the menu offers, and over what is chosen on it, as each of those who work here.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { officer } from './console.mjs'
import { house } from './house.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const { node, chromium } = await house()

/** What is serious on the page, and what sticks out of it. */
const look = async (page, where) => {
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { resultTypes: ['violations'] })
    const bad = r.violations.filter((v) => ['serious', 'critical'].includes(v.impact) || ['region', 'label-content-name-mismatch'].includes(v.id))
    const wide = document.documentElement.scrollWidth
    return [
      ...bad.map(
        (v) =>
          `${v.impact} ${v.id}: ${v.nodes
            .map((n) => n.target.join(' '))
            .slice(0, 4)
            .join(' | ')}`,
      ),
      ...(wide > innerWidth ? [`wide: ${wide} of ${innerWidth}`] : []),
    ]
  })
  return found.map((f) => `${where}: ${f}`)
}

/** Nothing is being fetched any more, and something stands there. */
async function settled(page) {
  await page.locator('#main :is(h1, h2, .empty):visible').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('#main .skeleton'))
}

for (const [language, width, theme] of [
  ['fr', 1440, 'light'],
  ['ar', 320, 'dark'],
])
  test(`every page of the menu in ${language} at ${width}: nothing serious, nothing sticks out`, { timeout: 360_000 }, async () => {
    const found = []
    const seen = new Set()
    for (const role of ['chief', 'administrator', 'desk', 'oversight', 'organiser', 'safeguarding', 'programme']) {
      const { context, page, problems, at } = await officer(chromium, node, { role, language, theme, size: { width, height: 800 }, bypassCSP: true })
      await page.evaluate(axe)
      const links = await page.locator('nav.side .pages a').evaluateAll((all) => all.map((a) => a.hash))
      assert.ok(links.length > 2, role)
      for (const hash of [...links, '#/account']) {
        if (seen.has(hash)) continue
        seen.add(hash)
        await at(hash)
        await settled(page)
        if (problems.length) found.push(role + hash + ': ' + problems.splice(0).join(' '))
        found.push(...(await look(page, role + hash)))
        const first = page.locator('.rows :is([data-row], [role=treeitem])').first()
        if (!(await first.isVisible())) continue
        await first.click()
        await page.locator('.detail :is(h1, h2)').first().waitFor()
        await settled(page)
        found.push(...(await look(page, role + hash + ' chosen')))
        for (const tab of await page.locator('.detail article > [role=tablist] [role=tab]:not([aria-selected=true])').all()) {
          await tab.click()
          await settled(page)
          found.push(...(await look(page, role + hash + ' tab')))
        }
      }
      assert.deepEqual(problems, [])
      await context.close()
    }
    assert.ok(seen.size > 20, String(seen.size))
    assert.deepEqual(found, [])
  })
