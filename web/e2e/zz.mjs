import { browser, demo } from './browser.mjs'
import { officer } from './console.mjs'
const node = await demo()
const chromium = await browser()
const shot = async (p, n, full) => { await p.waitForTimeout(700); await p.screenshot({ path: `/tmp/shots/${n}.png`, fullPage: !!full }) }
for (const [v, language, theme, width] of [['frd','fr','dark',1440],['ard','ar','dark',390],['arl','ar','light',1440],['frl','fr','light',390]]) {
  const { page: p, at, context } = await officer(chromium, node, { role: 'organiser', language, theme, size: { width, height: 900 }, problems: [] })
  const step = async (n, f) => { try { await f(); await shot(p, `${n}-${v}`) } catch (e) { console.log(n, v, e.message.split('\n')[0]); await shot(p, `${n}-${v}-FAIL`) } }
  await step('refreshers', async () => { await at('#/courses/refreshers') })
  await step('editor', async () => { await at('#/courses/reporting-safely?edit=1'); await p.waitForTimeout(800) })
  await step('voices', async () => { await at('#/activities?when=past'); await p.locator('a[data-row]').last().click(); await p.locator('[role=tab]', { hasText: /dit|يقال/ }).click() })
  await step('phones', async () => { await at('#/surveys'); await p.locator('a[data-row]').last().click(); await p.waitForTimeout(500); await p.locator('article button', { hasText: /téléphones|بالهواتف|الهواتف/ }).first().click({ timeout: 4000 }) })
  await context.close()
}
await chromium.close(); await node.stop(); process.exit(0)
