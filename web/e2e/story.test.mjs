// The programme's own story: two first-aid sessions with 54 people, the November caravan,
// a public forum, a workshop that makes materials with children and parents, a course for
// the police; then a new day with a phone; and the numbers come out right.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { request } from 'playwright-core'
import { browser, demo } from './browser.mjs'
import { officer } from './console.mjs'
import { desk } from './desk.mjs'
import { forty, phone, training } from './rolls.mjs'

let node, chromium, call
const there = (state) => ['present', 'late', 'partial'].includes(state)

before(async () => {
  node = await demo()
  chromium = await browser()
  const { api } = await desk(request, node, 'organiser')
  call = async (method, path, data) => {
    const r = await api.fetch('/api/v1/community' + path, { method, data })
    assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
    return r.status() === 204 ? null : r.json()
  }
})
after(async () => {
  await chromium?.close()
  await node?.stop()
})

/** What was held, each with its roll. */
async function held() {
  const { items } = await call('GET', '/activities')
  const done = items.filter((a) => a.state !== 'draft' && a.state !== 'cancelled')
  return Promise.all(done.map(async (a) => ({ ...a, roll: await call('GET', `/activities/${a.id}/roll`) })))
}

/** Who was there once at least; and who came to four fifths of a training, a session in part counting half. */
function counted(all) {
  const reached = new Set()
  const trained = new Set()
  for (const a of all) {
    const worth = new Map()
    for (const s of a.roll.stands) {
      if (!there(s.state)) continue
      reached.add(s.person)
      worth.set(s.person, (worth.get(s.person) ?? 0) + (s.state === 'partial' ? 0.5 : 1))
    }
    if (a.plan.kind !== 'training') continue
    for (const [person, n] of worth) if (n >= 0.8 * a.plan.sessions.length) trained.add(person)
  }
  return { reached, trained }
}
const everybody = (list) => list.find((x) => x.who === '')?.n

test('what was held is there, with its people', { timeout: 60_000 }, async () => {
  const all = await held()
  const by = (title) => all.find((a) => a.plan.title.fr.startsWith(title))
  const [one, two, caravan, materials, forum, police] = [
    'Premiers secours, première',
    'Premiers secours, deuxième',
    'Caravane de novembre',
    'La paix en images',
    'Forum public : vivre',
    'Police',
  ].map(by)
  const of = (a) => new Set(a.roll.people.map((p) => p.id))
  assert.deepEqual(
    [one, two, materials, police].map((a) => of(a).size),
    [27, 27, 20, 20],
  )
  const aided = new Set([...of(one), ...of(two)])
  assert.equal(aided.size, 54, 'two first-aid sessions, nobody in both')
  assert.equal(caravan.plan.stops.length, 4)
  assert.ok(forum.roll.people.length > 20)
  // Children: two vetted adults, given names alone.
  assert.ok(materials.plan.children)
  assert.ok(materials.plan.trainers.filter((t) => t.vetted).length >= 2)
  const children = materials.roll.people.filter((p) => p.child)
  assert.equal(children.length, 12)
  for (const c of children) assert.doesNotMatch(c.name, /\s/, `${c.name} is more than a given name`)
  // Some were in two activities.
  const both = [...of(police)].filter((p) => aided.has(p))
  assert.equal(both.length, 6)
})

test('the numbers come out right, and a mobiliser reads them on a phone', { timeout: 90_000 }, async () => {
  const { reached, trained } = counted(await held())
  assert.equal(reached.size, 88, 'everybody was there at a first session')
  const board = await call('GET', '/numbers')
  assert.equal(everybody(board.reached), reached.size)
  assert.equal(everybody(board.trained), trained.size)
  assert.ok(trained.size > 50 && trained.size <= 68, `${trained.size} were trained`)
  const problems = []
  const { page, at, context } = await officer(chromium, node, { role: 'mobiliser', language: 'ar', size: { width: 390, height: 844 }, problems })
  await at('#/numbers')
  await page.locator('.card.first .figure').waitFor()
  assert.match(await page.locator('.card.first .figure').innerText(), /88/)
  assert.deepEqual(problems, [])
  await context.close()
})

test('a new day: a roll on a phone without a line, and the numbers grow by those who were new', { timeout: 120_000 }, async () => {
  const before = everybody((await call('GET', '/numbers')).reached)
  const names = forty.slice(0, 14)
  const t = await training(request, node, names)
  const activity = await call('GET', `/activities/${t.id}`)
  const plan = {
    ...activity.plan,
    spot: 'Maison des jeunes',
    risks: 'chaleur',
    trainers: [{ name: 'Yahya ould Sidi', organisation: 'Protection civile' }],
  }
  const saved = await call('PUT', `/activities/${t.id}`, { unit: activity.unit.id, revision: activity.revision, plan })
  await call('POST', `/activities/${t.id}/confirm`, { revision: saved.revision })
  const p = await phone(chromium, node, { language: 'ar' })
  await p.open((await t.link('هاتف المدرب')).url)
  await p.context.setOffline(true)
  for (const name of names) await p.tap(p.row(name).locator('.name'))
  await p.context.setOffline(false)
  await p.sent()
  await call('POST', '/numbers')
  assert.equal(everybody((await call('GET', '/numbers')).reached), before + names.length)
  assert.deepEqual(p.problems, [])
  await p.context.close()
})
