import { admin } from './en/admin'
import { alerting } from './en/alert'
import { base } from './en/base'
import { bulletins } from './en/bulletin'
import { community } from './en/community'
import { courses } from './en/course'
import { desk } from './en/desk'
import type { fr } from './fr'
import { beside } from './en/form'
import { follow } from './en/task'
import { incident } from './en/incident'
import { numbers } from './en/number'
import { listening } from './en/listen'
import { own } from './en/own'
import { papers } from './en/paper'
import { people } from './en/people'
import { roll } from './en/roll'
import { rules } from './en/rules'
import { trends } from './en/trend'
import { warning } from './en/warning'
import { materials } from './en/material'
export const en: typeof fr = {
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
