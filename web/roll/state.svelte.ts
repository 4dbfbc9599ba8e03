// What the app knows: the language, the rolls on this phone, and the one that is open.
import { NoLine, Refused } from '../core/line'
import {
  counts,
  isOver,
  lines,
  marked,
  proposed,
  stateOf,
  taken,
  ticked,
  waiting,
  type Book,
  type Clock,
  type Line,
  type Newcomer,
  type State,
  type Step,
} from '../core/roll'
import { direction, preferred, type Language } from '../ui/lang'
import { setting } from '../ui/setting'
import { uuid } from '../ui/uuid'
import { ar } from './i18n/ar'
import { en } from './i18n/en'
import { fr, type Words } from './i18n/fr'
import { prepare } from './camera'
import { Folder, folders, wipe } from './keep'
import { readTakings } from './examline'
import { eraseNames, keepClock, keepEntry, keepMark, keepNewcomer, readBook, readClock, readEntry, sync, type Entry } from './line'
import { Tests } from './tests.svelte'

const words: Record<Language, Words> = { ar, fr, en }
/** The app's words in a language of a course: French where they are in none of its. */
export const wordsIn = (language: string): Words => words[language as Language] ?? fr
export type Theme = 'auto' | 'light' | 'dark'

/** Milliseconds until the first new try, and at most. */
const tries = { first: 5_000, longest: 300_000 }
/** Milliseconds of calm after a mark until it is sent: a roll goes in a few calls and not in forty. */
const calm = 1_500
/** Milliseconds between two looks at what other devices said. */
const look = 60_000
/** Milliseconds between two looks at the clock: names are shown for no longer after the pass's end. */
const tick = 15_000
/** How many marks can be taken back: a whole roll by mistake. */
const maxSteps = 200
/** The secret of a pass, as it stands behind the # of its link. */
export const secretOf = (text: string): string | undefined => /(?:^|#)([a-z2-7]{32})$/.exec(text.trim())?.[1]

interface Open {
  folder: Folder
  entry: Entry
}

class App {
  language: Language = $state((setting.get('roll.language') as Language | null) ?? preferred(navigator.languages, 'ar'))
  theme: Theme = $state((setting.get('roll.theme') as Theme | null) ?? 'auto')
  readonly t: Words = $derived(words[this.language])
  /** all rolls on this phone */
  known: Open[] = $state.raw([])
  open: Open | null = $state.raw(null)
  book: Book | null = $state.raw(null)
  session = $state('')
  clock: Clock = $state.raw({ off: 0, latest: 0 })
  /** the pass has ended by all that is known here: no name is shown, and what waits is sent */
  readonly over = $derived(!!this.open && !!this.book && (this.open.entry.ended || isOver(this.book.roll, this.clock)))
  steps: Step[] = $state.raw([])
  started = $state(false)
  online = $state(navigator.onLine)
  sending = $state(false)
  /** what the node said where it would not have what was sent */
  refused: { message: string; hint: string } | null = $state.raw(null)
  /** the phone could not keep a mark */
  full = $state(false)
  /** what became of a roll that is gone from this phone */
  gone: 'ended' | 'revoked' | 'wiped' | null = $state(null)
  /** another window of this browser took the roll over */
  elsewhere = $state(false)
  newVersion = $state(false)
  /** newcomers whose likeness to others was shown */
  seen: string[] = $state.raw([])
  readonly lines: Line[] = $derived(this.book ? lines(this.book, this.session) : [])
  readonly counts = $derived(counts(this.lines))
  /** Marks that are not on the phone's disk yet: a tab that is closed now asks first. */
  pending = $state(0)
  readonly tests = new Tests({
    write: (f) => (this.elsewhere ? Promise.resolve(false) : this.write(f)),
    soon: () => this.later(calm),
    now: () => this.now(),
  })
  /** marks and newcomers that are not sent */
  readonly marks = $derived(this.book ? waiting(this.book) : 0)
  /** all that is not sent */
  readonly waiting = $derived(this.marks + this.tests.out.length)
  private wait = tries.first
  private timer = 0
  private readonly held = new Set<string>()
  private writing: Promise<unknown> = Promise.resolve()

  async start(): Promise<void> {
    this.listen()
    try {
      const secret = secretOf(location.hash)
      if (location.hash) history.replaceState(null, '', location.pathname)
      for (const name of await folders()) {
        const folder = await Folder.find(name)
        const entry = folder && (await readEntry(folder))
        if (folder && entry) {
          await this.forgetNames(folder, entry)
          this.known = [...this.known, { folder, entry }]
        } else await wipe(name)
      }
      const handed = await this.inHand()
      if (handed) await this.choose(handed)
      else if (secret) await this.enter(secret)
      else if (this.known.length === 1 && this.known[0]) await this.choose(this.known[0])
    } finally {
      this.started = true
    }
    void prepare().catch(() => undefined) // with the next line
  }

  /** The roll whose tablet somebody has in hand: no other is shown before it is given back. */
  private async inHand(): Promise<Open | undefined> {
    for (const k of this.known) if ((await readTakings(k.folder)).some((t) => t.handed)) return k
    return undefined
  }

  private listen(): void {
    addEventListener('online', () => {
      this.online = true
      this.wait = tries.first
      void this.send()
    })
    addEventListener('offline', () => (this.online = false))
    // A code that is scanned while the app is open changes only what stands behind the #.
    addEventListener('hashchange', () => {
      const secret = secretOf(location.hash)
      history.replaceState(null, '', location.pathname)
      if (secret && !this.tests.taking) void this.enter(secret)
    })
    addEventListener('beforeunload', (e) => {
      if (this.pending) e.preventDefault()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return
      void this.look()
      void this.send()
    })
    setInterval(() => void this.look(), tick)
    const worker = navigator.serviceWorker
    worker?.addEventListener('message', () => void this.reread())
    if (worker?.controller) worker.addEventListener('controllerchange', () => (this.newVersion = true))
  }

  /** Opens the roll of a pass: the one that is known, or a new one. */
  async enter(pass: string): Promise<void> {
    let one = this.known.find((k) => k.entry.pass === pass)
    if (!one) {
      const folder = await Folder.make()
      const entry: Entry = { pass, device: uuid(), off: 0, done: 0, roll: null, ended: false, alike: [] }
      await keepEntry(folder, entry)
      one = { folder, entry }
      this.known = [...this.known, one]
    }
    await this.choose(one)
  }

  async choose(one: Open): Promise<void> {
    this.alone(one.folder.name)
    this.gone = null
    this.refused = null
    this.steps = []
    await this.tests.open(one.folder)
    this.clock = await readClock(one.folder, one.entry)
    this.open = one
    this.book = await readBook(one.folder, one.entry)
    await this.look()
    this.propose()
    await this.send()
  }

  /** Two windows would count the device's marks twice: the one that was opened last goes on. */
  private alone(name: string): void {
    if (this.held.has(name)) return
    this.held.add(name)
    void navigator.locks?.request('roll ' + name, { steal: true }, () => new Promise<void>(() => undefined)).catch(() => (this.elsewhere = true))
  }

  leave(): void {
    clearTimeout(this.timer)
    this.open = null
    this.book = null
    this.tests.close()
  }

  private propose(): void {
    const sessions = this.book?.roll.sessions ?? []
    if (sessions.some((s) => s.id === this.session)) return
    this.session = proposed(sessions, this.now())?.id ?? ''
  }
  /** The time by the node's clock, as far as it is known here. */
  now(): number {
    return ticked(this.clock, Date.now()).latest
  }

  /** Looks at the clock: what ended is off the screen at once, and off the disk before long. */
  private async look(): Promise<void> {
    const was = this.over
    if (this.open) this.clock = ticked(this.clock, Date.now())
    if (!was && this.over) this.steps = []
    for (const { folder, entry } of this.known) await this.forgetNames(folder, entry)
  }

  private async forgetNames(folder: Folder, entry: Entry): Promise<void> {
    try {
      const clock = await readClock(folder, entry)
      await keepClock(folder, clock)
      if (!entry.roll || !isOver(entry.roll, clock)) return
      await eraseNames(folder)
      entry.roll.people = []
      entry.alike = []
      if (this.open?.folder === folder && this.book) this.book = { ...this.book, roll: { ...this.book.roll, people: [] } }
    } catch {
      this.full = true // the screen shows no names all the same; the next look tries again
    }
  }
  stateOf(person: string): State {
    return this.book ? stateOf(this.book, this.session, person) : 'none'
  }

  mark(person: string, state: State, back = false): void {
    if (!this.book || !this.open || this.elsewhere) return
    const before = this.stateOf(person)
    if (before === state && !this.lines.find((l) => l.person.id === person)?.conflict) return
    const { book, mark } = marked(this.book, this.session, person, state, new Date().toISOString())
    this.book = book
    if (!back) this.steps = [...this.steps, { session: this.session, person, before }].slice(-maxSteps)
    const { folder } = this.open
    void this.write(() => keepMark(folder, mark))
    this.later(calm)
  }

  add(p: Newcomer): void {
    if (!this.book || !this.open || this.elsewhere) return
    const { book, mark } = marked(this.book, this.session, p.id, 'present', new Date().toISOString())
    this.book = { ...book, newcomers: [...book.newcomers, p] }
    const { folder } = this.open
    void this.write(() => keepNewcomer(folder, p, mark))
    this.later(calm)
  }

  see(newcomer: string): void {
    this.seen = [...this.seen, newcomer]
  }

  /** Takes back what was marked last; it gives whose mark that was. */
  undo(): string | undefined {
    const last = this.steps[this.steps.length - 1]
    if (!last) return undefined
    this.steps = this.steps.slice(0, -1)
    this.session = last.session
    this.mark(last.person, last.before, true)
    return this.lines.find((l) => l.person.id === last.person)?.person.name
  }

  /** Says of everybody who was not marked that they are absent. */
  restAbsent(): void {
    for (const l of this.lines) if (l.state === 'none') this.mark(l.person.id, 'absent')
  }

  /** Writes what is kept, one after the other; false where the phone is full. */
  private write(f: () => Promise<void>): Promise<boolean> {
    this.pending += 1
    const written = this.writing
      .then(f)
      .then(
        () => (this.full = false),
        () => (this.full = true),
      )
      .then((full) => !full)
      .finally(() => (this.pending -= 1))
    this.writing = written
    return written
  }

  private later(after: number): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.send(), after)
  }

  /** Sends what waits and asks how the roll stands; without a line it tries again by itself, ever more seldom. */
  async send(): Promise<void> {
    clearTimeout(this.timer)
    const one = this.open
    if (!one || this.elsewhere || this.sending) return
    this.sending = true
    let after = 0
    try {
      await this.writing
      const entry = await sync(one.folder, this.language)
      this.online = true
      this.refused = null
      this.wait = tries.first
      if (entry) await this.heard(one, entry)
    } catch (e) {
      if (e instanceof NoLine) this.online = false
      else if (!(e instanceof Refused)) throw e
      else if (e.key === 'attendance.pass.none') await this.forget('revoked')
      else {
        this.refused = { message: e.message, hint: e.hint }
        after = e.after * 1000
      }
    } finally {
      this.sending = false
    }
    if (this.open?.folder !== one.folder) return
    if (this.online && !this.refused) return this.later(this.marks + this.tests.waiting ? calm : look)
    this.later(Math.max(after, this.wait * (0.8 + Math.random() * 0.4)))
    this.wait = Math.min(this.wait * 2, tries.longest)
    await wakeLater()
  }

  private async heard(one: Open, entry: Entry): Promise<void> {
    if (this.open?.folder !== one.folder) return
    const now = { folder: one.folder, entry }
    this.clock = await readClock(one.folder, entry)
    if (this.open?.folder !== one.folder) return
    this.known = this.known.map((k) => (k.folder === one.folder ? now : k))
    this.open = now
    await this.tests.heard(one.folder)
    if (this.open?.folder !== one.folder) return
    if (entry.ended && !this.waiting) return this.forget('ended')
    if (!entry.roll) return
    const sent = entry.roll.people.map((p) => p.id)
    // What was marked while the call was on its way is in the book and not in the answer.
    this.book = this.book ? taken(this.book, entry.done, sent, entry.roll) : await readBook(one.folder, entry)
    this.propose()
  }

  /** The worker has sent something: what waits is read anew. */
  private async reread(): Promise<void> {
    const one = this.open
    const entry = one && (await readEntry(one.folder))
    if (one && entry) await this.heard(one, entry)
  }

  /** Removes a roll from this phone, its names and its pass. */
  async forget(why: 'ended' | 'revoked' | 'wiped'): Promise<void> {
    const one = this.open
    if (!one) return
    this.leave()
    this.known = this.known.filter((k) => k.folder !== one.folder)
    this.steps = []
    await wipe(one.folder.name)
    this.gone = why
  }

  speak(language: Language): void {
    this.language = language
    setting.set('roll.language', language)
  }
  paint(theme: Theme): void {
    this.theme = theme
    setting.set('roll.theme', theme)
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
    await r.sync?.register('roll')
  } catch {
    // no background sync here: the page sends when it is opened
  }
}

export const app = new App()
