// How fluid a large form is on a slow phone: node e2e/reporter-speed.mjs FORM.xlsx [THROTTLE]. It is no test.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { request } from 'playwright-core'
import { browser, demo } from './browser.mjs'
import { desk } from './desk.mjs'
import { answer, next, open, phone } from './phone.mjs'

const [file, rate = '6'] = process.argv.slice(2)
const node = await demo()
const chromium = await browser()
const admin = await desk(request, node, 'administrator')
const published = await admin.api.post('/api/v1/forms', {
  multipart: {
    file: { name: basename(file), mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: readFileSync(file) },
    assessment: 'Only to measure: nothing of it is kept, nobody is asked, and the node is thrown away.',
  },
})
if (!published.ok()) throw new Error(await published.text())
const { context, page } = await phone(chromium, node)
await open(page, node)
const cdp = await context.newCDPSession(page)
await cdp.send('Emulation.setCPUThrottlingRate', { rate: Number(rate) })
/** Milliseconds from an act until the page has been drawn after it. */
const timed = async (act, ready) => {
  const began = Date.now()
  await act()
  if (ready) await page.locator(ready).first().waitFor()
  await page.evaluate(() => new Promise((r) => requestAnimationFrame(() => setTimeout(r))))
  return Date.now() - began
}
const known = ['Observation', 'Tension', 'Migrants', 'Incident', 'Rien']
const names = await page.locator('.tiles .tile').allInnerTexts()
const opened = await timed(
  () =>
    page
      .locator('.tiles .tile')
      .nth(names.findIndex((n) => !known.some((k) => n.startsWith(k))))
      .click(),
  '.foot',
)
const turns = []
const keys = []
for (let i = 0; i < 40 && !(await page.locator('.send').count()); i++) {
  await answer(page)
  const text = page.locator('textarea, input[dir=auto]').first()
  if (await text.count()) {
    await text.focus()
    for (const k of 'abcdef') keys.push(await timed(() => page.keyboard.press(k)))
  }
  turns.push(await timed(() => next(page)))
  if (await page.locator('.question.wrong').count()) await next(page)
}
const middle = (all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0
console.log(
  `${basename(file)} at a processor ${rate} times slower: opened in ${opened} ms; ${turns.length} pages turned, in ${middle(turns)} ms each, ${Math.max(0, ...turns)} at most; a key in ${middle(keys)} ms, ${Math.max(0, ...keys)} at most`,
)
await chromium.close()
await node.stop()
