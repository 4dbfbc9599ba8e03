// The apps of phones, the public's pages and the console in the engine of Safari. `make webkit`; it
// is in no run by itself, as the engine and its screen are 100 MB of packages.
// SHOTS=DIR keeps pictures.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { request } from 'playwright-core'
import { badLine } from '../badline.mjs'
import { demo } from '../browser.mjs'
import { desk } from '../desk.mjs'
import { corpus, keptPage } from '../kept.mjs'
import { training } from '../rolls.mjs'
import { engine, until } from './engine.mjs'

const shots = process.env.SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'wasl-e2e-webkit-'))
const node = await demo()
const line = await badLine(Number(new URL(node.console).port))
const near = { ...node, console: `http://127.0.0.1:${line.port}/`, reporter: `http://127.0.0.1:${line.port}/r/` }
const webkit = await engine()
after(async () => {
  webkit.stop()
  await line.stop()
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
})
const shot = async (w, name) => shots && writeFileSync(join(shots, `webkit-${name}.png`), await w.picture())
/** Ready to go on without a line. */
const offline = (w) => w.until('return navigator.serviceWorker?.controller?.state === "activated"')
const fits = async (w, where) =>
  assert.equal(await w.run('return document.documentElement.scrollWidth > innerWidth'), false, where + ' is wider than the screen')

/** Answers what stands on the page, the shortest way; text gets the word. */
const answer = `
const [word] = arguments
for (const q of document.querySelectorAll('.question')) {
  const first = q.querySelector('.choice, .said button')
  if (first) { if (!q.querySelector('[aria-checked=true], input:checked, [aria-pressed=true]')) first.click(); continue }
  const field = q.querySelector('textarea, input:not([type=file])')
  if (!field || field.value) continue
  field.value = field.type === 'date' ? '2025-11-20' : q.querySelector('.amount') ? '2' : word
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
}
return [...document.querySelectorAll('.question')].length`

test('a report is written without a line, outlives the window, and arrives once', { timeout: 180_000 }, async () => {
  const w = await webkit.window()
  await w.goto(near.reporter)
  await w.there('.tiles .tile')
  await offline(w)
  line.down = true
  await w.reload()
  await w.there('.tiles .tile')
  await shot(w, 'reporter')
  const word = 'motwebkit' + Date.now().toString(36)
  await w.press('.tiles .tile', 3)
  for (let i = 0; i < 40 && !(await w.count('.send')); i++) {
    // An answer may bring another question onto the page.
    for (let n = -1, now = 0; n !== now; n = now) now = await w.run(answer, word)
    const step = await w.text('.step')
    await w.press('.foot button.primary')
    await w.until('return document.querySelector(".step")?.textContent !== arguments[0]', step)
  }
  await shot(w, 'read-again')
  await w.press('.send')
  await w.there('.done')
  await w.reload()
  await w.there('.waiting')
  line.down = false
  await w.press('.waiting button')
  await w.until('return !document.querySelector(".waiting")')
  const d = await desk(request, node)
  await until(async () => (await d.find(word)).length === 1, 'the report at the desk')
  await fits(w, 'the reporter app')
})

test('a roll is taken without a line, outlives the window, and is handed in', { timeout: 120_000 }, async () => {
  const t = await training(request, node, ['Aïchetou mint Sidi', 'Brahim ould Ahmed', 'محمد ولد أحمد'])
  const w = await webkit.window()
  const { url } = await t.link('iPhone de Mariem')
  await w.goto(url.replace(node.console, near.console))
  await w.there('li .name')
  await offline(w)
  line.down = true
  for (const i of [0, 1, 2]) await w.press('li .name', i)
  await w.press('li .name', 1) // late
  await w.there('.sent[data-waiting="3"][data-pending="0"]')
  await shot(w, 'roll')
  await w.reload()
  await w.there('.sent[data-waiting="3"]')
  line.down = false
  await w.there('.sent[data-waiting="0"]')
  const { stands } = await t.roll()
  assert.deepEqual(stands.map((s) => s.state).sort(), ['late', 'present', 'present'])
  await fits(w, 'the roll')
})

test('a course is kept on the phone and learned from without a line', { timeout: 120_000 }, async () => {
  const w = await webkit.window()
  await w.goto(near.reporter)
  await w.press('.tile.quiet', 1) // the second below the forms
  await offline(w)
  await w.press('.card.stack button.wide:not(.primary)')
  await w.there('.kept')
  line.down = true
  await w.reload()
  await w.press('.tile.quiet', 1)
  await w.press('.card.stack button.primary')
  await w.there('article.course h2')
  await shot(w, 'course')
  line.down = false
  await fits(w, 'the course')
})

test('a certificate is checked out of a file, and the public reads and complains', { timeout: 120_000 }, async () => {
  const file = join(folder, 'check.html')
  writeFileSync(file, await keptPage(node, 'ar'))
  const w = await webkit.window()
  await w.goto(pathToFileURL(file).href)
  for (const { name, carried, state } of corpus.cases) {
    await w.run('document.querySelector("textarea").value = arguments[0]', carried)
    await w.press('button')
    await w.there('main h2')
    assert.equal(await w.run('return document.querySelector("main h2").className === "good"'), state === 'valid', name)
  }
  for (const page of ['warnings?lang=ar', 'materials?lang=fr', 'answers?lang=ar', 'listen?lang=ar']) {
    await w.goto(`${node.console}public/${page}`)
    await w.there('main')
    await fits(w, page)
  }
  await w.press('input[value=staff]')
  await w.type('#t', 'سائق يطلب المال')
  await w.press('button')
  const number = await w.text('.n')
  assert.match(number, /^\d{4} \d{4} \d{4}$/)
  await w.goto(`${node.console}public/listen?lang=fr`)
  await w.type('#r', number)
  await w.press('form:has(#r) button')
  await w.until('return document.querySelector(".n")?.textContent.trim() === arguments[0]', number)
})

test('every page of the console opens, as each of those who work with communities', { timeout: 300_000 }, async () => {
  const w = await webkit.window(1280, 900)
  const seen = new Set()
  for (const role of ['organiser', 'safeguarding', 'programme', 'chief']) {
    await w.goto(node.console)
    await w.press(`.who[data-role=${role}]`)
    await w.there('nav.side .pages a')
    await w.run(`window.wrong = []
      addEventListener('error', (e) => wrong.push(e.message))
      addEventListener('unhandledrejection', (e) => wrong.push(String(e.reason)))`)
    for (const hash of await w.run('return [...document.querySelectorAll("nav.side .pages a")].map((a) => a.hash)')) {
      if (seen.has(hash)) continue
      seen.add(hash)
      await w.run('location.hash = arguments[0]', hash)
      await w.until(
        `return document.querySelector('nav.side .pages a[aria-current=page]')?.hash === arguments[0] && !!document.querySelector('#main :is(h1, h2, .empty)') && !document.querySelector('#main .skeleton')`,
        hash,
      )
      assert.deepEqual(await w.run('return window.wrong'), [], role + hash)
      await fits(w, role + hash)
    }
    await w.run(`return fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-Wasl': '1' } }).then((r) => r.status)`)
  }
  assert.ok(seen.size > 15, [...seen].join(' '))
})
