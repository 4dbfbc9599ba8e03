// The receipt: twelve digits, the last a Damm check digit (docs/protocol/api.md).

const damm = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790']

/** The twelve digits of what somebody typed, whatever the script of their digits; null where the check digit is wrong. */
export function parseReceipt(typed: string): string | null {
  const digits = typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (c) => String(c.charCodeAt(0) & 0xf)).replace(/[\s\u200e\u200f-]/g, '')
  if (!/^\d{12}$/.test(digits)) return null
  let row = 0
  for (const d of digits) row = Number(damm[row]?.[Number(d)] ?? 0)
  return row === 0 ? digits : null
}

/** In three groups of four. */
export const showReceipt = (r: string): string => r.replace(/(\d{4})(?=\d)/g, '$1 ')
