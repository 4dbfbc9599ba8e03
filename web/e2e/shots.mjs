// Pictures of every page and state of the console, to look at. It is no test.
//   node e2e/shots.mjs DIR [WHAT...]
// WHAT narrows it: names of pictures (queue, report...), languages, themes, widths.
// `pages` takes every page of the menu, `communities` those of communities; `every`
// takes French and Arabic, light and dark, wide and narrow, each with each.
// NODE_URL takes them on a node that runs already; DEMO_DATA on a demo filled before.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { browser, demo, root } from './browser.mjs'

const out = process.argv[2] ?? 'shots'
const only = process.argv.slice(3)
mkdirSync(out, { recursive: true })
const node = process.env.NODE_URL ? { console: process.env.NODE_URL, stop: () => undefined } : await demo(process.env.DEMO_DATA)
const chromium = await browser()
const problems = new Set()
let now = ''

const variants = [
  ['fr', 'light', 1440, 900],
  ['ar', 'dark', 1440, 900],
  ['ar', 'light', 390, 844],
  ['fr', 'dark', 320, 640],
  ['en', 'light', 1024, 768],
  ['fr', 'light', 768, 1024],
]
if (only.includes('every')) {
  variants.length = 0
  for (const language of ['fr', 'ar']) for (const theme of ['light', 'dark']) variants.push([language, theme, 1440, 900], [language, theme, 390, 844])
}
const at = (hash) => node.console + hash
const words = { ar: 'سيارة', fr: 'village', en: 'village' }

/** The pictures: who looks, and what they do before it is taken. */
const pictures = {
  signin: { who: '', do: async () => undefined },
  rules: { who: 'chief', do: (p) => p.goto(at('#/rules')) },
  rule: {
    who: 'chief',
    do: async (p) => {
      await openRule(p, 'Contrebande')
      await p.locator('article button.primary, article .acts button').first().click()
      await p.locator('.examples, .tiles').first().waitFor()
    },
  },
  ruledraft: { who: 'desk', do: (p) => openRule(p, 'La nuit') },
  ruleedit: {
    who: 'chief',
    do: async (p) => {
      await openRule(p, 'Un enfant')
      await p.locator('article .acts .end button').nth(-1).click()
      await p.locator('.reads .sentence').waitFor()
    },
  },
  rulenew: { who: 'desk', do: (p) => p.goto(at('#/rules/new')) },
  load: { who: 'chief', do: (p) => p.goto(at('#/load')) },
  deadlines: { who: 'chief', do: (p) => p.goto(at('#/load?tab=deadlines')) },
  deadline: {
    who: 'chief',
    do: async (p) => {
      await p.goto(at('#/load?tab=deadlines'))
      await p.locator('td button').nth(1).click()
    },
  },
  figures: { who: 'chief', do: (p) => p.goto(at('#/load?tab=looks')) },
  looks: { who: 'chief', do: (p) => p.goto(at('#/looks')) },
  look: {
    who: 'chief',
    do: async (p) => {
      await p.goto(at('#/looks'))
      await p.locator('.looks a').first().click()
      await p.locator('article.report section[class*=card] h2').first().waitFor()
    },
  },
  proposal: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/queue?state=open'))
      await p.locator('.line:has(.proposed) a').first().click()
      await p.locator('.proposals').waitFor()
    },
  },
  tasks: { who: 'desk', do: (p) => p.goto(at('#/tasks')) },
  activities: { who: 'organiser', do: (p) => p.goto(at('#/activities')) },
  month: { who: 'organiser', do: (p) => p.goto(at('#/activities?view=month')) },
  activity: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/activities?when=past'))
      await p.locator('a[data-row]').nth(3).click()
      await p.locator('article h2').waitFor()
    },
  },
  calendar: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/activities'))
      await p.locator('header button.quiet').click()
      await p.locator('dialog section button').first().click()
      const again = p.locator('dialog').nth(1).locator('button.primary')
      if (await again.isVisible()) await again.click()
      await p.locator('dialog input').first().waitFor()
    },
  },
  plan: { who: 'organiser', do: (p) => p.goto(at('#/activities/new')) },
  ideas: {
    who: 'mobiliser',
    do: async (p) => {
      await p.goto(at('#/ideas'))
      await p.locator('a[data-row]').first().click()
      await p.locator('article h2').waitFor()
    },
  },
  numbers: { who: 'programme', do: (p) => p.goto(at('#/numbers')) },
  courses: { who: 'organiser', do: (p) => p.goto(at('#/courses')) },
  listening: { who: 'mobiliser', do: (p) => p.goto(at('#/listening')) },
  rumours: { who: 'mobiliser', do: (p) => p.goto(at('#/rumours')) },
  surveys: { who: 'organiser', do: (p) => p.goto(at('#/surveys')) },
  materials: { who: 'mobiliser', do: (p) => p.goto(at('#/materials')) },
  rolltab: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/activities?when=past'))
      await p.locator('a[data-row]').last().click()
      await p.locator('[role=tab]').nth(1).click()
    },
  },
  papertab: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/activities?when=past'))
      await p.locator('a[data-row]').last().click()
      await p.locator('[role=tab]').nth(2).click()
    },
  },
  certificatetab: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/activities?when=past'))
      await p.locator('a[data-row]').last().click()
      await p.locator('[role=tab]').nth(3).click()
    },
  },
  register: {
    who: 'organiser',
    do: async (p) => {
      await p.goto(at('#/people'))
      await p.locator('a[data-row]').nth(2).click()
      await p.locator('article h2').waitFor()
    },
  },
  sent: { who: 'desk', do: (p) => p.goto(at('#/tasks?box=sent')) },
  people: { who: 'desk', do: (p) => p.goto(at('#/tasks?box=people')) },
  handover: { who: 'desk', do: (p) => p.goto(at('#/handover')) },
  bulletins: { who: 'desk', do: (p) => p.goto(at('#/bulletin')) },
  bulletin: {
    who: 'desk',
    do: async (p) => {
      await openBulletin(p, 0)
      await p.locator('[data-piece]').first().focus()
    },
  },
  bulletinout: { who: 'desk', do: (p) => openBulletin(p, 1) },
  bulletinedit: {
    who: 'desk',
    do: async (p) => {
      await openBulletin(p, 0)
      await p.locator('[data-piece]').first().focus()
      await p.keyboard.press('e')
      await p.locator('[data-piece]').first().scrollIntoViewIfNeeded()
    },
  },
  bulletinsend: {
    who: 'desk',
    do: async (p) => {
      await openBulletin(p, 0)
      await p.locator('.acts .primary').click()
    },
  },
  times: { who: 'chief', do: (p) => p.goto(at('#/times?months=12')) },
  followup: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/tasks?box=sent&ended=yes'))
      await p.locator('li.card a.end').first().click()
      await p.locator('section[aria-label] .offers').scrollIntoViewIfNeeded()
    },
  },
  refer: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/tasks?box=sent&ended=yes'))
      await p.locator('li.card a.end').first().click()
      await p.locator('section .offers button').nth(2).click()
    },
  },
  case: { who: 'desk', do: (p) => openCase(p) },
  caseasked: {
    who: 'desk',
    do: async (p) => {
      await openCase(p)
      await p.locator('section .offers').scrollIntoViewIfNeeded()
    },
  },
  casemerge: {
    who: 'desk',
    do: async (p) => {
      await openCase(p)
      await p.keyboard.press('m')
      await p.locator('dialog input[type=radio]').nth(1).check()
      await p.locator('dialog .after, dialog .fault').first().waitFor()
    },
  },
  casetell: {
    who: 'desk',
    do: async (p) => {
      await openCase(p)
      await p.keyboard.press('f')
      await p.locator('dialog textarea, dialog .muted').first().waitFor()
    },
  },
  caseclose: {
    who: 'desk',
    do: async (p) => {
      await openCase(p)
      await p.keyboard.press('c')
    },
  },
  casepass: {
    who: 'desk',
    do: async (p) => {
      await openCase(p)
      await p
        .getByRole('button', { name: /À un autre incident|إلى واقعة أخرى|To another incident/ })
        .first()
        .click()
      await p.locator('dialog .choice').first().waitFor()
    },
  },
  home: { who: 'desk', do: (p) => p.goto(at('#/')) },
  queue: { who: 'desk', do: (p) => p.goto(at('#/queue?state=open')) },
  grouped: {
    who: 'chief',
    do: async (p) => {
      await p.evaluate(() => {
        for (const k of Object.keys(localStorage))
          if (k.startsWith('prefs:')) localStorage.setItem(k, JSON.stringify({ group: 'urgency', density: 'dense', hints: ['queue', 'report'] }))
        const any = Object.keys(localStorage).find((k) => k.startsWith('seen:'))
        if (any) localStorage.setItem('prefs:' + any.slice(5), JSON.stringify({ group: 'urgency', density: 'dense', hints: ['queue', 'report'] }))
      })
      await p.goto(at('#/queue?state=open'))
      await p.reload()
    },
  },
  ticked: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/queue?state=open&urgency=now,soon'))
      await p.locator('#reports .line').first().waitFor()
      for (const i of [0, 1, 2]) await p.locator('#reports .line input').nth(i).check({ force: true })
    },
  },
  filter: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/queue?state=open&kind=cattle_theft,armed_presence&time=30d'))
      await p.locator('.filters .add').click()
    },
  },
  empty: { who: 'desk', do: (p) => p.goto(at('#/queue?state=new&kind=nothing_like_it')) },
  report: { who: 'desk', do: async (p) => openNth(p, 3) },
  thread: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/queue?state=needs_answer'))
      await openNth(p, 0, true)
      await p.locator('article.report ol .message').first().scrollIntoViewIfNeeded()
    },
  },
  grade: { who: 'desk', do: async (p) => (await openNth(p, 2), await p.keyboard.press('g'), await p.keyboard.press('b'), await p.keyboard.press('2')) },
  forward: {
    who: 'desk',
    do: async (p) => {
      await openNth(p, 2)
      await p.keyboard.press('f')
      await p.locator('dialog [role=combobox]').fill('bas')
    },
  },
  close: { who: 'desk', do: async (p) => (await openNth(p, 2), await p.keyboard.press('c')) },
  palette: { who: 'desk', do: async (p) => (await openNth(p, 2), await p.keyboard.press('Control+k')) },
  help: { who: 'desk', do: async (p) => (await openNth(p, 2), await p.keyboard.press('?')) },
  map: { who: 'chief', do: async (p) => (await p.goto(at('#/map?state=all')), await p.waitForTimeout(2500)) },
  areas: {
    who: 'chief',
    do: async (p) => {
      await p.goto(at('#/map?state=all'))
      await p.locator('.bar fieldset label').nth(1).click()
      await p.waitForTimeout(2500)
    },
  },
  near: { who: 'chief', do: async (p) => (await p.goto(at('#/map?state=all&lat=15.9&lon=-5.9')), await p.waitForTimeout(2500)) },
  search: { who: 'desk', do: async (p, l) => (await p.goto(at('#/search?q=' + encodeURIComponent(words[l]))), await p.waitForTimeout(700)) },
  nosearch: { who: 'desk', do: (p) => p.goto(at('#/search')) },
  network: {
    who: 'administrator',
    do: async (p) => {
      await p.goto(at('#/network'))
      await p.locator('.node').nth(9).click()
    },
  },
  unit: {
    who: 'administrator',
    do: async (p) => {
      await p.goto(at('#/network'))
      await p.locator('.node').nth(9).click()
      await p.locator('.edit button').first().click()
      await p.locator('dialog input').first().waitFor()
    },
  },
  member: {
    who: 'administrator',
    do: async (p) => {
      await p.goto(at('#/network'))
      await p.locator('.node').nth(9).click()
      await p.locator('.people .line button').first().click()
      await p.locator('dialog input').first().waitFor()
    },
  },
  invite: {
    who: 'administrator',
    do: async (p) => {
      await p.goto(at('#/network'))
      await p.locator('.node').nth(9).click()
      await p.locator('.people .bar button.primary').click()
    },
  },
  device: {
    who: 'administrator',
    do: async (p) => {
      await p.goto(at('#/network'))
      await p.locator('.node').nth(9).click()
      await p.locator('.people [role=tab]').nth(1).click()
      await p.locator('.people .bar button.primary').click()
      await p.locator('dialog input').first().fill('Fassala 1')
      await p.locator('dialog footer button.primary').click()
      await p.locator('dialog .qr').waitFor()
    },
  },
  forms: {
    who: 'chief',
    do: async (p) => {
      await p.goto(at('#/forms'))
      await p.locator('.list li a').nth(3).click()
      await p.locator('.phone').first().waitFor()
      const off = p.locator('.detail [role=group] button.small[aria-pressed=false]')
      while (await off.count()) await off.first().click()
    },
  },
  upload: {
    who: 'chief',
    do: async (p) => {
      await p.goto(at('#/forms/+'))
      await p.locator('input[type=file]').setInputFiles(join(root, 'corpus/form/well.xlsx'))
      await p.locator('.verdict').waitFor()
    },
  },
  identities: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/account'))
      await p.locator('#main h1').waitFor()
      await p.evaluate(async () => {
        const send = (method, path, body) =>
          fetch('/api/v1/reports/' + path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
        const id = crypto.randomUUID()
        const xml = `<data id="security-incident"><summary>Un appel : un enfant cherché</summary><orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:${id}</orx:instanceID></orx:meta></data>`
        await send('PUT', id, { xml, language: 'fr', channel: 'operator' })
        await send('POST', id + '/reveal', { reason: 'Un enfant nommé dans le signalement doit être retrouvé aujourd’hui.' })
      })
      await p.goto(at('#/identities'))
      await p.locator('#main li.card').first().waitFor()
    },
  },
  granting: {
    who: 'oversight',
    do: async (p) => {
      await p.goto(at('#/identities'))
      await p.locator('#main li.card').first().waitFor()
    },
  },
  correct: { who: 'desk', do: async (p) => (await openNth(p, 3), await p.keyboard.press('d'), await p.locator('dialog .question').first().waitFor()) },
  enter: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/enter'))
      await p.locator('#main li button').nth(3).click()
      await p.locator('#main .question').first().waitFor()
    },
  },
  audit: { who: 'oversight', do: (p) => p.goto(at('#/audit')) },
  account: { who: 'desk', do: (p) => p.goto(at('#/account')) },
  menu: {
    who: 'desk',
    do: async (p) => {
      await p.goto(at('#/'))
      const burger = p.locator('.across button').first()
      if (await burger.isVisible()) await burger.click()
      await p.locator('.me').click()
    },
  },
}

async function openBulletin(p, n) {
  await p.goto(at('#/bulletin'))
  await p.locator('a.line').nth(n).click()
  await p.locator('[data-piece]').first().waitFor()
}

/** Every page of the menu as it opens, and with its first line chosen: `pages` takes them all. */
const menu = {
  chief:
    'home queue search enter alerts warnings incidents tasks handover map trends board bulletin times duty watches looks load rules network forms identities account',
  administrator: 'gateways',
  organiser: 'ahead activities ideas people courses materials listening rumours surveys numbers',
  oversight: 'audit',
}
const withLines = 'alerts warnings duty watches rules forms network activities ideas people courses materials listening rumours surveys'.split(' ')
for (const [who, pages] of Object.entries(menu))
  for (const page of pages.split(' ')) {
    pictures['page-' + page] = { who, do: (p) => open(p, page) }
    if (withLines.includes(page)) pictures['chosen-' + page] = { who, do: (p) => open(p, page, true) }
  }
async function open(p, page, choose = false) {
  await p.goto(at('#/' + page))
  await p.locator('#main :is(h1, h2, .empty):visible').first().waitFor()
  if (choose) {
    await p.locator('.rows :is([data-row], [role=treeitem])').first().click()
    await p.locator('.detail :is(h1, h2)').first().waitFor()
  }
  await p.waitForFunction(() => !document.querySelector('#main .skeleton'))
  await p.waitForTimeout(page === 'map' ? 2000 : 300)
}
if (only.includes('communities')) only.push(...menu.organiser.split(' ').flatMap((n) => ['page-' + n, 'chosen-' + n]), 'calendar')
if (only.includes('pages')) only.push(...Object.keys(pictures).filter((n) => /^(page|chosen)-/.test(n)))

async function openRule(p, name) {
  await p.goto(at('#/rules'))
  await p.locator('.list li a', { hasText: name }).click()
  await p.locator('article .sentence').waitFor()
}

async function openNth(p, n, here = false) {
  if (!here) await p.goto(at('#/queue?state=open'))
  await p.locator('#reports .line').first().waitFor()
  await p.locator('#reports .line a').nth(n).click()
  await p.locator('article.report dl').first().waitFor()
}

/** The demo's incident on which most was done. */
async function openCase(p) {
  await p.goto(at('#/incidents'))
  await p.locator('a.card', { hasText: 'bovins' }).click()
  await p.locator('section .offers').waitFor()
}

const chosen = (kind, value) => !only.some((o) => kind.includes(o)) || only.includes(String(value))
const names = Object.keys(pictures)
for (const [language, theme, width, height] of variants) {
  if (!chosen(['fr', 'ar', 'en'], language) || !chosen(['light', 'dark'], theme) || !chosen(['1440', '390', '320', '1024', '768'], width)) continue
  for (const who of new Set(Object.values(pictures).map((x) => x.who))) {
    const mine = names.filter((n) => pictures[n].who === who && chosen(names, n))
    if (!mine.length) continue
    const context = await chromium.newContext({ viewport: { width, height }, locale: language, timezoneId: 'Africa/Nouakchott', reducedMotion: 'reduce' })
    await context.addInitScript(
      ([l, t]) => {
        if (!location.protocol.startsWith('http')) return
        localStorage.setItem('language', l)
        localStorage.setItem('theme', t)
      },
      [language, theme],
    )
    const page = await context.newPage()
    page.on('console', (m) => m.type() === 'error' && !/401/.test(m.text()) && problems.add(`${now}: ${m.text()}`))
    page.on('pageerror', (e) => problems.add(`${now}: ${e.stack ?? e}`))
    page.on('request', (r) => !r.url().startsWith(node.console) && !/^(blob|data):/.test(r.url()) && problems.add(`${now}: outside: ${r.url()}`))
    await page.goto(node.console)
    await page.locator('.who').first().waitFor()
    if (who) {
      await page.locator(`.who[data-role=${who}]`).click()
      await page.locator('#main').waitFor()
    }
    for (const name of mine) {
      now = `${name} ${language} ${width}`
      try {
        await pictures[name].do(page, language)
      } catch (e) {
        problems.add(`${name} ${language} ${width}: ${String(e).split('\n')[0]}`)
      }
      await page.waitForTimeout(500)
      await page.screenshot({ path: `${out}/${name}-${language}-${theme}-${width}.png` })
      await page.goto('about:blank')
    }
    await context.close()
  }
}
await chromium.close()
await node.stop()
for (const p of problems) console.log(p)
