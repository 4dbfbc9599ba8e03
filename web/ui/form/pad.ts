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
  /** whether the person has tried to send: from then on what is missing is shown */
  readonly tried: boolean
  changed(): void
}
