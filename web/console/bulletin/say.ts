// How bulletins are named.
import { date, type Language } from '../../ui/lang'
import type { BulletinLine, Paragraph } from '../api'

/** A day of a bulletin, as people write it. */
export const day = (l: Language, of: string): string => date(l, new Date(of + 'T12:00Z'))

export const tone: Record<BulletinLine['state'], string> = { draft: 'soon', released: 'good', superseded: '', withdrawn: '' }

/** The languages of a bulletin's readers, in the order in which the editor shows them. */
export const tongues: Language[] = ['fr', 'ar', 'en']

export const sections = ['incidents', 'reports', 'alerts', 'trends', 'done', 'late', 'questions', 'remarks'] as const
export type Section = (typeof sections)[number]

/** What must be settled before a bulletin goes out. */
export const unsettled = (p: Paragraph): boolean =>
  !p.out && ((p.status !== undefined && p.status !== 'same') || Object.values(p.texts).some((s) => (s.conflicts?.length ?? 0) > 0))

/** Whether somebody wrote it in French and in Arabic. */
export const whole = (p: Paragraph): boolean => !!p.texts['fr']?.text && !!p.texts['ar']?.text

/** Names a paragraph as it stands: what was read counts until it changes. */
export const version = (p: Paragraph): string =>
  p.id +
  ' ' +
  Object.values(p.texts)
    .map((s) => s.seq ?? 0)
    .join(' ')
