import { afterEach, expect, test } from 'vitest'
import { setZone } from '../../ui/lang'
import { blank, read, session, stop, write } from './plan'
import type { Activity } from '../api'

afterEach(() => setZone(undefined))

test('hours are those of the clock that the account reads, whatever the device’s', () => {
  for (const [zone, start] of [
    ['Africa/Nouakchott', '2026-11-25T09:00:00.000Z'],
    ['Europe/Paris', '2026-11-25T08:00:00.000Z'],
    ['America/New_York', '2026-11-25T14:00:00.000Z'],
  ] as const) {
    setZone(zone)
    const draft = { ...blank(), sessions: [{ id: 'a', title: '', start: '2026-11-25T09:00', end: '2026-11-25T12:00' }] }
    const plan = write(draft, () => '')
    expect(plan.sessions?.[0]?.start, zone).toBe(start)
    expect(read({ plan } as Activity).sessions, zone).toEqual(draft.sessions)
  }
})
test('a session begins in the morning, the next an hour after it or a day later', () => {
  setZone('America/New_York')
  const first = session()
  expect(first.start.slice(11)).toBe('09:00')
  expect(session(first).start.slice(11)).toBe('13:00')
  expect(session({ ...first, start: '2026-10-31T09:00', end: '2026-10-31T12:00' }, true)).toMatchObject({ start: '2026-11-01T09:00', end: '2026-11-01T12:00' })
})
test('the days of a caravan are days, wherever they are read', () => {
  for (const zone of ['America/New_York', 'Pacific/Auckland']) {
    setZone(zone)
    const draft = { ...blank(), kind: 'caravan' as const, stops: [{ place: '', spot: 'Fassala', day: '2026-11-14', audience: '' }] }
    const plan = write(draft, () => '')
    expect(plan.stops?.[0]?.day).toBe('2026-11-14T00:00:00Z')
    expect(read({ plan } as Activity).stops).toEqual(draft.stops)
    expect(stop(draft.stops[0]).day).toBe('2026-11-15')
  }
})
