// The compiled form, as docs/protocol/form.md writes it.

/** An expression: an array whose first member says what it is. */
export type Expr = readonly [string, ...unknown[]]
/** One text in the languages of a form; a piece is words or an expression. */
export type Texts = Record<string, readonly (string | Expr)[]>
/** Files shown or played beside a text: kind, language, name. */
export type Media = Record<string, Record<string, string>>
export interface Choice {
  name: string
  label: Texts
  extra?: Record<string, string>
  media?: Media
}
export type Type =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'select_one'
  | 'select_multiple'
  | 'note'
  | 'date'
  | 'time'
  | 'dateTime'
  | 'geopoint'
  | 'image'
  | 'audio'
  | 'video'
  | 'file'
  | 'barcode'
  | 'calculate'
  | 'acknowledge'
  | 'hidden'
  | 'range'
  | 'rank'
  | 'geotrace'
  | 'geoshape'
  | 'start'
  | 'end'
  | 'today'
  | 'deviceid'
  | 'username'
  | 'phonenumber'
export interface FormNode {
  kind: 'question' | 'group' | 'repeat'
  name: string
  path: readonly string[]
  type?: Type
  label?: Texts
  hint?: Texts
  guidance?: Texts
  relevant?: Expr
  required?: Expr
  constraint?: Expr
  calculate?: Expr
  required_message?: Texts
  constraint_message?: Texts
  default?: Expr
  read_only?: Expr
  trigger?: readonly (readonly string[])[]
  list?: string
  /** its choices are what was answered there, in a repeat */
  from?: readonly string[]
  filter?: Expr
  count?: Expr
  appearance?: string
  parameters?: Record<string, string>
  media?: Media
  /** of the record as a text message */
  tag?: string
  nodes?: FormNode[]
}
export interface Form {
  schema: 1
  id: string
  version: string
  title: Texts
  languages: string[]
  default_language: string
  root: string
  instance_name?: Expr
  prefix?: string
  delimiter?: string
  nodes: FormNode[]
  lists: Record<string, Choice[]>
  hash?: string
}

/** Types that nobody is asked: the device fills them in, or the form does. */
const silent = new Set<Type>(['calculate', 'hidden', 'start', 'end', 'today', 'deviceid', 'username', 'phonenumber'])
export const asked = (n: FormNode): boolean => n.kind === 'question' && !silent.has(n.type ?? 'text')

/** The pieces of a text in the first language that has any, else in any at all. */
export function pieces(t: Texts | undefined, ...languages: string[]): readonly (string | Expr)[] {
  if (!t) return []
  for (const l of languages) {
    const p = t[l]
    if (p?.length) return p
  }
  const first = Object.keys(t).sort()[0]
  return first === undefined ? [] : (t[first] ?? [])
}

/** The words of a text; the value of an expression in it is not known here. */
export const plain = (t: Texts | undefined, ...languages: string[]): string =>
  pieces(t, ...languages)
    .map((p) => (typeof p === 'string' ? p : '…'))
    .join('')

/** Calls each with every node, outer ones first. */
export function walk(nodes: readonly FormNode[], each: (n: FormNode) => void): void {
  for (const n of nodes) {
    each(n)
    if (n.nodes) walk(n.nodes, each)
  }
}
