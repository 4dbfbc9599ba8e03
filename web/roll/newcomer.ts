// What is asked of somebody who is added at the door: the register's own lists
// (internal/community/person), the youngest first.
export const bands = ['0-5', '6-11', '12-17', '18-24', '25-34', '35-59', '60+'] as const
export const sexes = ['female', 'male', 'other', 'unsaid'] as const
export const communities = ['host', 'refugee', 'displaced', 'other', 'unsaid'] as const

/** What was chosen for the one before. */
export const last = { community: '' }
