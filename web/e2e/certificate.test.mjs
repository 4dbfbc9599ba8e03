// The page that is kept to check certificates: from the node, and from a file on an old
// phone without a line.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { browser, demo } from './browser.mjs'
import { corpus, keptPage } from './kept.mjs'

let node, chromium, dir
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wasl-e2e-kept-'))
  node = await demo()
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await node?.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** Asks the page of a text; gives how it looks and what it says of it. */
async function asked(page, carried) {
  await page.locator('textarea').fill(carried)
  await page.getByRole('button').click()
  const said = page.locator('main h2')
  await said.waitFor()
  return { good: (await said.getAttribute('class')) === 'good', said: await said.textContent(), facts: await page.locator('main dd').allTextContents() }
}

test('kept on a phone that is years old, without a line, it tells genuine, taken back and changed', { timeout: 60_000 }, async () => {
  const context = await chromium.newContext({ viewport: { width: 360, height: 640 }, locale: 'ar-MR' })
  // As browsers before Ed25519, and pages that were opened out of a folder of files.
  await context.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }))
  const problems = []
  const page = await context.newPage()
  page.on('pageerror', (e) => problems.push(e.message))
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  const reached = []
  page.on('request', (r) => !r.url().startsWith('file:') && reached.push(r.url()))
  for (const [language, labels] of Object.entries({
    ar: { valid: 'صحيحة وسارية', revoked: 'سُحبت', changed: 'غُيّرت', other: 'مفتاحًا غير مفتاحنا' },
    fr: { valid: 'authentique et valable', revoked: 'retiré', changed: 'modifié après sa signature', other: 'une autre clé' },
  })) {
    writeFileSync(join(dir, language + '.html'), await keptPage(node, language))
    await page.goto(pathToFileURL(join(dir, language + '.html')).href)
    for (const { name, carried, state } of corpus.cases) {
      const was = await asked(page, carried)
      assert.equal(was.good, state === 'valid', `${language}: ${name}: ${was.said}`)
      if (labels[state]) assert.ok(was.said.includes(labels[state]), `${language}: ${name}: ${was.said}`)
      assert.equal(was.facts.length > 0, state === 'valid', `${language}: ${name} names somebody`)
    }
    const { facts } = await asked(page, corpus.cases[0].carried)
    assert.ok(facts.includes('مريم بنت أحمد') && facts.includes('18'), facts.join())
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'something sticks out')
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `kept-${language}.png`), fullPage: true })
  }
  assert.deepEqual(reached, [], 'it asks nobody')
  assert.deepEqual(problems, [])
  await context.close()
})

test('from the node it works as well, and may reach nothing', { timeout: 60_000 }, async () => {
  const page = await chromium.newPage({ locale: 'fr-FR' })
  const problems = []
  page.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  await page.goto(`${node.console}c/offline.html?lang=fr`)
  const { good, said } = await asked(page, corpus.cases[0].carried)
  assert.equal(good, false)
  assert.match(said, /une autre clé/, 'the corpus is another node’s')
  assert.deepEqual(problems, [])
  assert.equal(
    await page.evaluate(() =>
      fetch('/c/key').then(
        () => 'reached',
        () => 'refused',
      ),
    ),
    'refused',
  )
  await page.close()
})
