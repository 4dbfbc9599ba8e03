// How a mark looks, beside its word.
import { Check, CircleDashed, CircleSlash2, Clock, X, type IconNode } from 'lucide'
import type { RollState } from '../api'

export const stateIcons: Record<RollState, IconNode> = { present: Check, late: Clock, partial: CircleSlash2, absent: X, none: CircleDashed }
export const states: RollState[] = ['present', 'late', 'partial', 'absent', 'none']
