import type { Forms } from '../../../ui/lang'

// Words of units and people as they change.
export const people = {
  people: {
    edit: 'تعديل حساب {name}',
    keep: 'احفظ',
    close: 'أغلق الحساب',
    closeTitle: 'إغلاق حساب {name}؟',
    closeText: 'تنتهي جلساته فورا. وما أنجزه يبقى باسمه.',
    closed: 'مغلق',
    reopen: 'أعد فتح الحساب',
    link: 'رابط للدخول من جديد',
    linkHint: 'لمن فقد كلمة المرور أو الهاتف. وتُبلَّغ الرقابة بذلك.',
    linkTitle: 'الرابط جاهز',
    unitNew: 'وحدة جديدة',
    unitTitle: 'تعديل الوحدة',
    unitEdit: 'عدّل',
    unitBelow: 'أضف وحدة هنا',
    kind: 'النوع',
    shut: 'أغلق الوحدة',
    shutTitle: 'إغلاق {name}؟',
    shutText: 'لا يُرسل إليها شيء بعد ذلك. وتنتقل بلاغاتها المفتوحة إلى الوحدة التي فوقها. ويجب ألا يبقى أحد مسجلا فيها.',
    isShut: 'وحدة مغلقة',
    unshut: 'أعد فتح الوحدة',
    moved: {
      zero: 'لم ينتقل أي بلاغ إلى {to}',
      one: 'انتقل بلاغ واحد إلى {to}',
      two: 'انتقل بلاغان إلى {to}',
      few: 'انتقلت {n} بلاغات إلى {to}',
      many: 'انتقل {n} بلاغا إلى {to}',
      other: 'انتقل {n} بلاغ إلى {to}',
    } as Forms,
  },
}
