// A test of a course, taken on the tablet of a roll: by two people, without a line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { officer } from './console.mjs'
import { house } from './house.mjs'
import { faults, forty, phone, training } from './rolls.mjs'

const { node, chromium } = await house()
const taught = { courses: ['first-aid'] }
/** How long the trainer's button is held: the app asks for a second and a half. */
const held = 2_000

/** A tablet that tests are taken on, with the list of tests open. */
async function tablet(t, how) {
  const p = await phone(chromium, node, how)
  await p.open((await t.link('Tablette', { tests: true })).url)
  await p.page.locator('.tests').tap()
  await p.page.locator('[data-test]').first().waitFor()
  const at = (n) => p.page.locator('progress[value="' + n + '"]').waitFor()
  return {
    ...p,
    at,
    /** Answers every question by its first answer, from the question n on. */
    async through(n = 1) {
      const of = Number(await p.page.locator('progress').getAttribute('max'))
      for (; n <= of; n++) {
        await at(n)
        await p.page.locator('fieldset label').first().tap()
        await p.page.locator('fieldset input:checked').waitFor()
        await p.page.locator(n === of ? '.end' : '.next').tap()
      }
      return of
    },
    /** Waits until all that was answered is on the disk. */
    kept: () => p.page.locator('.hands[data-pending="0"]').waitFor(),
    back: () => p.page.locator('.hold').click({ delay: held }),
  }
}

test('an offline tablet in Arabic: two people take the test before, and the console has it', { timeout: 120_000 }, async () => {
  const names = forty.slice(0, 4)
  const t = await training(request, node, names, taught)
  const a = await tablet(t, { language: 'ar' })
  const seesNothingElse = async (own) => {
    const text = await a.page.locator('body').innerText()
    for (const n of names) assert.ok(n === own || !text.includes(n), `${n} is shown to ${own}`)
    assert.ok(!/%|٪/.test(text), 'a score is shown')
  }
  await a.context.setOffline(true)
  assert.equal(await a.page.locator('[data-test=pre]').getAttribute('aria-pressed'), 'true')
  // The first of them chooses Arabic, and the tablet sleeps in the middle.
  await a.row(names[0]).locator('.name').tap()
  await a.page.getByRole('heading', { name: names[0] }).waitFor()
  await seesNothingElse(names[0])
  await a.page.locator('[data-language=ar]').tap()
  await a.at(1)
  assert.equal(await a.page.locator('.hands').getAttribute('dir'), 'rtl')
  await a.page.locator('fieldset label').nth(1).tap()
  await a.page.locator('.next').tap()
  await a.at(2)
  await a.page.locator('fieldset label').first().tap()
  await a.page.locator('fieldset input:checked').waitFor()
  await seesNothingElse()
  // A tap on the trainer's button is not enough.
  await a.page.locator('.hold').tap()
  await a.page.locator('.hands').waitFor()
  await a.kept()
  await a.page.reload()
  await a.at(2)
  await a.page.locator('fieldset input:checked').waitFor()
  await seesNothingElse()
  const asked = await a.through(2)
  await a.page.locator('.thanks').waitFor()
  await seesNothingElse()
  await a.page.reload()
  await a.page.locator('.thanks').waitFor()
  await a.back()
  await a.row(names[0]).locator('.name').waitFor()
  assert.equal(await a.page.locator('.over').getAttribute('data-over'), '1')
  // The second chooses French, leaves one question out, and is asked.
  await a.row(names[1]).locator('.name').tap()
  await a.page.locator('[data-language=fr]').tap()
  await a.at(1)
  assert.equal(await a.page.locator('.hands').getAttribute('dir'), 'ltr')
  await a.page.locator('.next').tap()
  await a.through(2)
  await a.page.locator('.sure').tap()
  await a.page.locator('.thanks').waitFor()
  await a.back()
  await a.page.locator('.sent[data-waiting="2"]').waitFor()
  // Whoever has done it is asked about before it is done again.
  await a.row(names[1]).locator('.name').tap()
  await a.page.locator('.sheet').waitFor()
  await a.page.keyboard.press('Escape')
  await a.context.setOffline(false)
  await a.sent()
  await a.page.locator('li.done').nth(1).waitFor()
  const learned = await t.call('GET', `/community/activities/${t.id}/learning?course=first-aid`)
  const roll = await t.roll()
  const of = (n) => learned.attempts.find((x) => x.person === roll.people.find((q) => q.name === n).id)
  assert.equal(learned.attempts.length, 2)
  assert.deepEqual(
    [of(names[0]), of(names[1])].map((x) => [x.test, x.asked, Object.keys(x.answers).length]),
    [
      ['pre', asked, asked],
      ['pre', asked, asked - 1],
    ],
  )
  // As the console's own: the trainer sees who took it, and how.
  const { page, context, problems } = await officer(chromium, node, { role: 'organiser' })
  await page.goto(`${node.console}#/activities/${t.id}?tab=learning`)
  for (const n of names.slice(0, 2))
    await page
      .locator('tr', { hasText: n })
      .getByText(`${of(n).percent}`)
      .first()
      .waitFor()
  await page.goto(`${node.console}#/activities/${t.id}?tab=roll`)
  await page.getByText('tests aussi').waitFor()
  assert.deepEqual([...problems, ...a.problems], [])
  for (const c of [context, a.context]) await c.close()
})

test('what the tablet is told says nothing of what is right', { timeout: 60_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 2), taught)
  const ask = async (link) =>
    t.api.post('/api/v1/roll/tests', {
      data: { device: crypto.randomUUID(), clock: new Date().toISOString(), have: '', attempts: [] },
      headers: { Authorization: 'Pass ' + link.secret },
    })
  const told = await (await ask(await t.link('Tablette', { tests: true }))).text()
  assert.deepEqual(
    JSON.parse(told).exams.map((e) => [e.course, Object.keys(e.tests).sort()]),
    [['first-aid', ['post', 'pre']]],
  )
  assert.ok(!/"right"|"why"|"score"|"passed"/.test(told))
  // A phone for the roll alone is told nothing of tests, and shows nothing of them.
  const plain = await t.link('Porte')
  assert.equal((await ask(plain)).status(), 403)
  const p = await phone(chromium, node)
  await p.open(plain.url)
  await p.sent()
  assert.equal(await p.page.locator('.tests').count(), 0)
  await p.context.close()
})

test('a picture in a question is there without a line, and goes with the roll', { timeout: 90_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 2), { courses: ['signs'] })
  const files = {
    'course.md': '---\nid: signs\nversion: 1\nreview: none\ntablet: yes\ntitle.fr: Panneaux\n---\n',
    '01-signs.fr.md': '# Panneaux\n\n## Un panneau\n\nIl arrête.\n',
    'test.fr.md': '# Test\n\n### ? Que dit ce panneau ? {#q1}\n\n![Un rond rouge](media/stop.svg)\n\n- [ ] Allez\n- [x] Arrêtez\n\n> Le rouge arrête.\n',
    'media/stop.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="100" height="100"><circle cx="5" cy="5" r="4" fill="#c00"/></svg>',
  }
  const form = new FormData()
  for (const content of Object.values(files)) form.append('files', new Blob([content]), 'file')
  form.set('names', JSON.stringify(Object.keys(files)))
  const published = await t.api.post('/api/v1/community/courses', { multipart: form, headers: { 'X-Wasl': '1' } })
  assert.equal(published.status(), 200, await published.text())
  const link = await t.link('Tablette', { tests: true })
  const p = await phone(chromium, node)
  await p.open(link.url)
  await p.page.locator('.tests').tap()
  const boxes = () =>
    p.page.evaluate(async () => {
      const db = await new Promise((ok) => (indexedDB.open('rolls').onsuccess = (e) => ok(e.target.result)))
      const names = await new Promise((ok) => (db.transaction('boxes').objectStore('boxes').getAllKeys().onsuccess = (e) => ok(e.target.result)))
      db.close()
      return names
    })
  while (!(await boxes()).some((name) => name.endsWith('/i signs 1 stop.svg'))) await p.page.waitForTimeout(100)
  await p.context.setOffline(true)
  // There is one language, so nobody is asked which.
  await p.page.locator('li .name').first().tap()
  const width = () => p.page.locator('fieldset img').evaluate((e) => e.decode().then(() => e.naturalWidth))
  await p.page.locator('fieldset img').waitFor()
  assert.ok((await width()) > 0)
  await p.page.reload()
  await p.page.locator('fieldset img').waitFor()
  assert.ok((await width()) > 0)
  // A tablet that is shut out in somebody's hands keeps nothing, not even what was begun.
  await p.page.locator('fieldset label').first().tap()
  await p.page.locator('.hands[data-pending="0"]').waitFor()
  await t.call('POST', `/community/passes/${link.id}/revoke`)
  await p.context.setOffline(false)
  await p.page.getByText(p.t.revoked).waitFor()
  while ((await boxes()).length) await p.page.waitForTimeout(100)
  await p.context.close()
})

for (const [language, width, colorScheme] of [
  ['ar', 320, 'light'],
  ['fr', 768, 'dark'],
]) {
  test(`a test in ${language} at ${width}: nothing serious, nothing small, nothing sticks out`, { timeout: 90_000 }, async () => {
    const names = forty.slice(0, 3)
    const p = await tablet(await training(request, node, names, taught), { language, width, colorScheme, bypassCSP: true })
    const found = []
    const see = async (where) => found.push(...(await faults(p.page, where)))
    await see('list')
    // By the keyboard alone.
    await p.row(names[0]).locator('.name').focus()
    await p.page.keyboard.press('Enter')
    await p.page.locator(`[data-language=${language}]`).waitFor()
    await see('language')
    await p.page.locator(`[data-language=${language}]`).focus()
    await p.page.keyboard.press('Enter')
    await p.at(1)
    await p.page.locator('fieldset input').first().focus()
    await p.page.keyboard.press('Space')
    await p.page.locator('fieldset input:checked').waitFor()
    await see('question')
    await p.page.locator('.hold').focus()
    await p.page.keyboard.down('Enter')
    await p.row(names[0]).locator('.name').waitFor()
    await p.page.keyboard.up('Enter')
    await p.page.locator('li.begun').waitFor()
    await p.row(names[0]).locator('.name').tap()
    await p.through()
    await p.page.locator('.thanks').waitFor()
    await see('thanks')
    await p.back()
    await p.page.locator('.over[data-over="1"]').waitFor()
    assert.deepEqual(found, [])
    await p.context.close()
  })
}
