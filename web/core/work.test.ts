// The proof that the app works out is one that the node takes: by node's own SHA-256.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { solve } from './work'

const zeros = (proof: string): number => {
  const h = createHash('sha256').update(proof).digest()
  return Math.clz32(h.readUInt32BE(0))
}

test('proofs begin with as many zero bits as were asked for', async () => {
  for (const bits of [0, 1, 7, 14]) {
    const challenge = Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + bits) & 255)).toString('base64url')
    const proof = await solve({ challenge, bits })
    expect(proof.startsWith(challenge + ':')).toBe(true)
    expect(zeros(proof)).toBeGreaterThanOrEqual(bits)
  }
})
test('the first that fits is given, and none is passed over', async () => {
  const challenge = 'A'.repeat(43)
  const proof = await solve({ challenge, bits: 12 })
  for (let n = 0; n < Number(proof.split(':')[1]); n++) expect(zeros(`${challenge}:${n}`)).toBeLessThan(12)
})
test('what no node asks is not worked out', async () => {
  await expect(solve({ challenge: 'x', bits: 40 })).rejects.toThrow('riddle')
  await expect(solve({ challenge: 'x'.repeat(60), bits: 1 })).rejects.toThrow('riddle')
})
