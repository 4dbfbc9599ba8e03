import { describe, expect, it } from 'vitest'
import { blank, done, drafted, part, split, written, type Draft } from './draft'

const draft = (more: Partial<Draft>): Draft => ({ ...blank('u'), name: 'x', ...more })
const there = (d: Draft): unknown => drafted(written(d), d.unit)

describe('a rule built of parts', () => {
  it('comes back from the node as it was built', () => {
    const kind = part('kind', { values: ['attack'] })
    const words = part('words', { text: 'puits, بئر', all: false })
    for (const d of [
      draft({ parts: [kind] }),
      draft({ parts: [kind, words] }),
      draft({ parts: [kind, words], any: true }),
      draft({ parts: [kind, words], any: true, except: [part('place', { values: ['admin/MR01', 'admin/MR02'] })] }),
      draft({ parts: [kind], except: [part('urgency', { values: ['now'] }), part('count', { of: 'missing', least: 3 })] }),
      draft({ parts: [part('hours', { from: '22:00', to: '05:30' }), part('words', { text: 'armes, véhicule', all: true })], stop: true }),
      draft({
        parts: [kind],
        effects: [
          { is: 'send_desk', value: 'police' },
          { is: 'urgency', value: 'soon' },
          { is: 'review', value: '' },
        ],
      }),
    ])
      expect(there(d)).toEqual(d)
  })
  it('leaves alone what it cannot show', () => {
    const then = [{ urgency: 'now' }]
    for (const when of [{ all: [{ all: [{ kind: ['a'] }] }] }, { any: [{ none: [{ kind: ['a'] }] }] }, { hours: { from: '22:00', to: '05:00', days: [5] } }])
      expect(drafted({ name: 'x', when, then }, 'u')).toBeNull()
  })
  it('parts words by the commas of both scripts', () => {
    expect(split(' puits , بئر، حافلة\nbus rouge ;')).toEqual(['puits', 'بئر', 'حافلة', 'bus rouge'])
  })
  it('is done when every part says something', () => {
    expect(done(draft({}))).toBe(false)
    expect(done(draft({ parts: [part('kind', { values: ['attack'] })] }))).toBe(true)
    expect(done(draft({ parts: [part('kind', { values: ['attack'] })], effects: [{ is: 'send', value: '' }] }))).toBe(false)
    expect(done(draft({ parts: [part('kind', { values: ['attack'] })], except: [part('words')] }))).toBe(false)
    expect(done(draft({ parts: [] }))).toBe(false)
  })
})
