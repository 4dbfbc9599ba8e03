// What somebody has begun to write, by report. It outlives a look at another
// report and an ended session, and is kept in memory alone: a desk's computer is shared.
export interface Draft {
  answer: string
  language: string
  note: string
}

const drafts = new Map<string, Draft>()

export const draftOf = (id: string): Draft => drafts.get(id) ?? { answer: '', language: '', note: '' }
export function keepDraft(id: string, d: Draft): void {
  if (d.answer || d.note) drafts.set(id, d)
  else drafts.delete(id)
}
