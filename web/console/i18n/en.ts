import { admin } from './en/admin'
import { alerting } from './en/alert'
import { base } from './en/base'
import { desk } from './en/desk'
import { beside } from './en/form'
import { own } from './en/own'
import { people } from './en/people'
import type { fr } from './fr'
export const en: typeof fr = { ...base, ...desk, ...admin, ...alerting, ...beside, ...own, ...people }
