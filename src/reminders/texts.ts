import { dayInWords, languageOf, type Language } from './language.ts';

// What a reader is told when a reminder cannot be set; in the reader's language, naming the way that
// always works: the calendar file.

const TEXTS: Record<Language, Record<'email' | 'when' | 'mailbox' | 'notOffered', string>> = {
  en: {
    email: 'Enter an e-mail address, for example name@example.org.',
    when: 'Choose a day from tomorrow to {last}.',
    mailbox:
      'This mail service can be read by the authorities in Russia. Save the date to your calendar instead: the calendar file needs no address.',
    notOffered:
      'We do not send reminders by mail here. Save the date to your calendar instead: the calendar file needs no address.',
  },
  ru: {
    email: 'Введите адрес почты, например name@example.org.',
    when: 'Выберите день с завтрашнего до {last}.',
    mailbox:
      'Эту почту могут читать российские власти. Лучше сохраните дату в календаре: файлу календаря адрес не нужен.',
    notOffered:
      'Отсюда мы не отправляем напоминания по почте. Лучше сохраните дату в календаре: файлу календаря адрес не нужен.',
  },
};

/** Why a reminder cannot be set, in the reader's language. */
export function reminderText(
  what: keyof (typeof TEXTS)['en'],
  { lang, lastDay }: { lang: string; lastDay?: string },
): string {
  const language = languageOf(lang);
  const text = TEXTS[language][what];
  return lastDay === undefined ? text : text.replace('{last}', dayInWords(lastDay, language));
}
