import type { MailTexts } from '../texts.ts';

// Russian words of the reminder mails; see en.ts for what may not stand in them.

export const mail: MailTexts = {
  confirmSubject: 'Подтвердите заметку',
  confirmAsked: 'Кто-то, вероятно вы, попросил прислать заметку {day}.',
  confirmLink: 'Подтвердить',
  confirmNot: 'Если это были не вы, ничего не делайте: через 48 часов мы удалим этот адрес.',
  noteSubject: 'Заметка, о которой вы просили',
  noteAsked: 'Вы просили написать сегодня.',
  noteErased: 'Этот адрес мы удалили. Его знают только ссылки в этом письме.',
  openLink: 'Открыть страницу',
  laterLink: 'Лучше через месяц',
  stopLink: 'Больше не писать',
  calendarEntry: 'Список чтения',
};

export const loud =
  'донат пожертв поддерж деньг денег дарит подар плат оплат заплат перевод взнос сбор сумм ' +
  'карт банк подписк член спонсор благотвор редакц новост журнал издан издат сми читател газет';
