// The words of the console, a file a language; the browser loads the one it shows.
import { spaced, type Language } from '../../ui/lang'
import type { fr } from './fr'

export type Words = typeof fr

/** Every word of French with its spaces as they are printed. */
function set<T>(words: T): T {
  if (typeof words === 'string') return spaced('fr', words) as T
  if (Array.isArray(words)) return words.map((w: unknown) => set(w)) as T
  if (words && typeof words === 'object') return Object.fromEntries(Object.entries(words).map(([k, v]) => [k, set(v as unknown)])) as T
  return words
}

export const words: Record<Language, () => Promise<Words>> = {
  fr: async () => set((await import('./fr')).fr),
  ar: async () => (await import('./ar')).ar,
  en: async () => (await import('./en')).en,
}
