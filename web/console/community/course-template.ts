// What a new course, page, question or list begins with, in the language in which it
// will be read. In others than ours the French is there to be translated.
import { fileOf, front, type Files, type Part } from './folder'

interface Words {
  module: string
  page: string
  text: string
  question: string
  right: string
  wrong: string
  why: string
  test: string
  skills: string
  topic: string
  skill: string
  guide: string
  prepare: string
}
const words: Record<string, Words> = {
  fr: {
    module: 'Premier module',
    page: 'Nouvelle page',
    text: 'Écrivez ici ce que l’on apprend.',
    question: 'Votre question ?',
    right: 'la bonne réponse',
    wrong: 'une autre réponse',
    why: 'Pourquoi c’est la bonne.',
    test: 'Test',
    skills: 'Gestes',
    topic: 'Thème',
    skill: 'ce que le formateur voit faire',
    guide: 'Guide du formateur',
    prepare: 'Préparer',
  },
  ar: {
    module: 'الوحدة الأولى',
    page: 'صفحة جديدة',
    text: 'اكتب هنا ما يُتعلَّم.',
    question: 'سؤالك؟',
    right: 'الجواب الصحيح',
    wrong: 'جواب آخر',
    why: 'لماذا هو الصحيح.',
    test: 'الاختبار',
    skills: 'المهارات',
    topic: 'موضوع',
    skill: 'ما يرى المدرب المتعلم يفعله',
    guide: 'دليل المدرب',
    prepare: 'التحضير',
  },
  en: {
    module: 'First module',
    page: 'New page',
    text: 'Write here what is to be learned.',
    question: 'Your question?',
    right: 'the right answer',
    wrong: 'another answer',
    why: 'Why this one is right.',
    test: 'Test',
    skills: 'Skills',
    topic: 'Topic',
    skill: 'what the trainer sees done',
    guide: 'The trainer’s guide',
    prepare: 'Prepare',
  },
}
const of = (l: string): Words => words[l] ?? (words['fr'] as Words)

export const newPage = (l: string): string => `## ${of(l).page}\n\n${of(l).text}\n`
export const newModule = (l: string): string => `# ${of(l).module}\n\n${newPage(l)}`
export const newQuestion = (l: string, id: string, topic = ''): string =>
  `### ? ${of(l).question} {#${id}${topic && ' topic=' + topic}}\n\n- [x] ${of(l).right}\n- [ ] ${of(l).wrong}\n\n> ${of(l).why}`
export function newPart(part: Part, l: string, id: string): string {
  const w = of(l)
  if (part === 'skills') return `# ${w.skills}\n\n## ${w.topic}\n\n- [ ] ${w.skill} {#${id}}\n`
  if (part === 'guide') return `# ${w.guide}\n\n## ${w.prepare}\n\n${w.text}\n`
  return `# ${w.test}\n\n${newQuestion(l, id)}\n`
}

/** A course of one page, in some languages with a title each. */
export function newCourse(id: string, titles: Record<string, string>): Files {
  const languages = Object.keys(titles)
  const settings = [
    `id: ${id}`,
    'version: 1',
    'hours: 1',
    'refresh: 0',
    'pass: 70',
    'open: no',
    'review: none',
    ...languages.map((l) => `title.${l}: ${titles[l] ?? ''}`),
  ]
  return { [front]: `---\n${settings.join('\n')}\n---\n`, ...Object.fromEntries(languages.map((l) => [fileOf('01-part', l), newModule(l)])) }
}
