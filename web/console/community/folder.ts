// A course as its folder of Markdown, and what an editor does to it: every act gives a
// new folder, in all languages at once, and leads links to where their page went. The
// node checks what comes out (docs/courses.md describes the format).

/** Texts of a course by the file's name. */
export type Files = Readonly<Record<string, string>>

export const front = 'course.md'
export const fileOf = (stem: string, language: string): string => `${stem}.${language}.md`

/** The files of a course that are no modules. */
export const parts = ['test', 'pre', 'post', 'skills', 'guide'] as const
export type Part = (typeof parts)[number]
export const isPart = (stem: string): stem is Part => (parts as readonly string[]).includes(stem)

const named = /^([a-z0-9-]+)\.([a-z]{2,3})\.md$/
const setting = (key: string): RegExp => new RegExp(`^[ \\t]*${key.replace(/\./g, '\\.')}[ \\t]*:[ \\t]*(.*?)[ \\t]*$`, 'm')

/** What course.md says of a key; '' where it says nothing. */
export function settingOf(files: Files, key: string): string {
  const value = setting(key).exec(files[front] ?? '')?.[1] ?? ''
  return /^(['"]).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value
}

/** The folder with a key of course.md set; an empty value takes the line out. */
export function withSetting(files: Files, key: string, value: string): Files {
  const text = files[front] ?? '---\n---\n'
  const plain = value.replace(/\s+/g, ' ').trim()
  const line = `${key}: ${/^(['"]).*\1$/.test(plain) ? (plain.startsWith('"') ? `'${plain}'` : `"${plain}"`) : plain}`
  const at = setting(key)
  if (!plain) return { ...files, [front]: text.replace(new RegExp(at.source + '\\n?', 'm'), '') }
  if (at.test(text)) return { ...files, [front]: text.replace(at, () => line) }
  // Before the line that ends the settings.
  return { ...files, [front]: text.replace(/\n---[ \t]*(?=\n|$)(?![\s\S]*\n---)/, () => `\n${line}\n---`) }
}

const order = ['ar', 'fr', 'en']
const rank = (l: string): number => (order.includes(l) ? order.indexOf(l) : order.length)
/** The languages that have a title, in the order in which the node has them. */
export function languagesOf(files: Files): string[] {
  const found = [...(files[front] ?? '').matchAll(/^[ \t]*title\.([a-z]{2,3})[ \t]*:[ \t]*\S/gm)].map((m) => m[1] ?? '')
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

const stems = (files: Files): string[] => [...new Set(Object.keys(files).flatMap((n) => named.exec(n)?.[1] ?? []))].sort()
/** The stems of modules in their order: 01-safety, 02-… */
export const modules = (files: Files): string[] => stems(files).filter((s) => /^[0-9]{2}-/.test(s))
export const partsOf = (files: Files): Part[] => parts.filter((p) => stems(files).includes(p))

/** A file's beginning, and each page from its ## on. Together they are the file. */
interface Sections {
  head: string
  pages: string[]
}
export function sections(text: string): Sections {
  const out: Sections = { head: '', pages: [] }
  let fence = ''
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]?.slice(0, 3) ?? ''
    if (mark && (!fence || mark === fence)) fence = fence ? '' : mark
    if (!fence && /^ {0,3}##(?:[ \t]|\r?\n|$)/.test(line)) out.pages.push('')
    if (out.pages.length) out.pages[out.pages.length - 1] += line
    else out.head += line
  }
  return out
}
const joined = (s: Sections): string => s.head + s.pages.join('')
/** What stands before the first ## is a page of its own, if it is more than the title. */
const leading = (s: Sections): number => (s.head.replace(/^\ufeff?\s*# .*(\n|$)/, '').trim() ? 1 : 0)
/** A page that others are put behind or before ends in an empty line. */
const ended = (page: string): string => page.replace(/\s*$/, '\n\n')

export interface Titled {
  title: string
  /** whether it can be moved: what stands before the first ## cannot */
  moves: boolean
}
const heading = (line: string): string =>
  (line.split('\n')[0] ?? '')
    .replace(/^ {0,3}#+[ \t]*/, '')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .replace(/^[?؟]\s*/, '')
    .trim()
export const titleOf = (text: string): string => heading(/^# .*/m.exec(text)?.[0] ?? '')
export function pagesOf(text: string): Titled[] {
  const s = sections(text)
  const all = s.pages.map((p) => ({ title: heading(p), moves: true }))
  return leading(s) ? [{ title: '', moves: false }, ...all] : all
}

/** The page, from 0, that a place in a file is on. */
export function pageAt(text: string, place: number): number {
  const s = sections(text)
  let end = s.head.length
  let n = -1
  while (place >= end && n + 1 < s.pages.length) end += s.pages[++n]?.length ?? 0
  return Math.max(0, n + leading(s))
}
/** Where a page begins in its file. */
export function startOf(text: string, page: number): number {
  const s = sections(text)
  const n = page - leading(s)
  return n < 0 ? 0 : s.head.length + s.pages.slice(0, n).join('').length
}
/** The line of a place, and where a line begins, from 1. */
export const lineAt = (text: string, place: number): number => text.slice(0, place).split('\n').length
export const startOfLine = (text: string, line: number): number =>
  text
    .split('\n')
    .slice(0, Math.max(0, line - 1))
    .join('\n').length + (line > 1 ? 1 : 0)

const inEach = (files: Files, stem: string, f: (s: Sections) => Sections): Files => {
  const out = { ...files }
  for (const [name, text] of Object.entries(files)) if (named.exec(name)?.[1] === stem) out[name] = joined(f(sections(text)))
  return out
}

/** Leads every link to a module, or to a page of it, from 1, to where it stands now. */
function relinked(files: Files, to: (stem: string, page: number) => { stem: string; page: number } | undefined): Files {
  const out = { ...files }
  for (const [name, text] of Object.entries(files)) {
    const own = named.exec(name)?.[1] ?? ''
    out[name] = text.replace(/\]\(([^)\s#:/]*)(?:#([0-9]+))?\)/g, (whole, target: string, page = '') => {
      const stem = target.split('.')[0] || own
      const next = to(stem, Number(page))
      if (!next || (!target && !page)) return whole
      const left = target && next.stem !== stem ? next.stem + target.slice(stem.length) : target
      if (page && !next.page) return `](${target ? left : next.stem})`
      return `](${left}${page ? '#' + String(next.page) : ''})`
    })
  }
  return out
}
const renumbered = (files: Files, stem: string, to: (page: number) => number): Files =>
  relinked(files, (s, page) => (s === stem && page ? { stem: s, page: to(page) } : undefined))

/** Moves a page, from 0, to another place of its module. */
export function movePage(files: Files, stem: string, from: number, to: number): Files {
  const moved = inEach(files, stem, (s) => {
    const [a, b] = [from - leading(s), to - leading(s)]
    const page = s.pages[a]
    if (page === undefined || b < 0 || b >= s.pages.length) return s
    const rest = s.pages.filter((_, i) => i !== a)
    return { ...s, pages: [...rest.slice(0, b), page, ...rest.slice(b)].map(ended) }
  })
  const step = from < to ? -1 : 1
  const between = (n: number): boolean => (n - 1 - from) * (n - 1 - to) <= 0
  return renumbered(moved, stem, (n) => (n - 1 === from ? to + 1 : between(n) ? n + step : n))
}

/** Takes a page out; links to it lead to its module from now on. */
export function removePage(files: Files, stem: string, page: number): Files {
  const cut = inEach(files, stem, (s) => {
    const at = page - leading(s)
    return at < 0 ? { ...s, head: /^\ufeff?\s*# .*(\n|$)/.exec(s.head)?.[0] ?? '' } : { ...s, pages: s.pages.filter((_, i) => i !== at) }
  })
  return renumbered(cut, stem, (n) => (n - 1 === page ? 0 : n - 1 > page ? n - 1 : n))
}

/** Puts a page behind another one; text gives what it says in each language. */
export function addPage(files: Files, stem: string, after: number, text: (language: string) => string): Files {
  let out = files
  for (const l of languagesOf(files)) {
    const name = fileOf(stem, l)
    if (files[name] === undefined) continue
    const s = sections(files[name])
    const at = after + 1 - leading(s)
    const pages = [...s.pages.slice(0, at), text(l), ...s.pages.slice(at)]
    out = { ...out, [name]: joined({ head: ended(s.head), pages: pages.map(ended) }) }
  }
  return renumbered(out, stem, (n) => (n - 1 > after ? n + 1 : n))
}

/** Puts something at the end of a page in every language, such as a question. */
export function addToPage(files: Files, stem: string, page: number, text: (language: string) => string): Files {
  let out = files
  for (const l of languagesOf(files)) {
    const name = fileOf(stem, l)
    if (files[name] === undefined) continue
    const s = sections(files[name])
    const at = page - leading(s)
    if (at < 0 || !s.pages.length) s.head = ended(s.head) + text(l) + '\n'
    else s.pages[at] = ended(s.pages[at] ?? '') + text(l) + (at + 1 < s.pages.length ? '\n\n' : '\n')
    out = { ...out, [name]: joined(s) }
  }
  return out
}

/** An id that no question or skill of the folder has: q1, q2, … */
export function freeId(files: Files, letter: string): string {
  const used = new Set(Object.values(files).flatMap((t) => [...t.matchAll(/\{#([A-Za-z0-9-]+)/g)].map((m) => m[1])))
  let n = 1
  while (used.has(letter + String(n))) n++
  return letter + String(n)
}

/** Gives stems new names, and leads links there. */
function renamed(files: Files, names: ReadonlyMap<string, string>): Files {
  const out: Record<string, string> = {}
  for (const [name, text] of Object.entries(files)) {
    const m = named.exec(name)
    out[m ? fileOf(names.get(m[1] ?? '') ?? m[1] ?? '', m[2] ?? '') : name] = text
  }
  return relinked(out, (stem, page) => ({ stem: names.get(stem) ?? stem, page }))
}
const numbered = (stem: string, i: number): string => String(i + 1).padStart(2, '0') + '-' + stem.slice(3)

/** Puts the modules in an order: their numbers say it. */
const ordered = (files: Files, all: readonly string[]): Files => renamed(files, new Map(all.map((s, i) => [s, numbered(s, i)])))

export function moveModule(files: Files, from: number, to: number): Files {
  const all = modules(files)
  const [one] = all.splice(from, 1)
  if (one === undefined || to < 0 || to > all.length) return files
  all.splice(to, 0, one)
  return ordered(files, all)
}

export function addModule(files: Files, text: (language: string) => string): Files {
  const stem = numbered('00-part', modules(files).length)
  return addStem(files, stem, text)
}

/** Writes a stem in every language. */
export function addStem(files: Files, stem: string, text: (language: string) => string): Files {
  return { ...files, ...Object.fromEntries(languagesOf(files).map((l) => [fileOf(stem, l), text(l)])) }
}

/** Takes a module or a part out, in every language. */
export function removeStem(files: Files, stem: string): Files {
  const left = Object.fromEntries(Object.entries(files).filter(([name]) => named.exec(name)?.[1] !== stem))
  return /^[0-9]/.test(stem) ? ordered(left, modules(left)) : left
}

/** Adds a language: every file begins as a copy of the first language's, to be translated. */
export function addLanguage(files: Files, language: string, title: string): Files {
  const [first] = languagesOf(files)
  let out = withSetting(files, 'title.' + language, title)
  for (const stem of stems(files)) {
    const text = files[fileOf(stem, first ?? '')]
    if (text !== undefined) out = { ...out, [fileOf(stem, language)]: out[fileOf(stem, language)] ?? text }
  }
  return out
}

/** Takes a language out, with all that is written in it. */
export function removeLanguage(files: Files, language: string): Files {
  const lines = (files[front] ?? '').split('\n').filter((l) => !new RegExp(`^[ \\t]*(title|summary|topic\\.[a-z0-9-]+)\\.${language}[ \\t]*:`).test(l))
  const left = Object.fromEntries(Object.entries(files).filter(([name]) => named.exec(name)?.[2] !== language))
  return { ...left, [front]: lines.join('\n') }
}

/** A name that a file may have in media/: Latin letters and digits, short, as no other. */
export function mediaName(wanted: string, taken: readonly string[]): string {
  const dot = wanted.lastIndexOf('.')
  const ending = dot < 0 ? '' : wanted.slice(dot).toLowerCase()
  const stem =
    wanted
      .slice(0, dot < 0 ? undefined : dot)
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .toLowerCase() || 'media'
  let name = stem + ending
  for (let n = 2; taken.includes(name); n++) name = `${stem}-${String(n)}${ending}`
  return name
}

/** A title as the id of a course. */
export const idFrom = (title: string): string => mediaName(title, []).replace(/\..*$/, '')
