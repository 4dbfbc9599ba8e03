// What was built for phones: the syntax of 2019, and small.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parse } from 'acorn'
import { root } from './browser.mjs'

const apps = [
  // The pages of courses and of surveys come when the first of either is opened.
  { name: 'reporter', budget: 100 * 1024, later: [{ what: 'its pages of courses and surveys', files: /\b(Courses|Surveys)-/, budget: 20 * 1024, kept: true }] },
  {
    name: 'roll',
    budget: 56 * 1024,
    later: [
      { what: 'its pages of tests', files: /\bexam-/, budget: 12 * 1024, kept: true },
      // The decoder of QR codes comes only to phones that have none of their own.
      { what: 'the decoder of QR codes', files: /\bdecode-/, budget: 48 * 1024, kept: false },
    ],
  },
].map((app) => {
  const dist = join(root, 'web/dist', app.name)
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && !/\.(br|gz)$/.test(e.name))
    .map((e) => join(e.parentPath ?? e.path, e.name))
  return { ...app, dist, files }
})
const text = (f) => readFileSync(f, 'utf8')

/** Calls each with every node of a syntax tree. */
function walk(node, each) {
  if (!node || typeof node !== 'object') return
  if (typeof node.type === 'string') each(node)
  for (const k of Object.keys(node)) if (k !== 'parent') for (const n of [node[k]].flat()) walk(n, each)
}

for (const { name, budget, later, dist, files } of apps) {
  test(`${name}: the scripts are read by Chrome 74 and Safari 14`, () => {
    const scripts = files.filter((f) => f.endsWith('.js'))
    assert.ok(scripts.length >= 2)
    for (const f of scripts) {
      const late = new Set()
      walk(parse(text(f), { ecmaVersion: 2020, sourceType: 'module' }), (n) => {
        if (n.type === 'ChainExpression') late.add('?.')
        if (n.type === 'LogicalExpression' && n.operator === '??') late.add('??')
        if (n.type === 'Literal' && n.regex && /\(\?<[=!]/.test(n.regex.pattern)) late.add('lookbehind ' + n.regex.pattern)
        if (n.type === 'ExportAllDeclaration' && n.exported) late.add('export * as')
      })
      assert.deepEqual([...late], [], f)
    }
  })

  test(`${name}: the styles leave nothing out in a browser of 2019`, () => {
    const styles = files.filter((f) => f.endsWith('.css'))
    assert.ok(styles.length)
    for (const f of styles) {
      const css = text(f)
      // A selector that is not known takes its whole rule along. Where the build writes :is(), it writes the older form before it.
      assert.equal(css.split(':is(').length, css.split(':-webkit-any(').length)
      for (const late of [/:where\(/, /:has\(/, /@layer/, /@container/, /color-mix\(/, /[;{]inset(-[a-z]+)*:/, /[;{](rotate|scale|translate):/, /https?:/])
        assert.ok(!late.test(css), `${f}: ${late}`)
    }
  })

  test(`${name}: the worker keeps all of it, and all of it is below ${budget >> 10} KB`, () => {
    const worker = text(join(dist, 'sw.js'))
    let total = gzipSync(worker, { level: 9 }).length
    const apart = later.map(() => 0)
    for (const f of files) {
      const file = f.slice(dist.length + 1)
      if (file === 'sw.js') continue
      const packed = gzipSync(readFileSync(f), { level: 9 }).length
      const part = later.findIndex((l) => l.files.test(file))
      if (part < 0) total += packed
      else {
        apart[part] += packed
        if (!later[part].kept) continue
      }
      if (file !== 'icon.png') assert.ok(worker.includes(file === 'index.html' ? '"./"' : './' + file) || worker.includes('`./' + file), file + ' is not kept')
    }
    console.log(`the ${name} app: ${total} bytes packed; ${later.map((l, i) => `${l.what}: ${apart[i]}`).join('; ')}`)
    assert.ok(total < budget, `${total} bytes`)
    for (const [i, l] of later.entries()) {
      assert.ok(apart[i] > 0 && apart[i] < l.budget, `${l.what}: ${apart[i]} bytes`)
      assert.ok(!l.files.test(text(join(dist, 'index.html'))), l.what + ' is loaded with the first page')
    }
  })

  test(`${name}: nothing in it names another place`, () => {
    for (const f of files.filter((x) => /\.(js|css|html|webmanifest)$/.test(x))) {
      const named = [...text(f).matchAll(/https?:\/\/[\w.-]+/g)].map((m) => m[0])
      // Names of XML dialects are no addresses; the framework names its pages of faults.
      assert.deepEqual(
        named.filter((u) => !/www\.w3\.org|openrosa\.org|svelte\.dev/.test(u)),
        [],
        f,
      )
    }
  })
}
