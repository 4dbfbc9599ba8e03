// Looks for words in all that a browser has put on the disk, as somebody would who
// has the phone: raw, and unpacked where LevelDB or the browser packs with snappy.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Unpacks snappy as far as it goes: what follows a piece may be something else. */
export function unsnappy(b, at = 0) {
  let size = 0
  for (let shift = 0; shift < 35 && at < b.length; shift += 7) {
    const x = b[at++]
    size |= (x & 0x7f) << shift
    if (x < 0x80) break
  }
  const out = Buffer.alloc(Math.min(size >>> 0, 64 << 20))
  let n = 0
  while (at < b.length && n < out.length) {
    const tag = b[at++]
    if ((tag & 3) === 0) {
      let length = tag >> 2
      if (length >= 60) {
        const bytes = length - 59
        if (at + bytes > b.length) break
        length = b.readUIntLE(at, bytes)
        at += bytes
      }
      n += b.copy(out, n, at, Math.min(at + length + 1, b.length))
      at += length + 1
      continue
    }
    let length = (tag >> 2) + 1
    let offset
    if ((tag & 3) === 1) {
      length = ((tag >> 2) & 7) + 4
      offset = ((tag >> 5) << 8) | b[at++]
    } else {
      const bytes = (tag & 3) === 2 ? 2 : 4
      if (at + bytes > b.length) break
      offset = b.readUIntLE(at, bytes)
      at += bytes
    }
    if (offset === 0 || offset > n) break
    for (let i = 0; i < length && n < out.length; i++, n++) out[n] = out[n - offset]
  }
  return out.subarray(0, n)
}

function varint(b, at) {
  let v = 0
  for (let shift = 0; ; shift += 7) {
    const x = b[at++]
    v += (x & 0x7f) * 2 ** shift
    if (!(x & 0x80)) return [v, at]
  }
}

/** A block of a LevelDB table, unpacked. */
function block(b, offset, size) {
  const raw = b.subarray(offset, offset + size)
  return b[offset + size] === 1 ? unsnappy(raw) : raw
}

/** The data blocks of a LevelDB table: its footer names the index, the index names them. */
export function* blocks(b) {
  const magic = Buffer.from('57fb808b247547db', 'hex')
  if (b.length < 48 || !b.subarray(b.length - 8).equals(magic)) return
  let at = b.length - 48
  let offset, size
  ;[, at] = varint(b, at)
  ;[, at] = varint(b, at)
  ;[offset, at] = varint(b, at)
  ;[size] = varint(b, at)
  const index = block(b, offset, size)
  const end = index.length - 4 - 4 * index.readUInt32LE(index.length - 4)
  for (at = 0; at < end;) {
    let unshared, length
    ;[, at] = varint(index, at)
    ;[unshared, at] = varint(index, at)
    ;[length, at] = varint(index, at)
    const [from, next] = varint(index, at + unshared)
    yield block(b, from, varint(index, next)[0])
    at += unshared + length
  }
}

/** The records of a LevelDB log, put together again from its blocks of 32 KiB. */
function log(b) {
  const parts = []
  for (let at = 0; at + 7 <= b.length;) {
    const left = 32768 - (at % 32768)
    const length = b.readUInt16LE(at + 4)
    if (left < 7 || length === 0 || length > left - 7) {
      at += left
      continue
    }
    parts.push(b.subarray(at + 7, at + 7 + length))
    at += 7 + length
  }
  return Buffer.concat(parts)
}

/** Large values of IndexedDB are packed once more by the browser: FF 11 02, then snappy. */
function* packed(b) {
  const mark = Buffer.from([0xff, 0x11, 0x02])
  for (let at = b.indexOf(mark); at >= 0; at = b.indexOf(mark, at + 1)) yield unsnappy(b, at + 3)
}

function* layers(name, b) {
  yield b
  yield* packed(b)
  const more = /\.ldb$|\.sst$/.test(name) ? [...blocks(b)] : /\.log$/.test(name) ? [log(b)] : []
  for (const m of more) {
    yield m
    yield* packed(m)
  }
}

const files = (dir) =>
  readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath ?? e.path, e.name))

/** Where words (or bytes) stand in a folder: "file: word". */
export function scan(dir, words) {
  const sought = words.flatMap((w) =>
    Buffer.isBuffer(w)
      ? [[w.toString('hex'), w]]
      : [
          [w, Buffer.from(w)],
          [w, Buffer.from(w, 'utf16le')],
        ],
  )
  const found = new Set()
  let looked = 0
  for (const file of files(dir)) {
    let b
    try {
      b = readFileSync(file)
    } catch {
      continue // a file that the browser removed meanwhile
    }
    looked++
    for (const layer of layers(file, b)) for (const [w, bytes] of sought) if (layer.includes(bytes)) found.add(file.slice(dir.length + 1) + ': ' + w)
  }
  if (looked < 10) throw new Error('the folder holds no profile')
  return [...found]
}
