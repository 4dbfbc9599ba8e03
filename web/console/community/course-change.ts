// What a new version of a course changes for those who learn: told before it is
// published, because phones take the new version by themselves.
import { questions, spoken, steps, type Course, type Question } from '../../core/course'

export interface Change {
  pages: { before: number; after: number }
  /** questions on pages that were not there, that are gone, and that are answered otherwise */
  added: number
  gone: number
  other: number
  /** the test is another one: results of both versions are compared with care */
  test: boolean
  pass: { before: number; after: number } | null
  refresh: { before: number; after: number } | null
  /** from now on anybody may read it without an account, or nobody any more */
  open: 'opened' | 'closed' | ''
  /** from now on its tests may lie on tablets */
  tablets: boolean
  skills: number
  languages: { added: string[]; gone: string[] }
}

/** What counts of a question: who answered it before answers it again where this differs. */
const sense = (q: Question): string => JSON.stringify([q.topic ?? '', q.answers.map((a) => a.right ?? false)])
const asked = (c: Course, test: 'pre' | 'post'): Question[] => Object.values(c.tests?.[test] ?? {})[0] ?? []
const skills = (c: Course): string[] => (c.skills ?? []).flatMap((t) => t.skills.map((s) => s.id))
const onTablets = (c: Course): boolean => !!c.open || !!c.tablet
const differ = <T>(before: T, after: T): { before: T; after: T } | null => (before === after ? null : { before, after })

export function change(before: Course, after: Course): Change {
  const was = new Map(questions(before, spoken(before, '')).map((q) => [q.id, sense(q)]))
  const is = new Map(questions(after, spoken(after, '')).map((q) => [q.id, sense(q)]))
  const [skillsWere, skillsAre] = [skills(before), skills(after)]
  const test = (c: Course): string => JSON.stringify((['pre', 'post'] as const).map((t) => asked(c, t).map((q) => [q.id, sense(q)])))
  return {
    pages: { before: steps(before, spoken(before, '')).length, after: steps(after, spoken(after, '')).length },
    added: [...is.keys()].filter((id) => !was.has(id)).length,
    gone: [...was.keys()].filter((id) => !is.has(id)).length,
    other: [...is].filter(([id, s]) => was.has(id) && was.get(id) !== s).length,
    test: test(before) !== test(after),
    pass: differ(before.pass, after.pass),
    refresh: differ(before.refresh ?? 0, after.refresh ?? 0),
    open: before.open === after.open || (!before.open && !after.open) ? '' : after.open ? 'opened' : 'closed',
    tablets: !onTablets(before) && onTablets(after),
    skills: skillsWere.filter((s) => !skillsAre.includes(s)).length,
    languages: { added: after.languages.filter((l) => !before.languages.includes(l)), gone: before.languages.filter((l) => !after.languages.includes(l)) },
  }
}
