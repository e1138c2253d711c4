import type { BoxTexts, FaultTexts, MoreTexts, ReminderTexts } from '../texts.ts';

// Arabic words of the box; see en.ts for the marks in them. Readers are addressed in the plural, as the press does:
// it is polite, and says nothing about who reads.

export const box: BoxTexts = {
  eyebrow: 'كلمة من هيئة التحرير',
  heading: 'عملنا يموّله القرّاء.',
  message:
    'لا مالك لنا نسعى إلى إرضائه، ولا أحد يملي علينا ما نسكت عنه. إن كان عملنا يفيدكم فادعمونا شهريًا، **ويكفي {min} فقط**. لا يستغرق الأمر سوى دقيقة، ويمكنكم التوقف متى شئتم.',
  frequencyLegend: 'كم مرة تودّون المساهمة؟',
  once: 'مرة واحدة',
  monthly: 'شهريًا',
  annual: 'سنويًا',
  chooseAmount: 'اختاروا مبلغًا',
  currency: 'العملة',
  amount_once: 'المبلغ لمرة واحدة',
  amount_monthly: 'المبلغ الشهري',
  amount_annual: 'المبلغ السنوي',
  other: 'مبلغ آخر',
  other_once: 'المبلغ الذي تختارونه',
  other_monthly: 'المبلغ الذي تختارونه شهريًا',
  other_annual: 'المبلغ الذي تختارونه سنويًا',
  per_monthly: 'شهريًا',
  per_annual: 'سنويًا',
  range: 'من {min} إلى {max}',
  go: 'متابعة',
  terms_once: '**{amount} لمرة واحدة.**',
  terms_monthly: '**{amount} اليوم، ثم {amount} كل شهر.** يمكنكم التوقف متى شئتم.',
  terms_annual: '**{amount} اليوم، ثم {amount} كل سنة.** يمكنكم التوقف متى شئتم.',
  marks: 'وسائل الدفع في الصفحة التالية',
  secure: 'يجري الدفع على صفحة Stripe. نحن لا نرى بيانات بطاقتكم.',
  later: 'لستم مستعدين اليوم؟ [ذكّروني لاحقًا.]',
  print: 'لدعمنا: {url}',
  busy: 'جارٍ فتح صفحة الدفع',
  away: '**تعذّر التحميل.** لم يُخصم منكم شيء. أعيدوا المحاولة، أو [افتحوها في صفحة جديدة].',
};

export const fault: FaultTexts = {
  retry: 'إعادة المحاولة',
  offline:
    '**تعذّر الوصول إلى صفحة الدفع.** لم يُخصم منكم شيء. تحقّقوا من الاتصال وأعيدوا المحاولة، أو [افتحوها في صفحة جديدة].',
  faultEmpty: 'أدخلوا مبلغًا.',
  faultFormat: 'أرقام فقط، مثلًا {example}.',
  faultDecimals: 'لا كسور في عملة {currency}. أدخلوا عددًا صحيحًا.',
  faultRefused: 'لا يمكن دفع هذا المبلغ هنا. اختاروا مبلغًا آخر.',
  tooSmall_once: 'أقل مبلغ هو {min}.',
  tooSmall_monthly: 'أقل مبلغ شهري هو {min}.',
  tooSmall_annual: 'أقل مبلغ سنوي هو {min}.',
  tooLarge_once: 'أكبر مبلغ هو {max}.',
  tooLarge_monthly: 'أكبر مبلغ شهري هو {max}.',
  tooLarge_annual: 'أكبر مبلغ سنوي هو {max}.',
  giveMore: 'إن أردتم المساهمة بأكثر من ذلك فاكتبوا إلى {mail}.',
  limited: '**يُرجى الانتظار قليلًا.** وردت محاولات كثيرة من شبكتكم. يمكنكم المتابعة بعد {wait}.',
  limitedOver: 'يمكنكم المتابعة الآن.',
  goIn: 'المتابعة بعد {clock}',
};

export const reminder: ReminderTexts = {
  remindEyebrow: 'تذكير لاحقًا',
  remindHeading: 'أي يوم يناسبكم؟',
  remindMessage:
    'احفظوا اليوم في تقويمكم الخاص، أو استلموا رسالة بريد قصيرة واحدة. لن يرد في أيٍّ منهما اسمنا ولا ذكر للمال.',
  remindMessageCalendar: 'احفظوا اليوم في تقويمكم الخاص. لن يرد في الموعد اسمنا ولا ذكر للمال.',
  whenLegend: 'متى',
  soon: 'بعد بضعة أسابيع',
  threeMonths: 'بعد ثلاثة أشهر',
  anotherDay: 'في يوم آخر',
  pickDay: 'أنتم تختارون التاريخ',
  date: 'التاريخ',
  calendar: 'الحفظ في التقويم',
  calendarHint: 'لا تتركون أي عنوان، ولا نحفظ أي شيء.',
  calendarSaved: '**افتحوا الملف لإضافة اليوم إلى تقويمكم.**',
  calendarQuiet: 'لن يظهر هذا الإطار على هذا الجهاز حتى {day}.',
  emailLabel: 'عنوان البريد الإلكتروني',
  emailHint:
    'نرسل أولًا رابطًا للتأكيد. يُحفظ عنوانكم مشفّرًا من أجل هذه الرسالة وحدها، ويُمحى من عندنا فور إرسالها، ثم لا يبقى إلا في روابط الرسالة نفسها.',
  setReminder: 'إرسال رسالة إليّ',
  sending: 'جارٍ الإرسال',
  toAmounts: 'رجوع',
  faultEmail: 'أدخلوا عنوان بريد إلكتروني، مثلًا name@example.org.',
  faultDate: 'اختاروا يومًا من الغد إلى {max}.',
  faultMailService: 'قد تقرأ السلطات الروسية هذا البريد. الأفضل أن تحفظوا التاريخ في تقويمكم.',
  remindOffline: '**تعذّر الوصول إلى خادمنا.** لم يُحفظ شيء. تحقّقوا من الاتصال وأعيدوا المحاولة.',
  remindLimited: '**يُرجى الانتظار قليلًا.** وردت محاولات كثيرة من شبكتكم. أعيدوا المحاولة لاحقًا.',
  inboxEyebrow: 'أوشكنا على الانتهاء',
  inboxHeading: 'تفقّدوا بريدكم',
  inboxMessage:
    'افتحوا خلال 48 ساعة الرابط الذي نرسله إلى {address}، وسنكتب إليكم في {day}. وإن لم تفعلوا شيئًا محونا العنوان.',
  changeDate: 'تغيير التاريخ',
  close: 'إغلاق',
};

export const more: MoreTexts = {
  back: '**لم يُخصم منكم شيء.** اختياركم ما زال هنا.',
  thanks: '**شكرًا لدعمكم.**',
  thanksManage: '**شكرًا لدعمكم.** [التعديل أو الإلغاء]',
  again: 'لم نطلب منكم شيئًا لبعض الوقت. واليوم نطلب من جديد.',
  hide: 'إخفاء',
  nudge: 'عند دفع {amount} مرة في السنة تُحتسب رسوم الدفع مرة واحدة بدل اثنتي عشرة. [الدفع مرة في السنة.]',
  goal_month: 'قدّم القرّاء {percent} من مبلغ {target} المطلوب لهذا الشهر، حتى {day}.',
  goal_year: 'قدّم القرّاء {percent} من مبلغ {target} المطلوب لهذه السنة، حتى {day}.',
};
