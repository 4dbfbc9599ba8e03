import { afterEach, expect, test } from 'vitest'
import { ago, bytes, count, date, dateTime, day, dayKey, dayName, field, fill, fromField, number, percent, setZone, spaced } from './lang'

const t = new Date('2026-08-31T23:30:00Z')
afterEach(() => setZone(undefined))

test('a moment stands on the clock of the zone that was chosen', () => {
  setZone('Africa/Nouakchott')
  expect(dateTime('fr', t)).toBe('31 août 2026, 23:30')
  setZone('Europe/Paris')
  expect(dateTime('en', t)).toBe('1 Sep 2026, 01:30')
  expect(dayKey(t)).toBe('2026-09-01')
})
test('a zone that nobody knows is the device’s', () => {
  setZone('Mars/Olympus')
  const local = new Date(2026, 7, 31, 9, 5)
  expect(dateTime('en', local)).toBe('31 Aug 2026, 09:05')
})
test('what is typed in a field is meant on the clock that is read', () => {
  for (const zone of ['Africa/Nouakchott', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu']) {
    setZone(zone)
    expect(fromField(field(t)).getTime(), zone).toBe(t.getTime())
  }
  setZone('Europe/Paris')
  expect(fromField('2026-11-25T09:00').toISOString()).toBe('2026-11-25T08:00:00.000Z')
  // The nights on which the clock changes: an hour that is there twice, and one that is not.
  expect(field(fromField('2026-10-25T02:30'))).toBe('2026-10-25T02:30')
  expect(fromField('2026-03-29T03:30').toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(Number.isNaN(fromField('').getTime())).toBe(true)
})
test('a day that is kept as a day is the same on every clock', () => {
  for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
    setZone(zone)
    expect(day('fr', '2026-11-14')).toBe('14 nov. 2026')
    expect(day('en', '2026-11-14T00:00:00Z')).toBe('14 Nov 2026')
  }
})
test('months have their Mauritanian names in Arabic, and western digits', () => {
  setZone('UTC')
  expect(date('ar', t)).toBe('\u206831 أغشت 2026\u2069') // by itself: a Latin name before it would take its number along
  expect(dayName('ar', t)).toBe('الإثنين 31 أغشت')
  expect(ago('ar', new Date(t.getTime() - 5 * 60_000), t)).toMatch(/5/)
  expect(number('ar', 12345)).toMatch(/^12.345$/)
})
test('Arabic has six forms of a number', () => {
  const forms = { zero: 'لا بلاغ', one: 'بلاغ', two: 'بلاغان', few: '{n} بلاغات', many: '{n} بلاغا', other: '{n} بلاغ' }
  expect([0, 1, 2, 3, 11, 100].map((n) => count('ar', n, forms))).toEqual(['لا بلاغ', 'بلاغ', 'بلاغان', '3 بلاغات', '11 بلاغا', '100 بلاغ'])
})
test('a share stands as the language sets it', () => {
  expect([percent('fr', 0.804), percent('en', 0.804)]).toEqual(['80\u00a0%', '80%'])
  expect(percent('ar', 1)).toContain('100')
})
test('sizes are read in the language', () => {
  expect([bytes('fr', 900), bytes('fr', 48_000), bytes('en', 2_300_000)]).toEqual(['900 o', '48 Ko', '2.3 MB'])
})
test('French punctuation stays with its word', () => {
  expect(spaced('fr', '« Où ? » : là')).toBe('«\u00a0Où\u00a0?\u00a0»\u00a0: là')
  expect(spaced('ar', 'أين ؟ ?')).toBe('أين ؟ ?')
})
test('a name that has no value stays as it is', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}')
})

test('what runs the other way than the words around it stands by itself', () => {
  expect(fill('كتب {who}: {n}', { who: 'Ahmed', n: 12 })).toBe('كتب \u2068Ahmed\u2069: 12')
  expect(fill('كتب {who}', { who: 'أحمد' })).toBe('كتب أحمد')
  expect(fill('{who} a écrit {n}', { who: 'أحمد', n: 12 })).toBe('\u2068أحمد\u2069 a écrit 12')
  expect(fill('{who} wrote', { who: 'Ahmed' })).toBe('Ahmed wrote')
})
