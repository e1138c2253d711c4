import type { MailTexts } from '../texts.ts';

// Ukrainian words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'Підтвердьте нотатку',
  confirmAsked: 'Хтось, імовірно ви, попросив надіслати нотатку {day}.',
  confirmLink: 'Підтвердити',
  confirmNot: 'Якщо це були не ви, нічого не робіть: за 48 годин ми видалимо цю адресу.',
  noteSubject: 'Нотатка, про яку ви просили',
  noteAsked: 'Ви просили написати сьогодні.',
  noteErased: 'Цю адресу ми видалили. Її знають лише посилання в цьому листі.',
  openLink: 'Відкрити сторінку',
  laterLink: 'Краще за місяць',
  stopLink: 'Більше не писати',
  calendarEntry: 'Список для читання',
};

export const loud =
  'донат пожертв підтрим грош дару подар плат оплат сплат заплат переказ внес збор збір сум ' +
  'карт банк підпис член спонсор благод редакц новин журнал видан видав змі читач газет';
