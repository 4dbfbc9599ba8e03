// digest(): the hashes of RFC 1321 and FIPS 180-4, at once and not by promise,
// as an expression needs them. They prove nothing here and guard no secret: what
// is sealed is sealed by WebCrypto.

type Compress = (block: DataView, h: number[]) => void

const rotl = (x: number, n: number): number => (x << n) | (x >>> (32 - n))
const primes: number[] = []
for (let n = 2; primes.length < 80; n++) if (primes.every((p) => n % p)) primes.push(n)
/** The first 64 bits of the fraction of a root of a prime, in whole numbers alone. */
function fraction(p: number, root: 2n | 3n): bigint {
  const target = BigInt(p) << (64n * root)
  let low = 0n
  let high = 1n << 70n
  while (high - low > 1n) {
    const mid = (low + high) >> 1n
    if (mid ** root <= target) low = mid
    else high = mid
  }
  return BigInt.asUintN(64, low)
}

/** The constants of SHA-256's rounds. */
export const rounds256 = (): Int32Array => Int32Array.from(primes.slice(0, 64), (p) => Number(BigInt.asIntN(32, fraction(p, 3n) >> 32n)))

/** Pads a message and runs it through, block by block. */
function run(bytes: Uint8Array, block: number, little: boolean, h: number[], f: Compress): number[] {
  const total = Math.ceil((bytes.length + 1 + block / 8) / block) * block
  const padded = new Uint8Array(total)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(total - (little ? 8 : 4), bytes.length * 8, little)
  for (let at = 0; at < total; at += block) f(new DataView(padded.buffer, at, block), h)
  return h
}

function md5(bytes: Uint8Array): Uint8Array {
  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  const h = run(bytes, 64, true, [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476], (w, h) => {
    let [a = 0, b = 0, c = 0, d = 0] = h
    for (let i = 0; i < 64; i++) {
      const r = i >> 4
      const f = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][r] ?? 0
      const k = [i, 5 * i + 1, 3 * i + 5, 7 * i][r] ?? 0
      const sum = (a + f + Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) + w.getUint32((k % 16) * 4, true)) | 0
      a = d
      d = c
      c = b
      b = (b + rotl(sum, shifts[r * 4 + (i % 4)] ?? 0)) | 0
    }
    ;[a, b, c, d].forEach((x, i) => (h[i] = ((h[i] ?? 0) + x) | 0))
  })
  return words(h, true)
}

function sha1(bytes: Uint8Array): Uint8Array {
  return words(
    run(bytes, 64, false, [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0], (view, h) => {
      const w: number[] = []
      let [a = 0, b = 0, c = 0, d = 0, e = 0] = h
      for (let i = 0; i < 80; i++) {
        w[i] = i < 16 ? view.getUint32(i * 4) : rotl((w[i - 3] ?? 0) ^ (w[i - 8] ?? 0) ^ (w[i - 14] ?? 0) ^ (w[i - 16] ?? 0), 1)
        const r = Math.floor(i / 20)
        const f = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][r] ?? 0
        const k = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][r] ?? 0
        const t = (rotl(a, 5) + f + e + k + (w[i] ?? 0)) | 0
        e = d
        d = c
        c = rotl(b, 30)
        b = a
        a = t
      }
      ;[a, b, c, d, e].forEach((x, i) => (h[i] = ((h[i] ?? 0) + x) | 0))
    }),
    false,
  )
}

function sha256(bytes: Uint8Array): Uint8Array {
  const rotr = (x: number, n: number): number => rotl(x, 32 - n)
  const k = primes.slice(0, 64).map((p) => Number(fraction(p, 3n) >> 32n))
  const start = primes.slice(0, 8).map((p) => Number(fraction(p, 2n) >> 32n))
  return words(
    run(bytes, 64, false, start, (view, h) => {
      const w: number[] = []
      const s = h.slice() as [number, number, number, number, number, number, number, number]
      for (let i = 0; i < 64; i++) {
        const [x, y] = [w[i - 15] ?? 0, w[i - 2] ?? 0]
        w[i] =
          i < 16
            ? view.getUint32(i * 4)
            : ((w[i - 16] ?? 0) + (rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3)) + (w[i - 7] ?? 0) + (rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10))) | 0
        const [a, b, c, , e, f, g] = s
        const t1 = (s[7] + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + ((e & f) ^ (~e & g)) + (k[i] ?? 0) + (w[i] ?? 0)) | 0
        const t2 = ((rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
        s.pop()
        s.unshift((t1 + t2) | 0)
        s[4] = (s[4] + t1) | 0
      }
      s.forEach((x, i) => (h[i] = ((h[i] ?? 0) + x) | 0))
    }),
    false,
  )
}

/** SHA-512, and SHA-384 from other first values. */
function sha512(bytes: Uint8Array, short: boolean): Uint8Array {
  const cut = (x: bigint): bigint => BigInt.asUintN(64, x)
  const rotr = (x: bigint, n: bigint): bigint => cut((x >> n) | (x << (64n - n)))
  const k = primes.map((p) => fraction(p, 3n))
  const state = (short ? primes.slice(8, 16) : primes.slice(0, 8)).map((p) => fraction(p, 2n))
  run(bytes, 128, false, [], (view) => {
    const w: bigint[] = []
    const s = state.slice()
    const at = (i: number): bigint => s[i] ?? 0n
    for (let i = 0; i < 80; i++) {
      const [x, y] = [w[i - 15] ?? 0n, w[i - 2] ?? 0n]
      w[i] =
        i < 16
          ? view.getBigUint64(i * 8)
          : cut((w[i - 16] ?? 0n) + (rotr(x, 1n) ^ rotr(x, 8n) ^ (x >> 7n)) + (w[i - 7] ?? 0n) + (rotr(y, 19n) ^ rotr(y, 61n) ^ (y >> 6n)))
      const t1 = cut(at(7) + (rotr(at(4), 14n) ^ rotr(at(4), 18n) ^ rotr(at(4), 41n)) + ((at(4) & at(5)) ^ (cut(~at(4)) & at(6))) + (k[i] ?? 0n) + (w[i] ?? 0n))
      const t2 = cut((rotr(at(0), 28n) ^ rotr(at(0), 34n) ^ rotr(at(0), 39n)) + ((at(0) & at(1)) ^ (at(0) & at(2)) ^ (at(1) & at(2))))
      s.pop()
      s.unshift(cut(t1 + t2))
      s[4] = cut(at(4) + t1)
    }
    s.forEach((x, i) => (state[i] = cut((state[i] ?? 0n) + x)))
  })
  const out = new DataView(new ArrayBuffer(64))
  state.forEach((x, i) => out.setBigUint64(i * 8, x))
  return new Uint8Array(out.buffer, 0, short ? 48 : 64)
}

function words(h: number[], little: boolean): Uint8Array {
  const out = new DataView(new ArrayBuffer(h.length * 4))
  h.forEach((x, i) => out.setUint32(i * 4, x >>> 0, little))
  return new Uint8Array(out.buffer)
}

/** The digest of a text, in hexadecimal or base64; "" for a name that is none. */
export function digest(text: string, name: string, hex: boolean): string {
  const bytes = new TextEncoder().encode(text)
  const f: Record<string, () => Uint8Array> = {
    MD5: () => md5(bytes),
    'SHA-1': () => sha1(bytes),
    'SHA-256': () => sha256(bytes),
    'SHA-384': () => sha512(bytes, true),
    'SHA-512': () => sha512(bytes, false),
  }
  const sum = f[name]?.()
  if (!sum) return ''
  return hex ? Array.from(sum, (b) => b.toString(16).padStart(2, '0')).join('') : btoa(String.fromCharCode(...sum))
}
