import { expect, test } from 'vitest'
import { days, read, write } from './period'

const now = new Date('2026-11-25T10:00:00Z')

test('days back from now', () => {
  expect(read('7d', now)).toEqual({ from: new Date('2026-11-18T10:00:00Z') })
})
test('both days named are in the period', () => {
  const p = read('2026-11-01..2026-11-02', now)
  expect((p.to?.getTime() ?? 0) - (p.from?.getTime() ?? 0)).toBe(2 * 86_400_000)
})
test('either side may be open', () => {
  expect(read('2026-11-01..', now).to).toBeUndefined()
  expect(read('..2026-11-01', now).from).toBeUndefined()
  expect(write('', '2026-11-01')).toBe('..2026-11-01')
  expect(write('', '')).toBe('')
})
test('what is no period is open on both sides', () => {
  for (const wrong of ['', 'yesterday', '2026-13-45..', '-1d', '2026-11-01']) expect(read(wrong, now), wrong).toEqual({})
  expect(days('2026-13-45..2026-11-01')).toEqual(['', '2026-11-01'])
})
