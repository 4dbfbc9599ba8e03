// What every page shares: who is signed in, the language, where we are, and what
// the node tells of changes.
import { preferred, direction, type Language } from '../ui/lang'
import { ask, get, speak, Fault, type Session, type Summary } from './api'
import { fr, type Words } from './i18n/fr'
import { ar } from './i18n/ar'
import { en } from './i18n/en'

const words: Record<Language, Words> = { fr, ar, en }

export interface Toast {
  text: string
  hint?: string
  bad?: boolean
  undo?: () => void
}
export interface Told {
  id: string
  act?: string
  gone?: boolean
  by?: string
  report?: Summary
}

class App {
  language = $state<Language>(preferred([localStorage.getItem('language') ?? '', ...navigator.languages]))
  theme = $state<string>(localStorage.getItem('theme') ?? '')
  session = $state<Session | null>(null)
  started = $state(false)
  path = $state(location.hash.slice(1) || '/queue')
  online = $state(true)
  toast = $state<Toast | null>(null)
  now = $state(new Date())
  readonly t = $derived(words[this.language])
  private listeners = new Set<(t: Told) => void>()
  private source: EventSource | null = null
  private timer = 0

  constructor() {
    addEventListener('hashchange', () => (this.path = location.hash.slice(1) || '/queue'))
    setInterval(() => (this.now = new Date()), 30_000)
  }

  /** Takes language and theme into the page. */
  apply(): void {
    const root = document.documentElement
    root.lang = this.language
    root.dir = direction(this.language)
    if (this.theme) root.dataset['theme'] = this.theme
    else delete root.dataset['theme']
    localStorage.setItem('language', this.language)
    localStorage.setItem('theme', this.theme)
    speak(this.language)
  }

  async start(): Promise<void> {
    this.apply()
    try {
      this.enter(await get<Session>('/session'))
    } catch (e) {
      if (!(e instanceof Fault) || e.status !== 401) this.fail(e)
    }
    this.started = true
  }

  enter(s: Session): void {
    this.session = s
    if (s.language === 'ar' || s.language === 'fr' || s.language === 'en') this.language = s.language
    if (s.theme) this.theme = s.theme
    this.apply()
    this.listen()
  }

  async leave(): Promise<void> {
    try {
      await ask('DELETE', '/session')
    } finally {
      this.source?.close()
      this.session = null
      this.go('/queue')
    }
  }

  can(action: string): boolean {
    return this.session?.can.includes(action) ?? false
  }

  go(path: string): void {
    location.hash = path
  }

  /** Says what went wrong; an ended session leads back to the sign-in. */
  fail(e: unknown): void {
    if (e instanceof Fault && e.status === 401) {
      this.session = null
      this.source?.close()
      return
    }
    if (e instanceof Fault) this.say({ text: e.message, hint: e.hint, bad: true })
    else this.say({ text: String(e), bad: true })
  }

  say(t: Toast): void {
    this.toast = t
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => (this.toast = null), t.undo || t.bad ? 9000 : 4000)
  }

  /** Hears of every change until the function given back is called. */
  hear(f: (t: Told) => void): () => void {
    this.listeners.add(f)
    return () => this.listeners.delete(f)
  }

  private listen(): void {
    this.source?.close()
    const s = new EventSource('/api/v1/events')
    this.source = s
    s.addEventListener('hello', (e) => {
      this.online = true
      if ((JSON.parse((e as MessageEvent<string>).data) as { reload?: boolean }).reload) for (const f of this.listeners) f({ id: '' })
    })
    s.addEventListener('report', (e) => {
      const told = JSON.parse((e as MessageEvent<string>).data) as Told
      for (const f of this.listeners) f(told)
    })
    s.onerror = () => (this.online = false)
  }
}

export const app = new App()

/** A name in the console's language, or in any. */
export const named = (names: Record<string, string>): string => names[app.language] ?? names['fr'] ?? names['en'] ?? Object.values(names)[0] ?? ''
