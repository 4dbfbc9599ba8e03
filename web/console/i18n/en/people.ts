import type { Forms } from '../../../ui/lang'

// Words of units and people as they change.
export const people = {
  people: {
    edit: 'Change the account of {name}',
    keep: 'Save',
    close: 'Close the account',
    closeTitle: 'Close the account of {name}?',
    closeText: 'Their sessions end at once. What they did stays under their name.',
    closed: 'closed',
    reopen: 'Reopen the account',
    link: 'Link to get in again',
    linkHint: 'For somebody who lost password or phone. Oversight is told.',
    linkTitle: 'Link ready',
    unitNew: 'New unit',
    unitTitle: 'Change the unit',
    unitEdit: 'Change',
    unitBelow: 'Add a unit here',
    kind: 'Kind',
    shut: 'Close the unit',
    shutTitle: 'Close {name}?',
    shutText: 'Nothing is sent to it any more. Its open reports go to the unit above. Nobody may belong to it by then.',
    isShut: 'Closed unit',
    unshut: 'Reopen the unit',
    moved: { one: '{n} report went to {to}', other: '{n} reports went to {to}' } as Forms,
  },
}
