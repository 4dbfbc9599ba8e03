// Names are matched as the node matches words (internal/keep/search/fold.go): in
// lower case, without vowel signs and accents, an alef an alef, so that احمد finds
// أحمد, nema finds Néma and گورگول finds كوركول.

/** The foldings that no decomposition of Unicode gives. */
const letters: Record<string, string> = {
  ...Object.fromEntries([...'ٱٲٳٵ'].map((c) => [c, 'ا'])),
  ...Object.fromEntries([...'ةۃەہھۀۂ'].map((c) => [c, 'ه'])),
  ...Object.fromEntries([...'ىیېےۓ'].map((c) => [c, 'ي'])),
  ...Object.fromEntries([...'کڪگڭݣ'].map((c) => [c, 'ك'])),
  ...Object.fromEntries([...'ڨڧ'].map((c) => [c, 'ق'])),
  ...Object.fromEntries([...'ڤڢ'].map((c) => [c, 'ف'])),
  ...Object.fromEntries([...'ۆۋ'].map((c) => [c, 'و'])),
  ...{ ء: '', ٴ: '', پ: 'ب', چ: 'ج', ژ: 'ز' },
  ...{ œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i' },
  ...{ ɓ: 'b', ɗ: 'd', ƴ: 'y', ɲ: 'n', ŋ: 'n', ƙ: 'k', ɠ: 'g', ɛ: 'e', ɔ: 'o', ə: 'e' },
}

/** What a text is compared as: words apart by one space. */
export function fold(text: string): string {
  let out = ''
  for (const c of text.normalize('NFKD').toLowerCase()) {
    if (/[\p{Mn}\p{Me}\p{Cf}\p{Lm}ـ]/u.test(c)) continue
    const known = letters[c]
    if (known !== undefined) out += known
    else if (/\p{Nd}/u.test(c)) out += String(digit(c))
    else out += /[\p{L}\p{N}]/u.test(c) ? c : ' '
  }
  return out.trim().replace(/ +/g, ' ')
}

/** The value of a decimal digit: the digits of every script stand in rows of ten, from a zero on. */
function digit(c: string): number {
  const at = c.codePointAt(0) ?? 0
  let zero = at
  while (at - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return at - zero
}

/** Whether every word of what was typed begins a word of the text; both are folded. */
export function matches(typed: string, text: string): boolean {
  const at = ' ' + text
  return typed.split(' ').every((w) => at.includes(' ' + w) || (w.length > 2 && at.includes(w)))
}

/** How well a folded text answers what was typed, the best first: 0 begins with it, 1 a word does, 2 holds it. */
export function rank(typed: string, text: string): number {
  if (text.startsWith(typed)) return 0
  return (' ' + text).includes(' ' + typed) ? 1 : 2
}
