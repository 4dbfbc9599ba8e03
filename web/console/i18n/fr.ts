import { admin } from './fr/admin'
import { alerting } from './fr/alert'
import { base } from './fr/base'
import { desk } from './fr/desk'
import { beside } from './fr/form'
import { own } from './fr/own'
import { incident } from './fr/incident'
import { people } from './fr/people'
export const fr = { ...base, ...desk, ...admin, ...alerting, ...beside, ...own, ...people, ...incident }
