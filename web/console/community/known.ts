// The closed sets of what is known of a person, in the order in which they are shown.
import type { Known } from '../api'

export const bands: Known['band'][] = ['0-5', '6-11', '12-17', '18-24', '25-34', '35-59', '60+']
export const sexes: Known['sex'][] = ['female', 'male', 'other', 'unsaid']
export const communities: Known['community'][] = ['host', 'refugee', 'displaced', 'other', 'unsaid']
export const disabilities: Known['disability'][] = ['yes', 'no', 'unsaid']
export const roles: Known['role'][] = ['participant', 'youth_leader', 'parent', 'teacher', 'police', 'civil_protection', 'health', 'ngo', 'authority', 'other']
export const isChild = (band: string): boolean => bands.indexOf(band as Known['band']) < 3

export const blank = (): Known => ({
  name: '',
  band: '18-24',
  sex: 'unsaid',
  community: 'unsaid',
  disability: 'unsaid',
  role: 'participant',
  organisation: '',
  language: '',
  keep: false,
})
