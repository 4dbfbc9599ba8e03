// After the app is built: the icon for phones that take no SVG, and the service
// worker with the list of what it keeps.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { png, worker } from '../pwa.mjs'

export async function finish(out) {
  writeFileSync(join(out, 'icon.png'), png(192, notebook))
  await worker(out, fileURLToPath(new URL('.', import.meta.url)), later)
}

/** The pages of courses and surveys, which are loaded when somebody opens one. */
const later = (f) => /^assets\/(Courses|Surveys)-/.test(f)

const green = [0x14, 0x61, 0x4f]
const white = [0xff, 0xff, 0xff]
const pale = [0x9f, 0xd6, 0xc6]

/** The notebook of icon.svg. */
function notebook(x, y) {
  const line = (to, at) => x >= 26 && x <= to && Math.abs(y - at) <= 1.5
  if (y < 14 || y > 50) return green
  if (x >= 20 && x <= 49) return line(43, 24) || line(43, 31) || line(37, 38) ? green : white
  return x >= 14 && x < 20 ? pale : green
}
