import { describe, expect, it } from 'vitest'
import { answered, begun, finished, left, only, proposedTest, questionsOf, ready, stageOf, turned, type Done, type Exam } from './exam'

const q = (id: string) => ({ id, t: [id], answers: [{ t: ['a'] }, { t: ['b'] }] })
const exam: Exam = {
  ...{ course: 'first-aid', version: 3, title: { fr: 'Secours' }, languages: ['fr', 'ar'] },
  tests: { pre: { fr: [q('q1'), q('q2')], ar: [q('q1'), q('q2')] }, post: { fr: [q('p1')], ar: [q('p1')] } },
}
const aicha: Done = { person: 'p1', course: 'first-aid', test: 'pre' }
const session = (id: string) => ({ id, title: id, start: '2026-11-26T08:00:00Z', end: '2026-11-26T12:00:00Z' })

describe('a test on the tablet of a roll', () => {
  it('is answered question by question, in a language that may change', () => {
    let t = begun('t1', exam, aicha)
    expect([t.language, t.handed, questionsOf(exam, t)]).toEqual(['', true, []])
    t = answered({ ...t, language: 'ar' }, 'q1', [1])
    expect([questionsOf(exam, t).length, left(exam, t)]).toEqual([2, 1])
    t = { ...turned(t, 5, 2), language: 'fr' }
    expect([t.at, t.answers]).toEqual([1, { q1: [1] }])
    expect(turned(t, -1, 2).at).toBe(0)
    expect(answered(t, 'q1', []).answers).toEqual({})
    expect(finished(t, 'now')).toEqual({ id: 't1', ...aicha, version: 3, answers: { q1: [1] }, at: 'now' })
    expect(begun('t2', { ...exam, languages: ['fr'] }, aicha).language).toBe('fr')
    expect(Object.keys(only(exam, 'post').tests)).toEqual(['post'])
  })

  it('says who has done it: here or on another device, sent or not', () => {
    const taking = begun('t1', exam, aicha)
    const out = finished(taking, 'now')
    expect(stageOf(aicha, [], [], [])).toBe('none')
    expect(stageOf(aicha, [aicha], [], [])).toBe('done')
    expect(stageOf(aicha, [aicha], [taking], [])).toBe('begun')
    expect(stageOf(aicha, [], [{ ...taking, over: true }], [out])).toBe('waits')
    expect(stageOf(aicha, [], [], [{ ...out, refused: 'no such course' }])).toBe('refused')
    expect(stageOf({ ...aicha, test: 'post' }, [aicha], [taking], [out])).toBe('none')
  })

  it('proposes the one before at the first session, the one after at the last', () => {
    const three = ['a', 'b', 'c'].map(session)
    const post: Done = { ...aicha, test: 'post' }
    expect(proposedTest(exam, three, 'a', [post])).toBe('pre')
    expect(proposedTest(exam, three, 'c', [])).toBe('post')
    expect([proposedTest(exam, three, 'b', [aicha]), proposedTest(exam, three, 'b', [post])]).toEqual(['pre', 'post'])
    expect([proposedTest(exam, [session('a')], 'a', []), proposedTest(exam, [session('a')], 'a', [post])]).toEqual(['pre', 'post'])
    expect(proposedTest(exam, three, 'b', [{ ...post, course: 'another' }])).toBe('pre')
    expect([proposedTest(only(exam, 'post'), three, 'a', []), proposedTest(only(exam, 'pre'), three, 'c', [])]).toEqual(['post', 'pre'])
  })

  it('sends nothing of newcomers whom the node does not know, and what was refused last', () => {
    const of = (id: string, person: string, refused?: string) => ({
      ...finished(begun(id, exam, { ...aicha, person }), 'now'),
      ...(refused ? { refused } : {}),
    })
    const newcomer = { id: 'new', name: 'N', sex: 'female', band: '18-24', community: 'host' }
    const out = [of('1', 'p1', 'not taught'), of('2', 'new'), of('3', 'p2'), of('4', 'p3')]
    expect(ready(out, [newcomer], 10).map((a) => a.id)).toEqual(['3', '4', '1'])
    expect(ready(out, [], 2).map((a) => a.id)).toEqual(['2', '3'])
  })
})
