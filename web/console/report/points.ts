// What a second look may find that should have been otherwise.
export type Point = 'grade' | 'urgency' | 'kind' | 'outcome' | 'answer' | 'missed'
export const points: Point[] = ['grade', 'urgency', 'kind', 'outcome', 'answer', 'missed']
