// What was built for villagers' phones: the syntax of 2019, and small.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { parse } from 'acorn'
import { root } from './browser.mjs'

const dist = join(root, 'web/dist/reporter')
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile() && !/\.(br|gz)$/.test(e.name))
  .map((e) => join(e.parentPath ?? e.path, e.name))
const text = (f) => readFileSync(f, 'utf8')

/** Calls each with every node of a syntax tree. */
function walk(node, each) {
  if (!node || typeof node !== 'object') return
  if (typeof node.type === 'string') each(node)
  for (const k of Object.keys(node)) if (k !== 'parent') for (const n of [node[k]].flat()) walk(n, each)
}

test('the scripts are read by Chrome 74 and Safari 14', () => {
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

test('the styles leave nothing out in a browser of 2019', () => {
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

test('the worker keeps all of it, and all of it is below 100 KB', () => {
  const worker = text(join(dist, 'sw.js'))
  let total = gzipSync(worker, { level: 9 }).length
  let player = 0
  for (const f of files) {
    const name = f.slice(dist.length + 1)
    if (name === 'sw.js') continue
    const packed = gzipSync(readFileSync(f), { level: 9 }).length
    // The player of courses comes when the first course is opened.
    if (/\bCourses-/.test(name)) player += packed
    else total += packed
    if (name !== 'icon.png') assert.ok(worker.includes(name === 'index.html' ? '"./"' : './' + name) || worker.includes('`./' + name), name + ' is not kept')
  }
  console.log(`the reporter app: ${total} bytes packed; the player of courses: ${player}`)
  assert.ok(total < 100 * 1024, `${total} bytes`)
  assert.ok(player > 0 && player < 20 * 1024, `${player} bytes`)
  const first = readFileSync(join(dist, 'index.html'), 'utf8')
  assert.ok(!first.includes('Courses-'), 'the player is loaded with the first page')
})

test('nothing in it names another place', () => {
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
