import type { MailTexts } from '../texts.ts';

// Arabic words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'يُرجى تأكيد طلبكم',
  confirmAsked: 'طلب أحدهم، وربما أنتم، رسالة في {day}.',
  confirmLink: 'تأكيد',
  confirmNot: 'إن لم تكونوا أنتم فلا تفعلوا شيئًا: سنحذف هذا العنوان بعد 48 ساعة.',
  noteSubject: 'الرسالة التي طلبتموها',
  noteAsked: 'طلبتم منا أن نكتب إليكم اليوم.',
  noteErased: 'حذفنا هذا العنوان. لم تعد تعرفه سوى الروابط في هذه الرسالة.',
  openLink: 'فتح الصفحة',
  laterLink: 'بعد شهر بدلًا من ذلك',
  stopLink: 'لا مزيد من الرسائل',
  calendarEntry: 'قائمة مطالعة',
};

const STEMS =
  'تبرع متبرع دعم مال نقود مبلغ دفع سداد بطاق بنك مصرف حساب اشتراك عضو هدي صحيف صحاف صحف جريد مجل خبر اخبار ' +
  'اعلام تحرير محرر قاري قراء ناشر نشر يورو دولار';

/** The article and the short words that Arabic writes as one with what follows. */
const BEFORE = ['', 'ال', 'وال', 'بال', 'لل', 'و', 'ب', 'ل', 'ف'];

export const loud = STEMS.split(' ')
  .flatMap((stem) => BEFORE.map((before) => before + stem))
  .join(' ');
