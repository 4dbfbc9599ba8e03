// Runs the tests of whole flows: a demo is filled once, and every file begins
// with a copy of it. `node e2e/run.mjs [FILES]`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demo, root } from './browser.mjs'

const filled = mkdtempSync(join(tmpdir(), 'wasl-e2e-filled-'))
try {
  await (await demo(filled)).stop()
  const here = join(root, 'web/e2e')
  const files =
    process.argv.length > 2
      ? process.argv.slice(2)
      : readdirSync(here)
          .filter((f) => f.endsWith('.test.mjs'))
          .map((f) => join(here, f))
  if (!files.length) throw new Error('no tests were found')
  const ran = spawnSync(process.execPath, ['--test', '--test-force-exit', '--test-concurrency=2', ...files], {
    stdio: 'inherit',
    env: { ...process.env, WASL_E2E_FILLED: filled, WASL_E2E_QUIET: '1' },
  })
  process.exitCode = ran.status ?? 1
} finally {
  rmSync(filled, { recursive: true, force: true })
}
