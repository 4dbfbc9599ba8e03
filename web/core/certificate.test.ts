import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bytes, check } from './certificate'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const key = bytes(publicKey.export({ format: 'jwk' }).x ?? '')
const fingerprint = 'ABCDEFGHIJKLMNOP'
const lines = [
  'wasl certificate 1',
  'ABCDEFGHJK',
  'مريم',
  'mint Ahmed',
  'Premiers secours / الإسعافات الأولية',
  '18',
  '2026-11-25',
  'Croissant-Rouge',
  fingerprint,
]
const carry = (of: string[]): string => {
  const signed = Buffer.from(of.join('\n'))
  return Buffer.concat([sign(null, signed, privateKey), signed]).toString('base64url')
}
const state = (carried: string, revoked = ''): string => check(carried, key, fingerprint, revoked).state

test('what was signed is genuine, with the address before it and the breaks of a message in it', () => {
  const carried = carry(lines)
  for (const text of [carried, `https://wasl.example/c/ABCDEFGHJK#${carried}`, carried.replace(/.{20}/g, '$&\n ')]) {
    expect(check(text, key, fingerprint, '')).toEqual({
      state: 'valid',
      paper: {
        ...{ code: 'ABCDEFGHJK', given: 'مريم', family: 'mint Ahmed', title: 'Premiers secours / الإسعافات الأولية' },
        ...{ hours: '18', date: '2026-11-25', issuer: 'Croissant-Rouge', fingerprint },
      },
    })
  }
})

test('one letter that is another is enough, wherever it stands', () => {
  const carried = carry(lines)
  for (let i = 0; i < carried.length; i++) {
    const other = carried[i] === 'A' ? 'B' : 'A'
    const changed = carried.slice(0, i) + other + carried.slice(i + 1)
    if (Buffer.from(changed, 'base64url').equals(Buffer.from(carried, 'base64url'))) continue // bits that no byte has
    expect(state(changed), `letter ${i}`).not.toBe('valid')
  }
})

interface Corpus {
  key: string
  fingerprint: string
  revoked: string
  cases: { name: string; carried: string; state: string }[]
}
const corpus = JSON.parse(readFileSync(new URL('../../internal/community/certificate/corpus/carried.json', import.meta.url), 'utf8')) as Corpus

test.each(corpus.cases)('the node says so too: $name', ({ carried, state }) => {
  expect(check(carried, bytes(corpus.key), corpus.fingerprint, corpus.revoked).state).toBe(state)
})

test('what is no certificate is told so', () => {
  for (const text of ['#', 'hello', 'é', 'A'.repeat(86), 'A'.repeat(5000), Buffer.alloc(64).toString('base64url')]) expect(state(text), text).toBe('unread')
  for (const of of [lines.slice(0, 8), [...lines, 'more'], ['wasl certificate 2', ...lines.slice(1)]]) expect(state(carry(of))).toBe('changed')
})
