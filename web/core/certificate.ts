// What a certificate's square code carries, checked without a node: the twin of
// internal/community/certificate. Signatures are checked by a library and not by the
// browser, as most telephones are older than Ed25519 in browsers (Chromium 137), and a
// page that was kept has no secure context in all of them.
import { hashes, verify } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'

hashes.sha512 = sha512

/** What a certificate says, as it was signed. */
export interface Paper {
  code: string
  given: string
  family: string
  title: string
  /** '0' where it does not say */
  hours: string
  date: string
  issuer: string
  /** of the key that it names: 16 letters */
  fingerprint: string
}
export type Verdict = { state: 'valid' | 'revoked'; paper: Paper } | { state: 'changed' | 'other' | 'unread' }

const signatureBytes = 64
const most = 4096 // letters that are looked at of a text that should be a certificate's
const first = 'wasl certificate 1'

/**
 * Checks what a square code carries against the public key of a node, 32 bytes, whose
 * fingerprint is given, and against its list of those taken back: lines that begin with
 * their codes.
 */
export function check(carried: string, key: Uint8Array, fingerprint: string, revoked: string): Verdict {
  let all: Uint8Array, lines: string[]
  try {
    all = bytes(carried.length > most ? '' : carried.slice(carried.indexOf('#') + 1).replace(/\s+/g, ''))
    lines = new TextDecoder('utf-8', { fatal: true }).decode(all.slice(signatureBytes)).split('\n')
  } catch {
    return { state: 'unread' }
  }
  if (all.length <= signatureBytes) return { state: 'unread' }
  if (lines.length !== 9 || lines[0] !== first) return { state: 'changed' }
  const [, code = '', given = '', family = '', title = '', hours = '', date = '', issuer = '', named = ''] = lines
  if (!genuine(all, key)) return { state: named !== fingerprint && named.length === fingerprint.length ? 'other' : 'changed' }
  const taken = revoked.split('\n').some((l) => l.startsWith(code + ' '))
  return { state: taken ? 'revoked' : 'valid', paper: { code, given, family, title, hours, date, issuer, fingerprint: named } }
}

function genuine(all: Uint8Array, key: Uint8Array): boolean {
  try {
    return verify(all.slice(0, signatureBytes), all.slice(signatureBytes), key, { zip215: false })
  } catch {
    return false // it is no signature at all
  }
}

/** Bytes of base64, in either alphabet. Throws where it is none. */
export function bytes(s: string): Uint8Array {
  return Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
}
