// A course is written at the console: seen as learners see it while it is typed,
// mended where the checker says, kept as a draft, and published as a new version.
// SHOTS=DIR keeps pictures of the pages.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { officer, publish } from './console.mjs'
import { house } from './house.mjs'
import { open, phone } from './phone.mjs'

const shots = process.env.SHOTS
if (shots) mkdirSync(shots, { recursive: true })
const shot = async (page, name) => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) })
}

const { node, chromium } = await house()
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40" fill="#17578f"/></svg>'

test('a course is edited with its preview, keeps its draft, and is published as the next version', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  page.on('response', (r) => {
    if (r.status() >= 400) problems.push(`${r.status()} ${r.url()}`)
  })
  await at('#/courses/first-aid')
  await page.getByRole('link', { name: 'Modifier' }).click()
  const outline = page.getByRole('navigation', { name: 'Plan du cours' })
  await outline.getByRole('button').nth(1).click()
  const text = page.locator('textarea[data-language=fr]')
  const preview = page.locator('.shown')
  await preview.locator('article.course h2').first().waitFor()
  const pages = await outline.locator('ol ol li').count()

  // A page is added in every language, and what is typed is shown as the player shows it.
  await outline.getByRole('button', { name: 'Ajouter une page' }).click()
  assert.equal(await outline.locator('ol ol li').count(), pages + 1)
  await preview.locator('h2', { hasText: 'Nouvelle page' }).waitFor()
  const whole = await text.inputValue()
  await text.fill(whole.replace('## Nouvelle page', '## Trois gestes <b>vite</b>'))
  await outline.getByRole('button', { name: 'Trois gestes' }).click()
  await preview.locator('h2', { hasText: 'Trois gestes <b>vite</b>' }).waitFor()
  await page.getByText('Question', { exact: true }).click()
  await preview.locator('legend', { hasText: 'Votre question' }).waitFor()
  await shot(page, 'editor-fr')

  // What is wrong is told with its line, and leads there.
  await text.fill((await text.inputValue()).replace('- [x] la bonne réponse', '- [ ] la bonne réponse'))
  const link = page.locator('.found .error button').first()
  await link.waitFor()
  const line = Number(/:(\d+)$/.exec((await link.innerText()).trim())?.[1])
  assert.ok(await page.getByRole('button', { name: /Publier la version/ }).isDisabled(), 'a course with errors is not published')
  await link.click()
  await page.locator('.write p', { hasText: `ligne ${line}` }).waitFor()
  await text.press('Control+z')
  await page.locator('.found .error').first().waitFor({ state: 'detached' })

  // A picture is shown before anything is sent for good.
  await text.press('Control+End')
  await page.locator('input[type=file]').setInputFiles({ name: 'Ma main (1).svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawing) })
  assert.match(await text.inputValue(), /!\[ce que l’on y voit ou entend\]\(media\/ma-main-1\.svg\)/)
  await preview.locator('img[src^="blob:"]').first().waitFor()

  // In Arabic the preview reads from the right.
  await page
    .getByRole('radio', { name: 'العربية' })
    .or(page.getByRole('button', { name: 'العربية' }))
    .first()
    .click()
  assert.equal(await preview.locator('.frame').getAttribute('dir'), 'rtl')
  assert.equal(await page.locator('.write textarea').getAttribute('dir'), 'rtl')
  await shot(page, 'editor-ar')
  // Beside it another language, and both can be written.
  await page.locator('.beside select').selectOption('fr')
  await preview.locator('textarea[data-language=fr]').waitFor()

  // Somebody who goes elsewhere and comes back goes on, with the new picture too.
  await at('#/activities')
  await page.waitForFunction(() => Object.keys(sessionStorage).some((k) => k.startsWith('media of ')))
  await page.reload()
  await at('#/courses/first-aid')
  await page.getByRole('link', { name: 'Reprendre le brouillon' }).click()
  const publish = page.getByRole('button', { name: 'Publier la version 2…' })
  await page.waitForFunction(() => !document.querySelector('header .primary')?.disabled)
  await publish.click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.changes li', { hasText: '1 question nouvelle' }).waitFor()
  await dialog.locator('.changes li', { hasText: 'Pages :' }).waitFor()
  await shot(page, 'publish')
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await page.locator('.detail h2').first().waitFor()
  await page.getByText('version 2', { exact: false }).first().waitFor()
  const got = await (await page.request.get(`${node.console}api/v1/community/courses/first-aid`)).json()
  assert.equal(got.version, 2)
  assert.ok(got.media.some((m) => m.name === 'ma-main-1.svg'))
  for (const l of ['ar', 'fr', 'en'])
    assert.ok(
      got.modules[0].pages[l].some((p) => p.blocks.some((b) => b.q?.id === 'q1')),
      `the question in ${l}`,
    )
  assert.deepEqual(problems, [])
})

test('a course is begun from nothing, kept when the page is loaded again, and published', { timeout: 120_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', language: 'ar', size: { width: 390, height: 844 }, problems })
  await at('#/courses/new')
  await page.locator('input[lang], label[lang=ar] input').first().fill('ماء نظيف')
  await page.locator('label[lang=fr] input').fill('De l’eau propre')
  await page.locator('form button.primary').click()
  await page.locator('.editor').waitFor()
  assert.match(page.url(), /de-l-eau-propre/)
  await page.reload()
  await page.locator('.panes button, .panes label').first().click() // the outline
  const outline = page.locator('.outline')
  await outline.locator('ol ol button').first().click()
  const text = page.locator('.write textarea')
  await text.waitFor()
  await text.fill((await text.inputValue()).replace('اكتب هنا ما يُتعلَّم.', 'اغلِ الماء دقيقة.'))
  await page.locator('.panes button, .panes label').last().click() // the preview
  await page.locator('.shown p', { hasText: 'اغلِ الماء دقيقة' }).waitFor()
  await shot(page, 'phone-ar')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.ok(wide <= 0, `the page is ${wide} pixels wider than the phone`)
  await page.waitForFunction(() => !document.querySelector('.editor > header .primary')?.disabled)
  await page.locator('.editor > header .primary').click()
  await page.locator('dialog footer .primary').click()
  await page.locator('.detail h2', { hasText: 'ماء نظيف' }).waitFor()
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'no draft is left')
  assert.deepEqual(problems, [])
})

test('who is to refresh a course is found, and a refresher is planned', { timeout: 60_000 }, async () => {
  const problems = []
  const { page, at } = await officer(chromium, node, { role: 'organiser', problems })
  const call = async (method, path, data) => {
    const r = await page.request.fetch(`${node.console}api/v1${path}`, { method, data })
    assert.ok(r.ok(), `${method} ${path}: ${await r.text()}`)
    return r.json()
  }
  // Somebody who asked to be told passes first aid.
  const who = { id: randomUUID(), name: 'Mariem mint Test' }
  const { unit } = await call('GET', '/session')
  const known = { name: who.name, band: '25-34', sex: 'female', community: 'host', disability: 'no', role: 'participant', keep: true }
  await call('PUT', `/community/people/${who.id}`, { revision: 0, unit: unit.id, known })
  const course = await call('GET', '/community/courses/first-aid')
  const answers = Object.fromEntries(course.tests.post.fr.map((q) => [q.id, q.answers.flatMap((a, i) => (a.right ? [i] : []))]))
  const training = (await call('GET', '/community/activities')).items.find((a) => a.plan.kind === 'training')
  await call('POST', `/community/activities/${training.id}/roll/people`, { people: [who.id], enrolled: true })
  const attempt = { activity: training.id, person: who.id, course: course.id, version: course.version, test: 'post', answers }
  assert.ok((await call('PUT', `/community/attempts/${randomUUID()}`, attempt)).passed)

  await at('#/courses')
  await page.getByRole('link', { name: 'Rappels' }).click()
  await page.getByText('Personne n’est en retard.').waitFor()
  await page.locator('.course select').selectOption('first-aid')
  await page
    .getByRole('radio', { name: 'Plus tard' })
    .or(page.getByRole('button', { name: 'Plus tard' }))
    .first()
    .click()
  const line = page.locator('tbody tr a', { hasText: who.name })
  await line.waitFor()
  await shot(page, 'refreshers')
  await line.click()
  await page.locator('article h2, .page h2', { hasText: who.name }).first().waitFor()
  assert.ok(!page.url().includes('Mariem'), 'no name stands in an address')
  await page.goBack()
  await page.getByRole('link', { name: 'Planifier un rappel' }).click()
  await page.waitForFunction(() => document.querySelector('form input[data-first]')?.value === 'Premiers secours, rappel')
  assert.ok(await page.getByRole('group', { name: 'Cours enseignés' }).getByLabel('Premiers secours').isChecked())
  await page.locator('form footer .primary').click()
  await page.locator('dd', { hasText: 'Premiers secours' }).first().waitFor()
  await page.locator('[role=tab]', { hasText: 'Acquis' }).click()
  await page.waitForFunction(() => document.querySelector('article select')?.value === 'first-aid')
  assert.deepEqual(problems, [])
})

const picture = (page, n) =>
  page.evaluate(async (seed) => {
    // Noise over a slope: it packs about as badly as a photo does.
    const c = new OffscreenCanvas(480, 360)
    const g = c.getContext('2d')
    let x = seed + 1
    for (let i = 0; i < 1500; i++) {
      x = (x * 48271) % 2147483647
      g.fillStyle = `hsl(${x % 360} 40% ${30 + (x % 40)}%)`
      g.fillRect(x % 480, (x >> 9) % 360, 40, 30)
    }
    return [...new Uint8Array(await (await c.convertToBlob({ type: 'image/jpeg', quality: 0.7 })).arrayBuffer())]
  }, n)

test('a course of fifty pages with pictures costs a phone less than 3 MB, and is read without a line', { timeout: 180_000 }, async () => {
  const problems = []
  const desk = await officer(chromium, node, { role: 'organiser', problems })
  const settings = ['id: fifty', 'version: 1', 'review: none', 'open: yes', 'title.fr: Cinquante pages', 'title.ar: خمسون صفحة']
  const files = { 'course.md': `---\n${settings.join('\n')}\n---\n` }
  for (const [l, words] of [
    ['fr', 'Appuyez fort sur la plaie. '],
    ['ar', 'اضغط بقوة على الجرح. '],
  ]) {
    let text = '# Cinquante\n\n'
    for (let i = 0; i < 50; i++) text += `## Page ${i + 1}\n\n${words.repeat(30)}\n\n![une plaie](media/p${i}.jpg)\n\n`
    files[`01-fifty.${l}.md`] = text
  }
  let photos = 0
  for (let i = 0; i < 50; i++) {
    files[`media/p${i}.jpg`] = Buffer.from(await picture(desk.page, i))
    photos += files[`media/p${i}.jpg`].length
  }
  assert.ok(photos > 1_000_000, `${photos} bytes of photos say nothing`)
  await publish(desk.page, node, files)

  const p = await phone(chromium, node, { problems })
  await open(p.page, node)
  // All that comes over the line from here on, the player itself included.
  let bytes = 0
  const line = await p.context.newCDPSession(p.page)
  await line.send('Network.enable')
  line.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength))
  await p.page.getByRole('button', { name: p.t.courses }).click()
  const card = p.page.locator('section.card', { hasText: 'Cinquante pages' })
  await card.getByRole('button', { name: 'Garder sur ce téléphone' }).click()
  await card.locator('.kept').waitFor({ timeout: 60_000 })
  console.log(`a course of 50 pages with ${photos} bytes of photos: ${bytes} bytes over the line`)
  assert.ok(bytes > photos && bytes < 3_000_000, `${bytes} bytes`)
  await p.context.setOffline(true)
  await card.getByRole('button', { name: 'Ouvrir le cours' }).click()
  for (let i = 1; i <= 50; i++) {
    await p.page.locator('h2', { hasText: new RegExp(`^Page ${i}$`) }).waitFor()
    await p.page.waitForFunction(() => document.querySelector('.course img')?.naturalWidth > 0)
    if (i < 50) await p.page.getByRole('button', { name: 'Suivant' }).click()
  }
  assert.deepEqual(problems, [])
})

/** A second of a film, as the browser records it. */
const film = (page) =>
  page.evaluate(async () => {
    const c = document.createElement('canvas')
    c.width = c.height = 64
    const g = c.getContext('2d')
    const recorder = new MediaRecorder(c.captureStream(10), { mimeType: 'video/webm' })
    const parts = []
    recorder.ondataavailable = (e) => parts.push(e.data)
    const ended = new Promise((done) => (recorder.onstop = done))
    recorder.start()
    for (let i = 0; i < 10; i++) {
      g.fillStyle = i % 2 ? '#17578f' : '#ffb366'
      g.fillRect(0, 0, 64, 64)
      await new Promise((next) => setTimeout(next, 100))
    }
    recorder.stop()
    await ended
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
  })

/** A second of silence: frames of MPEG-1 layer III at 128 kbit/s and 44,100 Hz. */
const silence = () => Buffer.concat(Array.from({ length: 38 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0xc0]), Buffer.alloc(413)])))

test('sound and film of a course are kept on the phone, and play without a line', { timeout: 120_000 }, async () => {
  const problems = []
  const desk = await officer(chromium, node, { role: 'organiser', problems })
  const settings = ['id: played', 'version: 1', 'review: none', 'open: yes', 'title.fr: À voir et à entendre']
  await publish(desk.page, node, {
    'course.md': `---\n${settings.join('\n')}\n---\n`,
    '01-played.fr.md': '# Jouer\n\n## Une page\n\n![audio: Le conseil, dit](media/said.mp3)\n\n![video: Le geste, montré](media/shown.webm)\n',
    'media/said.mp3': silence(),
    'media/shown.webm': Buffer.from(await film(desk.page)),
  })
  const p = await phone(chromium, node, { problems })
  await open(p.page, node)
  await p.page.getByRole('button', { name: p.t.courses }).click()
  const card = p.page.locator('section.card', { hasText: 'À voir et à entendre' })
  await card.getByRole('checkbox').check() // films are heavy: they are kept when somebody wants them
  await card.getByRole('button', { name: 'Garder sur ce téléphone' }).click()
  await card.locator('.kept').waitFor({ timeout: 60_000 })
  await p.context.setOffline(true)
  await card.getByRole('button', { name: 'Ouvrir le cours' }).click()
  for (const kind of ['audio', 'video']) {
    const played = await p.page.locator(`.course ${kind}`).evaluate(async (of) => {
      of.muted = true
      await of.play()
      await new Promise((done) => of.addEventListener('timeupdate', () => of.currentTime > 0 && done()))
      return { wide: of.videoWidth ?? 0, from: of.src.slice(0, 5) }
    })
    assert.equal(played.from, 'blob:')
    assert.equal(played.wide, kind === 'video' ? 64 : 0)
  }
  assert.deepEqual(problems, [])
})
