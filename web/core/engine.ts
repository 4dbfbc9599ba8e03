// A form being filled in: what is asked, what is offered, what is wrong, and what
// is sent. It knows no page: web/reporter and the console's trial show it.
import { answered, evaluate, matching, TooLong, type Env } from './eval'
import { asked, pieces, walk, type Choice, type Expr, type Form, type FormNode, type Texts } from './form'
import { El, toXML } from './instance'
import { fields, isoDate, isoInstant, parseDate, parseNumber, toBool, toNumber, toText, western, type Instant } from './value'

export type Wrong = 'required' | 'type' | 'choice' | 'constraint'

/** maxPasses bounds how often calculations that hang on each other are done again. */
const maxPasses = 10
/** maxInstances bounds a repeat, as the node does. */
const maxInstances = 1000

export interface Options {
  id: string
  language: string
  now: () => Instant
}

export class Filling {
  readonly form: Form
  readonly root: El
  language: string
  private readonly id: string
  private readonly now: () => Instant
  private readonly index = new Map<string, FormNode>()
  private readonly triggered = new Set<El>()

  constructor(form: Form, options: Options) {
    this.form = form
    this.id = options.id
    this.language = options.language
    this.now = options.now
    walk(form.nodes, (n) => this.index.set(n.path.join('/'), n))
    this.root = new El(form.root)
    this.grow(this.root, form.nodes)
    this.settle()
  }

  /** Makes the elements below one, with what they hold from the start. */
  private grow(parent: El, nodes: readonly FormNode[]): void {
    for (const n of nodes) {
      if (n.kind === 'repeat') {
        if (!n.count) this.instance(parent, n)
        continue
      }
      const e = new El(n.name, parent, n)
      parent.children.push(e)
      if (n.nodes) this.grow(e, n.nodes)
    }
    for (const e of parent.children) if (nodes.includes(e.node as FormNode)) this.begin(e)
  }

  /** A question's first value: the device's, or its default. */
  private begin(e: El): void {
    const n = e.node
    if (n?.kind !== 'question') return
    if (n.type === 'start') e.text = isoInstant(this.now())
    else if (n.type === 'today') e.text = isoDate(this.now())
    else if (n.default) e.text = this.text(n.default, e)
  }

  private instance(parent: El, n: FormNode): El {
    const e = new El(n.name, parent, n)
    const last = parent.children.map((c) => c.name).lastIndexOf(n.name)
    if (last >= 0) parent.children.splice(last + 1, 0, e)
    else parent.children.push(e)
    this.grow(e, n.nodes ?? [])
    return e
  }

  private env(at: El | null, self = ''): Env {
    return {
      form: this.form,
      index: this.index,
      root: this.root,
      now: this.now(),
      language: this.language,
      instanceID: this.id,
      at,
      self,
      row: null,
      origin: null,
      pos: 0,
      steps: { n: 0 },
    }
  }

  private text(e: Expr, at: El): string {
    try {
      return toText(evaluate(this.env(at, at.text), e))
    } catch (err) {
      if (err instanceof TooLong) return ''
      throw err
    }
  }

  private holds(e: Expr | undefined, at: El, missing: boolean): boolean {
    if (!e) return missing
    try {
      return toBool(evaluate(this.env(at, at.text.trim()), e))
    } catch (err) {
      if (err instanceof TooLong) return missing
      throw err
    }
  }

  /** Does relevance, calculations and counted repeats again until nothing changes. */
  private settle(): void {
    for (let pass = 0; pass < maxPasses; pass++) if (!this.pass(this.root, this.form.nodes)) break
    this.triggered.clear()
  }

  private pass(parent: El, nodes: readonly FormNode[]): boolean {
    let changed = false
    for (const n of nodes) {
      if (n.kind === 'repeat' && n.count) changed = this.resize(parent, n, n.count) || changed
      for (const e of parent.children.filter((c) => c.node === n)) {
        const off = !this.holds(n.relevant, e, true)
        if (off !== e.off) {
          e.off = off
          changed = true
        }
        if (off) continue
        if (n.nodes) changed = this.pass(e, n.nodes) || changed
        else changed = this.calculate(e, n) || changed
      }
    }
    return changed
  }

  private calculate(e: El, n: FormNode): boolean {
    if (!n.calculate || (n.trigger && !this.triggered.has(e))) return false
    const found = this.text(n.calculate, e)
    const value = found === 'NaN' ? '' : found // what cannot be calculated yet is left empty, as Collect leaves it
    if (value === e.text) return false
    e.text = value
    return true
  }

  private resize(parent: El, n: FormNode, count: Expr): boolean {
    const at = new El(n.name, parent, n)
    const want = Math.max(0, Math.min(maxInstances, Math.trunc(toNumber(this.text(count, at))) || 0))
    const have = parent.children.filter((c) => c.node === n)
    for (let i = have.length; i < want; i++) this.instance(parent, n)
    if (have.length > want) parent.children = parent.children.filter((c) => c.node !== n || have.indexOf(c) < want)
    return have.length !== want
  }

  /** Answers a question. */
  set(e: El, value: string): void {
    if (e.text === value) return
    e.text = value
    const path = e.node?.path.join('/')
    const note = (at: El): void => {
      for (const c of at.children) {
        if (c.node?.trigger?.some((t) => t.join('/') === path)) this.triggered.add(c)
        note(c)
      }
    }
    note(this.root)
    this.settle()
  }

  /** Whether a repeat may be extended where it stands: it is relevant, and no count rules it. */
  mayAdd(parent: El, n: FormNode): boolean {
    return !n.count && parent.children.filter((c) => c.node === n).length < maxInstances && this.holds(n.relevant, new El(n.name, parent, n), true)
  }

  /** Adds an instance to a repeat that people extend. */
  add(parent: El, n: FormNode): El | null {
    if (!this.mayAdd(parent, n)) return null
    const e = this.instance(parent, n)
    this.settle()
    return e
  }

  remove(e: El): void {
    if (!e.parent || e.node?.kind !== 'repeat' || e.node.count) return
    e.parent.children = e.parent.children.filter((c) => c !== e)
    this.settle()
  }

  /** The choices that a question offers where it stands. */
  choices(e: El): Choice[] {
    const n = e.node
    if (!n?.list && !n?.from) return []
    try {
      if (n.from) return answered(this.env(e, e.text), n)
      return matching(this.env(e, e.text), n.list ?? '', n.filter)
    } catch (err) {
      if (err instanceof TooLong) return []
      throw err
    }
  }

  /** A text in the language that is read, the values in it filled in. */
  say(t: Texts | undefined, at: El): string {
    return pieces(t, this.language, this.form.default_language)
      .map((p) => (typeof p === 'string' ? p : this.text(p, at)))
      .join('')
  }

  required(e: El): boolean {
    return e.node?.type !== 'note' && this.holds(e.node?.required, e, false)
  }

  readOnly(e: El): boolean {
    return this.holds(e.node?.read_only, e, false)
  }

  /** What is wrong with an answer, if anything. */
  wrong(e: El): Wrong | null {
    const n = e.node
    if (!n || n.kind !== 'question' || !asked(n) || n.type === 'note') return null
    const value = e.text.trim()
    if (!value) return this.required(e) ? 'required' : null
    if (n.calculate) return null
    if (!wellTyped(n, value)) return 'type'
    if (n.list || n.from) {
      const offered = new Set(this.choices(e).map((c) => c.name))
      if ((n.type === 'select_one' ? [value] : fields(value)).some((v) => !offered.has(v))) return 'choice'
    }
    return this.holds(n.constraint, e, true) ? null : 'constraint'
  }

  /** Every element that is relevant, in the order of the form. */
  visible(from: El = this.root): El[] {
    return from.on().flatMap((e) => [e, ...this.visible(e)])
  }

  wrongs(): Map<El, Wrong> {
    const found = new Map<El, Wrong>()
    for (const e of this.visible()) {
      const w = this.wrong(e)
      if (w) found.set(e, w)
    }
    return found
  }

  /** The element at a path as in the submission: /data/r[2]/x. */
  at(path: string): El | undefined {
    let e: El | undefined = this.root
    for (const step of path.split('/').filter(Boolean).slice(1)) {
      const m = /^(.*?)(?:\[(\d+)\])?$/.exec(step)
      e = e?.children.filter((c) => c.name === m?.[1])[Number(m?.[2] ?? 1) - 1]
    }
    return e
  }

  /** The answers as they are sent. */
  finish(): string {
    for (const e of this.visible()) if (e.node?.type === 'end') e.text = isoInstant(this.now())
    return toXML(this.form, this.root, this.id, this.form.instance_name ? this.text(this.form.instance_name, this.root) : '')
  }
}

/** Whether a value can be one of the question's type. The node asks the same. */
function wellTyped(n: FormNode, v: string): boolean {
  switch (n.type) {
    case 'integer':
      return /^[-+]?\d+$/.test(western(v)) && Math.abs(Number(western(v))) < 2 ** 53
    case 'decimal':
    case 'range':
      return parseNumber(v) !== undefined
    case 'date':
      return parseDate(v.slice(0, 10)) !== undefined
    case 'dateTime':
      return parseDate(v) !== undefined
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/.test(v)
    case 'geopoint':
      return wellPlaced(v)
    case 'geotrace':
    case 'geoshape':
      return v
        .replace(/^[; ]+|[; ]+$/g, '')
        .split(';')
        .every(wellPlaced)
    case 'acknowledge':
      return v === 'OK'
    default:
      return true
  }
}

function wellPlaced(v: string): boolean {
  const ns = fields(western(v)).map(Number)
  return ns.length >= 2 && ns.length <= 4 && ns.every(Number.isFinite) && Math.abs(ns[0] ?? 91) <= 90 && Math.abs(ns[1] ?? 181) <= 180
}
