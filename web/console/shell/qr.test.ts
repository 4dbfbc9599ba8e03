import { inflateSync } from 'node:zlib'
import jsqr from 'jsqr'
import { expect, test } from 'vitest'
import { draw } from './code'
import { collectSettings, pack } from './qr'

/** The code as a camera sees it: four pixels a module, black on white. */
function picture(text: string): { data: Uint8ClampedArray; size: number } {
  const { size, dark } = draw(text)
  const side = size * 4
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) if (dark(Math.floor(x / 4), Math.floor(y / 4))) for (let c = 0; c < 3; c++) data[(y * side + x) * 4 + c] = 0
  return { data, size: side }
}

test('ODK Collect reads its settings from the code', async () => {
  const settings = collectSettings('https://noeud.example.mr/v1/key/xkstfs76xj6iqmp5mmc377hgjqul6xzs', 'Réseau وصل')
  const { data, size } = picture(await pack(settings))
  const read = jsqr(data, size, size)
  expect(read).not.toBeNull()
  expect(JSON.parse(inflateSync(Buffer.from(read?.data ?? '', 'base64')).toString('utf8'))).toEqual(settings)
})

test('a link is read as it was written', () => {
  const link = 'https://noeud.example.mr/#/invitation/2hj4k5l6'
  const { data, size } = picture(link)
  expect(jsqr(data, size, size)?.data).toBe(link)
})
