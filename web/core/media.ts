// Pictures and recordings that come with a form: which one stands beside what.
import { walk, type Form, type Media } from './form'

/** Kinds that are shown or played. A video is more than a weak line carries. */
const kinds = ['image', 'audio'] as const
export type MediaKind = (typeof kinds)[number]

/** The file of a kind in a language, else in the form's own, else the one for all. */
export function fileOf(form: Form, media: Media | undefined, kind: MediaKind, language: string): string | undefined {
  const of = media?.[kind]
  return of?.[language] ?? of?.[form.default_language] ?? of?.['']
}

function each(form: Form, take: (media: Media | undefined) => void): void {
  walk(form.nodes, (n) => {
    take(n.media)
    if (n.list !== undefined) for (const c of form.lists[n.list] ?? []) take(c.media)
  })
}

/** All files that a form shows or plays in a language, each once, in the order of the form. */
export function filesOf(form: Form, language: string): string[] {
  const found = new Set<string>()
  each(form, (media) => {
    for (const kind of kinds) {
      const name = fileOf(form, media, kind, language)
      if (name !== undefined) found.add(name)
    }
  })
  return [...found]
}

/** All files that a form names, of every kind and language. */
export function namedFiles(form: Form): string[] {
  const found = new Set<string>()
  each(form, (media) => Object.values(media ?? {}).forEach((of) => Object.values(of).forEach((name) => found.add(name))))
  return [...found]
}
