// corpus/seal: what a phone seals, byte by byte as the node has it.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bucket, fromBase64url, seal, sealBlob, sealPadded, toBase64url } from './seal'

interface Corpus {
  seals: {
    name: string
    kind: 'submission' | 'message'
    key_id: string
    public: string
    private: string
    ephemeral: string
    content: string
    padded: string
    sealed: string
  }[]
  blobs: { name: string; key: string; size: number; sealed?: string; sha256: string }[]
  buckets: [number, number][]
}
const corpus = JSON.parse(readFileSync(new URL('../../corpus/seal/seal.json', import.meta.url), 'utf8')) as Corpus
const curve = { name: 'ECDH', namedCurve: 'P-256' }

/** A key pair from its scalar: node's own ECDH finds the public point. */
async function pair(scalar: string): Promise<CryptoKeyPair> {
  const { createECDH } = await import('node:crypto')
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(Buffer.from(scalar, 'base64url'))
  const point = ecdh.getPublicKey()
  const jwk = { kty: 'EC', crv: 'P-256', d: scalar, x: toBase64url(point.subarray(1, 33)), y: toBase64url(point.subarray(33)) }
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('raw', point, curve, true, []),
  }
}

describe('seals', () => {
  expect(corpus.seals.length).toBeGreaterThan(10)
  for (const c of corpus.seals) {
    test(c.name, async () => {
      const to = { key: fromBase64url(c.public), id: c.key_id }
      expect(toBase64url(await sealPadded(to, c.kind, fromBase64url(c.padded), await pair(c.ephemeral)))).toBe(c.sealed)
    })
  }
  test('two seals of one text differ, and their size is that of a bucket', async () => {
    const c = corpus.seals[0]!
    const to = { key: fromBase64url(c.public), id: c.key_id }
    const [a, b] = [await seal(to, 'message', 'سلام'), await seal(to, 'message', 'سلام')]
    expect(toBase64url(a)).not.toBe(toBase64url(b))
    expect(a.length).toBe(1 + 8 + 65 + 512 + 16)
  })
})

describe('blobs', () => {
  expect(corpus.blobs.length).toBeGreaterThan(4)
  for (const c of corpus.blobs) {
    test(String(c.size), async () => {
      const content = Uint8Array.from({ length: c.size }, (_, i) => (i * 31 + 7) % 251)
      const sealed = new Uint8Array(await (await sealBlob(fromBase64url(c.key), new Blob([content]))).arrayBuffer())
      if (c.sealed) expect(toBase64url(sealed)).toBe(c.sealed)
      expect(toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', sealed)))).toBe(c.sha256)
    })
  }
})

test('buckets', () => {
  expect(corpus.buckets.length).toBeGreaterThan(10)
  for (const [n, size] of corpus.buckets) expect(bucket(n)).toBe(size)
})
