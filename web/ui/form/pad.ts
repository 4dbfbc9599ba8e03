// What the widgets of one form share.
import type { Filling } from '../../core/engine'
import type { El } from '../../core/instance'
import type { Instant } from '../../core/value'
import type { Language } from '../lang'
import type { FormWords } from './words'
import type { Attachment } from '../../core/outbox'

export interface Pad {
  readonly filling: Filling
  readonly files: Map<El, Attachment>
  readonly language: Language
  readonly t: FormWords
  /** bytes of the largest file the node takes */
  readonly max: number
  now(): Instant
  /** grows with every change: what is shown hangs on it */
  readonly turn: number
  /** whether the person has tried to go on: from then on what is missing is shown */
  readonly tried: boolean
  changed(): void
  /** an answer is being made (a photo is drawn): the page is not left before it is there */
  wait?(work: Promise<void>): void
  /** the address of a recording or picture that came with the form, where it is there */
  media?(file: string): string | undefined
}

/** A name of ours for a file: one that the phone gave may say when, where and whose. */
export const fileName = (e: El, ending: string): string => `${e.name}-${Math.random().toString(36).slice(2, 8)}.${ending}`
