// One report that is open: what is known of it, and what the desk does to it.
import { untrack } from 'svelte'
import { uuid } from '../../ui/uuid'
import { act, api, ok, Fault, type Act, type Report, type Summary } from '../api'
import { app, type Told } from '../app.svelte'
import type { Step } from '../queue/bulk'
import { Turns } from '../turns'
import { draftOf, keepDraft } from './drafts'

export type DialogName = '' | 'grade' | 'forward' | 'close' | 'erase' | 'reopen' | 'correct' | 'reveal' | 'forget'
export interface Heard {
  changed: (s: Summary) => void
  /** The report needs nothing more here: it was closed, forwarded or erased. */
  done: (s: Summary) => void
}

export class Open {
  r = $state.raw<Report | null>(null)
  gone = $state<Fault | null>(null)
  needsReason = $state(false)
  reason = $state('')
  /** What others did while something was being written. */
  news = $state.raw<Act[]>([])
  busy = $state(false)
  dialog = $state<DialogName>('')
  readonly draft = $state({ answer: '', language: '', note: '' })
  #mine = 0 // the revision that this person's own act made
  #away = false // an act took it away: nothing is done to it from here
  readonly #turns = new Turns()

  constructor(
    readonly id: string,
    private readonly heard: Heard,
  ) {
    Object.assign(this.draft, draftOf(id))
  }

  can(a: string): boolean {
    return this.r?.can.includes(a) ?? false
  }
  keep(): void {
    keepDraft(this.id, $state.snapshot(this.draft))
  }

  #get(): Promise<Report> {
    return ok(api.GET('/api/v1/reports/{id}', { params: { path: { id: this.id }, query: this.reason ? { reason: this.reason } : {} } }))
  }
  async load(): Promise<void> {
    try {
      const got = await this.#get()
      this.r = got
      this.news = []
      this.needsReason = false
      this.draft.language ||= got.language
      app.seen.add(this.id, got.revision)
      this.heard.changed(got)
    } catch (e) {
      if (e instanceof Fault && e.key.endsWith('.reason')) this.needsReason = true
      else if (e instanceof Fault && (e.status === 404 || e.status === 403)) this.gone = e
      else app.fail(e)
    }
  }
  /** Hears that a report changed. What is being written is not disturbed. */
  hear(t: Told): void {
    if (!t.id) return void this.load()
    if (t.id !== this.id || t.act === 'opening') return
    if (t.gone) this.gone = new Fault(404, '', '', app.t.report.gone, app.t.report.goneHint)
    else if (t.act === 'proposal' && t.report?.revision === this.r?.revision)
      void this.load() // a rule's word changes no revision
    else if (t.report && (t.report.revision === this.#mine || t.report.revision === this.r?.revision)) return
    else if (this.draft.answer || this.draft.note || this.dialog) void this.compare()
    else void this.load()
  }
  /** Finds out what others did, and leaves what is being written as it is. */
  async compare(): Promise<void> {
    try {
      const seen = new Set((this.r?.history ?? []).map((h) => h.seq))
      const now = await this.#get()
      this.news = now.history.filter((h) => !seen.has(h.seq) && h.act !== 'opening')
      this.r = now
    } catch (e) {
      app.fail(e)
    }
  }

  /** One act of the desk, with what undoes it; takesAway tells that the report leaves the list. Gives whether it was done. */
  async run(step: Step, takesAway = false): Promise<boolean> {
    const asked = this.dialog
    const answered = (): void => {
      if (this.dialog === asked) this.dialog = '' // another one may be open by now
    }
    return this.#turns.take(() => this.#do(step, takesAway, answered))
  }
  async #do(step: Step, takesAway: boolean, answered: () => void): Promise<boolean> {
    const before = this.r
    if (!before || this.#away) return false
    this.busy = true
    try {
      const undo = await step(before)
      answered()
      this.#away = takesAway
      if (takesAway) this.heard.done(before)
      else await this.load()
      this.#mine = untrack(() => this.r)?.revision ?? 0
      app.say({ text: app.t.done, ...(undo && { undo: () => void this.#takeBack(undo) }) })
      return true
    } catch (e) {
      if (e instanceof Fault && e.status === 409) {
        answered()
        await this.compare()
        if (!this.news.length) app.fail(e) // nobody was faster: it is the act that is refused
      } else app.fail(e)
      return false
    } finally {
      this.busy = false
    }
  }
  async #takeBack(undo: () => Promise<unknown>): Promise<void> {
    try {
      await undo()
      app.say({ text: app.t.undone })
      if (this.r) await this.load()
    } catch (e) {
      app.fail(e)
    }
  }
  /** An act without a way back. It is refused where somebody else was faster. */
  once(f: (now: Report) => Promise<unknown>): Promise<boolean> {
    return this.run(async () => {
      if (this.r) await f(this.r)
      return undefined
    })
  }

  /** Sends what was written. It is taken when its turn comes: pressed twice, it goes once. */
  async #send(what: 'answer' | 'note', f: (text: string, now: Report) => Promise<unknown>): Promise<void> {
    const written = (): string => this.draft[what].trim()
    if (!written()) return
    await this.once(async (now) => {
      const text = written()
      if (!text) return
      await f(text, now)
      if (written() === text) this.draft[what] = '' // hands may have written on
    })
  }
  answer(): Promise<void> {
    return this.#send('answer', (text, now) => act(this.id, 'answer', { id: uuid(), text, language: this.draft.language, revision: now.revision }))
  }
  note(): Promise<void> {
    return this.#send('note', (text) => act(this.id, 'note', { id: uuid(), text }))
  }
  grade(source: 'A' | 'B' | 'C' | 'D' | 'E' | 'F', information: number): void {
    void this.once((now) => act(this.id, 'grade', { source, information, revision: now.revision }))
  }
  reopen(note: string): void {
    void this.once((now) => act(this.id, 'reopen', { note, revision: now.revision }))
  }
  /** Puts other answers in the place of those that hold; it settles what contradicts. */
  correct(version: string, answers: Record<string, string>, reason: string): void {
    void this.once((now) => act(this.id, 'correct', { id: uuid(), form: now.form, version, language: now.language, answers, reason, revision: now.revision }))
  }
  async erase(reason: string): Promise<void> {
    const before = this.r
    if (!before) return
    try {
      await ok(api.POST('/api/v1/reports/{id}/erase', { params: { path: { id: this.id } }, body: { reason } }))
      this.dialog = ''
      app.say({ text: app.t.report.erased })
      this.heard.done(before)
    } catch (e) {
      app.fail(e)
    }
  }
  /** Asks the vault who sent the report, or has it forget. */
  async source(what: 'reveal' | 'forget', reason: string): Promise<void> {
    this.busy = true
    try {
      const params = { path: { id: this.id } }
      if (what === 'reveal') await ok(api.POST('/api/v1/reports/{id}/reveal', { params, body: { reason } }))
      else await ok(api.POST('/api/v1/reports/{id}/forget', { params, body: { reason } }))
      this.dialog = ''
      app.say(what === 'reveal' ? { text: app.t.report.revealAsked, hint: app.t.report.revealNext } : { text: app.t.report.forgotten })
      await this.load()
    } catch (e) {
      app.fail(e)
    } finally {
      this.busy = false
    }
  }
}
