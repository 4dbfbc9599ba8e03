// What the app knows: the language, the node's key and forms, what waits.
import { drafts, flush, forgetPublic, recall, recallFile, receipts, remember, rememberFile, saw, sweep, waiting, type Kept, type Waiting } from '../core/outbox'
import { call, callJSON, NoLine, Refused } from '../core/line'
import { fromBase64url, type NodeKey } from '../core/seal'
import { lasting, tryStore } from '../core/store'
import type { Form } from '../core/form'
import { filesOf } from '../core/media'
import type { Instant } from '../core/value'
import { direction, preferred, type Language } from '../ui/lang'
import { setting } from '../ui/setting'
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
  /** how many courses anyone may read */
  courses?: number
  /** how many surveys are being asked */
  surveys?: number
  demo: boolean
}
export interface Message {
  id: string
  from: 'desk' | 'reporter'
  text: string
  language: string
  at: string
}
export interface Said {
  state: string
  messages: Message[]
  closed: boolean
}
/** The browser's offer to install the app, where it makes one. */
interface InstallOffer extends Event {
  prompt(): Promise<void>
}
export type Theme = 'auto' | 'light' | 'dark'

/** Milliseconds until the first new try, and at most: five minutes cost a phone nothing, and no node is stormed when a mast comes back. */
const tries = { first: 5_000, longest: 300_000 }
/** Milliseconds between two looks for answers: a desk answers in minutes, and each look costs a kilobyte. */
const lookForAnswers = 15 * 60_000
/** Milliseconds that the phone's clock may be wrong before the person is told: dates of reports are off from then on. */
const clockOff = 24 * 3_600_000

class App {
  language: Language = $state((setting.get('language') as Language | null) ?? preferred(navigator.languages, 'ar'))
  theme: Theme = $state((setting.get('theme') as Theme | null) ?? 'auto')
  /** whether each page of a form is read aloud when it comes */
  aloud = $state(setting.get('aloud') === '1')
  readonly t: Words = $derived(words[this.language])
  config: Config | null = $state.raw(null)
  forms: Record<string, Form> = $state.raw({})
  /** addresses of the pictures and recordings that are here */
  private media: Record<string, string> = $state.raw({})
  out: Waiting[] = $state.raw([])
  begun: Waiting[] = $state.raw([])
  receipts: Kept[] = $state.raw([])
  /** receipts behind which something new was said */
  unread: string[] = $state.raw([])
  online = $state(navigator.onLine)
  sending = $state(false)
  /** the share of what waits that has gone, 0 to 1 */
  progress = $state(0)
  started = $state(false)
  lasting = $state(true)
  clockWrong = $state(false)
  newVersion = $state(false)
  offer: InstallOffer | null = $state.raw(null)
  private wait = tries.first
  private timer = 0
  private looked = 0

  async start(): Promise<void> {
    this.listen()
    await tryStore()
    this.lasting = lasting()
    await sweep().catch(() => undefined)
    this.config = (await recall<Config>('config').catch(() => undefined)) ?? null
    if (this.config) await this.held(this.config)
    await this.look()
    this.started = this.config !== null
    await this.load()
    this.started = true
    void this.send()
    void this.lookForAnswers()
  }

  private listen(): void {
    addEventListener('online', () => {
      this.online = true
      this.wait = tries.first
      void this.send()
      void this.load()
    })
    addEventListener('offline', () => (this.online = false))
    addEventListener('beforeinstallprompt', (e) => {
      e.preventDefault()
      this.offer = e as InstallOffer
    })
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return
      void this.send()
      void this.lookForAnswers()
    })
    const worker = navigator.serviceWorker
    worker?.addEventListener('message', () => void this.look())
    // The worker of a new version has taken over; the page is still the old one.
    if (worker?.controller) worker.addEventListener('controllerchange', () => (this.newVersion = true))
  }

  /** Fetches the node's key and forms; the old ones serve where there is no line. */
  async load(): Promise<void> {
    try {
      const r = await call('GET', '/config', this.language)
      const config = (await r.json().catch(() => null)) as Config | null
      if (!config?.key) throw new NoLine() // somebody between the phone and the node answered
      const said = Date.parse(r.headers.get('Date') ?? '')
      this.clockWrong = Math.abs(said - Date.now()) > clockOff
      for (const f of config.forms) {
        if ((await recall<{ hash: string }>('form ' + f.id))?.hash === f.hash) continue
        const form = await callJSON<Form>('GET', '/forms/' + encodeURIComponent(f.id), this.language)
        await remember('form ' + f.id, { hash: f.hash, form })
      }
      await remember('config', config)
      await remember('language', this.language)
      await this.held(config)
      this.online = true
      void this.fetchMedia().catch(() => undefined) // the rest comes with the next line
    } catch (e) {
      if (e instanceof NoLine) this.online = false
    }
  }

  /** Fetches the pictures and recordings that the forms have in this language, one by one: a line that is cut has brought some. */
  private async fetchMedia(): Promise<void> {
    const forms = Object.values(this.forms)
    for (const form of forms) {
      for (const file of filesOf(form, this.language)) {
        if (await recallFile(mediaKey(form, file))) continue
        try {
          const path = `/forms/${encodeURIComponent(form.id)}/media/${encodeURIComponent(file)}?version=${encodeURIComponent(form.version)}`
          await rememberFile(mediaKey(form, file), await call('GET', path, this.language))
        } catch (e) {
          if (!(e instanceof Refused)) throw e // what the node has not, the form does without
        }
      }
      await this.show(form)
    }
    const current = forms.map((f) => mediaKey(f, ''))
    await forgetPublic((key) => key.startsWith(mediaPrefix) && !current.some((c) => key.startsWith(c)))
  }
  /** Gives addresses to the files of a form that are on the phone. */
  private async show(form: Form): Promise<void> {
    const found: Record<string, string> = {}
    for (const key of filesOf(form, this.language).map((f) => mediaKey(form, f))) {
      const b = this.media[key] === undefined ? await recallFile(key) : undefined
      if (b) found[key] = URL.createObjectURL(b)
    }
    if (Object.keys(found).length) this.media = { ...this.media, ...found }
  }
  /** The address of a file that came with a form. */
  shown(form: Form, file: string): string | undefined {
    return this.media[mediaKey(form, file)]
  }
  /** A report needs the room more than pictures and courses do. */
  makeRoom(): Promise<void> {
    return forgetPublic((key) => key.startsWith(mediaPrefix) || key.startsWith(coursePrefix))
  }

  private async held(config: Config): Promise<void> {
    const all = await Promise.all(config.forms.map(async (f) => [f.id, (await recall<{ form: Form }>('form ' + f.id))?.form] as const))
    this.forms = Object.fromEntries(all.filter((x): x is [string, Form] => x[1] !== undefined))
    this.config = config
    for (const form of Object.values(this.forms)) await this.show(form)
  }

  get key(): NodeKey {
    return { key: fromBase64url(this.config?.key ?? ''), id: this.config?.key_id ?? '' }
  }

  async look(): Promise<void> {
    try {
      this.out = await waiting()
      this.receipts = await receipts()
      this.begun = await abandoned()
    } catch {
      // a browser that keeps nothing, in a private window: the app still sends what is written while it is open
    }
  }

  /** Sends what waits; without a line it tries again by itself, ever more seldom. */
  async send(): Promise<void> {
    clearTimeout(this.timer)
    if (!this.out.some((w) => !w.refused)) return
    this.sending = true
    this.progress = 0
    let after = 0
    try {
      await flush(this.language, (n, of) => (this.progress = of ? n / of : 0))
      this.wait = tries.first
      this.online = true
    } catch (e) {
      if (e instanceof NoLine) this.online = false
      if (e instanceof Refused) after = e.after * 1000
    } finally {
      this.sending = false
      await this.look()
    }
    if (this.out.some((w) => !w.refused)) await this.later(after)
  }

  private async later(after: number): Promise<void> {
    this.timer = window.setTimeout(() => void this.send(), Math.max(after, this.wait * (0.8 + Math.random() * 0.4)))
    this.wait = Math.min(this.wait * 2, tries.longest)
    await wakeLater()
  }

  /** Asks, for the receipts that are still on this phone, whether the desk wrote. */
  private async lookForAnswers(): Promise<void> {
    if (performance.now() - this.looked < lookForAnswers && this.looked) return
    this.looked = performance.now()
    const news: string[] = []
    for (const k of this.receipts) {
      try {
        const said = await readThread(k.receipt)
        if (said.messages.filter((m) => m.from === 'desk').length > k.seen) news.push(k.receipt)
      } catch {
        return // no line, or too many asked: another time
      }
    }
    this.unread = news
  }

  /** What the desk wrote behind a receipt was shown. */
  async read(receipt: string, said: Said): Promise<void> {
    this.unread = this.unread.filter((r) => r !== receipt)
    const k = this.receipts.find((x) => x.receipt === receipt)
    const n = said.messages.filter((m) => m.from === 'desk').length
    if (k && k.seen !== n) await saw(k, n)
  }

  speak(language: Language): void {
    this.language = language
    setting.set('language', language)
    void remember('language', language).catch(() => undefined)
    void this.fetchMedia().catch(() => undefined)
  }

  paint(theme: Theme): void {
    this.theme = theme
    setting.set('theme', theme)
  }

  readAloud(on: boolean): void {
    this.aloud = on
    setting.set('aloud', on ? '1' : '0')
  }

  apply(): void {
    const root = document.documentElement
    root.lang = this.language
    root.dir = direction(this.language)
    if (this.theme === 'auto') delete root.dataset['theme']
    else root.dataset['theme'] = this.theme
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

const mediaPrefix = 'media '
/** What begins the keys of courses that are kept on the phone. */
export const coursePrefix = 'course '
/** Another version of a form may have another file of that name. */
const mediaKey = (form: Form, file: string): string => `${mediaPrefix}${form.id} ${form.version} ${file}`

/** The name of the lock that a page holds while it writes a report. */
export const writing = (draft: string): string => 'draft ' + draft

/** Drafts that no open page is writing. */
async function abandoned(): Promise<Waiting[]> {
  const all = await drafts()
  const held = (await navigator.locks?.query())?.held ?? []
  return all.filter((d) => !held.some((l) => l.name === writing(d.id)))
}

export const readThread = (receipt: string): Promise<Said> => callJSON<Said>('POST', '/threads/' + receipt, app.language, '{}')

export const app = new App()

export const now = (): Instant => ({ ms: Date.now(), offset: -new Date().getTimezoneOffset() })
export const named = (names: Record<string, string>): string => names[app.language] ?? names['fr'] ?? Object.values(names)[0] ?? ''
