// Where a thing that pops up stands: below what opened it, above where there is
// no room, inside the window in either direction of writing.

const gap = 4
const margin = 8

export function placeBy(anchor: Element, pop: HTMLElement, align: 'start' | 'end' = 'start'): void {
  const a = anchor.getBoundingClientRect()
  pop.style.maxBlockSize = ''
  const width = pop.offsetWidth
  const height = pop.offsetHeight
  const rtl = getComputedStyle(anchor).direction === 'rtl'
  const left = (align === 'start') === rtl ? a.right - width : a.left
  const below = innerHeight - a.bottom - gap - margin
  const above = a.top - gap - margin
  const up = height > below && above > below
  const room = up ? above : below
  pop.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`
  pop.style.top = `${up ? Math.max(margin, a.top - gap - Math.min(height, room)) : a.bottom + gap}px`
  pop.style.maxBlockSize = `${Math.max(room, 120)}px`
}
