// The console's side of the node's interface. Names and shapes are those of
// openapi.d.ts, which is made from the node's own document.
import createClient from 'openapi-fetch'
import type { components, paths } from './openapi'

type Schemas = components['schemas']
export type Named = Schemas['Named']
export type Summary = Schemas['SummaryOut']
export type State = Summary['state']
export type Urgency = Summary['urgency']
export type Report = Schemas['ReportOut']
export type Answer = Schemas['AnswerOut']
export type Message = Schemas['MessageOut']
export type Act = Schemas['HistoryOut']
export type Page = Schemas['ListOut']
export type Unit = Schemas['UnitOut']
export type Member = Schemas['MemberOut']
export type Session = Schemas['SessionOut']
export type Problem = Schemas['Problem']
export type FormCard = Schemas['FormOut']
export type Cell = Schemas['CellOut']
export type Token = Schemas['TokenOut']
export type Invitation = Schemas['InvitationOut']
export type AuditLine = Schemas['AuditLine']

/** What the node says went wrong, in the user's language. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly key: string,
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}

let language = 'fr'
export const speak = (l: string): void => void (language = l)

const offline: Record<string, [string, string]> = {
  fr: ['le nœud ne répond pas', 'vérifiez la connexion ; rien n’est perdu'],
  ar: ['العقدة لا تجيب', 'تحقق من الاتصال، ولم يضع شيء'],
  en: ['the node does not answer', 'check the connection; nothing is lost'],
}

/** Calls of the interface, typed by path. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })
api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language)
    return request
  },
})

/** The answer of a call, or the fault that it ended with. */
export async function ok<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let r: { data?: T; error?: unknown; response: Response }
  try {
    r = await call
  } catch {
    const [message = '', hint = ''] = offline[language] ?? []
    throw new Fault(0, 'offline', 'offline', message, hint)
  }
  if (!r.response.ok) {
    const f = (typeof r.error === 'object' ? r.error : null) as Partial<Schemas['Fault']> | null
    throw new Fault(r.response.status, f?.kind ?? 'internal', f?.key ?? '', f?.message ?? r.response.statusText, f?.hint ?? '')
  }
  return r.data as T
}

/** A form sent as a file: the body of calls that take an upload. */
export const upload = (body: Record<string, string | Blob>): FormData => {
  const d = new FormData()
  for (const [k, v] of Object.entries(body)) d.set(k, v)
  return d
}

export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: { 'Accept-Language': language }, credentials: 'same-origin' }
  if (body instanceof FormData) init.body = body
  else if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'Content-Type': 'application/json' }
  }
  return ok<T>(
    fetch('/api/v1' + path, init).then(async (response) => {
      const text = await response.text()
      const json: unknown = text ? JSON.parse(text) : undefined
      return response.ok ? { data: json as T, response } : { error: json, response }
    }),
  )
}
export const get = <T>(path: string): Promise<T> => ask<T>('GET', path)
export const post = <T>(path: string, body: unknown = {}): Promise<T> => ask<T>('POST', path, body)

/** A query string of what is set. */
export function query(q: Record<string, string | number | undefined | null>): string {
  const p = new URLSearchParams()
  for (const [k, v] of Object.entries(q)) if (v !== undefined && v !== null && v !== '') p.set(k, String(v))
  const s = p.toString()
  return s ? '?' + s : ''
}
