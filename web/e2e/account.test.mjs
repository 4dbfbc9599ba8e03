// One's own account on a real node: the first link, password, one-time codes, a
// passkey, sessions left open elsewhere, and a colleague who is invited.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { browser, root } from './browser.mjs'
import { officer } from './console.mjs'

let dir, child, chromium, link, node
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wasl-e2e-'))
  // Passkeys belong to a name: localhost is one, and its port is known beforehand.
  const port = await new Promise((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })
  const args = ['serve', '--data', dir, '--authority', 'APD/2026/1', '--listen', `127.0.0.1:${port}`, '--url', `http://localhost:${port}`]
  child = spawn(join(root, 'bin/wasl'), args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, WASL_PASSPHRASE: 'six words that nobody else knows' },
  })
  let said = ''
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (b) => /^ready$/m.test((said += b)) && resolve())
    child.on('exit', (code) => reject(new Error(`wasl serve ended with ${code}\n${said}`)))
  })
  link = /http:\S+invitation\S+/.exec(said)[0]
  node = { console: `http://localhost:${port}/` }
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  const ended = new Promise((r) => child?.on('exit', r))
  if (child?.kill()) await ended
  rmSync(dir, { recursive: true, force: true })
})

/** The six digits of a moment (RFC 6238), as an authenticator app shows them. */
function digits(secret, at = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const h = createHmac('sha1', key).update(step).digest()
  return String((h.readUInt32BE(h[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const password = 'quatre chameaux verts dansent'
const signIn = async (page, login, word, code) => {
  await page.goto(node.console)
  await page.getByLabel('Identifiant').fill(login)
  await page.getByLabel('Mot de passe').fill(word)
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
  if (!code) return
  await page.getByLabel('Code à usage unique').fill(code())
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click()
}
const signOut = async (page) => {
  await page.locator('.me').click()
  await page.getByRole('button', { name: 'Se déconnecter' }).click()
  await page.getByLabel('Identifiant').waitFor()
}

test('an account from its first link to a passkey, and a colleague who is invited', { timeout: 120_000 }, async () => {
  const problems = []
  const { context, page } = await officer(chromium, node, { problems })
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  })
  await page.goto(link)
  await page.getByLabel('Nom', { exact: true }).fill('Aïcha mint Ahmed')
  await page.getByLabel('Identifiant').fill('aicha')
  await page.locator('input[type=password]').fill(password)
  await page.locator('form button.primary').click()
  await page.locator('#main').waitFor()

  // One-time codes: turned on here, asked for from then on.
  await page.goto(node.console + '#/account')
  const codes = page.locator('section', { has: page.getByRole('heading', { name: 'Codes à usage unique' }) })
  await codes.getByRole('button', { name: 'Activer' }).click()
  const secret = (await codes.locator('code').textContent()).replace(/\s/g, '')
  await codes.locator('input').fill(digits(secret))
  await codes.getByRole('button', { name: 'Activer' }).click()
  await codes.locator('.pill.good').waitFor()

  // A passkey is added; then it is all that is needed.
  const keys = page.locator('section', { has: page.getByRole('heading', { name: 'Clés d’accès' }) })
  await keys.getByRole('button', { name: 'Ajouter une clé' }).click()
  await keys.getByRole('button', { name: /Retirer la clé/ }).waitFor()
  await signOut(page)
  await page.getByRole('button', { name: /clé d’accès/i }).click()
  await page.locator('#main').waitFor()

  // Signed in elsewhere with password and code; closed from here.
  const far = await officer(chromium, node, { problems })
  // The code of the last half minute was used: the next one is taken already.
  await signIn(far.page, 'aicha', password, () => digits(secret, Date.now() + 30_000))
  await far.page.locator('#main').waitFor()
  await page.goto(node.console + '#/account')
  await page.reload()
  const sessions = page.locator('section', { has: page.getByRole('heading', { name: 'Sessions ouvertes' }) })
  await sessions.getByText('par mot de passe et code').waitFor()
  await sessions.getByText('par clé d’accès').waitFor()
  await sessions.getByRole('button', { name: 'Fermer les autres sessions' }).click()
  await sessions.getByText('par mot de passe et code').waitFor({ state: 'detached' })
  await far.page.reload()
  await far.page.getByLabel('Identifiant').waitFor()

  // Codes are turned off with the password, and the password is changed.
  await codes.getByRole('button', { name: 'Désactiver' }).click()
  await codes.locator('input').fill(password)
  await codes.getByRole('button', { name: 'Désactiver' }).click()
  await codes.locator('.pill:not(.good)').waitFor()
  const form = page.locator('form', { has: page.getByRole('heading', { name: 'Mot de passe' }) })
  await form.locator('input[type=password]').nth(0).fill(password)
  await form
    .locator('input[type=password]')
    .nth(1)
    .fill(password + ' encore')
  await form.locator('button.primary').click()
  await page.getByText('Mot de passe changé').waitFor()
  await signIn(far.page, 'aicha', password)
  await far.page.locator('[role=alert]').waitFor()
  await signIn(far.page, 'aicha', password + ' encore')
  await far.page.locator('#main').waitFor()

  // A colleague gets a link, makes an account of it, and sees what a desk sees.
  await page.goto(node.console + '#/network')
  await page.locator('.node').first().click()
  await page.locator('.people .bar button.primary').click()
  const invite = page.locator('dialog')
  await invite.locator('input').nth(0).fill('Brahim ould Sidi')
  await invite.locator('input').nth(1).fill('brahim')
  await invite.locator('footer button.primary').click()
  const his = await invite
    .locator('input[readonly], code')
    .first()
    .evaluate((e) => e.value ?? e.textContent)
  const desk = await officer(chromium, node, { problems })
  await desk.page.goto(his)
  await desk.page.locator('input[type=password]').fill('cinq pirogues bleues chantent')
  await desk.page.locator('form button.primary').click()
  await desk.page.locator('#main').waitFor()
  assert.equal(await desk.page.locator('nav a[href="#/queue"]').count(), 1)
  assert.equal(await desk.page.locator('nav a[href="#/audit"]').count(), 0)

  // A unit is added below, the colleague goes there as an analyst, and leaves one day.
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Ajouter une unité ici' }).click()
  const dialog = page.locator('dialog')
  await dialog.getByLabel('Nom (Français)').fill('Poste de Fassala')
  await dialog.getByLabel('Nom (العربية)').fill('مركز فصالة')
  await dialog.getByLabel('Code').fill('FAS')
  await dialog.getByLabel('Genre').selectOption('police')
  await dialog.getByRole('combobox', { name: 'Lieu' }).fill('bassikounou')
  await page.keyboard.press('Enter')
  await dialog.locator('footer button.primary').click()
  await page.locator('.detail h1, h1', { hasText: 'Poste de Fassala' }).waitFor()
  const home = page.locator('.node').first()
  await home.click()
  await page.getByRole('button', { name: 'Modifier le compte de Brahim ould Sidi' }).click()
  await dialog.getByRole('checkbox', { name: /^Analyste/ }).check()
  await dialog.getByRole('checkbox', { name: /^Agent de bureau/ }).uncheck()
  await dialog.getByRole('combobox', { name: 'Unité' }).fill('fassala')
  await page.keyboard.press('Enter')
  await dialog.locator('footer button.primary').click()
  const brahim = page.locator('.people .line', { hasText: 'Brahim ould Sidi' })
  await brahim.getByText('Analyste').waitFor()
  await brahim.getByText('Poste de Fassala').waitFor()
  // A unit that somebody belongs to stays open.
  await page.locator('.node', { hasText: 'Poste de Fassala' }).click()
  await page.getByRole('button', { name: 'Fermer l’unité' }).click()
  await page.locator('dialog footer button').last().click()
  await page
    .locator('.toast, [role=alert], [role=status]', { hasText: /unité|personne/ })
    .first()
    .waitFor()
  await brahim.getByRole('button', { name: /Modifier le compte/ }).click()
  await dialog.getByRole('button', { name: 'Fermer le compte' }).click()
  await page.locator('dialog footer button').last().click()
  await brahim.getByText('fermé').waitFor()
  await desk.page.reload()
  await desk.page.getByLabel('Identifiant').waitFor()
  await page.getByRole('button', { name: 'Fermer l’unité' }).click()
  await page.locator('dialog footer button').last().click()
  await page.getByText('Unité fermée').waitFor()
  await page.getByRole('button', { name: 'Rouvrir l’unité' }).click()
  await page.getByText('Unité fermée').waitFor({ state: 'detached' })
  await Promise.all([context.close(), far.context.close(), desk.context.close()])
  assert.deepEqual(problems, [])
})
