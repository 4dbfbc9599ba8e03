// Runs the tests of whole flows: a demo is filled once, and every file begins
// with a copy of it. `node e2e/run.mjs [FILES]`.
//
// Two files run at once, each with a node and a browser, which is much for two
// cores. Files that fail are run once more, alone: what passes then is told as
// unsteady and wants a look, as a page that loses a key under load is a fault
// of the page; what fails again, or more than a few files, is a failure.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { demo, root } from './browser.mjs'

/** files that may have failed for want of a processor */
const few = 2

const made = mkdtempSync(join(tmpdir(), 'wasl-e2e-'))
const filled = join(made, 'demo')
const failures = join(made, 'failed')
const reporters = ['tap', 'stdout', join(root, 'web/e2e/failed.mjs'), failures]

/** Runs files, so many at once; gives those that failed, or null where the runner itself did. */
function run(files, atOnce) {
  const flags = reporters.map((r, i) => `--test-reporter${i % 2 ? '-destination' : ''}=${r}`)
  const ran = spawnSync(process.execPath, ['--test', '--test-force-exit', `--test-concurrency=${atOnce}`, ...flags, ...files], {
    stdio: 'inherit',
    env: { ...process.env, WASL_E2E_FILLED: filled, WASL_E2E_QUIET: '1' },
  })
  if (ran.status === 0) return []
  const failed = readFileSync(failures, 'utf8').split('\n').filter(Boolean)
  return failed.length ? failed : null
}

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
  const failed = run(files, 2)
  const again = failed?.length && failed.length <= few && files.length > few ? run(failed, 1) : failed
  if (again?.length === 0) for (const f of failed) console.log(`e2e: unsteady: ${basename(f)} failed once and passed alone; what failed stands above`)
  process.exitCode = again?.length === 0 ? 0 : 1
} finally {
  rmSync(made, { recursive: true, force: true })
}
