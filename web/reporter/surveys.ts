// Surveys on the phone: taken once by their code, asked without a line.
import type { Form } from '../core/form'
import { callJSON } from '../core/line'
import { arrived, forgetPublic, recall, remember, type Asked } from '../core/outbox'

export type Round = Asked['round']
export interface Survey {
  form: Form
  /** the rounds that still took answers when the phone last asked */
  open: Round[]
}

const key = 'surveys'
/** Letters and digits of a code. */
export const codeLength = 16

/** A code as the node has it, of what somebody typed: as people copy it, with a nought for an o and a one for an l. */
export const readCode = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/0/g, 'o')
    .replace(/1/g, 'l')
    .replace(/[^a-z2-7]/g, '')
/** In four groups of four. */
export const showCode = (code: string): string => code.replace(/(\w{4})(?=\w)/g, '$1 ')

/** The surveys that are on this phone, by their codes. */
export const onPhone = async (): Promise<Record<string, Survey>> => (await recall<Record<string, Survey>>(key)) ?? {}

/** Takes a survey onto the phone, or looks anew which of its rounds are open. It faults with NoLine or Refused. */
export async function take(code: string, language: string): Promise<Survey> {
  const s = await callJSON<Survey>('GET', '/surveys/' + code, language)
  await remember(key, { ...(await onPhone()), [code]: s })
  return s
}

/** Takes a survey off the phone, with what was counted of it. */
export async function drop(code: string): Promise<void> {
  const { [code]: _, ...rest } = await onPhone()
  await remember(key, rest)
  await forgetPublic((k) => k.startsWith(`arrived ${code} `))
}

/** How many answers of a round have arrived from this phone. */
export const arrivals = async (a: Asked): Promise<number> => (await recall<number>(arrived(a))) ?? 0
