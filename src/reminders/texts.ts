import type { DonorNotice } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { donorRisk } from '../http/country.ts';
import { editionFor } from '../publisher/publisher.ts';
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

const NOTICE: Record<Language, { title: string; body: string }> = {
  en: {
    title: 'Are you in Russia or Belarus?',
    body: 'Do not leave an e-mail address here. Save the date to your calendar instead: it stays on your device, or with the calendar you use.',
  },
  ru: {
    title: 'Вы в России или Беларуси?',
    body: 'Не оставляйте здесь почту. Сохраните дату в календаре: она останется на вашем устройстве или в вашем календаре.',
  },
};

/** The notice above the form, for readers whom a mail could endanger; in the publisher's words where it set any. */
export function reminderNotice(
  config: AppContext['config'],
  reader: { lang: string; country: string | null },
): DonorNotice | null {
  if (donorRisk(config, reader) === null) return null;
  const { notice } = editionFor(config.publisher, reader.lang);
  const words = NOTICE[languageOf(reader.lang)];
  const { title = words.title, body = words.body, linkText, linkUrl } = notice ?? {};
  const link = linkText === undefined || linkUrl === undefined ? {} : { linkText, linkUrl };
  // Nothing here is stopped: the calendar file stays for everyone.
  return { kind: 'notice', title, body, ...link };
}
