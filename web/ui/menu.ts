import type { IconNode } from 'lucide'

/** One thing that a menu offers; null is a line between groups. */
export interface Item {
  label: string
  act: () => void
  icon?: IconNode
  keys?: string
  hint?: string
  /** For things that are on or off. */
  checked?: boolean
  danger?: boolean
  disabled?: boolean
}

/** Moves the focus among the items of a list by the keys that move there; gives whether the key was one. */
export function rove(e: KeyboardEvent, items: HTMLElement[]): boolean {
  const at = items.indexOf(document.activeElement as HTMLElement)
  const to =
    e.key === 'ArrowDown'
      ? (at + 1) % items.length
      : e.key === 'ArrowUp'
        ? (at - 1 + items.length) % items.length
        : e.key === 'Home'
          ? 0
          : e.key === 'End'
            ? items.length - 1
            : -1
  if (to < 0) return false
  e.preventDefault()
  items[to]?.focus()
  return true
}
