import { admin } from './fr/admin'
import { alerting } from './fr/alert'
import { base } from './fr/base'
import { bulletins } from './fr/bulletin'
import { community } from './fr/community'
import { courses } from './fr/course'
import { desk } from './fr/desk'
import { beside } from './fr/form'
import { incident } from './fr/incident'
import { numbers } from './fr/number'
import { listening } from './fr/listen'
import { own } from './fr/own'
import { follow } from './fr/task'
import { papers } from './fr/paper'
import { people } from './fr/people'
import { roll } from './fr/roll'
import { rules } from './fr/rules'
import { trends } from './fr/trend'
import { warning } from './fr/warning'
import { materials } from './fr/material'
export const fr = {
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
