// What people choose from: units, members, places, kinds. Its words are folded
// once, so that matching a thousand of them at every key is nothing.
import { fold, matches, rank } from './fold'

export interface Choice {
  value: string
  label: string
  /** Where it belongs or what kind it is: shown beside it, and matched too. */
  hint?: string
  /** Other spellings and codes that find it. */
  also?: string
  /** How deep it stands below others. */
  depth?: number
  count?: number
}

const folded = new WeakMap<Choice, string>()
const text = (c: Choice): string => {
  let t = folded.get(c)
  if (t === undefined) folded.set(c, (t = fold(`${c.label} ${c.also ?? ''} ${c.hint ?? ''}`)))
  return t
}

/** The choices that answer what was typed, the best first; all of them, as they stand, for nothing. */
export function choicesFor(typed: string, choices: readonly Choice[]): Choice[] {
  const t = fold(typed)
  if (!t) return [...choices]
  return choices
    .filter((c) => matches(t, text(c)))
    .map((c, i) => ({ c, i, r: rank(t, text(c)) }))
    .sort((a, b) => a.r - b.r || a.i - b.i)
    .map(({ c }) => c)
}
