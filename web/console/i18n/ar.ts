import { admin } from './ar/admin'
import { alerting } from './ar/alert'
import { base } from './ar/base'
import { bulletins } from './ar/bulletin'
import { community } from './ar/community'
import { courses } from './ar/course'
import { desk } from './ar/desk'
import type { fr } from './fr'
import { beside } from './ar/form'
import { follow } from './ar/task'
import { incident } from './ar/incident'
import { numbers } from './ar/number'
import { listening } from './ar/listen'
import { own } from './ar/own'
import { papers } from './ar/paper'
import { people } from './ar/people'
import { roll } from './ar/roll'
import { rules } from './ar/rules'
import { trends } from './ar/trend'
import { warning } from './ar/warning'
import { materials } from './ar/material'
export const ar: typeof fr = {
  ...base,
  ...desk,
  ...admin,
  ...alerting,
  ...beside,
  ...own,
  ...papers,
  ...people,
  ...incident,
  ...roll,
  ...rules,
  ...numbers,
  ...trends,
  ...follow,
  ...bulletins,
  ...warning,
  ...listening,
  ...community,
  ...materials,
  ...courses,
}
