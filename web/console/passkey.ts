// Passkeys by WebAuthn: bytes travel as base64url.
import { api, ok, type Session } from './api'

interface Options {
  publicKey: Record<string, unknown>
}

export const hasPasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined' && window.isSecureContext

const bytes = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (b: ArrayBuffer | null): string =>
  b
    ? btoa(String.fromCharCode(...new Uint8Array(b)))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '')
    : ''

type Described = { id: string }
function decode(o: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...o, challenge: bytes(o['challenge'] as string) }
  for (const k of ['allowCredentials', 'excludeCredentials']) if (Array.isArray(o[k])) out[k] = (o[k] as Described[]).map((c) => ({ ...c, id: bytes(c.id) }))
  const user = o['user'] as Described | undefined
  if (user) out['user'] = { ...user, id: bytes(user.id) }
  return out
}

export async function signWithPasskey(): Promise<Session> {
  const c = await ok(api.POST('/api/v1/session/passkey/begin'))
  const cred = (await navigator.credentials.get({
    publicKey: decode((c.options as Options).publicKey) as unknown as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential
  const r = cred.response as AuthenticatorAssertionResponse
  const answer = {
    id: cred.id,
    rawId: text(cred.rawId),
    type: cred.type,
    response: {
      clientDataJSON: text(r.clientDataJSON),
      authenticatorData: text(r.authenticatorData),
      signature: text(r.signature),
      userHandle: text(r.userHandle),
    },
  }
  return ok(api.POST('/api/v1/session/passkey/finish', { body: { state: c.state, answer } }))
}

export async function addPasskey(name: string): Promise<void> {
  const c = await ok(api.POST('/api/v1/account/passkeys/begin'))
  const cred = (await navigator.credentials.create({
    publicKey: decode((c.options as Options).publicKey) as unknown as PublicKeyCredentialCreationOptions,
  })) as PublicKeyCredential
  const r = cred.response as AuthenticatorAttestationResponse
  const answer = {
    id: cred.id,
    rawId: text(cred.rawId),
    type: cred.type,
    response: { clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject) },
  }
  await ok(api.POST('/api/v1/account/passkeys/finish', { body: { state: c.state, name, answer } }))
}
