// A course goes out as a package of SCORM 1.2, and is played to its end in systems
// made by others: what they are told is held to the standard's own formats. The
// systems are in lms.mjs.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browser, demo } from './browser.mjs'
import { officer, publish } from './console.mjs'
import { kolibri, system, unpack } from './lms.mjs'

let node, chromium
before(async () => {
  node = await demo()
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  await node?.stop()
})

/** A learner's browser: a fault or an error of any page is a problem. */
async function learner(language, problems) {
  const context = await chromium.newContext({ locale: language, viewport: { width: 800, height: 700 } })
  context.on('weberror', (e) => problems.push(String(e.error())))
  context.on('request', (r) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(r.url())) problems.push('outside: ' + r.url())
  })
  context.on('console', (m) => m.type() === 'error' && problems.push(m.text()))
  return context
}

/** A course as a package from the console's address, and what is in it. */
async function packed(language, id = 'first-aid', written) {
  const { context, page } = await officer(chromium, node, { role: 'organiser', language })
  if (written) await publish(page, node, written)
  const got = await page.request.get(`${node.console}api/v1/community/courses/${id}/scorm?language=${language}`)
  assert.equal(got.status(), 200)
  const files = unpack(Buffer.from(await got.body()))
  await context.close()
  const { course } = JSON.parse(/^window\.wasl = (.*);\n$/s.exec(files.get('course.js').toString())[1])
  return {
    files,
    questions: course.tests?.post?.[language],
    pages: course.modules.reduce((n, m) => n + m.pages[language].length, 0),
    title: course.title[language],
  }
}

/** Waits until a page of the course is shown, counted from 1. */
const shown = (sco, n) => sco.locator(`progress[value="${n}"]`).waitFor()

/** Turns the course's pages from one to another. */
async function read(sco, from, to) {
  await shown(sco, from)
  for (let n = from + 1; n <= to; n++) {
    await sco.locator('footer .primary').click()
    await shown(sco, n)
  }
}

/** Takes the test with all answers right, or all wrong, and waits for the result. */
async function take(sco, questions, right) {
  const tab = sco.locator('.bar button:last-child')
  if ((await tab.getAttribute('aria-pressed')) === 'true') await tab.click() // a test that is over begins anew
  await tab.click()
  for (const [i, q] of questions.entries()) {
    const good = q.answers.flatMap((a, j) => (a.right ? [j] : []))
    const bad = q.answers.flatMap((a, j) => (a.right ? [] : [j])).slice(0, 1)
    for (const j of right ? good : bad) await sco.locator('fieldset').nth(i).locator('input').nth(j).check()
  }
  await sco.locator('button.big').click()
  await sco.locator(right ? '.result.passed' : '.result:not(.passed)').waitFor()
}

// The formats of SCORM 1.2 (Run-Time Environment, 3.4.4), where scorm-again is more lenient than they are.
const formats = {
  'cmi.core.lesson_status': /^(passed|completed|failed|incomplete|browsed)$/,
  'cmi.core.lesson_location': /^.{0,255}$/,
  'cmi.core.exit': /^(time-out|suspend|logout|)$/,
  'cmi.core.session_time': /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/,
  'cmi.core.score.raw': /^(100|\d{1,2})$/,
  'cmi.core.score.min': /^0$/,
  'cmi.core.score.max': /^100$/,
  'cmi.suspend_data': /^[\x20-\x7e]{0,4096}$/,
}

/** Holds what a course called to the standard: in order, without an error, every value of its format. */
function orderly(calls) {
  const names = calls.map((c) => c.name)
  assert.equal(names[0], 'LMSInitialize')
  assert.equal(names.lastIndexOf('LMSInitialize'), 0, 'a session begins once')
  assert.equal(names.indexOf('LMSFinish'), names.length - 1, 'a session ends once, and nothing is told after it')
  for (const { name, given, got, error } of calls) {
    assert.equal(error, '0', `${name} ${given}`)
    if (name !== 'LMSGetValue') assert.equal(got, 'true', `${name} ${given}`)
    if (name === 'LMSSetValue') assert.match(given[1], formats[given[0]] ?? assert.fail(`${given[0]} is no element`), given[0])
    else if (name !== 'LMSGetValue') assert.deepEqual(given, [''])
  }
}

/** Leaves the course as a system does, whose page stays, and gives what was called. */
async function leave(lms, page) {
  const ended = lms.ended()
  await page.evaluate(() => (document.querySelector('iframe').src = 'about:blank'))
  await ended
  const calls = await page.evaluate(() => window.calls)
  orderly(calls)
  return calls
}

for (const language of ['fr', 'ar'])
  test(`${language}: a package is played to its end in scorm-again`, { timeout: 180_000 }, async () => {
    const { files, questions, pages, title } = await packed(language)
    const problems = []
    const context = await learner(language, problems)
    const lms = await system(files)
    const launch = async () => {
      const page = await context.newPage()
      await page.goto(lms.url)
      const sco = page.frameLocator('iframe')
      await sco.locator('h1', { hasText: title }).waitFor()
      return { page, sco }
    }
    const core = () => lms.kept().core

    // Somebody reads three pages, and the window is closed.
    const one = await launch()
    assert.deepEqual(await one.sco.locator('html').evaluate((e) => [e.lang, e.dir]), [language, language === 'ar' ? 'rtl' : 'ltr'])
    await read(one.sco, 1, 3)
    const ended = lms.ended()
    await one.page.close({ runBeforeUnload: true })
    await ended
    assert.equal(core().lesson_location, '2')
    assert.equal(core().lesson_status, 'incomplete')

    // The course opens where it was left, is read to the end, and its test is failed.
    const two = await launch()
    await shown(two.sco, 3)
    await read(two.sco, 3, pages)
    assert.ok(await two.sco.locator('footer .primary').isDisabled(), 'the last page has none after it')
    await take(two.sco, questions, false)
    const calls = await leave(lms, two.page)
    assert.ok(!calls.some((c) => c.given[1] === 'passed'))
    assert.equal(core().lesson_status, 'failed')
    assert.deepEqual([core().score.raw, core().score.min, core().score.max], ['0', '0', '100'])
    assert.equal(core().lesson_location, String(pages - 1))
    assert.match(core().total_time, /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/)
    await two.page.close()

    // It is passed the next time; and what was passed once stays so, after a worse test too.
    const three = await launch()
    await shown(three.sco, pages)
    await take(three.sco, questions, true)
    await leave(lms, three.page)
    assert.equal(core().lesson_status, 'passed')
    assert.equal(core().score.raw, '100')
    await three.page.close()
    const four = await launch()
    await take(four.sco, questions, false)
    await leave(lms, four.page)
    assert.equal(core().lesson_status, 'passed')
    assert.equal(core().score.raw, '100')
    assert.deepEqual(problems, [])
    lms.stop()
    await context.close()
  })

test('a course without a test is completed by being read', { timeout: 60_000 }, async () => {
  const { files, pages } = await packed('fr', 'two-pages', {
    'course.md': '---\nid: two-pages\nversion: 1\nreview: none\ntitle.fr: Deux pages\n---\n',
    '01-water.fr.md': '# Eau\n\n## Une\n\nÀ lire.\n\n## Deux\n\nÀ lire aussi.\n',
  })
  const problems = []
  const context = await learner('fr', problems)
  const lms = await system(files)
  const page = await context.newPage()
  await page.goto(lms.url)
  await read(page.frameLocator('iframe'), 1, pages)
  await leave(lms, page)
  assert.equal(lms.kept().core.lesson_status, 'completed')
  assert.deepEqual(problems, [])
  lms.stop()
  await context.close()
})

for (const language of ['fr', 'ar'])
  test(`${language}: a package opens in Kolibri as its source says`, { timeout: 120_000 }, async () => {
    const { files, questions, title } = await packed(language)
    const problems = []
    const context = await learner(language, problems)
    const shelf = await kolibri(files)
    const page = await context.newPage()
    await page.goto(shelf.url)
    const sco = page.frameLocator('iframe').frameLocator('iframe')
    await sco.locator('h1', { hasText: title }).waitFor()
    assert.ok(await sco.locator('html').evaluate(() => window.entered), 'the script at the head of the page ran')
    await read(sco, 1, 3)
    await page.waitForFunction(() => window.kept.cmi?.core.lesson_location === '2')
    assert.equal(await page.evaluate(() => window.progress()), 0.5)

    // Opened again, it goes on where it was left.
    await page.evaluate(() => window.leave())
    await page.evaluate(() => window.open())
    await shown(sco, 3)
    await take(sco, questions, true)
    await page.waitForFunction(() => window.kept.cmi.core.lesson_status === 'passed')
    assert.equal(await page.evaluate(() => window.progress()), 1)
    assert.deepEqual(problems, [])
    shelf.stop()
    await context.close()
  })
