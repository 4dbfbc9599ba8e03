// Pictures of every page of the console, to look at: node e2e/shots.mjs DIR. It is no test.
import { browser, demo } from './browser.mjs'
import { mkdirSync } from 'node:fs'

const out = process.argv[2] ?? 'shots'
mkdirSync(out, { recursive: true })
const d = await demo(process.env.DEMO_DATA)
const b = await browser()
const problems = []
for (const [language, theme, width, height] of [
  ['fr', 'light', 1440, 900],
  ['ar', 'dark', 1440, 900],
  ['ar', 'light', 390, 844],
  ['fr', 'dark', 360, 740],
]) {
  const context = await b.newContext({ viewport: { width, height }, locale: language })
  const page = await context.newPage()
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  page.on('pageerror', (e) => problems.push(String(e)))
  page.on(
    'request',
    (r) => !r.url().startsWith(d.console) && !r.url().startsWith('blob:') && !r.url().startsWith('data:') && problems.push('outside: ' + r.url()),
  )
  await page.addInitScript(
    ([l, t]) => {
      localStorage.setItem('language', l)
      localStorage.setItem('theme', t)
    },
    [language, theme],
  )
  const shot = async (name) => {
    await page.waitForTimeout(700)
    await page.screenshot({ path: `${out}/${name}-${language}-${theme}-${width}.png` })
  }
  await page.goto(d.console)
  await page.waitForSelector('.who')
  await shot('signin')
  await page.locator('.who').nth(0).click()
  await page.waitForSelector('.line')
  await shot('queue')
  await page.locator('.line').nth(1).click()
  await page.waitForSelector('article.report')
  await shot('report')
  if (width > 1000) {
    await page.keyboard.press('g')
    await shot('grade')
    await page.keyboard.press('?')
    await shot('help')
    await page.keyboard.press('Escape')
  }
  for (const p of ['map', 'search', 'network', 'forms', 'account']) {
    await page.goto(d.console + '#/' + p)
    if (p === 'map') await page.waitForTimeout(2500)
    if (p === 'search') {
      await page.fill('.q', language === 'ar' ? 'سيارة' : 'village')
      await page.waitForTimeout(600)
    }
    await shot(p)
  }
  await context.close()
}
await b.close()
await d.stop()
if (problems.length) console.log([...new Set(problems)].slice(0, 20).join('\n'))
