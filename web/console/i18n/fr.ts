import { admin } from './fr/admin'
import { base } from './fr/base'
import { desk } from './fr/desk'

export const fr = { ...base, ...desk, ...admin }
