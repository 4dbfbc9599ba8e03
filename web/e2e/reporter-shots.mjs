// Pictures of every screen of the reporter app, to look at: node e2e/reporter-shots.mjs DIR [FILTER]. It is no test.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { browser, demo, root } from './browser.mjs'
import { answer, choose, next, open, phone, through } from './phone.mjs'

const out = process.argv[2] ?? 'shots'
const only = process.argv[3] ?? ''
mkdirSync(out, { recursive: true })
const node = await demo()
const chromium = await browser()
const problems = []
const variants = [
  ['ar', 'light', 360, 740],
  ['ar', 'dark', 320, 568],
  ['fr', 'light', 320, 568],
  ['fr', 'dark', 412, 860],
  ['en', 'light', 360, 740],
  ['ar', 'light', 768, 1024],
].filter((v) => v.join('-').includes(only))

for (const [language, theme, width, height] of variants) {
  const name = [language, theme, width].join('-')
  const { context, page, t } = await phone(chromium, node, { language, width, height, problems })
  await page.addInitScript((x) => localStorage.setItem('theme', x), theme)
  let n = 0
  const shot = async (what, full = false) => {
    await page.waitForTimeout(250)
    // A taller phone, not a long picture: what is fixed stays where it is.
    if (full) await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) })
    await page.screenshot({ path: join(out, `${name}-${String(++n).padStart(2, '0')}-${what}.png`) })
    if (full) await page.setViewportSize({ width, height })
  }
  await page.goto(node.reporter)
  await shot('loading')
  await open(page, node)
  await shot('home', true)
  await page.locator('main > .tile.quiet').last().click()
  await shot('settings', true)
  await page.goBack()
  await choose(page, 'security-incident')
  await next(page)
  await shot('missing')
  const given = { photo: join(root, 'web/dist/reporter/icon.png') }
  await through(page, given, async (i) => {
    if (await page.locator('.langs').count()) return
    if (i < 12) await shot('page' + i)
    if (await page.locator('[id$="/photo"] img').count()) await shot('photo', true)
    if (await page.locator('[id$="/voice"]').count()) {
      await page.locator('[id$="/voice"] button').first().click()
      await page.waitForTimeout(1500)
      await shot('recording', true)
      await page.locator('[id$="/voice"] button').first().click()
      await page.locator('[id$="/voice"] audio').waitFor()
      await shot('voice', true)
    }
  })
  await shot('review', true)
  await page.locator('.send').click()
  await page.locator('.done .receipt').waitFor({ timeout: 30_000 })
  await shot('sent')
  await page.locator('.done button.primary').click()
  await shot('home-receipt', true)
  const receipt = (await page.locator('.receipt span').first().textContent()).trim()
  await page.locator('.tile.quiet').first().click()
  await page.locator('.number').fill('1234 5678 9012')
  await page.locator('main form button.primary').click()
  await shot('thread-wrong')
  await page.locator('.number').fill(receipt)
  await page.locator('main form button.primary').click()
  await page.locator('.state').waitFor()
  await page.locator('textarea').fill(language === 'ar' ? 'هل من جديد؟' : 'Du nouveau ?')
  await page.locator('main form button.primary').click()
  await page.locator('.said').waitFor()
  await shot('thread', true)
  await page.goBack()

  await context.setOffline(true)
  await choose(page, 'zero-report')
  await through(page)
  await page.locator('.send').click()
  await page.locator('.done').waitFor()
  await shot('kept')
  await page.locator('.done button.primary').click()
  await shot('outbox', true)
  await choose(page, 'community-tension')
  await answer(page)
  await page.locator('header .plain').first().click()
  await shot('leave')
  await page.keyboard.press('Escape')
  await next(page)
  await page.waitForTimeout(300)
  await page.close({ runBeforeUnload: false })
  const again = await context.newPage()
  await again.addInitScript((x) => localStorage.setItem('theme', x), theme)
  await again.goto(node.reporter)
  await again.getByText(t.begun).waitFor()
  await again.waitForTimeout(300)
  await again.screenshot({ path: join(out, `${name}-${++n}-begun.png`), fullPage: true })
  await again.locator('.wipe').click()
  await again.waitForTimeout(200)
  await again.screenshot({ path: join(out, `${name}-${++n}-wipe.png`) })
  await again.locator('.sheet .danger').click()
  await again.locator('.notebook').waitFor()
  await again.screenshot({ path: join(out, `${name}-${++n}-wiped.png`) })
  await context.close()
  await sheet(name, width)
}

/** Lays the pictures of one phone side by side, so that they are seen at once. */
async function sheet(name, width) {
  const files = readdirSync(out)
    .filter((f) => f.startsWith(name + '-') && f.endsWith('.png') && !f.includes('sheet'))
    .sort()
  const shown = files.map(
    (f) => `<figure><img src="data:image/png;base64,${readFileSync(join(out, f)).toString('base64')}"><figcaption>${f}</figcaption></figure>`,
  )
  const page = await chromium.newPage({ viewport: { width: Math.min(width, 360) * 6 + 80, height: 900 } })
  const perSheet = 12
  for (let i = 0; i * perSheet < shown.length; i++) {
    await page.setContent(
      `<style>body{margin:8px;background:#888;display:grid;grid-template-columns:repeat(6,1fr);gap:8px;font:12px sans-serif}figure{margin:0}img{width:100%;max-height:1400px;object-fit:contain;object-position:top}</style>` +
        shown.slice(i * perSheet, (i + 1) * perSheet).join(''),
    )
    await page.screenshot({ path: join(out, `sheet-${name}-${i}.png`), fullPage: true })
  }
  await page.close()
}
await chromium.close()
await node.stop()
writeFileSync(join(out, 'problems.txt'), [...new Set(problems)].join('\n'))
if (problems.length) console.log([...new Set(problems)].slice(0, 20).join('\n'))
