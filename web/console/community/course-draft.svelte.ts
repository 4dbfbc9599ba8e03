// Courses that are being written. What was typed is kept while the console is open, in
// whatever page, and when it is loaded again in the same tab; pictures that are not
// published yet are in the page's memory alone, so closing it asks first.
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

/** The draft of a course, of this tab; undefined where nobody has begun one. */
export function draftOf(course: string): Draft | undefined {
  const key = keyOf(course)
  const there = open.get(key)
  if (there) return there
  try {
    const kept = sessionStorage.getItem(key)
    return kept ? begin(course, JSON.parse(kept) as Kept) : undefined
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
  sessionStorage.removeItem(keyOf(course))
}

addEventListener('beforeunload', (e) => {
  if ([...open.values()].some((d) => Object.keys(d.media).length > 0)) e.preventDefault()
})
