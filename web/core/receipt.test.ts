// The receipt as people type it.
import { expect, test } from 'vitest'
import { parseReceipt, showReceipt } from './receipt'

test('digits of any script, with spaces and dashes, are the same number', () => {
  for (const typed of ['252790971318', '2527 9097 1318', '٢٥٢٧ ٩٠٩٧ ١٣١٨', '۲۵۲۷-۹۰۹۷-۱۳۱۸', '\u200e2527 9097 1318\u200f'])
    expect(parseReceipt(typed), typed).toBe('252790971318')
})
test('one wrong digit and two swapped neighbours are noticed', () => {
  const r = '252790971318'
  for (let i = 0; i < 12; i++) {
    for (let d = 1; d < 10; d++) expect(parseReceipt(r.slice(0, i) + String((Number(r[i]) + d) % 10) + r.slice(i + 1))).toBeNull()
    if (i && r[i] !== r[i - 1]) expect(parseReceipt(r.slice(0, i - 1) + (r[i] ?? '') + (r[i - 1] ?? '') + r.slice(i + 1))).toBeNull()
  }
})
test('too short, too long, and words are none', () => {
  for (const typed of ['', '25279097131', '2527909713180', 'abcdefghijkl']) expect(parseReceipt(typed)).toBeNull()
})
test('it is shown in groups of four', () => expect(showReceipt('252790971318')).toBe('2527 9097 1318'))
