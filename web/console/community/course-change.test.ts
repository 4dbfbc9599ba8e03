import { expect, test } from 'vitest'
import type { Course, Question } from '../../core/course'
import { change } from './course-change'

const question = (id: string, right: number): Question => ({
  id,
  t: [id],
  answers: [
    { t: ['a'], right: right === 0 },
    { t: ['b'], right: right === 1 },
  ],
})
const course = (pages: Question[][], more: Partial<Course> = {}): Course => ({
  ...{ schema: 1, id: 'x', version: 1, pass: 70, review: 'none' as const, title: { fr: 'X' }, languages: ['fr'] },
  modules: [{ name: '01-a', title: { fr: 'A' }, pages: { fr: pages.map((qs) => ({ blocks: qs.map((q) => ({ k: 'q' as const, q })) })) } }],
  ...more,
})

test('words that are put right change nothing for those who learn', () => {
  const before = course([[question('q1', 0)]])
  const after = course([[{ ...question('q1', 0), t: ['another wording'] }]], { version: 2 })
  expect(change(before, after)).toMatchObject({ added: 0, gone: 0, other: 0, test: false, pass: null, open: '', pages: { before: 1, after: 1 } })
})

test('what is answered anew, what is gone, and what anybody may read from now on is told', () => {
  const before = course([[question('q1', 0)], [question('q2', 0)]], {
    tests: { post: { fr: [question('t1', 0)] } },
    skills: [{ title: {}, skills: [{ id: 's1', text: {} }] }],
  })
  const after = course([[question('q1', 1)], [question('q3', 0)], []], {
    open: true,
    tablet: true,
    pass: 80,
    refresh: 12,
    languages: ['fr', 'ar'],
    tests: { post: { fr: [question('t1', 1)] } },
  })
  expect(change(before, after)).toEqual({
    pages: { before: 2, after: 3 },
    ...{ added: 1, gone: 1, other: 1, test: true, skills: 1, open: 'opened', tablets: true },
    pass: { before: 70, after: 80 },
    refresh: { before: 0, after: 12 },
    languages: { added: ['ar'], gone: [] },
  })
})
