import { expect, test } from 'vitest'
import type { Statement } from '../api'
import { fromForm, toForm } from './statement'

const whole: Statement = {
  kind: 'cattle_theft',
  title: 'Vol au puits',
  when: { from: '2026-11-24T06:00:00.000Z', to: '2026-11-24T09:30:00.000Z', precision: 'hour' },
  where: { place: { list: 'L', code: 'MR012' }, detail: 'Tintane', point: { lat: 15.5, lon: -8, accuracy: 0 }, precision: 'exact' },
  harmed: [{ what: 'robbed', sex: 'male', age: 'adult', count: 3, about: true }],
  known: [{ as: 'fact', text: '40 chameaux', reports: ['a'] }],
  assessed: [{ likelihood: 'likely', text: 'La même bande', reports: [] }],
}

test('a statement that nobody changed is saved as it was', () => {
  expect(fromForm(toForm(whole))).toEqual(whole)
})

test('what is not known is left out', () => {
  const bare: Statement = { kind: 'other', when: { precision: 'unknown' }, where: { precision: 'unknown' }, harmed: [], known: [], assessed: [] }
  expect(fromForm(toForm(bare))).toEqual(bare)
  expect(fromForm({ ...toForm(whole), timePrecision: 'unknown' }).when).toEqual({ precision: 'unknown' })
})
