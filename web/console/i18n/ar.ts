import { admin } from './ar/admin'
import { alerting } from './ar/alert'
import { base } from './ar/base'
import { desk } from './ar/desk'
import { beside } from './ar/form'
import { own } from './ar/own'
import { people } from './ar/people'
import type { fr } from './fr'
export const ar: typeof fr = { ...base, ...desk, ...admin, ...alerting, ...beside, ...own, ...people }
