// The line to the node: calls with patience, and one sender at a time.
import { mostBits, solve, type Riddle } from './work'

/** The node's refusal of a request. */
export class Refused extends Error {
  readonly status: number
  readonly hint: string
  /** seconds after which the node wants to be asked again, where it said so */
  readonly after: number
  /** which fault it is, the same in every language */
  readonly key: string
  /** what makes a flooded node take the request all the same */
  readonly riddle: Riddle | undefined
  constructor(status: number, told: { message: string; hint: string; key?: string; proof?: Riddle }, after = 0) {
    super(told.message)
    this.status = status
    this.hint = told.hint
    this.key = told.key ?? ''
    this.after = after
    this.riddle = told.proof
  }
}
/** No answer: no network, or none in time, or somebody else's. */
export class NoLine extends Error {}

const patience = 90_000 // ms without an answer: a line of 2G may take a minute for a part

async function ask(method: string, url: string, language: string, body: BodyInit | undefined, headers: Record<string, string>): Promise<Response> {
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), patience)
  try {
    return await fetch(url, {
      method,
      headers: { 'Accept-Language': language, ...headers },
      signal: end.signal,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // The gate of a hotel or an operator sends elsewhere: that is no answer of ours.
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    })
  } catch {
    throw new NoLine()
  } finally {
    clearTimeout(timer)
  }
}

/** Asks the node once. It faults with Refused or NoLine. */
export async function reach(method: string, url: string, language: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const r = await ask(method, url, language, body, headers)
  if (r.ok) return r
  let told = { message: String(r.status), hint: '' }
  try {
    told = { ...told, ...((await r.json()) as object) }
  } catch {
    // a proxy between the phone and the node answered: the status says enough
  }
  throw new Refused(r.status, told, Number(r.headers.get('Retry-After')) || 0)
}

/** Asks what is for reporters. Where the node is flooded and wants work done for the request, that is done once. */
export async function call(method: string, path: string, language: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const url = '/api/v1/reporter' + path
  try {
    return await reach(method, url, language, body, headers)
  } catch (e) {
    if (!(e instanceof Refused && e.riddle) || e.riddle.bits > mostBits) throw e
    return reach(method, url, language, body, { ...headers, 'Proof-Of-Work': await solve(e.riddle) })
  }
}

/** What the node answers as JSON. Anything else comes from somebody between. */
export async function callJSON<T>(method: string, path: string, language: string, body?: BodyInit): Promise<T> {
  const r = await call(method, path, language, body, body === undefined ? {} : { 'Content-Type': 'application/json' })
  try {
    return (await r.json()) as T
  } catch {
    throw new NoLine()
  }
}

let busy: Promise<void> | null = null

/** Runs f unless this page, another or the worker is sending already. */
export function sending(f: () => Promise<void>): Promise<void> {
  busy ??= (async () => {
    try {
      if (navigator.locks) await navigator.locks.request('out', { ifAvailable: true }, async (lock) => (lock ? f() : undefined))
      else await f()
    } finally {
      busy = null
    }
  })()
  return busy
}
