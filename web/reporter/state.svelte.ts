// What the app knows: the language, the node's key and forms, what waits.
import { call, flush, NoLine, recall, receipts, remember, waiting, type Kept, type Waiting } from '../core/outbox'
import { fromBase64url, type NodeKey } from '../core/seal'
import type { Form } from '../core/form'
import type { Instant } from '../core/value'
import { direction, preferred, type Language } from '../ui/lang'
import { ar } from './i18n/ar'
import { en } from './i18n/en'
import { fr, type Words } from './i18n/fr'

const words: Record<Language, Words> = { ar, fr, en }

export interface FormLine {
  id: string
  version: string
  hash: string
  title: Record<string, string>
}
export interface Config {
  name: Record<string, string>
  key: string
  key_id: string
  forms: FormLine[]
  max_blob: number
  demo: boolean
}

class App {
  language: Language = $state((localStorage.getItem('language') as Language | null) ?? preferred(navigator.languages, 'ar'))
  readonly t: Words = $derived(words[this.language])
  config: Config | null = $state.raw(null)
  forms: Record<string, Form> = $state.raw({})
  out: Waiting[] = $state.raw([])
  receipts: Kept[] = $state.raw([])
  online = $state(navigator.onLine)
  sending = $state(false)
  started = $state(false)
  private wait = 5_000
  private timer = 0

  async start(): Promise<void> {
    addEventListener('online', () => {
      this.online = true
      this.wait = 5_000
      void this.send()
      void this.load()
    })
    addEventListener('offline', () => (this.online = false))
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.send()
    })
    navigator.serviceWorker?.addEventListener('message', () => void this.look())
    this.config = (await recall<Config>('config').catch(() => undefined)) ?? null
    if (this.config) await this.held(this.config)
    await this.look()
    this.started = this.config !== null
    await this.load()
    this.started = true
    void this.send()
  }

  /** Fetches the node's key and forms; the old ones serve where there is no line. */
  async load(): Promise<void> {
    try {
      const config = (await (await call('GET', '/config', this.language)).json()) as Config
      await remember('config', config)
      for (const f of config.forms) {
        if ((await recall<{ hash: string }>('form ' + f.id))?.hash === f.hash) continue
        const form = (await (await call('GET', '/forms/' + encodeURIComponent(f.id), this.language)).json()) as Form
        await remember('form ' + f.id, { hash: f.hash, form })
      }
      await this.held(config)
      this.online = true
    } catch (e) {
      if (e instanceof NoLine) this.online = false
    }
  }

  private async held(config: Config): Promise<void> {
    const all = await Promise.all(config.forms.map(async (f) => [f.id, (await recall<{ form: Form }>('form ' + f.id))?.form] as const))
    this.forms = Object.fromEntries(all.filter((x): x is [string, Form] => x[1] !== undefined))
    this.config = config
  }

  get key(): NodeKey {
    return { key: fromBase64url(this.config?.key ?? ''), id: this.config?.key_id ?? '' }
  }

  async look(): Promise<void> {
    try {
      this.out = await waiting()
      this.receipts = (await receipts()).sort((a, b) => b.at - a.at)
    } catch {
      // a browser that keeps nothing, in a private window: the app still sends what is written while it is open
    }
  }

  /** Sends what waits; without a line it tries again by itself, ever more seldom. */
  async send(): Promise<void> {
    clearTimeout(this.timer)
    if (!this.out.some((w) => !w.refused)) return
    this.sending = true
    try {
      await flush(this.language)
      this.wait = 5_000
      this.online = true
    } catch (e) {
      if (e instanceof NoLine) this.online = false
      this.timer = window.setTimeout(() => void this.send(), this.wait * (0.8 + Math.random() * 0.4))
      this.wait = Math.min(this.wait * 2, 300_000)
      await wakeLater()
    } finally {
      this.sending = false
      await this.look()
    }
  }

  speak(language: Language): void {
    this.language = language
    localStorage.setItem('language', language)
  }

  apply(): void {
    document.documentElement.lang = this.language
    document.documentElement.dir = direction(this.language)
    document.title = this.t.name
  }
}

/** Asks the browser to wake the service worker when the line is back, where it can. */
async function wakeLater(): Promise<void> {
  try {
    const r = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } }
    await r.sync?.register('out')
  } catch {
    // no background sync here: the page sends when it is opened
  }
}

export const app = new App()

export const now = (): Instant => ({ ms: Date.now(), offset: -new Date().getTimezoneOffset() })
export const named = (names: Record<string, string>): string => names[app.language] ?? names['fr'] ?? Object.values(names)[0] ?? ''
