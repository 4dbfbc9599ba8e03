// Courses that are being written. What was typed is kept while the console is open, in
// whatever page, and when it is loaded again in the same tab, and so are new pictures as far
// as the tab has room; where it has none they are in the page's memory alone, and closing it asks first.
import { app } from '../app.svelte'
import type { Files } from './folder'

export interface Base {
  id: string
  version: number
}
interface Kept {
  base: Base | null
  start: Files
  files: Files
  baseMedia: string[]
}

/** Steps that can be taken back. */
const maxSteps = 200
/** Milliseconds within which typing in one file is one step. */
const together = 1_000
/** Letters of new pictures that a tab keeps: browsers give some five million, and the texts come first. */
const roomForMedia = 2_500_000

export class Draft {
  readonly base: Base | null
  readonly start: Files = {}
  /** names in media/ of the version that this one is made from */
  readonly baseMedia: string[]
  files: Files = $state.raw({})
  /** pictures and recordings that are new */
  media: Readonly<Record<string, File>> = $state.raw({})
  private past: Files[] = $state.raw([])
  private future: Files[] = $state.raw([])
  private typed = { file: '', at: 0 }
  private readonly key: string
  readonly changed: boolean = $derived(this.files !== this.start && JSON.stringify(this.files) !== JSON.stringify(this.start))
  readonly unsaved: boolean = $derived(this.changed || Object.keys(this.media).length > 0)
  readonly undoes: boolean = $derived(this.past.length > 0)
  readonly redoes: boolean = $derived(this.future.length > 0)

  constructor(key: string, kept: Kept) {
    this.key = key
    this.base = kept.base
    this.start = kept.start
    this.baseMedia = kept.baseMedia
    this.files = kept.files
  }

  /** Puts a new state of the folder in the old one's place; typing in one file is one step. */
  change(files: Files, typedIn = '', now = Date.now()): void {
    if (files === this.files) return
    const same = typedIn !== '' && typedIn === this.typed.file && now - this.typed.at < together
    if (!same) this.past = [...this.past, this.files].slice(-maxSteps)
    this.typed = { file: typedIn, at: now }
    this.future = []
    this.files = files
    this.keep()
  }
  undo(): void {
    const before = this.past[this.past.length - 1]
    if (!before) return
    this.future = [...this.future, this.files]
    this.past = this.past.slice(0, -1)
    this.go(before)
  }
  redo(): void {
    const next = this.future[this.future.length - 1]
    if (!next) return
    this.past = [...this.past, this.files]
    this.future = this.future.slice(0, -1)
    this.go(next)
  }
  private go(files: Files): void {
    this.typed = { file: '', at: 0 }
    this.files = files
    this.keep()
  }
  /** Puts a picture or a recording in, and keeps it where there is room. */
  async add(called: string, file: File): Promise<void> {
    this.media = { ...this.media, [called]: file }
    const packed = await packedOf(file).catch(() => undefined)
    if (
      packed === undefined ||
      open.get(this.key) !== this ||
      keptMedia(this.key).reduce((n, k) => n + (sessionStorage.getItem(k)?.length ?? 0), packed.length) > roomForMedia
    )
      return
    try {
      sessionStorage.setItem(mediaKey(this.key, called), packed)
    } catch {
      // no room: it is in the page's memory still
    }
  }
  /** Takes in what was kept of pictures and recordings. */
  restore(): void {
    for (const k of keptMedia(this.key)) {
      const called = k.slice(mediaKey(this.key, '').length)
      this.media = { ...this.media, [called]: unpacked(called, sessionStorage.getItem(k) ?? '') }
    }
  }
  /** Whether closing the page loses something. */
  get loses(): boolean {
    return Object.keys(this.media).some((called) => sessionStorage.getItem(mediaKey(this.key, called)) === null)
  }
  /** Keeps the texts for when the page is loaded again. */
  keep(): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ base: this.base, start: this.start, files: this.files, baseMedia: this.baseMedia } satisfies Kept))
    } catch {
      // no room: what is typed is in the page's memory still
    }
  }
}

const open = new Map<string, Draft>()
const keyOf = (course: string): string => `course ${app.me} ${course}`

const mediaKey = (key: string, called: string): string => `media of ${key} ${called}`
const keptMedia = (key: string): string[] => Object.keys(sessionStorage).filter((k) => k.startsWith(mediaKey(key, '')))

/** A file as letters: `data:image/png;base64,…`. */
function packedOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
}
function unpacked(called: string, packed: string): File {
  const [head = '', body = ''] = packed.split(',', 2)
  const type = /^data:([^;]*)/.exec(head)?.[1] ?? ''
  return new File([Uint8Array.from(atob(body), (c) => c.charCodeAt(0))], called, { type })
}

/** The draft of a course, of this tab; undefined where nobody has begun one. */
export function draftOf(course: string): Draft | undefined {
  const key = keyOf(course)
  const there = open.get(key)
  if (there) return there
  try {
    const kept = sessionStorage.getItem(key)
    if (!kept) return undefined
    const d = begin(course, JSON.parse(kept) as Kept)
    d.restore()
    return d
  } catch {
    return undefined
  }
}

export function begin(course: string, kept: Kept): Draft {
  const d = new Draft(keyOf(course), kept)
  open.set(keyOf(course), d)
  return d
}

/** The courses of which this tab has drafts. */
export function begun(): string[] {
  const prefix = keyOf('')
  const kept = [...open.keys(), ...Object.keys(sessionStorage)].filter((k) => k.startsWith(prefix))
  return [...new Set(kept.map((k) => k.slice(prefix.length)))].sort()
}

export function forget(course: string): void {
  open.delete(keyOf(course))
  for (const k of [keyOf(course), ...keptMedia(keyOf(course))]) sessionStorage.removeItem(k)
}

addEventListener('beforeunload', (e) => {
  if ([...open.values()].some((d) => d.loses)) e.preventDefault()
})
