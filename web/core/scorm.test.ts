import { describe, expect, it } from 'vitest'
import { findAPI, pack, Session, span, unpack, type API } from './scorm'

/** A system as the standard describes it: it refuses what it does not know, and all calls before and after a session. */
class System implements API {
  readonly values: Record<string, string> = { 'cmi.core.lesson_status': 'not attempted', 'cmi.suspend_data': '' }
  readonly calls: string[] = []
  running = false
  constructor(given: Record<string, string> = {}) {
    Object.assign(this.values, given)
  }
  LMSInitialize(): string {
    this.running = true
    return 'true'
  }
  LMSFinish(): string {
    this.calls.push('finish')
    this.running = false
    return 'true'
  }
  LMSGetValue(name: string): string {
    return this.running ? (this.values[name] ?? '') : ''
  }
  LMSSetValue(name: string, value: string): string {
    const kinds: Record<string, RegExp> = {
      'cmi.core.lesson_status': /^(passed|completed|failed|incomplete|browsed)$/,
      'cmi.core.lesson_location': /^.{0,255}$/,
      'cmi.suspend_data': /^.{0,4096}$/,
      'cmi.core.score.raw': /^\d{1,3}(\.\d+)?$/,
      'cmi.core.score.min': /^\d{1,3}$/,
      'cmi.core.score.max': /^\d{1,3}$/,
      'cmi.core.session_time': /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/,
      'cmi.core.exit': /^(time-out|suspend|logout|)$/,
    }
    if (!this.running || !kinds[name]?.test(value)) throw new Error(`${name} = ${value}`)
    this.values[name] = value
    return 'true'
  }
  LMSCommit(): string {
    return 'true'
  }
}

describe('a session with a system', () => {
  it('begins, tells where the learner is, and ends once', () => {
    const s = new System()
    const one = new Session(s, 0)
    expect(s.values['cmi.core.lesson_status']).toBe('incomplete')
    one.progress({ at: 3, seen: [0, 1, 3], answers: { b1: [0, 2] } })
    expect(s.values['cmi.core.lesson_location']).toBe('3')
    one.tested(85, true)
    one.end(3_723_450)
    one.end(4_000_000)
    expect(s.values).toMatchObject({
      'cmi.core.lesson_status': 'passed',
      'cmi.core.score.raw': '85',
      'cmi.core.session_time': '0001:02:03.45',
      'cmi.core.exit': 'suspend',
    })
    expect(s.calls).toEqual(['finish'])
    expect(new Session(s, 0).resumed).toEqual({ at: 3, seen: [0, 1, 3], answers: { b1: [0, 2] } })
  })
  it('lets nobody lose what was passed, nor its score: a system may judge by that', () => {
    const s = new System({ 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90' })
    const again = new Session(s, 0)
    again.tested(20, false)
    expect(s.values).toMatchObject({ 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90' })
  })
  it('tells the time before it ends, and goes on when nobody left', () => {
    const s = new System()
    const asked = new Session(s, 0)
    asked.pause(60_000)
    expect(s.values['cmi.core.session_time']).toBe('0000:01:00.00')
    asked.tested(90, true)
    asked.end(120_000)
    asked.pause(180_000)
    expect(s.values).toMatchObject({ 'cmi.core.session_time': '0000:02:00.00', 'cmi.core.lesson_status': 'passed' })
  })
  it('plays where there is no system', () => {
    const alone = new Session(null, 0)
    alone.progress({ at: 1, seen: [], answers: {} })
    alone.completed()
    alone.end(1)
    expect(alone.heard).toBe(false)
    expect(alone.resumed).toBeUndefined()
  })
})

describe('what is kept', () => {
  it('fits in 4096 characters: early answers go first', () => {
    const p = {
      at: 7,
      seen: Array.from({ length: 300 }, (_, i) => i),
      answers: Object.fromEntries(Array.from({ length: 500 }, (_, i) => ['question-' + i, [1]])),
    }
    const s = pack(p)
    expect(s.length).toBeLessThanOrEqual(4096)
    const back = unpack(s)
    expect(back?.seen).toEqual(p.seen)
    expect(back?.answers['question-499']).toEqual([1])
    expect(back?.answers['question-0']).toBeUndefined()
    expect(unpack('something else')).toBeUndefined()
  })
  it('writes time as the standard does', () => expect([0, 59_999, 360_000_000].map(span)).toEqual(['0000:00:00.00', '0000:00:59.99', '0100:00:00.00']))
})

describe('the search', () => {
  const api = new System()
  it('looks in the windows around, then around the opener', () => {
    expect(findAPI({ parent: { parent: { API: api } } })).toBe(api)
    expect(findAPI({ parent: null, opener: { parent: { API: api } } })).toBe(api)
    const top: { parent?: object } = {}
    top.parent = top
    expect(findAPI(top)).toBeNull()
  })
})
