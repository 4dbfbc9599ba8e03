// How a state looks, beside its word: nobody has to tell colours apart.
import { mdiAccountClock, mdiCheckBold, mdiCircleOutline, mdiCloseThick, mdiCircleHalfFull } from '@mdi/js'
import type { State } from '../core/roll'

export const signs: Record<State, string> = {
  present: mdiCheckBold,
  late: mdiAccountClock,
  partial: mdiCircleHalfFull,
  absent: mdiCloseThick,
  none: mdiCircleOutline,
}
