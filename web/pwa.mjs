// After an app for phones is built: its service worker with the list of what it
// keeps, and icons for phones that take no SVG.
import { build } from 'vite'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

/** Builds sw.ts of the folder from into out. It keeps all FILES at once; those that later tells of are LATER: fetched when somebody needs them. */
export async function worker(out, from, later = () => false) {
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
    root: from,
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
      lib: { entry: join(from, 'sw.ts'), formats: ['es'], fileName: () => 'sw.js' },
    },
  })
}

function list(dir, under = '') {
  return readdirSync(join(dir, under), { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? list(dir, under + e.name + '/') : [under + e.name]))
    .sort()
}

/** A PNG of n x n pixels, whose colours come from paint(x, y) on a grid of 64. */
export function png(n, paint) {
  const raw = Buffer.alloc(n * (n * 3 + 1))
  for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) raw.set(paint((i / n) * 64, (j / n) * 64), j * (n * 3 + 1) + 1 + i * 3)
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
