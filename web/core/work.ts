// The riddle of a flooded node (internal/guard/flood): a number that makes the
// SHA-256 of "challenge:number" begin with so many zero bits. WebCrypto answers by
// promise, which is too slow for thousands of tries; so the hash is worked out here.
import { rounds256 } from './digest'

export interface Riddle {
  challenge: string
  bits: number
}

/** What a phone works out at most: a minute of an old one. The node asks for no more. */
export const mostBits = 20
/** Milliseconds of work after which the page gets a turn. */
const slice = 40
/** Tries between two looks at the clock. */
const batch = 256
/** Bytes that one block of SHA-256 takes beside its padding. */
const room = 55

const start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19].map((x) => x | 0)

/** The first 32 bits of the SHA-256 of the n bytes of a block. */
function firstWord(block: Uint8Array, n: number, w: Int32Array, k: Int32Array): number {
  block.fill(0, n)
  block[n] = 0x80
  const view = new DataView(block.buffer)
  view.setUint32(60, n * 8)
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(i * 4)
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] ?? 0
    const y = w[i - 2] ?? 0
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = start
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[i] ?? 0) + (w[i] ?? 0)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  return (a + (start[0] ?? 0)) | 0
}

/** Finds the proof, letting the page breathe. It faults where the riddle is not one of a node's. */
export async function solve({ challenge, bits }: Riddle): Promise<string> {
  const head = new TextEncoder().encode(challenge + ':')
  const block = new Uint8Array(64)
  const w = new Int32Array(64)
  const k = rounds256()
  block.set(head.subarray(0, room))
  let until = performance.now() + slice
  for (let n = 0; ; n++) {
    const digits = String(n)
    if (head.length + digits.length > room || bits > mostBits) throw new Error('riddle')
    for (let i = 0; i < digits.length; i++) block[head.length + i] = digits.charCodeAt(i)
    if (Math.clz32(firstWord(block, head.length + digits.length, w, k)) >= bits) return challenge + ':' + digits
    if (n % batch === 0 && performance.now() > until) {
      await new Promise((r) => setTimeout(r))
      until = performance.now() + slice
    }
  }
}
