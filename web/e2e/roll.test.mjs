// A roll of forty, taken on a phone without a line; two phones of one roll; a clock in 1970.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'playwright-core'
import { officer } from './console.mjs'
import { house } from './house.mjs'
import { faults, forty, phone, training } from './rolls.mjs'

const { node, chromium } = await house()
const stand = (roll, session, person) => roll.stands.find((s) => s.session === session && s.person === person)

// Seconds of a person's time. A name is read out and answered in four seconds, which is
// slow; a tap takes 1.3 s (keystroke-level model: to point 1.1, to press 0.2), one that is
// held 0.5 s more, a swipe 1.5 s, a letter on a phone 0.5 s.
const pace = { called: 4, tap: 1.3, hold: 1.8, swipe: 1.5, letter: 0.5 }

test('forty people in less than five minutes, without a line', { timeout: 120_000 }, async () => {
  const t = await training(request, node)
  const p = await phone(chromium, node, { language: 'ar' })
  await p.open((await t.link('هاتف القاعة')).url)
  await p.context.setOffline(true)
  const rows = p.page.locator('li')
  assert.equal(await rows.count(), 40)
  // In the order of the list: 31 present, 4 late, 1 in part, 4 do not answer.
  const names = await rows.locator('bdi').allTextContents()
  const late = [3, 11, 20, 33].map((i) => names[i])
  const silent = [5, 17, 24, 38].map((i) => names[i])
  for (const name of names) {
    if (silent.includes(name)) continue
    const button = p.row(name).locator('.name')
    if (name === names[8]) {
      await p.hold(button)
      await p.tap(p.page.locator('[data-state=partial]'))
      continue
    }
    await p.tap(button)
    if (late.includes(name)) await p.tap(button)
  }
  await p.tap(p.page.locator('.rest'))
  await p.tap(p.page.locator('.sheet .danger'))
  assert.equal(await p.page.locator('.there').getAttribute('data-there'), '36')
  assert.equal(await p.waiting(), 40)
  const { taps, holds, swipes } = p.effort
  const seconds = 40 * pace.called + taps * pace.tap + holds * pace.hold + swipes * pace.swipe
  console.log(`a roll of 40: ${taps} taps, ${holds} held, ${swipes} swipes: ${Math.round(seconds)} s at the stated pace`)
  assert.ok(seconds < 300, `${seconds} s`)
  await p.page.locator('.sent[data-pending="0"]').waitFor()
  // The tab is killed; what was marked is there, and goes by itself when there is a line.
  await p.page.close()
  const again = await p.context.newPage()
  await again.goto(node.console + 'roll/')
  await again.locator('.sent[data-waiting="40"]').waitFor()
  await p.context.setOffline(false)
  await again.locator('.sent[data-waiting="0"]').waitFor({ timeout: 20_000 })
  const roll = await t.roll()
  const counts = (of) => roll.stands.filter((s) => s.session === t.sessions[0].id && s.state === of).length
  assert.deepEqual(['present', 'late', 'partial', 'absent'].map(counts), [31, 4, 1, 4])
  assert.deepEqual(p.problems, [])
  await p.context.close()
})

test('two phones offline take the same roll: both count, what differs is kept and settled in the console', { timeout: 90_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 6))
  const [one, two] = [await phone(chromium, node), await phone(chromium, node, { language: 'en' })]
  await one.open((await t.link('Téléphone de Mariem')).url)
  await two.open((await t.link('Tablette de la salle')).url)
  for (const p of [one, two]) await p.context.setOffline(true)
  for (const name of forty.slice(0, 4)) await one.row(name).locator('.name').tap()
  for (const name of forty.slice(2, 6)) await two.row(name).locator('.name').tap()
  await two.row(forty[2]).locator('.name').tap() // late
  for (const p of [one, two]) await p.context.setOffline(false)
  await one.sent()
  await two.sent()
  const roll = await t.roll()
  const [morning] = t.sessions
  const byName = new Map(roll.people.map((p) => [p.name, p.id]))
  const of = (i) => stand(roll, morning.id, byName.get(forty[i]))
  assert.deepEqual(
    [0, 1, 3, 4, 5].map((i) => [of(i).state, !!of(i).conflict]),
    Array(5).fill(['present', false]),
  )
  assert.ok(of(2).conflict)
  assert.deepEqual(
    of(2)
      .words.map((w) => [w.phone, w.state])
      .sort(),
    [
      ['Tablette de la salle', 'late'],
      ['Téléphone de Mariem', 'present'],
    ],
  )
  // The trainer settles it on the big screen.
  const { page, context, problems } = await officer(chromium, node, { role: 'organiser' })
  await page.goto(`${node.console}#/activities/${t.id}?tab=roll`)
  await page.locator('.conflicts button').click()
  await page.locator('dialog .choices button').nth(1).click()
  await page.locator('.conflicts').waitFor({ state: 'detached' })
  const settled = stand(await t.roll(), morning.id, byName.get(forty[2]))
  assert.deepEqual([settled.state, !!settled.conflict], ['late', false])
  // A code for another phone is shown there, and opens the roll.
  await page.locator('.card .primary', { hasText: 'Ouvrir sur un téléphone' }).click()
  await page.locator('#phone input').first().fill('Un troisième')
  await page.locator('dialog footer .primary').click()
  await page.locator('dialog .qr').waitFor()
  const third = await phone(chromium, node)
  await third.open(await page.locator('dialog input[readonly]').inputValue())
  assert.equal(new URL(third.page.url()).hash, '', 'the secret stays in no address')
  assert.equal(await third.page.locator('li.late').count(), 1)
  assert.deepEqual([...problems, ...one.problems, ...two.problems, ...third.problems], [])
  for (const c of [context, one.context, two.context, third.context]) await c.close()
})

test('a tablet in 1970 counts, says so, and overrules nobody', { timeout: 60_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 3))
  const old = await phone(chromium, node, { at: 90_000 })
  const link = await t.link('Vieille tablette')
  await old.open(link.url)
  await old.page.getByText(old.t.clock).waitFor()
  await old.row(forty[0]).locator('.name').tap()
  await old.sent()
  const now = await phone(chromium, node)
  await now.open((await t.link('Téléphone')).url)
  await now.row(forty[0]).locator('.name').tap() // it saw present: late
  await now.sent()
  const roll = await t.roll()
  const s = stand(roll, t.sessions[0].id, roll.people.find((p) => p.name === forty[0]).id)
  assert.deepEqual([s.state, !!s.conflict], ['late', false])
  const device = (await t.passes()).items.find((p) => p.id === link.id).devices[0]
  assert.ok(device.clock_off > 55 * 365 * 86_400, `${device.clock_off} s`)
  for (const p of [old, now]) await p.context.close()
})

test('at the end of the pass a phone without a line holds no name, and sends what was marked', { timeout: 90_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 3))
  const p = await phone(chromium, node)
  await p.open((await t.link('Perdu')).url)
  await p.context.setOffline(true)
  await p.row(forty[0]).locator('.name').tap()
  await p.tap(p.page.locator('.add'))
  await p.type(p.page.locator('.sheet input'), 'Zeïnebou mint Cheikh')
  for (const v of ['18-24', 'female', 'refugee']) await p.tap(p.page.locator(`.sheet [data-value="${v}"]`))
  await p.tap(p.page.locator('.sheet button.primary'))
  await p.page.locator('.sent[data-waiting="3"][data-pending="0"]').waitFor()
  const end = new Date(t.sessions[1].end).getTime() + 2 * 86_400_000
  const shown = () => p.page.evaluate(() => document.body.innerText)
  const at = async (time) => {
    await p.page.clock.setSystemTime(time)
    await p.page.reload()
  }
  await at(end - 600_000)
  await p.row(forty[0]).waitFor()
  await at(end + 60_000)
  await p.page.getByText(p.t.over).waitFor()
  // A clock that is put back opens nothing again.
  await at(end - 86_400_000)
  await p.page.getByText(p.t.over).waitFor()
  for (const name of [...forty.slice(0, 3), 'Zeïnebou']) assert.ok(!(await shown()).includes(name), name)
  assert.equal(await p.waiting(), 3)
  assert.deepEqual(await faults(p.page, 'over'), [])
  // The node says that the pass goes on: then it does.
  await p.context.setOffline(false)
  await p.page.locator('.sent').tap()
  await p.row(forty[1]).waitFor()
  await p.sent()
  const roll = await t.roll()
  const stateOf = (name) => stand(roll, t.sessions[0].id, roll.people.find((x) => x.name === name).id).state
  assert.deepEqual([stateOf(forty[0]), stateOf('Zeïnebou mint Cheikh')], ['present', 'present'])
  assert.deepEqual(p.problems, [])
  await p.context.close()
})

test('a newcomer in a few taps; erased, the phone holds no name', { timeout: 60_000 }, async () => {
  const t = await training(request, node, forty.slice(0, 2))
  const p = await phone(chromium, node, { width: 320 })
  const link = await t.link('Porte')
  await p.open(link.url)
  await p.tap(p.page.locator('.add'))
  await p.type(p.page.locator('.sheet input'), 'Zeïnebou mint Cheikh')
  for (const v of ['18-24', 'female', 'refugee']) await p.tap(p.page.locator(`.sheet [data-value="${v}"]`))
  await p.tap(p.page.locator('.sheet button.primary'))
  assert.equal(p.effort.taps, 5)
  await p.sent()
  const roll = await t.roll()
  const added = roll.people.find((x) => x.name === 'Zeïnebou mint Cheikh')
  assert.equal(stand(roll, t.sessions[0].id, added.id).state, 'present')
  const held = () =>
    p.page.evaluate(async () => {
      const db = await new Promise((ok) => (indexedDB.open('rolls').onsuccess = (e) => ok(e.target.result)))
      const all = (name) => new Promise((ok) => (db.transaction(name).objectStore(name).getAll().onsuccess = (e) => ok(e.target.result)))
      const [keys, boxes] = [await all('keys'), await all('boxes')]
      const text = boxes.map((b) => new TextDecoder().decode(b.sealed)).join('')
      db.close()
      return { keys: keys.map((k) => k.extractable), boxes: boxes.length, text, files: (await (await caches.open('roll-keys')).keys()).length }
    })
  const before = await held()
  assert.deepEqual(before.keys, [false])
  assert.ok(before.boxes > 0 && before.files === 1)
  for (const secret of ['Zeïnebou', forty[0], link.secret]) assert.ok(!before.text.includes(secret), secret + ' lies in the open')
  await p.page.locator('.top .icon').tap()
  await p.page.locator('.sheet .wipe').tap()
  await p.page.locator('.sheet .danger').tap()
  await p.page.getByText(p.t.wiped).waitFor()
  const after = await held()
  assert.deepEqual([after.keys, after.boxes, after.files], [[], 0, 0])
  await p.page.reload()
  await p.page.getByText(p.t.none).waitFor()
  // Whoever is shut out is told so, and keeps nothing either.
  await p.open(link.url)
  await t.call('POST', `/community/passes/${link.id}/revoke`)
  await p.row(forty[0]).locator('.name').tap()
  await p.page.getByText(p.t.revoked).waitFor()
  assert.deepEqual((await held()).keys, [])
  await p.context.close()
})

for (const [language, width, colorScheme] of [
  ['ar', 320, 'light'],
  ['fr', 360, 'dark'],
  ['en', 1024, 'light'],
]) {
  test(`the roll in ${language} at ${width}: nothing serious, nothing small, nothing sticks out`, { timeout: 60_000 }, async () => {
    const t = await training(request, node, forty.slice(0, 8))
    const p = await phone(chromium, node, { language, width, colorScheme, bypassCSP: true })
    const found = []
    const see = async (where) => found.push(...(await faults(p.page, where)))
    await p.page.goto(node.console + 'roll/')
    await p.page.getByText(p.t.none).waitFor()
    await see('nothing')
    await p.open((await t.link('Hall')).url)
    // By the keyboard alone: the row marks, the button beside it opens the rest.
    await p.page.locator('li .name').first().focus()
    await p.page.keyboard.press('Enter')
    await p.page.keyboard.press('Tab')
    await p.page.keyboard.press('Enter')
    await p.page.locator('[data-state=absent]').waitFor()
    await see('choice')
    await p.page.keyboard.press('Escape')
    await p.page.locator('li .name').nth(1).tap()
    await see('roll')
    await p.page.locator('.add').tap()
    await see('add')
    await p.page.keyboard.press('Escape')
    await p.page.locator('.top .icon').tap()
    await see('more')
    assert.deepEqual(found, [])
    await p.context.close()
  })
}
