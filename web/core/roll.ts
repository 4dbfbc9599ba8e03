// A roll as a phone takes it, without a line: what the node last said, and on top
// of it what was marked here and is not sent yet. The node merges what devices say
// (internal/community/attendance/mark.go); nothing here goes by the phone's clock
// but the session that is proposed.

export type State = 'none' | 'present' | 'late' | 'partial' | 'absent'
export const states: readonly State[] = ['present', 'late', 'partial', 'absent', 'none']

export interface Session {
  id: string
  title: string
  start: string
  end: string
}
export interface Person {
  id: string
  name: string
  /** what stands on the person's QR card, where one was printed */
  card?: string
}
/** How somebody stands at a session by all that the node has heard. */
export interface Stand {
  session: string
  person: string
  state: State
  conflict?: boolean
  /** grows with everything said about it */
  seq: number
}
export interface Roll {
  activity: string
  title: string
  sessions: Session[]
  people: Person[]
  stands: Stand[]
  /** the last moment of the pass, by the node's clock */
  until: string
  /** tests are taken with this pass */
  tests?: boolean
}
/** What this device says. n counts what it said, ever: the node takes each once. */
export interface Mark {
  n: number
  session: string
  person: string
  state: State
  /** the seq of what was seen when it was marked */
  saw: number
  /** the device's own time: a claim */
  at: string
}
export interface Newcomer {
  id: string
  name: string
  sex: string
  band: string
  community: string
}
/** All that a phone knows of a roll. */
export interface Book {
  roll: Roll
  out: readonly Mark[]
  newcomers: readonly Newcomer[]
  /** the n of the last mark */
  n: number
}
/** One person of a session as the screen shows them. */
export interface Line {
  person: Person
  state: State
  /** devices differ, and nobody has settled it */
  conflict: boolean
  /** marked here and not sent yet */
  waits: boolean
  /** added here and not sent yet */
  fresh: boolean
}

const slot = (session: string, person: string): string => session + ' ' + person

/** What a tap makes of a state: present, again: late, again: present. What is rarer stands in the menu. */
export const tapped = (s: State): State => (s === 'present' ? 'late' : 'present')

/** A session's people in the order of the roll, newcomers last. */
export function lines(book: Book, session: string): Line[] {
  const stands = new Map(book.roll.stands.filter((s) => s.session === session).map((s) => [s.person, s]))
  const marked = new Map(book.out.filter((m) => m.session === session).map((m) => [m.person, m]))
  const fresh = book.newcomers.filter((n) => !book.roll.people.some((p) => p.id === n.id))
  const line = (person: Person, isFresh: boolean): Line => {
    const mark = marked.get(person.id)
    const stand = stands.get(person.id)
    return { person, state: mark?.state ?? stand?.state ?? 'none', conflict: !mark && (stand?.conflict ?? false), waits: !!mark, fresh: isFresh }
  }
  return [...book.roll.people.map((p) => line(p, false)), ...fresh.map((n) => line({ id: n.id, name: n.name }, true))]
}

/** How somebody stands at a session as this phone knows it. */
export function stateOf(book: Book, session: string, person: string): State {
  for (let i = book.out.length - 1; i >= 0; i--) {
    const m = book.out[i]
    if (m && m.session === session && m.person === person) return m.state
  }
  return book.roll.stands.find((s) => s.session === session && s.person === person)?.state ?? 'none'
}

/** The mark that says state of somebody, and the book with it. */
export function marked(book: Book, session: string, person: string, state: State, at: string): { book: Book; mark: Mark } {
  const saw = book.roll.stands.find((s) => s.session === session && s.person === person)?.seq ?? 0
  const mark: Mark = { n: book.n + 1, session, person, state, saw, at }
  return { book: { ...book, out: [...book.out, mark], n: mark.n }, mark }
}

/** The book once the node has taken all marks up to n and the newcomers of some ids, and said how the roll stands. */
export function taken(book: Book, n: number, newcomers: readonly string[], roll: Roll): Book {
  return { roll, out: book.out.filter((m) => m.n > n), newcomers: book.newcomers.filter((p) => !newcomers.includes(p.id)), n: Math.max(book.n, n) }
}

/** How many of what wait to be sent: the last word about each, and newcomers. */
export const waiting = (book: Book): number => new Set(book.out.map((m) => slot(m.session, m.person))).size + book.newcomers.length

/** What goes to the node: of several marks about one slot the last, which says it all. */
export function latest(out: readonly Mark[]): Mark[] {
  const last = new Map(out.map((m) => [slot(m.session, m.person), m]))
  return [...last.values()].sort((a, b) => a.n - b.n)
}

export type Counts = Record<State, number>

export function counts(all: readonly Line[]): Counts {
  const c: Counts = { present: 0, late: 0, partial: 0, absent: 0, none: 0 }
  for (const l of all) c[l.state]++
  return c
}

/** How long before its begin a session's roll may be called, in milliseconds. */
const early = 60 * 60_000

/** The session to propose: the one that is on, else the next, else the last. */
export function proposed(sessions: readonly Session[], now: number): Session | undefined {
  const on = sessions.filter((s) => Date.parse(s.start) - early <= now && now <= Date.parse(s.end))
  // Of two that touch, the one whose begin is nearer.
  const nearer = (a: Session, b: Session): Session => (Math.abs(Date.parse(a.start) - now) <= Math.abs(Date.parse(b.start) - now) ? a : b)
  return on.length ? on.reduce(nearer) : (sessions.find((s) => Date.parse(s.start) > now) ?? sessions[sessions.length - 1])
}

/** Milliseconds that a device's clock may be wrong until the person is told. */
export const clockOff = 10 * 60_000

/** What a phone knows of the time: how far the node's clock is ahead of its own, and the latest moment that it has known of. */
export interface Clock {
  off: number
  latest: number
}
/** Milliseconds: who leaps further was set, and did not go on (as internal/node/steady.go has it). */
const leap = 30 * 24 * 3_600_000

/** The clock when the device's own reads so: it never goes back, and goes on from the latest that it has known. */
export function ticked(c: Clock, device: number): Clock {
  let { off } = c
  // The device's clock was put right after the node had told how far it was behind.
  if (device + off - c.latest > leap && device >= c.latest) off = Math.min(off, 0)
  if (device + off < c.latest) off = c.latest - device
  return { off, latest: device + off }
}
/** The pass has ended: no name is shown from then on. */
export const isOver = (roll: Roll, c: Clock): boolean => c.latest > Date.parse(roll.until)

/** A slot and what it said before it was marked: what an undo goes back to. */
export interface Step {
  session: string
  person: string
  before: State
}
