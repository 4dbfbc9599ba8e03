// A course as the node compiles it (docs/courses.md), and how far a learner is in
// it. It knows no page and no phone: views show and ask.

/** Text by language. */
export type Texts = Record<string, string>

/** A run of text: plain, or [mark, …what is in it]; a link has where it leads second. */
export type Inline = string | [string, ...Inline[]]

export interface Answer {
  t: Inline[]
  right?: boolean
}
export interface Question {
  id: string
  topic?: string
  t: Inline[]
  body?: Block[]
  many?: boolean
  answers: Answer[]
  why?: Block[]
}
export interface Block {
  k: 'p' | 'h' | 'ul' | 'ol' | 'quote' | 'code' | 'table' | 'hr' | 'img' | 'audio' | 'video' | 'q'
  l?: number
  t?: Inline[]
  i?: Block[][]
  r?: Inline[][][]
  s?: string
  q?: Question
}
export interface Page {
  title?: string
  blocks: Block[] | null
}
export interface Module {
  name: string
  title: Texts
  pages: Record<string, Page[]>
}
export interface Media {
  name: string
  type: string
  size: number
  ref: string
}
export interface Course {
  schema: number
  id: string
  version: number
  hours?: number
  refresh?: number
  pass: number
  audience?: string
  open?: boolean
  tablet?: boolean
  review: 'doctor' | 'lawyer' | 'none'
  reviewed?: string
  title: Texts
  summary?: Texts
  languages: string[]
  topics?: Record<string, Texts>
  modules: Module[]
  tests?: Partial<Record<'pre' | 'post', Record<string, Question[]>>>
  skills?: { title: Texts; skills: { id: string; text: Texts }[] }[]
  guide?: Record<string, Page[]>
  media?: Media[]
}

/** The language of a course that suits a reader best: theirs, else French, Arabic, English, or what there is. */
export const spoken = (c: Course, wanted: string): string => [wanted, 'fr', 'ar', 'en'].find((l) => c.languages.includes(l)) ?? c.languages[0] ?? wanted

/** Text in a language, or in one that there is. */
export const say = (t: Texts | undefined, language: string): string => (t ? (t[language] ?? t['fr'] ?? Object.values(t)[0] ?? '') : '')

/** Where a page stands: a module's place and the page's place in it, from 0. */
export interface Step {
  module: number
  page: number
}

/** All pages of a course in their order. */
export const steps = (c: Course, language: string): Step[] => c.modules.flatMap((m, module) => (m.pages[language] ?? []).map((_, page) => ({ module, page })))

/** Where a link leads, as a place in the order of pages: MODULE or MODULE#PAGE. -1 where there is none. */
export function follow(c: Course, language: string, to: string): number {
  const [name, page = '1'] = to.split('#')
  return steps(c, language).findIndex((s) => c.modules[s.module]?.name === name && s.page === Number(page) - 1)
}

/** Whether exactly the right answers were chosen. */
export const isRight = (q: Question, chosen: readonly number[]): boolean => q.answers.every((a, i) => (a.right ?? false) === chosen.includes(i))

/** The words of a run, without its marks. */
export function words(t: readonly Inline[] | undefined): string {
  return (t ?? []).map((n) => (typeof n === 'string' ? n : words(n[0] === 'a' ? n.slice(2) : n.slice(1)))).join('')
}

/** How far somebody is: the page, and what they answered. It never leaves the device. */
export interface Progress {
  at: number
  /** pages that were shown */
  seen: number[]
  answers: Record<string, number[]>
}

export const begin = (): Progress => ({ at: 0, seen: [], answers: {} })

/** Progress after going to a page. */
export const turn = (p: Progress, at: number): Progress => ({ ...p, at, seen: p.seen.includes(at) ? p.seen : [...p.seen, at] })

/** Progress after a question was answered. */
export const answer = (p: Progress, id: string, chosen: number[]): Progress => ({ ...p, answers: { ...p.answers, [id]: chosen } })

/** What was kept of progress, as far as it fits this version of the course. */
export function resume(kept: unknown, pages: number): Progress {
  const k = (kept ?? {}) as Partial<Progress>
  const fits = (n: unknown): n is number => Number.isInteger(n) && (n as number) >= 0 && (n as number) < pages
  return { at: fits(k.at) ? k.at : 0, seen: (k.seen ?? []).filter(fits), answers: k.answers ?? {} }
}

/** The share of pages that were shown, 0 to 1. */
export const share = (p: Progress, pages: number): number => (pages ? p.seen.length / pages : 0)

/** Right answers, and how many were asked. */
export const score = (questions: readonly Question[], answers: Record<string, number[]>): { right: number; asked: number } => ({
  right: questions.filter((q) => isRight(q, answers[q.id] ?? [])).length,
  asked: questions.length,
})

/** The questions on a course's pages. */
export const questions = (c: Course, language: string): Question[] =>
  c.modules.flatMap((m) => (m.pages[language] ?? []).flatMap((p) => (p.blocks ?? []).flatMap((b) => (b.q ? [b.q] : []))))

/** The files that a course shows in some language, by name. */
export function files(c: Course, language: string): string[] {
  const found = new Set<string>()
  const look = (bs: readonly Block[] | null | undefined): void => {
    for (const b of bs ?? []) {
      if (b.s) found.add(b.s)
      b.i?.forEach(look)
      look(b.q?.body)
      look(b.q?.why)
    }
  }
  for (const m of c.modules) for (const p of m.pages[language] ?? []) look(p.blocks)
  return [...found]
}

/** What a phone must fetch to keep a course in a language: its files' bytes, films apart. */
export function weight(c: Course, language: string): { bytes: number; films: number } {
  const shown = new Set(files(c, language))
  let bytes = 0
  let films = 0
  for (const m of c.media ?? []) {
    if (!shown.has(m.name)) continue
    if (m.type.startsWith('video/')) films += m.size
    else bytes += m.size
  }
  return { bytes, films }
}
