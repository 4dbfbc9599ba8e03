// Tests that are taken on the tablet of a roll: what the node says can be taken, what
// somebody is answering now, and what was answered and is not sent yet. The node scores
// (internal/community/course/tablet.go): nothing here knows what is right.
import type { Block, Inline, Texts } from './course'
import type { Newcomer, Session } from './roll'

export type Which = 'pre' | 'post'
export const both: readonly Which[] = ['pre', 'post']

/** A question as it is asked. */
export interface Posed {
  id: string
  t: Inline[]
  body?: Block[]
  many?: boolean
  answers: { t: Inline[] }[]
}
/** A file that questions show. */
export interface Shown {
  name: string
  type: string
  size: number
}
/** The tests of a course, in its languages. */
export interface Exam {
  course: string
  version: number
  title: Texts
  languages: string[]
  tests: Partial<Record<Which, Record<string, Posed[]>>>
  media?: Shown[]
}
/** That somebody has taken a test; how, no device is told. */
export interface Done {
  person: string
  course: string
  test: Which
}
/** What the node said of tests. */
export interface Tests {
  of: string
  exams: Exam[]
  taken: Done[]
}
/** A test that somebody is taking. */
export interface Taking extends Done {
  id: string
  version: number
  /** '' until it is chosen */
  language: string
  /** which question is shown, from 0 */
  at: number
  answers: Record<string, number[]>
  /** the device is in this person's hands */
  handed: boolean
  /** it was finished, and the device is not given back yet */
  over: boolean
}
/** A test that was finished and is not sent yet. */
export interface Attempt extends Done {
  id: string
  version: number
  answers: Record<string, number[]>
  /** when it was finished, by the node's clock as far as the device knows it */
  at: string
  /** why the node did not keep it */
  refused?: string
}

/** How far somebody is with a test, as this device knows. */
export type Stage = 'none' | 'begun' | 'refused' | 'waits' | 'done'

export const same = (a: Done, b: Done): boolean => a.person === b.person && a.course === b.course && a.test === b.test

/** How far somebody is with a test: what was begun again stands above what was done. */
export function stageOf(d: Done, taken: readonly Done[], takings: readonly Taking[], out: readonly Attempt[]): Stage {
  if (takings.some((t) => !t.over && same(t, d))) return 'begun'
  const last = out.filter((a) => same(a, d)).pop()
  if (last) return last.refused ? 'refused' : 'waits'
  return taken.some((t) => same(t, d)) ? 'done' : 'none'
}

/** The test to propose: before at the first of several sessions, after at the last; between them before, until somebody has taken the one after. */
export function proposedTest(exam: Exam, sessions: readonly Session[], session: string, done: readonly Done[]): Which {
  if (!exam.tests.pre) return 'post'
  if (!exam.tests.post) return 'pre'
  if (sessions.length > 1 && sessions[0]?.id === session) return 'pre'
  if (sessions.length > 1 && sessions[sessions.length - 1]?.id === session) return 'post'
  return done.some((d) => d.course === exam.course && d.test === 'post') ? 'post' : 'pre'
}

/** A test as somebody begins it. */
export const begun = (id: string, exam: Exam, d: Done): Taking => ({
  ...{ id, person: d.person, course: d.course, test: d.test, version: exam.version },
  // Where there is one language alone nobody is asked which.
  ...{ language: exam.languages.length === 1 ? (exam.languages[0] ?? '') : '', at: 0, answers: {}, handed: true, over: false },
})

/** What a test of a course weighs that somebody takes: that test alone. */
export const only = (exam: Exam, test: Which): Exam => ({ ...exam, tests: { [test]: exam.tests[test] ?? {} } })

/** The questions of a test, in the language that was chosen. */
export const questionsOf = (exam: Exam, t: Taking): Posed[] => exam.tests[t.test]?.[t.language] ?? []

/** Somebody after an answer; none takes it back. */
export function answered(t: Taking, id: string, chosen: number[]): Taking {
  const answers = { ...t.answers }
  if (chosen.length) answers[id] = chosen
  else delete answers[id]
  return { ...t, answers }
}

/** Somebody at another question, of so many. */
export const turned = (t: Taking, to: number, of: number): Taking => ({ ...t, at: Math.max(0, Math.min(to, of - 1)) })

/** How many questions have no answer. */
export const left = (exam: Exam, t: Taking): number => questionsOf(exam, t).filter((q) => !t.answers[q.id]?.length).length

/** What is sent of a test that was finished. */
export const finished = (t: Taking, at: string): Attempt => ({
  ...{ id: t.id, person: t.person, course: t.course, version: t.version, test: t.test, answers: t.answers, at },
})

/** What may go in one call: not of newcomers whom the node does not know yet, and what it refused before last. */
export function ready(out: readonly Attempt[], newcomers: readonly Newcomer[], most: number): Attempt[] {
  const known = out.filter((a) => !newcomers.some((n) => n.id === a.person))
  return [...known.filter((a) => !a.refused), ...known.filter((a) => a.refused)].slice(0, most)
}

/** Names of the boxes that pictures of tests lie in. */
export const picture = (e: { course: string; version: number }, name: string): string => `i ${e.course} ${e.version} ${name}`
