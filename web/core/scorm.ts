// What a course tells the system that it runs in, after SCORM 1.2: status, score,
// place, time. The system gives an object named API in one of the windows around.
import type { Progress } from './course'

/** The eight calls of SCORM 1.2 that are used here. Each answers with a string. */
export interface API {
  LMSInitialize(nothing: ''): string
  LMSFinish(nothing: ''): string
  LMSGetValue(name: string): string
  LMSSetValue(name: string, value: string): string
  LMSCommit(nothing: ''): string
}

interface Frame {
  API?: API
  parent?: Frame | null
  opener?: Frame | null
}

/** Windows within each other that are looked through: ADL's own search stops after seven. */
const around = 7

/** Finds the system's API in the windows around this one, then around the one that opened it. */
export function findAPI(w: Frame): API | null {
  const up = (from: Frame | null | undefined): API | null => {
    let at = from
    for (let i = 0; at && i <= around; i++) {
      try {
        if (at.API) return at.API
      } catch {
        return null // a window of another origin
      }
      if (at.parent === at) break
      at = at.parent
    }
    return null
  }
  return up(w) ?? up(w.opener)
}

/** What suspend_data may hold, in characters. */
const most = 4096

/** Progress in few characters: the page, the pages seen as bits, the answers. What does not fit begins again. */
export function pack(p: Progress): string {
  const bits = new Array<number>(Math.ceil((Math.max(-1, ...p.seen) + 1) / 4)).fill(0)
  for (const n of p.seen) bits[n >> 2] = (bits[n >> 2] ?? 0) | (1 << (n & 3))
  const seen = bits.map((b) => b.toString(16)).join('')
  const answers = Object.entries(p.answers).map(([id, chosen]) => `${id}.${chosen.join('.')}`)
  const head = `1|${p.at}|${seen}|`
  while (answers.length && (head + answers.join(',')).length > most) answers.shift()
  return (head + answers.join(',')).slice(0, most)
}

export function unpack(s: string): Progress | undefined {
  const [form, at, seen, answers] = s.split('|')
  if (form !== '1' || at === undefined || seen === undefined) return undefined
  return {
    at: Number(at),
    seen: [...seen].flatMap((h, i) => [0, 1, 2, 3].filter((b) => (parseInt(h, 16) >> b) & 1).map((b) => i * 4 + b)),
    answers: Object.fromEntries((answers ?? '').split(',').filter(Boolean).map(one)),
  }
}

function one(s: string): [string, number[]] {
  const [id = '', ...chosen] = s.split('.')
  return [id, chosen.map(Number)]
}

/** A span of time as SCORM 1.2 writes it: HHHH:MM:SS.SS. */
export function span(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const seconds = Math.floor(ms / 1000)
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(Math.floor((ms % 1000) / 10))}`
}

/** A learner's session with the system. Without a system nothing is told, and the course plays all the same. */
export class Session {
  private readonly api: API | null
  private readonly began: number
  private open = false
  /** what the learner had reached the last time */
  readonly resumed: Progress | undefined

  constructor(api: API | null, now: number) {
    this.api = api
    this.began = now
    this.open = api?.LMSInitialize('') === 'true'
    if (!this.open || !api) return
    this.resumed = unpack(api.LMSGetValue('cmi.suspend_data'))
    if (/^(not attempted|unknown)?$/.test(api.LMSGetValue('cmi.core.lesson_status'))) this.set('cmi.core.lesson_status', 'incomplete')
  }

  /** whether a system listens */
  get heard(): boolean {
    return this.open
  }

  private set(name: string, value: string): void {
    if (this.open) this.api?.LMSSetValue(name, value)
  }

  progress(p: Progress): void {
    this.set('cmi.core.lesson_location', String(p.at))
    this.set('cmi.suspend_data', pack(p))
    this.commit()
  }

  /**
   * The test is over: per cent, and whether that is enough. What was passed once stays
   * passed, with its score: a system may fail a learner whose last score is too low.
   */
  tested(percent: number, passed: boolean): void {
    if (!passed && this.open && this.api?.LMSGetValue('cmi.core.lesson_status') === 'passed') return
    this.set('cmi.core.score.min', '0')
    this.set('cmi.core.score.max', '100')
    this.set('cmi.core.score.raw', String(percent))
    this.set('cmi.core.lesson_status', passed ? 'passed' : 'failed')
    this.commit()
  }

  /** All pages of a course without a test were read. */
  completed(): void {
    this.set('cmi.core.lesson_status', 'completed')
    this.commit()
  }

  commit(): void {
    if (this.open) this.api?.LMSCommit('')
  }

  /** Tells the time until now: the session may end at any moment, without a word from here. */
  pause(now: number): void {
    this.set('cmi.core.session_time', span(now - this.began))
    this.set('cmi.core.exit', 'suspend')
  }

  /** Ends the session. The end commits by itself: as a page goes, a commit of its own would be refused. */
  end(now: number): void {
    if (!this.open) return
    this.pause(now)
    this.api?.LMSFinish('')
    this.open = false
  }
}
