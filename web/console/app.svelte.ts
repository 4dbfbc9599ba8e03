// What every page shares: who is signed in, the language, where we are, what is
// said to the user, and what the node tells of changes.
import { preferred, direction, setZone, type Language } from '../ui/lang'
import { api, ok, speak, Fault, type Session, type Summary } from './api'
import { words, type Words } from './i18n'
import { prefs } from './prefs.svelte'
import { parse } from './route'
import { Seen } from './seen'

export interface Toast {
  id: number
  text: string
  hint?: string
  bad?: boolean
  undo?: () => void
  /** Of a work of several steps. */
  done?: number
  of?: number
}
/** A question that must be answered before something is done. */
export interface Question {
  title: string
  text: string
  act: string
  danger?: boolean
  /** A word to type first: for what cannot be undone. */
  typed?: string
}
/** A change of a report, as the node tells it. */
export interface Told {
  id: string
  act?: string
  gone?: boolean
  by?: string
  report?: Summary
}
/** What changes beside reports. */
const sorts = ['alert', 'incident', 'rule', 'task', 'referral', 'bulletin', 'warning'] as const
export type Sort = (typeof sorts)[number]
/** A change of such a thing; an empty id says that any may have changed. `report` or `incident` is what it is about. */
export interface ToldOf {
  id: string
  report?: string
  incident?: string
}
export type Live = 'on' | 'off' | 'lost'

/** How long a line may be gone before it is worth a word. */
const patience = 4000

class App {
  language = $state<Language>(preferred([localStorage.getItem('language') ?? '', ...navigator.languages]))
  theme = $state<string>(localStorage.getItem('theme') ?? '')
  session = $state<Session | null>(null)
  /** The session ended while somebody worked: the sign-in says so, and leads back. */
  ended = $state(false)
  started = $state(false)
  path = $state(location.hash)
  live = $state<Live>('off')
  toasts = $state<Toast[]>([])
  question = $state<(Question & { answer: (yes: boolean) => void }) | null>(null)
  palette = $state(false)
  help = $state(false)
  now = $state(new Date())
  readonly route = $derived(parse(this.path))
  readonly seen = new Seen()
  #words = $state.raw<Words | null>(null)
  #listeners = new Set<(t: Told) => void>()
  #others = Object.fromEntries(sorts.map((sort) => [sort, new Set()])) as Record<Sort, Set<(t: ToldOf) => void>>
  #source: EventSource | null = null
  #last = 0
  #lost = 0

  constructor() {
    addEventListener('hashchange', () => (this.path = location.hash))
    setInterval(() => (this.now = new Date()), 30_000)
  }

  /** The words of the language. They are there before the first page is drawn. */
  get t(): Words {
    if (!this.#words) throw new Error('the words are not loaded')
    return this.#words
  }

  async speak(l: Language): Promise<void> {
    this.#words = await words[l]()
    this.language = l
    this.apply()
  }
  dress(theme: string): void {
    this.theme = theme
    this.apply()
  }
  /** Takes language and theme into the page. */
  private apply(): void {
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
    speak(this.language)
    const loaded = this.speak(this.language)
    try {
      const s = await ok(api.GET('/api/v1/session'))
      await loaded
      await this.enter(s)
    } catch (e) {
      await loaded
      if (!(e instanceof Fault) || e.status !== 401) this.fail(e)
    }
    this.started = true
  }

  async enter(s: Session): Promise<void> {
    prefs.open(s.account.id)
    this.seen.open(s.account.id)
    setZone(prefs.all.zone)
    if (s.theme) this.theme = s.theme
    if (s.language === 'ar' || s.language === 'fr' || s.language === 'en') await this.speak(s.language)
    this.apply()
    this.session = s
    this.ended = false
    this.listen()
  }

  async leave(): Promise<void> {
    try {
      await ok(api.DELETE('/api/v1/session'))
    } catch (e) {
      if (e instanceof Fault && e.status !== 401) {
        this.fail(e)
        return // signed in still: to say otherwise would be a lie
      }
    }
    this.#source?.close()
    this.session = null
    location.hash = ''
    sessionStorage.clear()
    location.reload() // nothing of this person's work stays in the page
  }

  can(action: string): boolean {
    return this.session?.can.includes(action) ?? false
  }
  get me(): string {
    return this.session?.account.id ?? ''
  }

  go(to: string): void {
    location.hash = to
  }
  /** Goes without a step in the history, as when a filter changes. */
  swap(to: string): void {
    if (location.hash === to) return
    history.replaceState(null, '', to)
    this.path = to
  }

  /** Says what went wrong; an ended session asks to sign in again, where we are. */
  fail(e: unknown): void {
    if (e instanceof Fault && e.status === 401) {
      this.#source?.close()
      if (this.session) this.ended = true
      this.session = null
      return
    }
    if (e instanceof Fault) this.say({ text: e.message, hint: e.hint, bad: true })
    else this.say({ text: String(e), bad: true })
  }

  /** Puts a text where it can be pasted, and says so. */
  copy(text: string, said = this.t.copied): void {
    navigator.clipboard.writeText(text).then(
      () => this.say({ text: said }),
      (e: unknown) => this.fail(e),
    )
  }

  say(t: Omit<Toast, 'id'>): number {
    const id = ++this.#last
    this.toasts = [...this.toasts.slice(-2), { ...t, id }]
    if (t.of === undefined) setTimeout(() => this.hush(id), t.undo || t.bad ? 9000 : 3500)
    return id
  }
  /** Changes what a toast says; one that is done goes by itself. */
  change(id: number, t: Partial<Toast>): void {
    this.toasts = this.toasts.map((o) => (o.id === id ? { ...o, ...t } : o))
    if (t.done !== undefined && t.done === t.of) setTimeout(() => this.hush(id), t.bad || t.undo ? 9000 : 3500)
  }
  hush(id: number): void {
    this.toasts = this.toasts.filter((t) => t.id !== id)
  }

  /** Asks before something is done. */
  ask(q: Question): Promise<boolean> {
    return new Promise((answer) => {
      this.question = {
        ...q,
        answer: (yes) => {
          this.question = null
          answer(yes)
        },
      }
    })
  }

  /** Hears of every change until the function given back is called. */
  hear(f: (t: Told) => void): () => void {
    this.#listeners.add(f)
    return () => this.#listeners.delete(f)
  }
  tell(t: Told): void {
    for (const f of this.#listeners) f(t)
    if (!t.id) for (const sort of sorts) this.#tellOf(sort, { id: '' })
  }

  /** Hears of every change of things of some sorts until the function given back is called. */
  hearOf(of: Sort[], f: (t: ToldOf) => void): () => void {
    for (const sort of of) this.#others[sort].add(f)
    return () => {
      for (const sort of of) this.#others[sort].delete(f)
    }
  }
  #tellOf(sort: Sort, t: ToldOf): void {
    for (const f of this.#others[sort]) f(t)
  }

  private listen(): void {
    this.#source?.close()
    const s = new EventSource('/api/v1/events')
    this.#source = s
    s.addEventListener('hello', (e) => {
      clearTimeout(this.#lost)
      this.#lost = 0
      this.live = 'on'
      // The node tells that more was missed than it tells one by one: everything is read anew.
      if ((JSON.parse((e as MessageEvent<string>).data) as { reload?: boolean }).reload) this.tell({ id: '' })
    })
    s.addEventListener('report', (e) => this.tell(JSON.parse((e as MessageEvent<string>).data) as Told))
    for (const sort of sorts) s.addEventListener(sort, (e) => this.#tellOf(sort, JSON.parse((e as MessageEvent<string>).data) as ToldOf))
    s.onerror = () => {
      this.#lost ||= window.setTimeout(() => (this.live = 'lost'), patience)
      // Refused, not broken: the browser does not try again by itself.
      if (s.readyState === EventSource.CLOSED) setTimeout(() => void this.again(), patience)
    }
  }
  private async again(): Promise<void> {
    if (!this.session) return
    try {
      await ok(api.GET('/api/v1/session'))
      this.listen()
    } catch (e) {
      if (e instanceof Fault && e.status === 401) this.fail(e)
      else setTimeout(() => void this.again(), patience)
    }
  }
}

export const app = new App()

/** A name in the console's language, or in any. */
export const named = (names: Record<string, string>): string => names[app.language] ?? names['fr'] ?? names['en'] ?? Object.values(names)[0] ?? ''
