import { admin } from './fr/admin'
import { base } from './fr/base'
import { desk } from './fr/desk'
import { beside } from './fr/form'

export const fr = { ...base, ...desk, ...admin, ...beside }
