// What a phone seals to the node: docs/protocol/api.md, "Sealed". HPKE (RFC 9180)
// in base mode by WebCrypto alone: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
// AES-256-GCM. corpus/seal is run here and by the node.

type Bytes = Uint8Array<ArrayBuffer>
const utf8 = (s: string): Bytes => new TextEncoder().encode(s)

export function join(...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export function toBase64url(b: Uint8Array): string {
  let s = ''
  for (const x of b) s += String.fromCharCode(x)
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

export const fromBase64url = (s: string): Bytes => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

const kem = join(utf8('KEM'), Uint8Array.of(0x00, 0x10))
const suite = join(utf8('HPKE'), Uint8Array.of(0x00, 0x10, 0x00, 0x01, 0x00, 0x02))
const empty = new Uint8Array(0)

async function hmac(key: Bytes, data: Bytes): Promise<Bytes> {
  const k = await crypto.subtle.importKey('raw', key.length ? key : new Uint8Array(32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', k, data))
}
const extract = (id: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> => hmac(salt, join(utf8('HPKE-v1'), id, utf8(label), ikm))
/** One block of HKDF-Expand: nothing here is longer than a hash. */
const expand = async (id: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> =>
  (await hmac(prk, join(Uint8Array.of(0, length), utf8('HPKE-v1'), id, utf8(label), info, Uint8Array.of(1)))).slice(0, length)

export interface NodeKey {
  /** P-256, uncompressed, 65 bytes */
  key: Bytes
  /** 16 hexadecimal digits */
  id: string
}

const curve = { name: 'ECDH', namedCurve: 'P-256' }

/** The size to which n bytes are padded: a listener learns a class of sizes alone. */
export function bucket(n: number): number {
  for (let b = 512; b <= 8192; b *= 2) if (n <= b) return b
  return Math.ceil(n / 8192) * 8192
}

/** Length, flag, data, and zeros up to the next bucket. */
export function pad(flag: number, data: Uint8Array): Bytes {
  const out = new Uint8Array(bucket(5 + data.length))
  new DataView(out.buffer).setUint32(0, 1 + data.length)
  out[4] = flag
  out.set(data, 5)
  return out
}

async function deflate(b: Bytes): Promise<Bytes | null> {
  if (typeof CompressionStream === 'undefined') return null
  try {
    return new Uint8Array(await new Response(new Blob([b]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer())
  } catch {
    return null // an older browser knows only gzip
  }
}

/** Seals what is said to the node. kind is bound in, so that a message cannot be passed off as a report. */
export async function seal(to: NodeKey, kind: 'submission' | 'message', content: string): Promise<Bytes> {
  const data = utf8(content)
  const small = await deflate(data)
  const padded = small && small.length < data.length ? pad(1, small) : pad(0, data)
  return sealPadded(to, kind, padded, await crypto.subtle.generateKey(curve, true, ['deriveBits']))
}

/** The same with the ephemeral key given: for the corpus. */
export async function sealPadded(to: NodeKey, kind: string, padded: Bytes, ephemeral: CryptoKeyPair): Promise<Bytes> {
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey))
  const node = await crypto.subtle.importKey('raw', to.key, curve, false, [])
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: node }, ephemeral.privateKey, 256))
  const secret = await expand(kem, await extract(kem, empty, 'eae_prk', dh), 'shared_secret', join(enc, to.key), 32)
  const context = join(Uint8Array.of(0), await extract(suite, empty, 'psk_id_hash', empty), await extract(suite, empty, 'info_hash', utf8('wasl/1 ' + to.id)))
  const prk = await extract(suite, secret, 'secret', empty)
  const key = await crypto.subtle.importKey('raw', await expand(suite, prk, 'key', context, 32), 'AES-GCM', false, ['encrypt'])
  const iv = await expand(suite, prk, 'base_nonce', context, 12)
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(kind) }, key, padded))
  const id = Uint8Array.from(to.id.match(/../g) ?? [], (h) => parseInt(h, 16))
  return join(Uint8Array.of(1), id, enc, sealed)
}

export const chunk = 64 * 1024

/** Seals an attachment under a key of its own, in chunks. */
export async function sealBlob(key: Bytes, content: Blob): Promise<Blob> {
  const k = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const parts: Bytes[] = []
  const n = Math.max(1, Math.ceil(content.size / chunk))
  for (let i = 0; i < n; i++) {
    const iv = new Uint8Array(12)
    new DataView(iv.buffer).setUint32(8, i)
    if (i === n - 1) iv[0] = 0x80
    const plain = new Uint8Array(await content.slice(i * chunk, (i + 1) * chunk).arrayBuffer())
    parts.push(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8('blob') }, k, plain)))
  }
  return new Blob(parts)
}
