// Pictures as a phone makes them, for the tests: none is kept in the repository.

/** A JPEG from the page's own canvas, noisy as a real photo. */
export async function photo(page, width = 1200, height = 900) {
  const bytes = await page.evaluate(
    async ([w, h]) => {
      const c = document.createElement('canvas')
      ;[c.width, c.height] = [w, h]
      const g = c.getContext('2d')
      const data = g.createImageData(w, h)
      for (let i = 0, x = 1; i < data.data.length; i++) {
        x = (x * 1103515245 + 12345) & 0x7fffffff
        data.data[i] = i % 4 === 3 ? 255 : ((i >> 9) & 127) + (x >> 26)
      }
      g.putImageData(data, 0, 0)
      const b = await new Promise((r) => c.toBlob(r, 'image/jpeg', 0.95))
      const r = new FileReader()
      r.readAsDataURL(b)
      await new Promise((done) => (r.onload = done))
      return r.result.split(',')[1]
    },
    [width, height],
  )
  return Buffer.from(bytes, 'base64')
}

/** TIFF as EXIF has it, big-endian: who made the phone, and where it stood: 15°55'48" N, 5°57' W. */
export function exif() {
  const entry = (tag, type, count, value) => {
    const b = Buffer.alloc(12)
    b.writeUInt16BE(tag, 0)
    b.writeUInt16BE(type, 2)
    b.writeUInt32BE(count, 4)
    if (Buffer.isBuffer(value)) value.copy(b, 8)
    else b.writeUInt32BE(value, 8)
    return b
  }
  const rationals = (...ns) => Buffer.concat(ns.map((n) => Buffer.from([0, 0, 0, n, 0, 0, 0, 1])))
  const count = (n) => Buffer.from([0, n])
  const none = Buffer.alloc(4)
  const make = Buffer.from('WASLPHONE\0')
  const ifd0At = 8
  const makeAt = ifd0At + 2 + 2 * 12 + 4
  const gpsAt = makeAt + make.length
  const latAt = gpsAt + 2 + 4 * 12 + 4
  const ifd0 = Buffer.concat([count(2), entry(0x010f, 2, make.length, makeAt), entry(0x8825, 4, 1, gpsAt), none])
  const gps = Buffer.concat([
    count(4),
    entry(1, 2, 2, Buffer.from('N\0\0\0')),
    entry(2, 5, 3, latAt),
    entry(3, 2, 2, Buffer.from('W\0\0\0')),
    entry(4, 5, 3, latAt + 24),
    none,
  ])
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), ifd0, make, gps, rationals(15, 55, 48), rationals(5, 57, 0)])
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** A JPEG that says where it was taken. */
export async function gpsPhoto(page) {
  const b = await photo(page)
  return Buffer.concat([b.subarray(0, 2), exif(), b.subarray(2)])
}

/** The markers of a JPEG before its picture: 0xe1 is EXIF. */
export function markers(b) {
  const found = []
  for (let at = 2; b[at] === 0xff && b[at + 1] !== 0xda; at += 2 + b.readUInt16BE(at + 2)) found.push(b[at + 1])
  return found
}
