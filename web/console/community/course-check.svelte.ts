// What the node says of a course while it is written: the compiled course to look at,
// and what is to be mended.
import type { Course } from '../../core/course'
import { api, Fault, ok, type CourseProblem } from '../api'
import type { Draft } from './course-draft.svelte'

/** A draft as the node takes it; media of assumed are told by name alone. */
export function upload(d: Draft, assumed: readonly string[] = []): never {
  const form = new FormData()
  const names: string[] = []
  const add = (name: string, content: Blob): void => {
    names.push(name)
    form.append('files', content, 'file')
  }
  for (const [name, text] of Object.entries(d.files)) add(name, new Blob([text], { type: 'text/markdown' }))
  for (const [name, file] of Object.entries(d.media)) if (!assumed.includes(name)) add('media/' + name, file)
  form.set('names', JSON.stringify(names))
  if (assumed.length) form.set('assumed', JSON.stringify(assumed))
  if (d.base) {
    form.set('base', d.base.id)
    form.set('version', String(d.base.version))
  }
  return form as never
}
export const serialise = (b: unknown): FormData => b as FormData

export class Checker {
  course: Course | null = $state.raw(null)
  problems: CourseProblem[] = $state.raw([])
  busy = $state(false)
  /** why nothing could be checked; '' where it could */
  away = $state('')
  readonly errors = $derived(this.problems.filter((p) => p.severity === 'error').length)
  /** files of media that the node has looked at and taken */
  private readonly passed = new Set<File>()
  private asked = 0

  async check(d: Draft): Promise<void> {
    const n = ++this.asked
    const sent = Object.entries(d.media)
    this.busy = true
    try {
      const known = sent.filter(([, f]) => this.passed.has(f)).map(([name]) => name)
      const got = await ok(api.POST('/api/v1/community/courses/check', { body: upload(d, known), bodySerializer: serialise }))
      const wrong = new Set(got.problems.filter((p) => p.severity === 'error').map((p) => p.file))
      for (const [name, f] of sent) if (!wrong.has('media/' + name)) this.passed.add(f)
      if (n !== this.asked) return // something else was typed meanwhile
      const c = got.course as Course
      this.course = { ...c, modules: c.modules ?? [], languages: c.languages ?? [] }
      this.problems = got.problems
      this.away = ''
    } catch (e) {
      if (n === this.asked) this.away = e instanceof Fault ? e.message : String(e)
      if (e instanceof Fault && e.status === 401) throw e
    } finally {
      if (n === this.asked) this.busy = false
    }
  }
}
