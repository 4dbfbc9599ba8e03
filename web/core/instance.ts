// Answers as a tree of elements, and the XML that is sent.
import type { Form, FormNode } from './form'

/** One element of a submission. */
export class El {
  name: string
  parent: El | null
  text = ''
  children: El[] = []
  node: FormNode | null
  /** not relevant: it reads as if it were not there, and is not sent */
  off = false

  constructor(name: string, parent: El | null = null, node: FormNode | null = null) {
    this.name = name
    this.parent = parent
    this.node = node
  }

  /** The element's answer. */
  value(): string {
    return this.children.length
      ? this.on()
          .map((c) => c.value())
          .join('')
      : this.text
  }

  /** Whether it or one in it has an answer. */
  holds(): boolean {
    return this.children.length ? this.on().some((c) => c.holds()) : this.text !== ''
  }

  on(): El[] {
    return this.children.filter((c) => !c.off)
  }

  named(name: string): El[] {
    return this.children.filter((c) => c.name === name && !c.off)
  }

  child(name: string): El | undefined {
    return this.children.find((c) => c.name === name)
  }

  /** From the root down to itself. */
  chain(): El[] {
    const up: El[] = []
    for (let e: El | null = this; e; e = e.parent) up.push(e) // eslint-disable-line @typescript-eslint/no-this-alias -- a walk begins here
    return up.reverse()
  }

  /** The place among its siblings of the same name, from 1. */
  position(): number {
    return this.parent ? this.parent.named(this.name).indexOf(this) + 1 : 1
  }

  /** As in the submission: /data/r[2]/x. */
  path(): string {
    const here =
      this.node?.kind === 'repeat' ? `${this.name}[${this.parent ? this.parent.children.filter((c) => c.name === this.name).indexOf(this) + 1 : 1}]` : this.name
    return (this.parent?.path() ?? '') + '/' + here
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// Characters that XML 1.0 cannot hold are left out: a keyboard sometimes makes them.
// With the u flag a surrogate matches only where it stands alone.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu
const escape = (s: string): string => s.replace(unfit, '').replace(/[&<>"]/g, (c) => entities[c] ?? c)

/**
 * The XForm instance that is sent. What is not relevant is left out, and so is
 * what was not answered: the node reads both alike, and every byte goes over 2G.
 * An instance of a repeat stays, empty or not: forms count them.
 */
export function toXML(form: Form, root: El, id: string, name: string): string {
  const write = (e: El): string => {
    if (e.node?.type === 'note') return ''
    const inside = e.node?.kind === 'question' ? escape(e.text) : e.on().map(write).join('')
    return inside || e.node?.kind === 'repeat' ? `<${e.name}>${inside}</${e.name}>` : ''
  }
  const title = name ? `<orx:instanceName>${escape(name)}</orx:instanceName>` : ''
  return (
    `<${form.root} xmlns:orx="http://openrosa.org/xforms" id="${escape(form.id)}" version="${escape(form.version)}">` +
    `${root.on().map(write).join('')}<orx:meta><orx:instanceID>uuid:${escape(id)}</orx:instanceID>${title}</orx:meta></${form.root}>`
  )
}
