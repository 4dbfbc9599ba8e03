import { expect, it } from 'vitest'
import { feasts } from './holidays'

it('gives the public holidays of a year, those of the moon with a mark', () => {
  const year = feasts(new Date('2026-01-01T00:00:00Z'))
  // Reckoned dates of 1447 and 1448 as the calendar of Umm al-Qura prints them.
  expect(Object.fromEntries(year.map((f) => [f.key, f.date]))).toEqual({
    newYear: '2026-01-01',
    fitr: '2026-03-20',
    fitr2: '2026-03-21',
    labour: '2026-05-01',
    africa: '2026-05-25',
    adha: '2026-05-27',
    adha2: '2026-05-28',
    hijra: '2026-06-16',
    mawlid: '2026-08-25',
    independence: '2026-11-28',
  })
  expect(year.filter((f) => f.moon).every((f) => !f.yearly)).toBe(true)
  expect(year.filter((f) => f.yearly).map((f) => f.key)).toEqual(['newYear', 'labour', 'africa', 'independence'])
})
it('goes on over the end of the year', () => {
  expect(feasts(new Date('2026-11-26T00:00:00Z'))[0]).toMatchObject({ key: 'independence', date: '2026-11-28' })
  expect(feasts(new Date('2026-11-29T00:00:00Z')).at(-1)).toMatchObject({ key: 'independence', date: '2027-11-28' })
})
