// A form in pages, as a phone shows it: one question, or a short group, at a time.
import type { Filling } from './engine'
import { asked, type FormNode } from './form'
import type { El } from './instance'

/** What stands on the screen together. */
export interface Page {
  /** stays the same while other answers change */
  key: string
  /** the group or the instance of a repeat that the page is about; null at the top */
  section: El | null
  /** questions and notes */
  asks: El[]
  /** the end of a repeat that people extend: is there another one? */
  more?: { parent: El; node: FormNode }
}

/** shortGroup: an instance of a repeat with no more questions than this is one page, so that five vehicles are five pages. */
const shortGroup = 4

/** Whether a group is shown whole: its author says so, or it is a short instance of a repeat. */
function together(e: El): boolean {
  const n = e.node
  if (!n || e.children.some((c) => c.node?.nodes)) return false
  return (n.appearance ?? '').split(' ').includes('field-list') || (n.kind === 'repeat' && e.on().filter(shown).length <= shortGroup)
}
const shown = (e: El): boolean => e.node !== null && asked(e.node)

/** The pages of a form as it is answered now. A note stands above the question that follows it, a voice below the words it may replace. */
export function pages(f: Filling): Page[] {
  const found: Page[] = []
  within(f, f.root, null, f.form.nodes, found)
  return found
}

/** The pages of one level: a note waits for the question that follows it, words for the voice. */
function within(f: Filling, parent: El, section: El | null, nodes: readonly FormNode[], found: Page[]): void {
  let asks: El[] = []
  const close = (): void => {
    if (asks[0]) found.push({ key: asks[0].path(), section, asks })
    asks = []
  }
  for (const n of nodes) {
    const here = parent.children.filter((e) => e.node === n && !e.off)
    if (n.kind === 'question') {
      for (const e of here.filter(shown)) {
        const before = asks[asks.length - 1]?.node?.type
        if (before && before !== 'note' && !(before === 'text' && n.type === 'audio')) close()
        asks.push(e)
      }
      continue
    }
    close()
    for (const e of here) {
      if (!together(e)) within(f, e, named(e) ? e : section, n.nodes ?? [], found)
      else if (e.on().some(shown)) found.push({ key: e.path(), section: e, asks: e.on().filter(shown) })
    }
    if (n.kind === 'repeat' && f.mayAdd(parent, n)) found.push({ key: `${parent.path()}/${n.name}+`, section, asks: [], more: { parent, node: n } })
  }
  close()
}

const named = (e: El): boolean => Object.keys(e.node?.label ?? {}).length > 0
