// After the app is built: the icon for phones that take no SVG, and the service
// worker with the list of what it keeps.
import { build } from 'vite'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

export async function finish(out) {
  writeFileSync(join(out, 'icon.png'), icon(192))
  const files = list(out).filter((f) => !/\.(br|gz)$/.test(f) && f !== 'icon.png')
  const version = createHash('sha256')
    .update(
      files
        .map(
          (f) =>
            f +
            createHash('sha256')
              .update(readFileSync(join(out, f)))
              .digest('hex'),
        )
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 12)
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    publicDir: false,
    define: {
      FILES: JSON.stringify(files.filter((f) => !later(f)).map((f) => (f === 'index.html' ? './' : './' + f))),
      LATER: JSON.stringify(files.filter(later).map((f) => './' + f)),
      VERSION: JSON.stringify(version),
    },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: ['chrome74', 'safari14', 'firefox78'],
      lib: { entry: join(here, 'sw.ts'), formats: ['es'], fileName: () => 'sw.js' },
    },
  })
}

/** The player of courses, which is loaded when somebody opens one. */
const later = (f) => f.startsWith('assets/Courses-')

function list(dir, under = '') {
  return readdirSync(join(dir, under), { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? list(dir, under + e.name + '/') : [under + e.name]))
    .sort()
}

/** The notebook of icon.svg, as a PNG of n x n pixels. */
function icon(n) {
  const green = [0x14, 0x61, 0x4f],
    white = [0xff, 0xff, 0xff],
    pale = [0x9f, 0xd6, 0xc6]
  const raw = Buffer.alloc(n * (n * 3 + 1))
  const line = (x, y, to, at) => x >= 26 && x <= to && Math.abs(y - at) <= 1.5
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const x = (i / n) * 64,
        y = (j / n) * 64
      let c = green
      if (x >= 20 && x <= 49 && y >= 14 && y <= 50) c = line(x, y, 43, 24) || line(x, y, 43, 31) || line(x, y, 37, 38) ? green : white
      else if (x >= 14 && x < 20 && y >= 14 && y <= 50) c = pale
      raw.set(c, j * (n * 3 + 1) + 1 + i * 3)
    }
  }
  const part = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const head = Buffer.alloc(4),
      tail = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    tail.writeUInt32BE(crc(body))
    return Buffer.concat([head, body, tail])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(n, 0)
  head.writeUInt32BE(n, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    part('IHDR', head),
    part('IDAT', deflateSync(raw, { level: 9 })),
    part('IEND', Buffer.alloc(0)),
  ])
}

/** CRC-32 of PNG (ISO 3309). */
function crc(b) {
  let c = ~0
  for (const x of b) {
    c ^= x
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  }
  return ~c >>> 0
}
