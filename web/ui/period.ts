// A stretch of time as an address holds it: 1d, 7d, 30d ... back from now, or
// 2026-11-01..2026-11-20, both days included; either side may be open.

export const presets = ['1d', '7d', '30d', '90d', '365d'] as const

export interface Period {
  from?: Date
  to?: Date
}
const day = 86_400_000

/** The instants that a period runs between; a period that is none is open on both sides. */
export function read(text: string, now: Date): Period {
  const back = /^(\d{1,4})d$/.exec(text)
  if (back) return { from: new Date(now.getTime() - Number(back[1]) * day) }
  const [from, to] = days(text)
  return { ...(from && { from: new Date(from + 'T00:00') }), ...(to && { to: new Date(new Date(to + 'T00:00').getTime() + day) }) }
}

/** The first and last day that a period names. */
export function days(text: string): [string, string] {
  const m = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(text)
  const whole = (d: string | undefined): string => (d && !isNaN(new Date(d + 'T00:00').getTime()) ? d : '')
  return m ? [whole(m[1]), whole(m[2])] : ['', '']
}

export const write = (from: string, to: string): string => (from || to ? `${from}..${to}` : '')
