// What a page of a course is shown on: where its files are, where links lead, what
// was answered, and the words that the player says.
import type { Words } from './words'

export interface Desk {
  t: Words
  media: (name: string) => string | undefined
  link: (to: string) => void
  /** what was answered to a question; undefined where nothing was */
  chosen: (id: string) => number[] | undefined
  answer: (id: string, chosen: number[]) => void
  /** a test tells nothing before its end */
  test?: boolean
}

let asked = 0
/** Another number each time: what the answers of one question on a page have in common. */
export const number = (): number => ++asked
