// The page that is kept on a phone or a stick to check certificates: what it knows
// stands in it, and it asks nobody.
import { bytes, check, type Paper } from '../core/certificate'

interface Given {
  key: string
  fingerprint: string
  revoked: string
  label: Record<string, string>
}
const given = JSON.parse(document.getElementById('given')?.textContent ?? '') as Given
const main = document.querySelector('main')
const text = document.querySelector('textarea')
const say = (name: string): string => given.label[name] ?? name

function add(tag: string, words: string, into: Element | null = main, of = ''): Element {
  const e = document.createElement(tag)
  e.textContent = words
  e.className = of
  into?.append(e)
  return e
}

function tell(p: Paper): void {
  const facts = add('dl', '')
  const all = {
    name: `${p.given} ${p.family}`.trim(),
    title: p.title,
    hours: p.hours === '0' ? '' : p.hours,
    issuer: p.issuer,
    date: p.date,
    code: `${p.code.slice(0, 5)}-${p.code.slice(5)}`,
  }
  for (const [name, value] of Object.entries(all)) {
    if (!value) continue
    add('dt', say(name), facts)
    add('bdi', value, add('dd', '', facts))
  }
  add('p', say('same'))
}

document.querySelector('form')?.addEventListener('submit', (e) => {
  e.preventDefault()
  if (main) main.textContent = ''
  const v = check(text?.value ?? '', bytes(given.key), given.fingerprint, given.revoked)
  add('h2', say(v.state), main, v.state === 'valid' ? 'good' : 'bad')
  if (v.state === 'valid') tell(v.paper)
})
