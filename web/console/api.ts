// The console's side of docs/protocol/api.md. Names are those of the wire.
export interface Named {
  id: string
  name: string
}
export interface Summary {
  id: string
  receipt_tail: string
  form: string
  kind: string
  title: string
  language: string
  unit: Named
  place?: { list: string; code: string; name: string }
  at: string
  when: string | null
  state: State
  urgency: Urgency
  source: string | null
  information: number | null
  assignee?: Named
  outcome?: string
  channel: string
  attachments: number
  unread: number
  lat: number | null
  lon: number | null
  tlp: string
  revision: number
  dead?: number
  injured?: number
  missing?: number
}
export type State = 'new' | 'checking' | 'needs_answer' | 'closed'
export type Urgency = 'now' | 'soon' | 'routine'
export interface Answer {
  path: string
  label: Record<string, string>
  value: string
  text: Record<string, string>
  type: string
  group?: string
}
export interface Message {
  id: string
  from: 'desk' | 'reporter'
  text: string
  language: string
  at: string
  by?: Named
}
export interface Act {
  at: string
  by?: Named
  act: string
  detail: Record<string, unknown>
  seq: number
}
export interface Report extends Summary {
  version: string
  answers: Answer[]
  files: { name: string; type: string; size: number; url: string }[]
  messages: Message[]
  history: Act[]
  conflicts: number[]
  problems: string[]
  point?: { lat: number; lon: number; accuracy?: number }
  can: string[]
  source_ref: string
}
export interface Page {
  items: Summary[]
  next: string | null
  counts: Record<State, number>
}
export interface Unit {
  id: string
  code: string
  parent: string | null
  kind: string
  name: Record<string, string>
  place?: { name: string }
  open: number
  members: number
}
export interface Member {
  id: string
  name: string
  login: string
  roles: string[]
  unit: Named
}
export interface Session {
  account: { id: string; name: string; login: string }
  roles: string[]
  unit: Named
  language: string
  theme: string
  demo: boolean
  can: string[]
  factors: { totp: boolean; passkeys: { id: string; name: string; made: string }[] }
  expires: string
  node: string
}
export interface Problem {
  severity: 'error' | 'warning'
  sheet?: string
  row?: number
  column?: string
  cell?: string
  key: string
  message: Record<string, string>
  hint: Record<string, string>
}
export interface FormCard {
  id: string
  version: string
  title: Record<string, string>
  languages: string[]
  questions: number
  at: string
  by?: Named
  withdrawn: boolean
}
export interface Cell {
  lat: number
  lon: number
  n: number
  id?: string
  kind?: string
  urgency?: Urgency
}
export interface Token {
  id: string
  name: string
  unit: Named
  channel: string
  made: string
  revoked: boolean
  secret?: string
  url?: string
}
export interface Invitation {
  id: string
  name: string
  login: string
  roles: string[]
  unit: Named
  expires: string
  first: boolean
  link?: string
}
export interface AuditLine {
  seq: number
  at: string
  act: string
  by?: Named
  record: string
  unit?: Named
}

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

export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, headers: { 'Accept-Language': language }, credentials: 'same-origin' }
  if (body instanceof FormData) init.body = body
  else if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { ...init.headers, 'Content-Type': 'application/json' }
  }
  let res: Response
  try {
    res = await fetch('/api/v1' + path, init)
  } catch {
    const [message, hint] = offline[language] ?? ['', '']
    throw new Fault(0, 'offline', 'offline', message, hint)
  }
  const text = await res.text()
  const json: unknown = text ? JSON.parse(text) : undefined
  if (!res.ok) {
    const f = (json ?? {}) as { kind?: string; key?: string; message?: string; hint?: string }
    throw new Fault(res.status, f.kind ?? 'internal', f.key ?? '', f.message ?? res.statusText, f.hint ?? '')
  }
  return json as T
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
