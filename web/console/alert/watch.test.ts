import { describe, expect, it } from 'vitest'
import type { Alert, Watch } from '../api'
import { fr } from '../i18n/fr'
import { next, span } from './times'
import { blank, read, write } from './watch'

const unit = '11111111-1111-4111-8111-111111111111'
const watch = (rule: Watch['rule'], more: Partial<Watch> = {}): Watch => ({
  id: unit,
  unit,
  unit_name: 'Bureau',
  name: { fr: 'a', ar: 'ب', en: 'c' },
  urgency: 'soon',
  on: true,
  at: '2026-11-25T10:00:00Z',
  raised: 0,
  minutes: [60, 120, 240],
  can: [],
  places: [],
  revision: 1,
  rule,
  ...more,
})

describe('a watch in its form', () => {
  it('comes out as it went in', () => {
    for (const rule of [
      { look: 'reports', kinds: ['attack'], words: ['puits abandonné', 'بئر'], places: [{ list: 'L', code: 'M1' }] },
      { look: 'reports', count: 3, hours: 72, senders: true, together: false, kinds: ['theft'] },
      { look: 'reports', fence: { centre: { lat: 15.6, lon: -5.9 }, metres: 12_500 } },
      {
        look: 'reports',
        fence: {
          corners: [
            { lat: 1, lon: 1 },
            { lat: 1, lon: 2 },
            { lat: 2, lon: 2 },
          ],
        },
      },
      { look: 'silence', units: [unit], hours: 48 },
      { look: 'signal' },
    ] satisfies Watch['rule'][])
      expect(write(read(watch(rule))).rule).toEqual(rule)
  })
  it('has a ladder of its own, or climbs the tree', () => {
    const ladder = [{ minutes: 5 }, { unit, minutes: 20, owner: unit, channels: ['sms'] }]
    const own = read(watch({ look: 'signal' }, { ladder, join: 6 }))
    expect(write(own)).toMatchObject({ ladder, join: 6 })
    expect(write({ ...own, own: false, join: 12 })).not.toHaveProperty('ladder')
    expect(write({ ...own, own: false, join: 12 })).not.toHaveProperty('join')
  })
  it('has no quiet hours where life is at risk', () => {
    const f = { ...blank(unit), quiet: true, urgency: 'now' as const }
    expect(write(f)).not.toHaveProperty('quiet')
    expect(write({ ...f, urgency: 'soon' })).toMatchObject({ quiet: { from: '22:00', to: '06:00' } })
  })
})

describe('the times of a ladder', () => {
  const now = new Date('2026-11-25T10:00:00Z')
  const alert = (due: string, level: number): Alert =>
    ({ state: 'open', due, level, levels: [1, 2].map(() => ({ unit: { id: unit, name: 'u' }, minutes: 10 })) }) as unknown as Alert
  it('are told in minutes, then in hours', () => {
    expect(span('fr', fr, 10)).toBe('10 min')
    expect(span('fr', fr, 240)).toBe('4 h')
  })
  it('say what comes next, and what is late', () => {
    expect(next('fr', fr, alert('2026-11-25T10:08:00Z', 0), now)).toEqual({ text: 'monte dans 8 min', late: false })
    expect(next('fr', fr, alert('2026-11-25T10:08:00Z', 1), now)).toEqual({ text: 'rappelée dans 8 min', late: false })
    expect(next('fr', fr, alert('2026-11-25T09:57:00Z', 0), now)).toEqual({ text: 'en retard de 3 min', late: true })
    expect(next('fr', fr, { ...alert('2026-11-25T10:08:00Z', 0), state: 'acknowledged' }, now)).toBeNull()
  })
})
