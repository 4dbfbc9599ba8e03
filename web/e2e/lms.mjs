// Systems that play packages of courses, as tests need them. One offers scorm-again,
// the runtime that many systems embed; one does with a package what Kolibri does.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { root } from './browser.mjs'

/** The files of a zip by name, in its order; the table at its end says where each is. */
export function unpack(zip) {
  const files = new Map()
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  for (let i = zip.readUInt16LE(end + 10), at = zip.readUInt32LE(end + 16); i > 0; i--) {
    const [packed, name, extra, comment] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(from, from + packed)
    files.set(zip.toString('utf8', at + 46, at + 46 + name), zip.readUInt16LE(at + 10) ? inflateRawSync(content) : content)
    at += 46 + name + extra + comment
  }
  return files
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }

/** Serves what answer gives for a path on loopback: text, bytes, or nothing. */
async function serve(answer, headers = {}) {
  const server = createServer((request, response) => {
    const parts = []
    request.on('data', (b) => parts.push(b))
    request.on('end', () => {
      const path = decodeURI(new URL(request.url, 'http://x').pathname)
      const got = answer(path, Buffer.concat(parts).toString())
      response.writeHead(got === undefined ? 404 : 200, { 'Content-Type': types[extname(path)] ?? types['.html'], 'Cache-Control': 'no-store', ...headers })
      response.end(got)
    })
  })
  await new Promise((r) => server.listen(0, '127.0.0.1', r))
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.closeAllConnections() ?? server.close() }
}

const page = (head, body = '') => `<!doctype html><html><head><meta charset="utf-8"><title>A system</title>
<link rel="icon" href="data:,"><style>iframe { inline-size: 100%; block-size: 80vh; border: 0 }</style>${head}</head><body>${body}</body></html>`
const script = (work, ...given) => `<script>(${work})(${given.map((g) => JSON.stringify(g).replaceAll('<', '\\u003c')).join()})</script>`

/**
 * A system with scorm-again above a package. What the runtime commits is kept, and
 * given back at the next launch as SCORM 1.2 asks for; a score below the pass mark of
 * the manifest is a fail when the course ends, whatever the course said.
 */
export async function system(files) {
  const runtime = readFileSync(join(root, 'web/node_modules/scorm-again/dist/scorm12.min.js'))
  const manifest = files.get('imsmanifest.xml').toString()
  const mastery = /<adlcp:masteryscore>(\d+)</.exec(manifest)?.[1] ?? ''
  const start = /<resource [^>]*href="([^"]+)"/.exec(manifest)[1]
  const commits = []
  const ends = []
  const launch = () => {
    const { core, suspend_data } = commits.at(-1) ?? { core: {}, suspend_data: '' }
    const { lesson_status = '', lesson_location = '', score = {}, total_time = '' } = core
    const known = { student_id: 'learner-1', student_name: 'Ba, Mariem', credit: 'credit', lesson_mode: 'normal' }
    const entry = !commits.length ? 'ab-initio' : core.exit === 'suspend' ? 'resume' : ''
    const { raw = '', min = '', max = '' } = score
    const cmi = { core: { ...known, entry, lesson_status, lesson_location, total_time, score: { raw, min, max } }, suspend_data }
    return page(
      `<script src="/runtime.js"></script>${script(offer, { ...cmi, student_data: { mastery_score: mastery } })}`,
      `<iframe src="/package/${start}"></iframe>`,
    )
  }
  const { url, stop } = await serve((path, body) => {
    if (path === '/') return launch()
    if (path === '/runtime.js') return runtime
    if (path !== '/commit') return files.get(path.replace('/package/', ''))
    const { cmi, last } = JSON.parse(body)
    commits.push(cmi)
    if (last) ends.shift()?.()
    return '{"result":"true","errorCode":0}'
  })
  return {
    url,
    stop,
    /** what was committed last */
    kept: () => commits.at(-1),
    /** Waits until the next session's end is committed: it comes after its page is gone. */
    ended: () => new Promise((end) => ends.push(end)),
  }
}

/** In the page of the system: the runtime, with a list of what was called and answered. */
function offer(cmi) {
  const runtime = new window.Scorm12API({
    lmsCommitUrl: '/commit',
    mastery_override: true,
    logLevel: 5,
    requestHandler: (cmi, of) => ({ ...cmi, last: of.isTerminateCommit }),
  })
  runtime.loadFromJSON(cmi)
  window.calls = []
  const call =
    (name) =>
    (...given) => {
      const got = runtime[name](...given)
      window.calls.push({ name, given, got, error: runtime.LMSGetLastError() })
      return got
    }
  window.API = Object.fromEntries(['LMSInitialize', 'LMSFinish', 'LMSGetValue', 'LMSSetValue', 'LMSCommit'].map((n) => [n, call(n)]))
}

/**
 * Kolibri above a package, after its source (release 0.18, packages/hashi and
 * kolibri/core/content/zip_wsgi.py): its page holds a sandboxed frame of another
 * origin, that one offers the API and holds the package in a frame of its own, which
 * gets a script at the head of each page and may load nothing from elsewhere. What
 * was told is kept by Kolibri's page, and is there when the package is opened again.
 */
export async function kolibri(files) {
  const archive = `${'0'.repeat(32)}.zip`
  const first = '<script type="text/javascript">if (window.parent && window.parent.hashi) {window.parent.hashi.initializeIframe(window)}</script>'
  const inner = await serve(
    (path) => {
      if (path === '/hashi') return page('', script(shim))
      const name = path.replace(`/zipcontent/${archive}/`, '') || 'index.html'
      const content = files.get(name)
      return content && extname(name) === '.html' ? content.toString().replace('<head>', `<head>${first}`) : content
    },
    { 'Content-Security-Policy': "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:" },
  )
  const outer = await serve((path) =>
    path === '/' ? page('', `<main></main>${script(hold, inner.url, `${inner.url}zipcontent/${archive}/index.html`)}`) : undefined,
  )
  return { url: outer.url, stop: () => [outer, inner].forEach((s) => s.stop()) }
}

/** In Kolibri's page: opens and closes the package, keeps its state, and counts progress by it. */
function hold(origin, startUrl) {
  window.kept = {}
  window.open = () => {
    document.querySelector('main').innerHTML = `<iframe sandbox="allow-scripts allow-same-origin" src="${origin}hashi"></iframe>`
  }
  window.leave = () => document.querySelector('iframe').remove()
  window.progress = () => {
    const { score, lesson_status } = window.kept.cmi?.core ?? {}
    if (score) {
      const [min, max] = [Number(score.min ?? 0), Number(score.max ?? 100)]
      return Math.max(Math.min((Number(score.raw ?? min) - min) / (max - min), 1), 0)
    }
    return { passed: 1, failed: 0.5, browsed: 0.5, 'not attempted': 0, incomplete: 0.5 }[lesson_status] ?? null
  }
  addEventListener('message', ({ data, source }) => {
    if (data.event === 'stateupdate') window.kept = data.data
    if (data.event !== 'iframeready') return
    source.postMessage({ event: 'stateupdate', data: window.kept }, '*')
    source.postMessage({ event: 'mainready', data: { startUrl } }, '*')
  })
  window.open()
}

/** In the sandboxed frame: the API with the elements that the player uses, as Kolibri knows them. */
function shim() {
  const span = /(?:([0-9]{4}|[0-9]{2}):)?(?:([0-5][0-9]):)?([0-5][0-9](?:\.[0-9]{1,2})?)/
  const number = (v) => !isNaN(v)
  const elements = {
    'cmi.core.lesson_location': { fits: () => true },
    'cmi.core.lesson_status': { fits: (v) => ['passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted'].includes(v) },
    'cmi.core.score.raw': { fits: number },
    'cmi.core.score.min': { fits: number },
    'cmi.core.score.max': { fits: number },
    'cmi.core.exit': { fits: (v) => ['time-out', 'suspend', 'logout'].includes(v), hidden: true },
    'cmi.core.session_time': { fits: (v) => span.test(v), hidden: true },
    'cmi.suspend_data': { fits: (v) => v.length <= 4096 },
  }
  let data = {}
  const tell = () => parent.postMessage({ event: 'stateupdate', data }, '*')
  const refuse = (answer, ...why) => {
    console.error('refused:', ...why) // the test takes a page's errors for faults
    return answer
  }
  window.API = {
    LMSInitialize: () => (tell(), 'true'),
    LMSFinish: () => 'true',
    LMSCommit: () => 'true',
    LMSGetValue(name) {
      if (!elements[name] || elements[name].hidden) return refuse('', name)
      return name.split('.').reduce((at, key) => at?.[key], data) ?? ''
    },
    LMSSetValue(name, value) {
      if (!elements[name]?.fits(value)) return refuse('false', name, value)
      const keys = name.split('.')
      const last = keys.pop()
      keys.reduce((at, key) => (at[key] ??= {}), data)[last] = value
      tell()
      return 'true'
    },
    LMSGetLastError: () => '0',
  }
  window.hashi = { initializeIframe: (w) => (w.entered = true) }
  addEventListener('message', ({ data: told }) => {
    if (told.event === 'stateupdate') data = told.data
    if (told.event !== 'mainready') return
    const frame = document.createElement('iframe')
    frame.src = told.data.startUrl
    document.body.append(frame)
  })
  parent.postMessage({ event: 'iframeready' }, '*')
}
