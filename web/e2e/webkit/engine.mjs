// The engine of Safari, as Debian has it: WebKitGTK's own small browser, led by the
// W3C's WebDriver. What is asked of it is little, so it is asked by fetch.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const binary = process.env.MINIBROWSER ?? `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-4.1/MiniBrowser`
/** the key under which WebDriver hands out elements */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const patience = 30_000

const freePort = () =>
  new Promise((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })

/** Asks until the answer is true, and gives it. */
export async function until(ask, what) {
  for (const end = Date.now() + patience; ; await pause(100)) {
    const got = await ask()
    if (got) return got
    if (Date.now() > end) throw new Error('waited in vain for ' + what)
  }
}

/** A screen that nobody sees, and what leads browsers on it. */
export async function engine(language = 'fr') {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const display = await new Promise((resolve, reject) => {
    screen.on('error', reject).on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    screen.stdio[3].once('data', (b) => resolve(':' + String(b).trim()))
  })
  const port = await freePort()
  const env = { ...process.env, DISPLAY: display, LANGUAGE: language, WEBKIT_DISABLE_COMPOSITING_MODE: '1', NO_AT_BRIDGE: '1' }
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env })
  const call = async (method, path, body) => {
    const asked = { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(patience) }
    const told = (why) => new Error(`${why} (${method} ${path} ${asked.body ?? ''})`)
    const r = await fetch(`http://127.0.0.1:${port}${path}`, asked).catch((e) => Promise.reject(told(e.message)))
    const { value } = await r.json()
    if (!r.ok) throw told(`${value.error}: ${value.message}`)
    return value
  }
  await until(() => call('GET', '/status').catch(() => false), 'WebKitWebDriver')
  let last
  return {
    /** A window with an empty profile. There is one at a time: the last one is closed. */
    async window(width = 390, height = 740) {
      await last?.close()
      const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } }
      const { sessionId } = await call('POST', '/session', { capabilities })
      last = page((method, path, body) => call(method, `/session/${sessionId}${path}`, body))
      await last.size(width, height)
      return last
    },
    stop() {
      driver.kill()
      screen.kill()
    },
  }
}

function page(call) {
  const run = (script, ...args) => call('POST', '/execute/sync', { script, args })
  const find = (css) => call('POST', '/elements', { using: 'css selector', value: css }).then((all) => all.map((e) => e[ELEMENT]))
  const there = (css) => until(async () => (await find(css))[0], css)
  return {
    run,
    goto: (url) => call('POST', '/url', { url }),
    reload: () => call('POST', '/refresh', {}),
    size: (width, height) => call('POST', '/window/rect', { width, height }),
    close: () => call('DELETE', ''),
    there,
    count: async (css) => (await find(css)).length,
    text: async (css) => call('GET', `/element/${await there(css)}/text`),
    all: (css) => run('return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent.trim())', css),
    /** Presses what is there; the nth of several. */
    async press(css, nth = 0) {
      const e = await until(async () => (await find(css))[nth], css)
      await run('document.querySelectorAll(arguments[0])[arguments[1]].scrollIntoView({ block: "center" })', css, nth)
      await call('POST', `/element/${e}/click`, {})
    },
    async type(css, text) {
      await call('POST', `/element/${await there(css)}/value`, { text })
    },
    /** Waits until a script, run in the page, tells the truth. */
    until: (script, ...args) => until(() => run(script, ...args).catch(() => false), [script, ...args].join(' ')),
    picture: async () => Buffer.from(await call('GET', '/screenshot'), 'base64'),
  }
}
