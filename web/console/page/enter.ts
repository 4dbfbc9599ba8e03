// What the page for calls and walk-ins says.
import type { Language } from '../../ui/lang'

const fr = {
  nav: 'Saisir',
  title: 'Appel ou visite',
  hint: 'Quelqu’un raconte au téléphone ou au guichet : remplissez avec ses mots. N’écrivez ni nom ni numéro.',
  choose: 'De quoi s’agit-il ?',
  send: 'Enregistrer',
  missing: 'Il manque des réponses : elles sont marquées.',
  anyway: 'Enregistrer sans ces réponses',
  receipt: 'Numéro de reçu : lisez-le à voix haute, deux fois. Avec lui la personne apprend la réponse.',
  another: 'Un autre signalement',
  fault: 'Cela n’a pas été enregistré. Réessayez.',
}
export type EnterWords = typeof fr
const ar: EnterWords = {
  nav: 'إدخال',
  title: 'مكالمة أو زيارة',
  hint: 'شخص يروي بالهاتف أو أمام المكتب: املأ بكلماته. لا تكتب اسما ولا رقما.',
  choose: 'عمّ يدور الأمر؟',
  send: 'سجّل',
  missing: 'تنقص إجابات: هي معلَّمة.',
  anyway: 'سجّل بدون هذه الإجابات',
  receipt: 'رقم الوصل: اقرأه بصوت واضح مرتين. به يعرف صاحبه الجواب.',
  another: 'بلاغ آخر',
  fault: 'لم يُسجَّل. أعد المحاولة.',
}
const en: EnterWords = {
  nav: 'Enter',
  title: 'Call or walk-in',
  hint: 'Somebody tells it on the telephone or at the desk: fill it in with their words. Write no name and no number.',
  choose: 'What is it about?',
  send: 'Record it',
  missing: 'Answers are missing: they are marked.',
  anyway: 'Record it without these answers',
  receipt: 'Receipt number: read it out twice. With it the person hears the answer.',
  another: 'Another report',
  fault: 'It was not recorded. Try again.',
}
export const enterWords: Record<Language, EnterWords> = { ar, fr, en }
