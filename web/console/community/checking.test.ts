import { expect, test } from 'vitest'
import type { Reading } from '../api'
import { begin, marks, open, untouched } from './checking'

const sure = (state: 'present' | 'late' | 'partial' | 'none') => ({ state, sure: 1, certain: true })
const unsure = { state: 'late' as const, sure: 0.2, certain: false }
const reading: Reading = {
  sheet: 's',
  page: 1,
  again: false,
  sessions: [
    { id: 'morning', start: '2026-11-25T08:00:00Z' },
    { id: 'evening', start: '2026-11-25T16:00:00Z' },
  ],
  rows: [
    { person: 'a', name: 'Mariem', picture: '', answers: [sure('present'), sure('none')] },
    { person: 'b', name: 'محمد', picture: '', answers: [unsure, sure('none')] },
    { person: 'c', picture: '', answers: [sure('present'), sure('none')] },
    { person: 'd', name: 'Oumar', picture: '', answers: [sure('none'), sure('none')] },
  ],
  roll: [{ person: 'a', session: 'morning', state: 'absent', seq: 7 }],
}

test('what is not certain is left for a person to say', () => {
  const said = begin(reading)
  expect(said).toEqual([
    ['present', 'absent'],
    [null, 'absent'],
    ['present', 'absent'],
    ['absent', 'absent'],
  ])
  expect(untouched(reading)).toEqual([false, true])
  const taken = [true, false]
  expect(open(reading, said, taken)).toBe(1)
  said[1]![0] = 'late'
  expect(open(reading, said, taken)).toBe(0)
  expect(marks(reading, said, taken)).toEqual([
    { person: 'a', session: 'morning', state: 'present', seq: 7 },
    { person: 'b', session: 'morning', state: 'late' },
    { person: 'd', session: 'morning', state: 'absent' },
  ])
})
