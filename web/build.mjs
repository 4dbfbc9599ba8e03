// Builds the apps into web/dist and lays packed copies beside every file that is
// text, so that the node sends them as they lie.
import { build } from 'vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { readdirSync, readFileSync, writeFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync, constants } from 'node:zlib'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
// A villager's phone is years older than a desk's browser.
const apps = [
  { name: 'console', base: '/', target: 'es2020' },
  { name: 'roll', base: '/roll/', target: ['chrome74', 'safari14', 'firefox78'] },
  { name: 'reporter', base: '/r/', target: ['chrome74', 'safari14', 'firefox78'] },
].filter((a) => existsSync(join(here, a.name, 'index.html')))

/** Svelte scopes some selectors by :where(), for which browsers before 2021 drop the whole rule; the class alone does as well. */
const plainScope = {
  name: 'plain-scope',
  generateBundle(_, bundle) {
    for (const f of Object.values(bundle)) if (f.fileName.endsWith('.css')) f.source = String(f.source).replace(/:where\((\.svelte-[\w-]+)\)/g, '$1')
  },
}

for (const app of apps) {
  const out = join(here, 'dist', app.name)
  rmSync(out, { recursive: true, force: true })
  await build({
    configFile: false,
    root: join(here, app.name),
    base: app.base,
    logLevel: 'warn',
    plugins: [svelte({ configFile: false }), plainScope],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: app.target,
      sourcemap: false,
      chunkSizeWarningLimit: 1500,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    publicDir: existsSync(join(here, app.name, 'public')) ? 'public' : false,
  })
  if (existsSync(join(here, app.name, 'finish.mjs'))) {
    const { finish } = await import(new URL(`./${app.name}/finish.mjs`, import.meta.url).href)
    await finish(out)
  }
  pack(out)
}

// Scripts that go into what leaves the node, with no page of ours around them: the player of courses
// that are packed for other systems, and what checks certificates in a page that is kept.
for (const { name, as } of [
  { name: 'scorm', as: 'player' },
  { name: 'certificate', as: 'check' },
])
  await build({
    configFile: false,
    root: join(here, name),
    logLevel: 'warn',
    plugins: [svelte({ configFile: false }), plainScope],
    publicDir: false,
    build: {
      outDir: join(here, 'dist', name),
      emptyOutDir: true,
      target: ['chrome74', 'safari14', 'firefox78'],
      lib: { entry: join(here, name, 'main.ts'), formats: ['iife'], name: 'waslScript', fileName: () => `${as}.js`, cssFileName: as },
    },
    define: { 'process.env.NODE_ENV': '"production"' },
  })

/** Lays NAME.br and NAME.gz beside each text file that they make smaller. */
function pack(dir) {
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, e.name)
    if (e.isDirectory()) pack(path)
    else if (/\.(js|css|html|json|svg|webmanifest|txt)$/.test(e.name)) {
      const plain = readFileSync(path)
      if (plain.length < 500) continue
      writeFileSync(path + '.br', brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
      writeFileSync(path + '.gz', gzipSync(plain, { level: 9 }))
    }
  }
}
