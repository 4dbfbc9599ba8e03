// A desk with the console: what its tests do with it.
import assert from 'node:assert/strict'
import { watch } from './phone.mjs'

export const desk = { width: 1440, height: 900 }

/** A browser of an officer; what goes wrong in a page, and every request elsewhere, ends up in problems. */
export async function officer(chromium, node, { role, language = 'fr', size = desk, theme = 'light', problems = [], ...more } = {}) {
  const context = await chromium.newContext({
    viewport: size,
    locale: language,
    timezoneId: 'Africa/Nouakchott',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...more,
  })
  watch(context, node, problems)
  await context.addInitScript(
    ([l, t]) => {
      if (!location.protocol.startsWith('http')) return
      localStorage.setItem('language', l)
      localStorage.setItem('theme', t)
    },
    [language, theme],
  )
  const page = await context.newPage()
  const at = (hash) => page.goto(node.console + hash)
  if (role) await enter(page, node, role)
  return { context, page, problems, at }
}

/** Signs in as the person of a role, by the demo's own entry. */
export async function enter(page, node, role) {
  await page.goto(node.console)
  await page.locator(`.who[data-role=${role}]`).click()
  await page.locator('#main').waitFor()
}

/** The lines of the queue. */
export const lines = (page) => page.locator('#reports .line')

/** Opens a report of the list, and waits until it is all there. */
export async function openLine(page, which) {
  const line = typeof which === 'number' ? lines(page).nth(which) : lines(page).filter({ hasText: which })
  await line.locator('a').first().click()
  await page.locator('article.report dl').first().waitFor()
}

/** Publishes a course that is a folder of files, by name. */
export async function publish(page, node, files) {
  const form = new FormData()
  for (const content of Object.values(files)) form.append('files', new Blob([content]), 'file')
  form.set('names', JSON.stringify(Object.keys(files)))
  const published = await page.request.post(`${node.console}api/v1/community/courses`, { multipart: form, headers: { 'X-Wasl': '1' } })
  assert.equal(published.status(), 200, await published.text())
}
