// Fills in every form twice, step by step with the same answers: in the engine of
// ODK's own web forms, from our XForm, and in ours, from the compiled form. After
// each step both must find the same relevant, the same values, the same choices and
// the same wrong; at the end they send the same answers.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'
import { Filling } from './ours.mjs'

globalThis.require = createRequire(import.meta.url)
globalThis.__dirname = import.meta.dirname
const { window } = new JSDOM('')
for (const name of [
  'window',
  'document',
  'DOMParser',
  'XMLSerializer',
  'Node',
  'Element',
  'Document',
  'Attr',
  'Text',
  'XPathResult',
  'XPathEvaluator',
  'NodeFilter',
  'XMLDocument',
  'CharacterData',
  'Comment',
  'HTMLElement',
])
  if (!(name in globalThis) || name === 'window') globalThis[name] = name === 'window' ? window : window[name]
const { createInstance, loadForm } = await import('@getodk/xforms-engine')

/** maxSteps bounds the answers given to one form, maxTold the differences told of one. */
const maxSteps = 60
const maxTold = 6
let differences = 0
let steps = 0
const told = new Map()
const tell = (form, what) => {
  if (meant.some((m) => m.at?.test(`${form} ${what}`))) return
  const n = (told.get(form) ?? 0) + 1
  told.set(form, n)
  differences++
  if (n <= maxTold) console.log(`${form}: ${what}`)
  if (n === maxTold + 1) console.log(`${form}: and more`)
}

const metadata = new Set(['start', 'end', 'today', 'deviceid', 'username', 'phonenumber'])

/** Differences that are meant, each with its reason. */
const meant = [
  { why: 'digits of any script are digits here: somebody typed them', expr: /[٠-٩۰-۹]/ },
  { why: 'a number is as XPath writes it: no plus, no exponent, no hexadecimal', expr: /'(\+5|Infinity|0x10|1e3)'/ },
  { why: 'round() of a half goes up, as XPath and Collect have it', expr: /^round\(/ },
  { why: 'max() and min() leave out what is no number, as in Collect', expr: /^(max|min)\(.*'/ },
  { why: 'regex() is about the whole answer, as in Collect', expr: /^regex\(/ },
  { why: 'and, or yield what is true or false, as XPath has it', expr: /^('a'|''|0) (and|or) / },
  { why: 'boolean-from-string() knows capitals, as in Collect', expr: /^boolean-from-string\('[ TRUE]+'\)/ },
  { why: 'a character is one letter, outside the first plane too', expr: /^string-length\('a😀b'\)/ },
  { why: 'tabs are white space', expr: /^normalize-space\(/ },
  { why: 'what was found is left out, whatever its letters', expr: /^substring-after\('ولاية/ },
  { why: 'what is no text is none', expr: /^base64-decode\(/ },
  { why: 'date() is a day of the calendar or nothing, and a number of days is one; date-time() writes Z', expr: /^(number\()?date(-time)?\(/ },
  { why: 'format-date() takes days, and %% is a percent sign', expr: /^format-date\((20000|.*%%)/ },
  { why: 'an area is closed, whether or not its last point is the first again', expr: /^geofence\(/ },
  {
    why: 'what cannot be calculated is empty here; there it ends the whole form',
    at: /^\d+ does not load there: (Invalid iso|The number Infinity|Unsupported digest|Invalid regular expression|The function 'distance')/,
  },
  { why: 'Collect has version()', at: /Function 'version' is not defined/ },
  {
    why: 'a choice without the column that is asked for has an empty one, as in Collect',
    at: /(SurveyDesigner_Referential.*\/Country|subdistrict_profiling.*\/community) offers/,
  },
  { why: 'a counted repeat in a new instance begins with as many as are counted, none before', at: /UCL_Biomass.*nothing at .*\/stems\[\d+\]/ },
]

/**
 * The paths of a form that hang on what is another thing there: the minute it is, and sum() leaves out here
 * what is no number, and regex() is about the whole answer, as both are in Collect
 * (XPathFuncExpr of JavaRosa).
 */
function otherwise(form) {
  const found = new Set()
  const hangs = (n, path) => {
    const { nodes, path: own, ...rest } = n
    const logic = JSON.stringify(rest)
    return (
      metadata.has(n.type) ||
      /"call","sum"/.test(logic) ||
      /"call","regex",\[[^\]]*\],\["s","(?!\^)/.test(logic) ||
      [...found].some((f) => f !== path && logic.includes(f))
    )
  }
  const walk = (nodes, within) => {
    for (const n of nodes) {
      const path = JSON.stringify(n.path)
      if (within || hangs(n, path)) found.add(path)
      walk(n.nodes ?? [], found.has(path))
    }
  }
  for (let n = -1; n !== found.size;) {
    n = found.size
    walk(form.nodes, false)
  }
  return found
}

async function open(doc) {
  const loaded = await loadForm(doc.xform, { missingResourceBehavior: 'BLANK' })
  if (loaded.error) throw loaded.error
  return loaded.createInstance().root
}

/** Every node of the engine that answers something, with its path as ours has it. */
function* leaves(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.nodeType.startsWith('repeat-range')) for (const i of child.currentState.children) yield* leaves(i)
    else if (child.currentState.children) yield* leaves(child)
    else yield child
  }
}
function* ranges(node) {
  for (const child of node.currentState.children ?? []) {
    if (child.nodeType.startsWith('repeat-range')) {
      yield child
      for (const i of child.currentState.children) yield* ranges(i)
    } else yield* ranges(child)
  }
}

/** Meta is the program's own; it is told apart by its name alone. */
const inMeta = /\/(orx:)?meta\//

const text = (node) =>
  node.instanceState.instanceXML
    .replace(/^<[^>]*>|<\/[^>]*>$/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
const isDate = (s) => /^\d{4}-\d\d-\d\d/.test(s)

/** A random number from a seed: every run gives the same answers. */
function random(seed) {
  let s = seed >>> 0
  return () => {
    s = (s * 1664525 + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

function answer(e, node, next) {
  const n = e.node
  const pick = (list) => list[Math.floor(next() * list.length)]
  switch (node.nodeType) {
    case 'select': {
      const names = node.currentState.valueOptions.map((o) => o.value)
      if (!names.length) return null
      if (n.type === 'select_one') return { value: pick(names), put: (v) => node.selectValue(v) }
      const chosen = names.filter(() => next() < 0.4)
      return { value: chosen.join(' '), put: () => node.selectValues(chosen) }
    }
    case 'input':
      break
    default:
      return null
  }
  switch (n.type) {
    case 'integer':
      return { value: String(Math.floor(next() * 40)), put: (v) => node.setValue(v) }
    case 'decimal':
      return { value: (Math.floor(next() * 400) / 8).toString(), put: (v) => node.setValue(v) }
    case 'date':
      return { value: `20${String(10 + Math.floor(next() * 16))}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 9)}`, put: (v) => node.setValue(v) }
    case 'text':
    case 'barcode':
      return { value: pick(['a', 'yes', 'رقم 4711', 'no', '12', 'Néma']), put: (v) => node.setValue(v) }
    default:
      return null
  }
}

function compare(doc, root, filling, after) {
  // What is offered no longer is taken away there. Here it stays, is told as wrong,
  // and is right again when the answer before it is put back.
  const taken = [...filling.wrongs().values()].includes('choice')
  for (const node of leaves(root)) {
    const ref = node.currentState.reference
    if (inMeta.test(ref) || ref.endsWith('_count')) continue
    const e = filling.at(ref)
    if (!e) {
      tell(doc.name, `${after}: we have nothing at ${ref}`)
      continue
    }
    if (e.node && doc.otherwise.has(JSON.stringify(e.node.path))) continue
    const relevant = visible(e)
    if (relevant !== node.currentState.relevant) tell(doc.name, `${after}: ${ref} is ${node.currentState.relevant ? '' : 'not '}relevant there`)
    if (!relevant || !node.currentState.relevant || !e.node) continue
    const theirs = text(node)
    const wrong = filling.wrong(e)
    if (node.nodeType === 'select') {
      const there = node.currentState.valueOptions.map((o) => o.value).join(' ')
      const here = filling
        .choices(e)
        .map((c) => c.name)
        .join(' ')
      if (there !== here && !taken) tell(doc.name, `${after}: ${ref} offers ${there.slice(0, 60)} there and ${here.slice(0, 60)} here`)
    }
    const same =
      (taken && theirs === '') ||
      theirs === e.text ||
      (Number(theirs) === Number(e.text) && theirs !== '' && e.text !== '') ||
      (isDate(theirs) && isDate(e.text) && theirs.slice(0, 10) === e.text.slice(0, 10))
    if (!same) tell(doc.name, `${after}: ${ref} is ${JSON.stringify(theirs)} there and ${JSON.stringify(e.text)} here`)
    const violation = node.validationState?.violation?.condition ?? null
    if (['constraint', 'required', null].includes(wrong) && wrong !== violation && e.node.type !== 'note' && !e.node.calculate)
      tell(doc.name, `${after}: ${ref} is ${violation} there and ${wrong} here`)
  }
}

const visible = (e) => {
  for (let up = e; up; up = up.parent) if (up.off) return false
  return true
}

/** The answers of a submission, by path; empty ones are left out. */
function sent(xml) {
  const out = {}
  const walk = (el, path) => {
    const children = [...el.children]
    if (!children.length) {
      if (el.textContent.trim() !== '') out[path] = el.textContent.trim()
      return
    }
    const seen = {}
    for (const c of children) {
      const n = (seen[c.localName] = (seen[c.localName] ?? 0) + 1)
      const many = children.filter((x) => x.localName === c.localName).length > 1
      walk(c, `${path}/${c.localName}${many ? `[${n}]` : ''}`)
    }
  }
  const doc = new window.DOMParser().parseFromString(xml, 'text/xml')
  for (const t of doc.querySelectorAll('[*|template]')) t.remove()
  walk(doc.documentElement, '')
  return out
}

async function fill(doc, seed) {
  const root = await open(doc)
  const next = random(seed)
  doc.otherwise ??= otherwise(doc.compiled)
  const filling = new Filling(doc.compiled, { id: 'x', language: doc.compiled.default_language, now: () => ({ ms: Date.now(), offset: 0 }) })
  compare(doc, root, filling, 'opened')
  for (let i = 0; i < maxSteps; i++) {
    if (next() < 0.06) {
      const free = [...ranges(root)].filter((r) => r.nodeType === 'repeat-range:uncontrolled' && r.currentState.relevant)
      const range = free[Math.floor(next() * free.length)]
      if (range && range.currentState.children.length < 4) {
        const at = filling.at(range.currentState.reference.replace(/\/[^/]*$/, ''))
        const node = at && (at.node?.nodes ?? doc.compiled.nodes).find((n) => n.name === range.currentState.reference.split('/').pop())
        const added = at && node && filling.add(at, node)
        if (added) {
          // There a repeat in a repeat begins empty, here with one to fill in.
          for (const c of [...added.children]) if (c.node?.kind === 'repeat' && !c.node.count) filling.remove(c)
          range.addInstances()
          compare(doc, root, filling, `added ${range.currentState.reference}`)
          continue
        }
      }
    }
    const open = [...leaves(root)].filter((n) => n.currentState.relevant && !n.currentState.readonly && ['input', 'select'].includes(n.nodeType))
    const node = open[Math.floor(next() * open.length)]
    const e = node && filling.at(node.currentState.reference)
    const a = e?.node && answer(e, node, next)
    if (!a) continue
    steps++
    try {
      a.put(a.value)
    } catch (err) {
      tell(doc.name, `${node.currentState.reference} does not take ${JSON.stringify(a.value)} there: ${err.message}`)
      continue
    }
    filling.set(e, a.value)
    compare(doc, root, filling, `${node.currentState.reference} = ${JSON.stringify(a.value)}`)
  }
  const payload = await root.prepareInstancePayload()
  const theirs = sent(await payload.data[0].get('xml_submission_file').text())
  const here = sent(filling.finish())
  for (const path of new Set([...Object.keys(theirs), ...Object.keys(here)])) {
    if (inMeta.test(path) || path.endsWith('_count')) continue
    const e = filling.at('/' + doc.compiled.root + path)
    if (e?.node && (doc.otherwise.has(JSON.stringify(e.node.path)) || e.node.type === 'note' || filling.wrong(e) === 'choice')) continue
    const [a, b] = [theirs[path] ?? '', here[path] ?? '']
    if (a !== b && Number(a) !== Number(b) && !(isDate(a) && isDate(b) && a.slice(0, 10) === b.slice(0, 10)))
      tell(doc.name, `sends ${path} ${JSON.stringify(a)} there and ${JSON.stringify(b)} here`)
  }
}

async function expressions(doc) {
  const root = await open(doc)
  const values = new Map([...leaves(root)].map((n) => [n.currentState.reference.split('/').pop(), text(n)]))
  for (const c of doc.expect) {
    if (meant.some((m) => m.expr?.test(c.expr))) continue
    const got = values.get(c.name)
    steps++
    if (c.want === 'NaN' && got === '') continue // neither keeps it
    if (got !== c.want && !(got !== '' && c.want !== '' && Number(got) === Number(c.want)))
      tell('corpus', `${c.case}: ${c.expr} is ${JSON.stringify(got)} there and ${JSON.stringify(c.want)} here`)
  }
}

const files = readdirSync('forms')
  .filter((f) => f.endsWith('.json'))
  .sort()
let forms = 0
for (const file of files) {
  const doc = JSON.parse(readFileSync('forms/' + file, 'utf8'))
  try {
    if (doc.kind === 'corpus') await expressions(doc)
    else {
      forms++
      for (const seed of [1, 2, 3]) await fill(doc, seed)
    }
  } catch (err) {
    tell(
      doc.name,
      `does not load there: ${String(err.message ?? err)
        .split('\n')[0]
        .slice(0, 300)}`,
    )
  }
}
console.log(`${forms} forms filled in three times, ${steps} answers and expressions, ${differences} differences`)
process.exit(differences ? 1 : 0)
