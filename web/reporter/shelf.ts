// Courses on the phone: which there are, which are kept, and how far somebody is.
import type { Course, Progress } from '../core/course'
import { files, resume, spoken, steps } from '../core/course'
import { call, callJSON } from '../core/line'
import { forgetPublic, recall, recallFile, remember, rememberFile } from '../core/outbox'
import { coursePrefix } from './state.svelte'

/** A course as the list has it. */
export interface Line {
  id: string
  version: number
  title: Record<string, string>
  summary: Record<string, string>
  languages: string[]
  hours: number
  review: string
  reviewed: string
  bytes: number
  films: number
}
export interface Kept {
  line: Line
  course: Course
}

const listKey = coursePrefix + 'list'
const keptKey = (id: string): string => `${coursePrefix}kept ${id}`
const mediaKey = (c: Course, name: string): string => `${coursePrefix}media ${c.id} ${c.version} ${name}`
const progressKey = (id: string): string => `${coursePrefix}progress ${id}`
const sharedKey = coursePrefix + 'shared'

/** The courses that anyone may read, as the node says, or as it said last. */
export async function list(language: string): Promise<{ lines: Line[]; online: boolean }> {
  try {
    const { items } = await callJSON<{ items: Line[] }>('GET', '/courses', language)
    await remember(listKey, items)
    return { lines: items, online: true }
  } catch {
    const lines = (await recall<Line[]>(listKey)) ?? []
    const here = await Promise.all(lines.map((l) => kept(l.id)))
    return { lines: lines.filter((_, i) => here[i]), online: false }
  }
}

export const kept = (id: string): Promise<Kept | undefined> => recall<Kept>(keptKey(id))

const path = (l: { id: string; version: number }, more = ''): string => `/courses/${encodeURIComponent(l.id)}${more}?version=${l.version}`

/** A course to read: the kept one, or the node's. */
export async function fetchCourse(l: Line, language: string): Promise<Course> {
  return (await kept(l.id))?.course ?? callJSON<Course>('GET', path(l), language)
}

/** The address of a file of a course that is read online. */
export const address = (c: Course, name: string): string => '/api/v1/reporter' + path(c, '/media/' + encodeURIComponent(name))

/**
 * Puts a course on the phone with what it shows in a language, one file after the
 * other: a line that is cut has brought some. It is kept when all of it is there.
 */
export async function keep(l: Line, language: string, films: boolean, on: (share: number) => void): Promise<void> {
  const course = await callJSON<Course>('GET', path(l), language)
  const own = spoken(course, language)
  const shown = new Set(files(course, own))
  const media = (course.media ?? []).filter((m) => shown.has(m.name) && (films || !m.type.startsWith('video/')))
  const all = media.reduce((n, m) => n + m.size, 0)
  let done = 0
  on(0)
  for (const m of media) {
    const key = mediaKey(course, m.name)
    if (!(await recallFile(key))) await rememberFile(key, await call('GET', path(course, '/media/' + encodeURIComponent(m.name)), language))
    on((done += m.size) / all)
  }
  await remember(keptKey(l.id), { line: l, course } satisfies Kept)
  await forgetPublic((k) => k.startsWith(`${coursePrefix}media ${l.id} `) && !k.startsWith(`${coursePrefix}media ${l.id} ${l.version} `))
  on(1)
}

/** Takes a course off the phone, and how far somebody was in it. */
export const drop = (id: string): Promise<void> =>
  forgetPublic((k) => k === keptKey(id) || k === progressKey(id) || k.startsWith(`${coursePrefix}media ${id} `))

/** Addresses of the files of a course that are on the phone, until release is called. */
export async function onPhone(c: Course): Promise<{ at: Record<string, string>; release: () => void }> {
  const at: Record<string, string> = {}
  for (const m of c.media ?? []) {
    const blob = await recallFile(mediaKey(c, m.name))
    if (blob) at[m.name] = URL.createObjectURL(blob)
  }
  return { at, release: () => Object.values(at).forEach((u) => URL.revokeObjectURL(u)) }
}

export async function progressIn(c: Course, language: string): Promise<Progress> {
  return resume((await isShared()) ? undefined : await recall(progressKey(c.id)), steps(c, language).length)
}
/** Keeps how far somebody is, on their own phone alone. */
export async function keepProgress(c: Course, p: Progress): Promise<void> {
  if (!(await isShared())) await remember(progressKey(c.id), p)
}

/** Whether several people use this device one after the other: then nothing of one stays for the next. */
export const isShared = async (): Promise<boolean> => (await recall<boolean>(sharedKey)) === true
export async function share(on: boolean): Promise<void> {
  await remember(sharedKey, on)
  if (on) await forgetPublic((k) => k.startsWith(coursePrefix + 'progress '))
}
