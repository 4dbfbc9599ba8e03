// The pattern engine against the browser's own, where that one gives an answer.
import { expect, test } from 'vitest'
import { Foreign, pattern } from './pattern'

const patterns = [
  'a',
  '',
  'abc',
  'a|b',
  'a|',
  '(a|b)c',
  '(?:ab)+',
  'a*',
  'a+?',
  'a??b',
  '[abc]',
  '[^abc]',
  '[a-c0-3]',
  '[-a]',
  '[a-]',
  '[]a]',
  '[\\]a]',
  '\\d+',
  '\\D',
  '\\w{2}',
  '\\W',
  '[\\d.]+',
  'a{2}',
  'a{2,}',
  'a{0,2}b',
  'a{,2}',
  'a{',
  '^a$',
  'a^b',
  '\\bab\\b',
  'a\\Bb',
  '.',
  '..',
  'a.c',
  '\\.',
  '\\\\',
  '\\(a\\)',
  '\\x41',
  '\\u0645',
  '[ء-ي]+',
  '(a+)+b',
  '(a*)*',
  '([a-z]+ )*[a-z]+',
  '\\+222 [0-9]{8}',
  '(0[1-9]|1[0-2])/[0-9]{4}',
  '[A-Z]{2}\\d{4}',
  '(?<year>\\d{4})',
  '\\p{L}+',
  '\\P{L}',
  '((a|b)(c|d)){2}',
  '[^\\s]+',
  '😀+',
  'é',
  '\\/',
  'x{3}|y{1,2}',
]
const texts = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'aa',
  'aaa',
  'ba',
  'c',
  'ac',
  'bc',
  'abab',
  '1',
  '12',
  '-',
  ']',
  '.',
  'a.c',
  'axc',
  '\\',
  '(a)',
  'A',
  'م',
  'محمد',
  'aab',
  'ab cd',
  'ab  cd',
  '+222 12345678',
  '07/2026',
  '13/2026',
  'AB1234',
  '2026',
  'é1',
  'acbd',
  '😀😀',
  'é',
  '/',
  'xxx',
  'yy',
  'a{',
  'a{,2}',
  ' ',
]

test('agrees with the browser wherever that one answers', () => {
  for (const p of patterns) {
    const own = new RegExp(`^(?:${p})$`, /\\p\{|\\P\{|😀/.test(p) ? 'u' : '')
    const ours = pattern(p)
    for (const t of texts) if (p !== '[]a]' && !(t === '😀😀' && p === '..')) expect(ours(t), `${p} on ${t}`).toBe(own.test(t))
  }
})
test('is not to be hung', () => {
  const long = 'a'.repeat(20_000)
  expect(pattern('(a+)+')(long + '!')).toBe(false)
  expect(pattern('(a|aa)+')(long)).toBe(true)
  expect(pattern('(.*)(.*)(.*)x')(long)).toBe(false)
  expect(pattern('(a?){500}a{500}')('a'.repeat(500))).toBe(true)
})
test('says what it cannot do', () => {
  for (const p of ['(?=a)b', '(?!a)', '(?<=a)b', '(a)\\1', 'a{1001}', '(((a{1000}){1000}){1000})']) expect(() => pattern(p), p).toThrow(Foreign)
  for (const p of ['(', ')', '[a', 'a**', '*a', '[b-a]', '\\p{Nothing}']) expect(() => pattern(p), p).toThrow(SyntaxError)
  expect(pattern('(?i)été')('ÉTÉ')).toBe(true)
  expect(pattern('[\\p{Arabic}]+')('محمد')).toBe(true)
})
