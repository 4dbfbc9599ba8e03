import type { Forms } from '../../../ui/lang'

// Words of what lies beside a form, and of what is wrong with it.
export const beside = {
  beside: {
    title: 'صور وتسجيلات وجداول',
    hint: 'ما يسميه الملف في عمودي image وaudio، والقوائم بصيغة CSV. كل ذلك يذهب إلى الهواتف: اجعله صغيرا.',
    add: 'أضف',
    remove: 'أزل {name}',
    missing: 'ما زال ناقصا',
    one: 'يلزم ملف واحد بالصيغة ‎.xlsx أو ‎.xls، لا أكثر.',
    files: {
      zero: 'لا صور ولا تسجيلات',
      one: 'صورة أو تسجيل واحد',
      two: 'صورتان أو تسجيلان',
      few: '{n} صور وتسجيلات',
      many: '{n} صورة وتسجيلا',
      other: '{n} صورة وتسجيل',
    } as Forms,
  },
  problems: {
    where: 'الموضع',
    column: 'العمود',
    what: 'ما الخلل، وما العمل',
  },
}
