// Whether a text as a whole matches a pattern. The browser's own engine tries one
// way after another and can hang a phone on twenty letters; this one goes all ways
// at once, a letter at a time, as Go's does on the node, and agrees with it.

type Set = (c: number) => boolean
type Step = { op: 'set'; set: Set } | { op: 'split'; to: number[] } | { op: 'at'; what: '^' | '$' | 'b' | 'B' } | { op: 'end' }

/** Thrown for what only a backtracking engine can do, such as looking ahead. */
export class Foreign extends Error {}

/** maxProgram bounds the steps of a pattern: repetitions are written out. */
const maxProgram = 20_000
const maxRepeat = 1000

const between =
  (a: number, b: number): Set =>
  (c) =>
    c >= a && c <= b
const any =
  (sets: Set[]): Set =>
  (c) =>
    sets.some((s) => s(c))
const none =
  (s: Set): Set =>
  (c) =>
    !s(c)
const digit = between(48, 57)
const word: Set = any([digit, between(65, 90), between(97, 122), (c) => c === 95])
const space: Set = (c) => c === 32 || c === 9 || c === 10 || c === 12 || c === 13
const classes: Record<string, Set> = { d: digit, w: word, s: space, D: none(digit), W: none(word), S: none(space) }
const controls: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7 }

type Node =
  { t: 'set'; set: Set } | { t: 'at'; what: '^' | '$' | 'b' | 'B' } | { t: 'cat' | 'alt'; of: Node[] } | { t: 'rep'; of: Node; min: number; max: number }

class Parser {
  private readonly s: number[]
  private i = 0
  private fold = false

  constructor(src: string) {
    this.s = Array.from(src, (c) => c.codePointAt(0) ?? 0)
    if (src.startsWith('(?i)')) {
      this.fold = true
      this.i = 4
    }
  }

  whole(): Node {
    const n = this.alternatives()
    if (this.i < this.s.length) throw new SyntaxError('pattern')
    return n
  }

  private peek = (): string => (this.i < this.s.length ? String.fromCodePoint(this.s[this.i] ?? 0) : '')
  private eat(c: string): boolean {
    if (this.peek() !== c) return false
    this.i++
    return true
  }

  private alternatives(): Node {
    const of = [this.sequence()]
    while (this.eat('|')) of.push(this.sequence())
    return of.length === 1 && of[0] ? of[0] : { t: 'alt', of }
  }

  private sequence(): Node {
    const of: Node[] = []
    while (this.i < this.s.length && this.peek() !== '|' && this.peek() !== ')') of.push(this.repeated(this.atom()))
    return { t: 'cat', of }
  }

  private repeated(n: Node): Node {
    const bounds: Record<string, [number, number]> = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }
    let b = bounds[this.peek()]
    if (b) this.i++
    else b = this.braces()
    if (!b) return n
    this.eat('?') // lazy or not, a whole match is one
    if (bounds[this.peek()]) throw new SyntaxError('pattern')
    return { t: 'rep', of: n, min: b[0], max: b[1] }
  }

  private braces(): [number, number] | undefined {
    const m = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(String.fromCodePoint(...this.s.slice(this.i, this.i + 12)))
    if (!m) return undefined
    this.i += m[0].length
    const min = Number(m[1])
    const max = m[2] ? (m[3] ? Number(m[3]) : Infinity) : min
    if (min > maxRepeat || (max !== Infinity && (max > maxRepeat || max < min))) throw new Foreign('repeat')
    return [min, max]
  }

  private atom(): Node {
    const c = this.peek()
    this.i++
    switch (c) {
      case '(':
        return this.group()
      case '[':
        return { t: 'set', set: this.bracket() }
      case '.':
        return { t: 'set', set: (x) => x !== 10 }
      case '^':
      case '$':
        return { t: 'at', what: c }
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
        throw new SyntaxError('pattern')
    }
    return { t: 'set', set: this.letter(c.codePointAt(0) ?? 0) }
  }

  private letter(c: number): Set {
    if (!this.fold) return (x) => x === c
    const lower = String.fromCodePoint(c).toLowerCase()
    return (x) => String.fromCodePoint(x).toLowerCase() === lower
  }

  private group(): Node {
    if (this.eat('?')) {
      if (this.eat('P') || this.peek() === '<') {
        if (!this.eat('<') || /[=!]/.test(this.peek())) throw new Foreign('group')
        while (this.i < this.s.length && !this.eat('>')) this.i++
      } else if (!this.eat(':')) throw new Foreign('group')
    }
    const n = this.alternatives()
    if (!this.eat(')')) throw new SyntaxError('pattern')
    return n
  }

  private escape(): Node {
    const c = this.peek()
    if (c === 'b' || c === 'B') {
      this.i++
      return { t: 'at', what: c }
    }
    if (c === 'A' || c === 'z') {
      this.i++
      return { t: 'at', what: c === 'A' ? '^' : '$' }
    }
    return { t: 'set', set: this.escaped() }
  }

  /** What follows a backslash, within brackets too. */
  private escaped(): Set {
    const set = this.named()
    return set ?? this.letter(this.code())
  }

  private named(): Set | undefined {
    const c = this.peek()
    const known = classes[c]
    if (known) {
      this.i++
      return known
    }
    if (c !== 'p' && c !== 'P') return undefined
    this.i++
    let name = this.peek()
    this.i++
    if (name === '{') {
      name = ''
      while (this.i < this.s.length && this.peek() !== '}') {
        name += this.peek()
        this.i++
      }
      this.i++
    }
    const not = (c === 'P') !== name.startsWith('^')
    return unicode(name.replace('^', ''), not)
  }

  /** One letter after a backslash. */
  private code(): number {
    const c = this.peek()
    this.i++
    const hex = (n: number): number => {
      const digits = String.fromCodePoint(...this.s.slice(this.i, this.i + n))
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== n) throw new SyntaxError('pattern')
      this.i += n
      return parseInt(digits, 16)
    }
    if (c === 'x' && this.eat('{')) {
      let n = 0
      while (this.i + n < this.s.length && this.s[this.i + n] !== 125) n++
      const v = hex(n)
      this.i++
      return v
    }
    if (c === 'x') return hex(2)
    if (c === 'u') return hex(4)
    const control = controls[c]
    if (control !== undefined) return control
    if (/[a-zA-Z0-9]/.test(c) || c === '') throw new Foreign('escape')
    return c.codePointAt(0) ?? 0
  }

  private bracket(): Set {
    const not = this.eat('^')
    const sets: Set[] = []
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.i >= this.s.length) throw new SyntaxError('pattern')
      if (this.peek() === '[' && this.s[this.i + 1] === 58) throw new Foreign('class')
      sets.push(this.range())
    }
    this.i++
    return not ? none(any(sets)) : any(sets)
  }

  private range(): Set {
    const one = (): number | Set => {
      const c = this.peek()
      this.i++
      if (c !== '\\') return c.codePointAt(0) ?? 0
      return this.named() ?? this.code()
    }
    const from = one()
    if (typeof from !== 'number') return from
    if (this.peek() !== '-' || this.s[this.i + 1] === 93 || this.i + 1 >= this.s.length) return this.letter(from)
    this.i++
    const to = one()
    if (typeof to !== 'number' || to < from) throw new SyntaxError('pattern')
    if (!this.fold) return between(from, to)
    const cased = (x: number): number[] => [
      x,
      ...[String.fromCodePoint(x).toLowerCase(), String.fromCodePoint(x).toUpperCase()].map((s) => s.codePointAt(0) ?? 0),
    ]
    return (x) => cased(x).some(between(from, to))
  }
}

/** A class of Unicode: \p{L}, or a script as Go calls it: \p{Arabic}. */
function unicode(name: string, not: boolean): Set {
  for (const n of [name, 'Script=' + name]) {
    try {
      const re = new RegExp(`^\\${not ? 'P' : 'p'}{${n}}$`, 'u')
      return (c) => re.test(String.fromCodePoint(c))
    } catch {
      // not a category: a script, or nothing
    }
  }
  throw new SyntaxError('pattern')
}

function compile(n: Node, out: Step[]): void {
  if (out.length > maxProgram) throw new Foreign('size')
  switch (n.t) {
    case 'set':
      out.push({ op: 'set', set: n.set })
      return
    case 'at':
      out.push({ op: 'at', what: n.what })
      return
    case 'cat':
      for (const x of n.of) compile(x, out)
      return
    case 'alt': {
      const split: Step = { op: 'split', to: [] }
      out.push(split)
      const ends: { to: number[] }[] = []
      for (const x of n.of) {
        split.to.push(out.length)
        compile(x, out)
        const jump: Step = { op: 'split', to: [] }
        ends.push(jump)
        out.push(jump)
      }
      for (const e of ends) e.to.push(out.length)
      return
    }
    case 'rep':
      repeat(n, out)
  }
}

function repeat(n: Node & { t: 'rep' }, out: Step[]): void {
  for (let i = 0; i < n.min; i++) compile(n.of, out)
  if (n.max === Infinity) {
    const at = out.length
    const split: Step = { op: 'split', to: [at + 1] }
    out.push(split)
    compile(n.of, out)
    out.push({ op: 'split', to: [at] })
    split.to.push(out.length)
    return
  }
  const skips: { to: number[] }[] = []
  for (let i = n.min; i < n.max; i++) {
    const skip: Step = { op: 'split', to: [out.length + 1] }
    skips.push(skip)
    out.push(skip)
    compile(n.of, out)
  }
  for (const s of skips) s.to.push(out.length)
}

/** Makes the test of a pattern. It throws Foreign or SyntaxError. */
export function pattern(src: string): (s: string) => boolean {
  const program: Step[] = []
  compile(new Parser(src).whole(), program)
  program.push({ op: 'end' })
  return (s) =>
    run(
      program,
      Array.from(s, (c) => c.codePointAt(0) ?? 0),
    )
}

function run(program: Step[], s: number[]): boolean {
  const seen = new Int32Array(program.length).fill(-1)
  let now: number[] = []
  const enter = (list: number[], start: number, i: number): boolean => {
    const stack = [start]
    for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
      const step = program[pc]
      if (!step || seen[pc] === i) continue
      seen[pc] = i
      if (step.op === 'set') list.push(pc)
      else if (step.op === 'split') stack.push(...step.to)
      else if (step.op === 'end' && i === s.length) return true
      else if (step.op === 'at' && holds(step.what, s, i)) stack.push(pc + 1)
    }
    return false
  }
  if (enter(now, 0, 0)) return true
  for (let i = 0; i < s.length && now.length; i++) {
    const next: number[] = []
    let ended = false
    for (const pc of now) {
      const step = program[pc]
      if (step?.op === 'set' && step.set(s[i] ?? 0)) ended = enter(next, pc + 1, i + 1) || ended
    }
    if (ended) return true
    now = next
  }
  return false
}

function holds(what: '^' | '$' | 'b' | 'B', s: number[], i: number): boolean {
  if (what === '^') return i === 0
  if (what === '$') return i === s.length
  const edge = (i > 0 && word(s[i - 1] ?? 0)) !== (i < s.length && word(s[i] ?? 0))
  return edge === (what === 'b')
}
