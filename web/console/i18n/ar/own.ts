// Words of one's own sessions.
export const own = {
  open: {
    how: {
      password: 'بكلمة المرور',
      'password and code': 'بكلمة المرور والرمز',
      passkey: 'بمفتاح الدخول',
      invitation: 'برابط دعوة',
      demo: 'دخول تجريبي',
    } as Record<string, string>,
    since: 'فُتحت في {at}، {how}',
    seen: 'آخر استعمال {ago}',
    here: 'هذه الشاشة',
    hint: 'جلسة لا تعرفها؟ أغلق الجلسات الأخرى ثم غيّر كلمة المرور.',
    end: 'أغلق الجلسات الأخرى',
    ended: 'أُغلقت الجلسات الأخرى',
  },
}
