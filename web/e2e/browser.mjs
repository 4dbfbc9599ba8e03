// A browser and a node for the tests of whole flows: Debian's Chromium, and the
// built binary as a demo on a free port.
import { chromium } from 'playwright-core'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
/** A camera and a microphone that are always there, and always the same. */
const fakes = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Starts Chromium with an empty profile. */
export const browser = () => chromium.launch({ executablePath, args: [...args, ...fakes] })

/** Starts Chromium with its profile in a folder, which stays. */
export const lasting = (dir, options) => chromium.launchPersistentContext(dir, { executablePath, args: [...args, ...fakes], ...options })

/** Starts a demo, waits until it is ready, and gives its addresses and ways to stop it. */
export async function demo(data, listen = '127.0.0.1:0', filled = data ? undefined : process.env.WASL_E2E_FILLED) {
  const dir = data ?? mkdtempSync(join(tmpdir(), 'wasl-e2e-'))
  // run.mjs has filled a demo once: each test begins with a copy of it.
  if (filled) cpSync(filled, dir, { recursive: true })
  const child = spawn(join(root, 'bin/wasl'), ['demo', '--data', dir, '--listen', listen], {
    stdio: ['ignore', 'pipe', process.env.WASL_E2E_QUIET ? 'ignore' : 'inherit'],
  })
  let out = ''
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (b) => {
      out += b
      if (/^ready$/m.test(out)) resolve()
    })
    child.on('exit', (code) => reject(new Error(`wasl demo ended with ${code}\n${out}`)))
    setTimeout(() => reject(new Error('wasl demo was not ready in three minutes')), 180_000).unref()
  })
  const url = (name) => out.match(new RegExp(`^${name} URL\\s+(\\S+)`, 'm'))[1]
  return {
    console: url('console'),
    reporter: url('reporter'),
    openrosa: url('openrosa'),
    dir,
    /** Ends it; its data stay where they were given. */
    async stop(signal = 'SIGTERM') {
      const ended = new Promise((r) => child.on('exit', r))
      child.kill(signal)
      await ended
      if (!data) rmSync(dir, { recursive: true, force: true })
    },
  }
}
