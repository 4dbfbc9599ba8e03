// A phone with the reporter app: what its tests do with it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './browser.mjs'

/** The app's words, read from its source: tests press what people read. */
export const words = Object.fromEntries(
  ['ar', 'fr', 'en'].map((l) => {
    const source = readFileSync(join(root, `web/reporter/i18n/${l}.ts`), 'utf8')
    const found = [...source.matchAll(/^ {2}(\w+):\s+'(.*)',$/gm)].map(([, key, text]) => [key, text])
    if (found.length < 50) throw new Error('the words of ' + l + ' were not found')
    return [l, Object.fromEntries(found)]
  }),
)

/** A context as a phone has it; what goes wrong in a page, and every request elsewhere, ends up in problems. */
export async function phone(chromium, node, { language = 'fr', width = 360, height = 740, problems = [], ...more } = {}) {
  const context = await chromium.newContext({
    viewport: { width, height },
    locale: { ar: 'ar-MR', fr: 'fr-MR', en: 'en-GB' }[language],
    timezoneId: 'Africa/Nouakchott',
    permissions: ['geolocation', 'camera', 'microphone', 'clipboard-write'],
    geolocation: { latitude: 15.93, longitude: -5.95, accuracy: 12 },
    hasTouch: true,
    ...more,
  })
  watch(context, node, problems)
  const page = await context.newPage()
  return { context, page, problems, t: words[language] }
}

/** Notes faults of a context's pages and requests that leave the node. */
export function watch(context, node, problems) {
  context.on('weberror', (e) => problems.push(String(e.error())))
  context.on('request', (r) => {
    if (!r.url().startsWith(node.console) && !/^(blob|data):/.test(r.url())) problems.push('outside: ' + r.url())
  })
}

/** Opens the app and waits until it works without a line. */
export async function open(page, node) {
  await page.goto(node.reporter)
  await page.locator('.tiles .tile').first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
}

/** Opens the form at a place of the home's list. */
export const choose = (page, id) => page.locator('.tiles .tile').nth(forms.indexOf(id)).click()
/** The demo's forms in the order of their names, as the node lists them. */
export const forms = ['border-observation', 'community-tension', 'missing-or-distressed-migrants', 'security-incident', 'zero-report']

export const next = (page) => page.locator('.foot button.primary').click()

/** Answers what stands on the page, the shortest way; given answers by the question's name go first. */
export async function answer(page, given = {}) {
  const done = new Set()
  const ids = () => page.locator('.question').evaluateAll((all) => all.map((q) => q.id))
  // An answer may bring another question onto the page.
  for (let id; (id = (await ids()).find((x) => !done.has(x)));) {
    done.add(id)
    const q = page.locator(`[id="${id}"]`)
    const name = id.split('/').pop()
    const want = given[name]
    if (want === null) continue
    if (await q.locator('.chosen').count()) await q.locator('.chosen').click()
    const choices = q.locator('.choice')
    if (await choices.count()) await (want === undefined ? choices.first() : choices.filter({ hasText: want }).first()).click()
    else if (await q.locator('.said button').count()) await q.locator('.said button').first().click()
    else if (await q.locator('input[type=date]').count()) await q.locator('input[type=date]').fill(want ?? '2025-11-20')
    else if (want !== undefined && (await q.locator('input[type=file]').count())) await q.locator('input[type=file]').first().setInputFiles(want)
    else if (await q.locator('.amount input').count()) await q.locator('.amount input').fill(want ?? '2')
    else if (await q.locator('textarea, input[dir=auto]').count())
      await q
        .locator('textarea, input[dir=auto]')
        .first()
        .fill(want ?? 'Rien de plus à dire.')
  }
}

/** Goes through a whole form until it is read again before it is sent. Each page is shown to see. */
export async function through(page, given = {}, see = async () => undefined) {
  for (let i = 0; i < 60; i++) {
    if (await page.locator('.send').count()) return
    await answer(page, given)
    await see(i)
    const before = await page.locator('.step').textContent()
    await next(page)
    await page.waitForFunction((b) => document.querySelector('.step')?.textContent !== b || document.querySelector('.question.wrong'), before)
    if (await page.locator('.question.wrong').count()) throw new Error('not answered well: ' + (await page.locator('.question.wrong').first().textContent()))
  }
  throw new Error('the form has no end')
}
