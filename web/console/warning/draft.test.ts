import { describe, expect, it } from 'vitest'
import { blank, read, ready, write, type Draft } from './draft'

const words = { headline: 'a', description: 'b', instruction: 'c' }
const whole = (): Draft => ({
  ...blank(new Date(2026, 10, 24, 10, 0)),
  event: 'flood',
  places: ['L/MR1'],
  texts: { fr: words, ar: words, en: { headline: '', description: '', instruction: '' } },
})
const name = (): string => 'Gorgol'

describe('a warning in the form', () => {
  it('comes back as it was written', () => {
    const d = { ...whole(), onset: '2026-11-24T12:00', response: 'Evacuate', contact: ' 118 ', drawn: true }
    expect(read(write(d, name))).toEqual({ ...d, contact: '118' })
  })
  it('leaves out languages in which nothing is said', () => {
    expect(Object.keys(write(whole(), name).texts)).toEqual(['fr', 'ar'])
  })
  it('keeps ground that was drawn as a polygon', () => {
    const shape = {
      corners: [
        { lat: 1, lon: 1 },
        { lat: 2, lon: 1 },
        { lat: 2, lon: 2 },
      ],
    }
    expect(write(whole(), name, { ...write(whole(), name), shape }).shape).toEqual(shape)
  })
  it('is handed on whole, in Arabic and French', () => {
    expect(ready(whole())).toBe(true)
    expect(ready({ ...whole(), places: [] })).toBe(false)
    expect(ready({ ...whole(), event: '' })).toBe(false)
    for (const l of ['fr', 'ar', 'en'] as const) expect(ready({ ...whole(), texts: { ...whole().texts, [l]: { ...words, instruction: ' ' } } })).toBe(false)
  })
})
