import { describe, expect, it } from 'vitest'
import {
  answer,
  begin,
  files,
  follow,
  isRight,
  questions,
  resume,
  score,
  share,
  spoken,
  steps,
  turn,
  weight,
  words,
  type Course,
  type Question,
} from './course'

const q: Question = { id: 'q1', t: ['What first?'], answers: [{ t: ['press'], right: true }, { t: ['wait'] }, { t: ['call'], right: true }], many: true }
const course: Course = {
  schema: 1,
  id: 'first-aid',
  version: 1,
  pass: 70,
  review: 'none',
  title: { fr: 'Premiers secours', ar: 'الإسعافات' },
  languages: ['ar', 'fr'],
  modules: [
    {
      name: '01-a',
      title: { fr: 'A' },
      pages: { fr: [{ title: 'x', blocks: [{ k: 'img', s: 'a.svg', t: ['a hand'] }] }, { blocks: null }], ar: [{ blocks: [] }, { blocks: [] }] },
    },
    {
      name: '02-b',
      title: { fr: 'B' },
      pages: {
        fr: [
          {
            blocks: [
              { k: 'ul', i: [[{ k: 'audio', s: 'b.mp3' }]] },
              { k: 'q', q: { ...q, why: [{ k: 'video', s: 'c.mp4' }] } },
            ],
          },
        ],
        ar: [{ blocks: [] }],
      },
    },
  ],
  media: [
    { name: 'a.svg', type: 'image/svg+xml', size: 100, ref: '' },
    { name: 'b.mp3', type: 'audio/mpeg', size: 1000, ref: '' },
    { name: 'c.mp4', type: 'video/mp4', size: 9000, ref: '' },
    { name: 'other.svg', type: 'image/svg+xml', size: 5, ref: '' },
  ],
}

describe('a course', () => {
  it('is read in the language asked for, or in another that there is', () => {
    expect(['ar', 'en', 'wo'].map((l) => spoken(course, l))).toEqual(['ar', 'fr', 'fr'])
  })
  it('has its pages in one order, and links find them', () => {
    expect(steps(course, 'fr')).toEqual([
      { module: 0, page: 0 },
      { module: 0, page: 1 },
      { module: 1, page: 0 },
    ])
    expect(['01-a', '01-a#2', '02-b#1', '02-b#7', 'elsewhere'].map((to) => follow(course, 'fr', to))).toEqual([0, 1, 2, -1, -1])
  })
  it('knows what it shows, in lists and explanations too, and what that weighs', () => {
    expect(files(course, 'fr')).toEqual(['a.svg', 'b.mp3', 'c.mp4'])
    expect(weight(course, 'fr')).toEqual({ bytes: 1100, films: 9000 })
    expect(questions(course, 'fr').map((x) => x.id)).toEqual(['q1'])
  })
})

describe('a question', () => {
  it('is right when all right answers and no other are chosen', () => {
    expect([[0, 2], [2, 0], [0], [0, 1, 2], []].map((c) => isRight(q, c))).toEqual([true, true, false, false, false])
    expect(score([q], { q1: [0, 2] })).toEqual({ right: 1, asked: 1 })
    expect(score([q], {})).toEqual({ right: 0, asked: 1 })
  })
  it('is read without its marks', () => {
    expect(words(['press ', ['b', 'hard ', ['i', 'now']], ['a', '02-b#1', ' there']])).toBe('press hard now there')
  })
})

describe('progress', () => {
  it('goes on where it was, counts a page once and keeps the last answer', () => {
    let p = begin()
    p = turn(turn(turn(p, 1), 2), 1)
    p = answer(answer(p, 'q1', [1]), 'q1', [0, 2])
    expect(p).toEqual({ at: 1, seen: [1, 2], answers: { q1: [0, 2] } })
    expect(share(p, 4)).toBe(0.5)
    expect(resume(JSON.parse(JSON.stringify(p)), 3)).toEqual(p)
  })
  it('of another version that has fewer pages begins again', () => {
    expect(resume({ at: 9, seen: [0, 9], answers: { q1: [0] } }, 3)).toEqual({ at: 0, seen: [0], answers: { q1: [0] } })
    expect(resume(undefined, 3)).toEqual(begin())
  })
})
