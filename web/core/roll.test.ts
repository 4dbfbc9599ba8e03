import { describe, expect, it } from 'vitest'
import { counts, isOver, latest, lines, marked, proposed, stateOf, taken, tapped, ticked, waiting, type Book, type Roll, type Session } from './roll'

const session = (id: string, start: string, end: string): Session => ({ id, title: id, start, end })
const roll = (over: Partial<Roll> = {}): Roll => ({
  activity: 'a',
  title: 'First aid',
  sessions: [session('s1', '2026-11-26T08:00:00Z', '2026-11-26T12:00:00Z'), session('s2', '2026-11-26T14:00:00Z', '2026-11-26T17:00:00Z')],
  people: [
    { id: 'p1', name: 'Aïcha' },
    { id: 'p2', name: 'Brahim' },
    { id: 'p3', name: 'محمد' },
  ],
  stands: [],
  until: '2026-11-30T00:00:00Z',
  ...over,
})
const empty = (over: Partial<Roll> = {}): Book => ({ roll: roll(over), out: [], newcomers: [], n: 0 })
const at = '1970-01-01T00:01:00Z'

describe('a roll on a phone', () => {
  it('marks by taps: present, late, present again', () => {
    expect(tapped('none')).toBe('present')
    expect(tapped('present')).toBe('late')
    expect(tapped('late')).toBe('present')
    expect(tapped('absent')).toBe('present')
  })

  it('shows what was marked here above what the node said, until it is sent', () => {
    const b = empty({ stands: [{ session: 's1', person: 'p1', state: 'absent', seq: 7 }] })
    const { book, mark } = marked(b, 's1', 'p1', 'present', at)
    expect(mark).toEqual({ n: 1, session: 's1', person: 'p1', state: 'present', saw: 7, at })
    expect(lines(book, 's1')[0]).toMatchObject({ state: 'present', waits: true })
    expect(lines(book, 's2')[0]).toMatchObject({ state: 'none', waits: false })
    const sent = taken(book, 1, [], roll({ stands: [{ session: 's1', person: 'p1', state: 'present', seq: 8 }] }))
    expect(lines(sent, 's1')[0]).toMatchObject({ state: 'present', waits: false })
    expect(waiting(sent)).toBe(0)
  })

  it('keeps what was marked while the answer was on its way', () => {
    const first = marked(empty(), 's1', 'p1', 'present', at).book
    const second = marked(first, 's1', 'p2', 'late', at).book
    const after = taken(second, 1, [], roll({ stands: [{ session: 's1', person: 'p1', state: 'present', seq: 1 }] }))
    expect(after.out.map((m) => m.n)).toEqual([2])
    expect(stateOf(after, 's1', 'p2')).toBe('late')
    expect(marked(after, 's1', 'p3', 'present', at).mark.n).toBe(3)
  })

  it('never counts again from one, though nothing waits', () => {
    const sent = taken(marked(empty(), 's1', 'p1', 'present', at).book, 1, [], roll())
    expect(marked(sent, 's1', 'p1', 'late', at).mark.n).toBe(2)
  })

  it('sends of several marks about one the last', () => {
    let b = empty()
    for (const s of ['present', 'late', 'absent'] as const) b = marked(b, 's1', 'p1', s, at).book
    b = marked(b, 's1', 'p2', 'present', at).book
    expect(latest(b.out).map((m) => [m.person, m.state, m.n])).toEqual([
      ['p1', 'absent', 3],
      ['p2', 'present', 4],
    ])
    expect(waiting(b)).toBe(2)
  })

  it('shows a conflict until it is marked here', () => {
    const b = empty({ stands: [{ session: 's1', person: 'p1', state: 'absent', conflict: true, seq: 3 }] })
    expect(lines(b, 's1')[0]?.conflict).toBe(true)
    expect(lines(marked(b, 's1', 'p1', 'present', at).book, 's1')[0]?.conflict).toBe(false)
  })

  it('has newcomers at the end, once', () => {
    const b: Book = { ...empty(), newcomers: [{ id: 'n1', name: 'Coumba', sex: 'female', band: '18-24', community: 'host' }] }
    expect(lines(b, 's1').map((l) => [l.person.name, l.fresh])).toEqual([
      ['Aïcha', false],
      ['Brahim', false],
      ['محمد', false],
      ['Coumba', true],
    ])
    const known = taken(b, 0, ['n1'], roll({ people: [...roll().people, { id: 'n1', name: 'Coumba' }] }))
    expect(lines(known, 's1').filter((l) => l.person.id === 'n1')).toHaveLength(1)
    expect(waiting(known)).toBe(0)
  })

  it('counts a session', () => {
    let b = marked(empty(), 's1', 'p1', 'present', at).book
    b = marked(b, 's1', 'p2', 'partial', at).book
    expect(counts(lines(b, 's1'))).toEqual({ present: 1, late: 0, partial: 1, absent: 0, none: 1 })
  })
})

describe('the session that is proposed', () => {
  const sessions = roll().sessions
  const when = (t: string): string | undefined => proposed(sessions, Date.parse(t))?.id
  it('is the one that is on, or about to begin', () => {
    expect(when('2026-11-26T07:15:00Z')).toBe('s1')
    expect(when('2026-11-26T11:00:00Z')).toBe('s1')
    expect(when('2026-11-26T15:00:00Z')).toBe('s2')
  })
  it('is the next between two, the first long before, the last long after', () => {
    expect(when('2026-11-26T12:30:00Z')).toBe('s2')
    expect(when('1970-01-01T00:00:00Z')).toBe('s1')
    expect(when('2030-01-01T00:00:00Z')).toBe('s2')
    expect(proposed([], 0)).toBeUndefined()
  })
})

describe('the time that a phone knows', () => {
  const hour = 3_600_000
  const day = 24 * hour
  const now = Date.parse('2026-11-26T12:00:00Z')
  /** What the phone knows after its own clock read each of these. */
  const after = (off: number, latest: number, ...device: number[]): number => device.reduce(ticked, { off, latest }).latest
  it('is its own, put right by what the node said', () => {
    expect(after(0, now, now + hour)).toBe(now + hour)
    expect(after(-2 * hour, now, now + 3 * hour)).toBe(now + hour)
    expect(after(now, now, hour)).toBe(now + hour) // a tablet in 1970
  })
  it('never goes back, and goes on from the latest that it has known', () => {
    expect(after(0, now, now - day)).toBe(now)
    expect(after(0, now, now - day, now - day + hour, now - 2 * day, now - 2 * day + hour)).toBe(now + 2 * hour)
  })
  it('is right again where the clock is put right, be it without a line', () => {
    expect(after(now, now, hour, now + 2 * hour)).toBe(now + 2 * hour) // no more in 1970, and not in 2083
    expect(after(-365 * day, now, now + hour)).toBe(now) // was a year ahead
  })
  it('goes on while the app is closed', () => {
    expect(after(0, now, now + 400 * day)).toBe(now + 400 * day)
    expect(after(hour, now, now + 20 * day)).toBe(now + 20 * day + hour)
  })
  it('ends the pass a moment after its last one', () => {
    const until = Date.parse(roll().until)
    expect([until - 1, until, until + 1].map((latest) => isOver(roll(), { off: 0, latest }))).toEqual([false, false, true])
  })
})
