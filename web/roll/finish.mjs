// After the app is built: the icon for phones that take no SVG, and the service
// worker, which keeps all but the decoder of codes.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { png, worker } from '../pwa.mjs'

export async function finish(out) {
  writeFileSync(join(out, 'icon.png'), png(192, sheet))
  await worker(out, fileURLToPath(new URL('.', import.meta.url)), (f) => /^assets\/decode-/.test(f))
}

const green = [0x14, 0x61, 0x4f]
const white = [0xff, 0xff, 0xff]
const pale = [0x9f, 0xd6, 0xc6]

/** The distance of a point from a stroke. */
function near(x, y, [ax, ay], [bx, by]) {
  const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) <= 1.5
}

/** The sheet with its ticks of icon.svg. */
function sheet(x, y) {
  if (x < 13 || x > 51 || y < 14 || y > 50) return green
  for (const row of [23, 33, 43]) {
    if (near(x, y, [19, row], [22, row + 3]) || near(x, y, [22, row + 3], [27, row - 3])) return green
    if (near(x, y, [32, row + 1], [row === 43 ? 40 : 45, row + 1])) return pale
  }
  return white
}
