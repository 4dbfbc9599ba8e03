// Tests on this tablet: which there are, who is answering, what is not sent yet.
import {
  answered,
  begun,
  finished,
  only,
  questionsOf,
  stageOf,
  turned,
  type Attempt,
  type Done,
  type Exam,
  type Stage,
  type Taking,
  type Tests as Told,
  type Which,
} from '../core/exam'
import { uuid } from '../ui/uuid'
import { dropTaking, keepBegun, keepFinished, keepTaking, readAttempts, readExam, readTakings, readTests } from './examline'
import type { Folder } from './keep'

/** What the app does for its tests. */
interface Host {
  /** writes to the disk, one after the other; false where the tablet is full */
  write: (f: () => Promise<void>) => Promise<boolean>
  /** sends soon */
  soon: () => void
  /** the time by the node's clock */
  now: () => number
}

export class Tests {
  private readonly host: Host
  private folder: Folder | null = null
  /** a test is being written */
  private ending = false
  told: Told | null = $state.raw(null)
  out: Attempt[] = $state.raw([])
  takings: Taking[] = $state.raw([])
  /** the list of who takes a test is shown, and not the roll */
  listed = $state(false)
  /** the course that the trainer chose, and the test at a session; else one is proposed */
  course = $state('')
  which: { session: string; test: Which } | null = $state.raw(null)
  /** the test of whoever has the tablet in hand */
  exam: Exam | null = $state.raw(null)
  readonly taking: Taking | null = $derived(this.takings.find((t) => t.handed) ?? null)
  readonly exams: Exam[] = $derived(this.told?.exams ?? [])
  /** what goes with the next call: what the node refused waits for a change of the plan */
  readonly waiting = $derived(this.out.filter((a) => !a.refused).length)

  constructor(host: Host) {
    this.host = host
  }

  /** Reads what is kept of a roll's tests. Whoever had the tablet in hand has it still. */
  async open(folder: Folder): Promise<void> {
    const [told, out, takings] = await Promise.all([readTests(folder), readAttempts(folder), readTakings(folder)])
    const handed = takings.find((t) => t.handed)
    const exam = handed && !handed.over ? await readExam(folder, handed) : undefined
    Object.assign(this, { folder, told, out, takings, exam: exam ?? null, listed: !!handed })
  }

  /** After a call: what was sent is gone, what the node says is new. */
  async heard(folder: Folder): Promise<void> {
    const before = this.out
    const [told, out] = await Promise.all([readTests(folder), readAttempts(folder)])
    if (this.folder !== folder) return
    this.told = told
    // What was finished while this was read stays.
    this.out = [...out, ...this.out.filter((a) => !before.includes(a) && !out.some((o) => o.id === a.id))]
  }

  close(): void {
    Object.assign(this, { folder: null, told: null, out: [], takings: [], exam: null, listed: false, course: '', which: null })
  }

  stageOf(d: Done): Stage {
    return stageOf(d, this.told?.taken ?? [], this.takings, this.out)
  }

  /** Hands the tablet to somebody: they go on where they were, or begin. */
  async hand(exam: Exam, test: Which, person: string): Promise<void> {
    const { folder } = this
    if (!folder || this.taking) return // a second tap
    const d: Done = { person, course: exam.course, test }
    const before = this.takings.find((t) => !t.over && t.person === person && t.course === exam.course && t.test === test)
    const kept = before && (await readExam(folder, before))
    const t = before && kept ? { ...before, handed: true } : begun(uuid(), exam, d)
    this.exam = kept ?? only(exam, test)
    const asked = this.exam
    this.put(t)
    await this.host.write(() => (kept ? keepTaking(folder, t) : keepBegun(folder, t, asked)))
  }

  speak(language: string): void {
    if (this.taking) this.change({ ...this.taking, language })
  }
  answer(id: string, chosen: number[]): void {
    if (this.taking) this.change(answered(this.taking, id, chosen))
  }
  turn(to: number): void {
    if (this.taking && this.exam) this.change(turned(this.taking, to, questionsOf(this.exam, this.taking).length))
  }

  private put(t: Taking): void {
    this.takings = [...this.takings.filter((o) => o.id !== t.id), t]
  }
  private change(t: Taking): void {
    const { folder } = this
    if (!folder) return
    this.put(t)
    void this.host.write(() => keepTaking(folder, t))
  }

  /** Ends the test in hand. Nobody is thanked before it is on the disk. */
  async finish(): Promise<void> {
    const { folder, taking } = this
    if (!folder || !taking || taking.over || this.ending) return
    this.ending = true
    const t: Taking = { ...taking, answers: {}, over: true }
    const a = finished(taking, new Date(this.host.now()).toISOString())
    const kept = await this.host.write(() => keepFinished(folder, t, a))
    this.ending = false
    if (!kept) return
    this.out = [...this.out, a]
    this.put(t)
    this.exam = null
    this.host.soon()
  }

  /** The trainer takes the tablet back. What is not finished can be gone on with. */
  async back(): Promise<void> {
    const { folder, taking } = this
    if (!folder || !taking) return
    const t = { ...taking, handed: false }
    // Nothing was said yet: it is as if it had not been begun.
    const empty = t.over || !Object.keys(t.answers).length
    this.takings = this.takings.filter((o) => o.id !== t.id)
    if (!empty) this.takings = [...this.takings, t]
    this.exam = null
    await this.host.write(() => (empty ? dropTaking(folder, t) : keepTaking(folder, t)))
  }
}
