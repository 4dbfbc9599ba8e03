// Everything goes, and what stays on the screen is an empty notebook.
import { wipe } from '../core/store'
import type { Words } from './i18n/fr'

/** The twelve digits that wipe: they pass for a number to whoever forces somebody to type one. */
export const duress = '000000000000'

let close: () => void = () => undefined
/** How the app is taken off the page. */
export const onPanic = (f: () => void): void => void (close = f)

/** Wipes the phone of all that is ours, and shows a page of notes that keeps nothing. */
export async function panic(t: Words): Promise<void> {
  // The key of all boxes goes first, before the page is touched.
  const gone = wipe()
  close()
  notebook(t)
  await gone
}

function notebook(t: Words): void {
  const main = document.createElement('main')
  main.className = 'notebook'
  const title = document.createElement('h1')
  title.textContent = t.note
  const page = document.createElement('textarea')
  page.placeholder = t.noteHint
  page.setAttribute('aria-label', t.note)
  page.autocomplete = 'off'
  main.appendChild(title)
  main.appendChild(page)
  document.body.textContent = ''
  document.body.appendChild(main)
}
