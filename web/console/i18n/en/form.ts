import type { Forms } from '../../../ui/lang'

// Words of what lies beside a form, and of what is wrong with it.
export const beside = {
  beside: {
    title: 'Pictures, recordings and tables',
    hint: 'What the workbook names in its image and audio columns, and lists as CSV. All of it goes to phones: keep it small.',
    add: 'Add',
    remove: 'Remove {name}',
    missing: 'still missing',
    one: 'One workbook is needed, .xlsx or .xls, and only one.',
    files: { one: '{n} picture or recording', other: '{n} pictures and recordings' } as Forms,
  },
  problems: {
    where: 'Where',
    column: 'Column',
    what: 'What is wrong, and what to do',
  },
}
