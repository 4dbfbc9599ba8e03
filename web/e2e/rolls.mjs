// A roll on phones: an activity with people to call, and what the tests do with a phone.
import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './browser.mjs'
import { desk } from './desk.mjs'
import { watch } from './phone.mjs'

/** The app's words, read from its source: tests press what people read. */
export const words = Object.fromEntries(
  ['ar', 'fr', 'en'].map((l) => {
    const source = readFileSync(join(root, `web/roll/i18n/${l}.ts`), 'utf8')
    return [l, Object.fromEntries([...source.matchAll(/^ {2}(\w+):\s+'(.*)',$/gm)].map(([, key, text]) => [key, text]))]
  }),
)

const given = ['Aïchetou', 'Brahim', 'Coumba', 'محمد', 'فاطمة', 'Demba', 'El Hadj', 'Fatimetou', 'Habib', 'Ibrahima']
const families = ['mint Sidi', 'ould Ahmed', 'Diallo', 'Bâ']
/** Forty names, no two alike. */
export const forty = families.flatMap((f) => given.map((g) => `${g} ${f}`))

/** Calls as an organiser of the demo, and an activity of two sessions today with some people on its list; more is of its plan. */
export async function training(playwright, node, names = forty, more = {}) {
  const { api } = await desk(playwright, node, 'organiser')
  const call = async (method, path, data) => {
    const r = await api.fetch('/api/v1' + path, { method, data })
    if (!r.ok()) throw new Error(`${method} ${path}: ${r.status()} ${await r.text()}`)
    return r.status() === 204 ? null : r.json()
  }
  const me = await call('GET', '/session')
  const hour = (h) => new Date(Date.now() + h * 3_600_000).toISOString()
  const sessions = [
    { id: randomUUID(), title: 'Matin', start: hour(-1), end: hour(2) },
    { id: randomUUID(), title: 'Après-midi', start: hour(4), end: hour(6) },
  ]
  const id = randomUUID()
  const day = { kind: 'training', title: { fr: 'Premiers secours, Bassikounou', ar: 'الإسعافات الأولية، باسكنو' }, sessions, ...more }
  await call('PUT', `/community/activities/${id}`, { unit: me.unit.id, revision: 0, plan: day })
  // The people come in by a phone at the door.
  const first = await call('POST', `/community/activities/${id}/roll/passes`, { id: randomUUID(), name: 'Inscription' })
  const newcomers = names.map((name) => ({ id: randomUUID(), name, sex: 'female', band: '18-24', community: 'host' }))
  const entered = await api.post('/api/v1/roll', {
    data: { device: randomUUID(), clock: new Date().toISOString(), done: 0, newcomers, marks: [] },
    headers: { Authorization: 'Pass ' + first.secret },
  })
  if (!entered.ok()) throw new Error(await entered.text())
  return {
    ...{ api, call, id, sessions },
    roll: () => call('GET', `/community/activities/${id}/roll`),
    passes: () => call('GET', `/community/activities/${id}/roll/passes`),
    /** The link that opens the roll on a phone. */
    async link(name, more = {}) {
      const p = await call('POST', `/community/activities/${id}/roll/passes`, { id: randomUUID(), name, ...more })
      return { ...p, url: `${node.console}roll/#${p.secret}` }
    },
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is wrong with the page of a phone for a reader of the screen, a thumb, and its width. */
export async function faults(page, where) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const r = await window.axe.run(document, { resultTypes: ['violations'] })
    const small = [...document.querySelectorAll('button, select, input:not([type=radio]):not([type=checkbox])')]
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, b]) => b.width > 0 && (b.height < 47.5 || b.width < 44))
      .map(([e, b]) => `small ${e.tagName} ${e.className} ${Math.round(b.width)}x${Math.round(b.height)}`)
    const wide = document.documentElement.scrollWidth > innerWidth ? [`wide: ${document.documentElement.scrollWidth}`] : []
    return [...r.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes[0].target.join(' ')}`), ...small, ...wide]
  })
  return found.map((f) => `${where}: ${f}`)
}

/** A phone as somebody holds it. Every tap is counted, and every swipe that brings a name into sight. */
export async function phone(chromium, node, { language = 'fr', width = 360, height = 740, at, ...more } = {}) {
  const problems = []
  const context = await chromium.newContext({
    viewport: { width, height },
    locale: { ar: 'ar-MR', fr: 'fr-MR', en: 'en-GB' }[language],
    timezoneId: 'Africa/Nouakchott',
    permissions: ['camera'],
    hasTouch: true,
    ...more,
  })
  watch(context, node, problems)
  const page = await context.newPage()
  if (at !== undefined) await page.clock.setSystemTime(at)
  const effort = { taps: 0, holds: 0, swipes: 0, letters: 0 }
  const reach = async (target) => {
    const box = await target.boundingBox()
    const top = (await page.locator('header').boundingBox())?.height ?? 0
    if (box && box.y >= top && box.y + box.height <= height) return
    effort.swipes++
    // A swipe moves by most of a screen: what is looked for then stands near its top.
    await target.evaluate((e, y) => scrollBy(0, e.getBoundingClientRect().top - y - 8), top)
  }
  return {
    ...{ context, page, problems, effort, t: words[language] },
    row: (name) => page.locator('li', { has: page.getByText(name, { exact: true }) }),
    /** Opens the roll of a link and waits until it works without a line. */
    async open(url) {
      await page.goto(url)
      await page.locator('li .name').first().waitFor()
      await page.evaluate(() => navigator.serviceWorker.ready)
    },
    async tap(target) {
      await reach(target)
      effort.taps++
      await target.tap()
    },
    async hold(target) {
      await reach(target)
      effort.holds++
      await target.click({ delay: 600 })
    },
    async type(target, text) {
      effort.letters += text.length
      await target.fill(text)
    },
    /** How many the phone says are not sent. */
    waiting: async () => Number(await page.locator('.sent').getAttribute('data-waiting')),
    /** Waits until all is sent. */
    sent: () => page.locator('.sent[data-waiting="0"]').waitFor({ timeout: 20_000 }),
  }
}
