import { html, type Html } from '../http/html.ts';
import { sha256 } from '../ids.ts';
import type { Mail } from '../email/mailer.ts';
import { dayInWords, languageOf, type Language } from './language.ts';
import type { ReminderMail } from './reminder.ts';

// Both mails are read on locked screens and in seized mailboxes: they name no publisher and no purpose
// (neutral.ts holds the words, a test holds the texts to them), and load nothing.

/** A sentence, and a link that stands in full in the text and behind its name in the HTML twin. */
type Line = { text?: string; link?: { name: string; to: string } };

/** The mail that asks whether the address is the reader's own. */
export function confirmationMail(mail: {
  to: string;
  lang: string;
  dueDay: string;
  reminderId: string;
  /** Address of the page with the button. */
  link: string;
}): Mail {
  const language = languageOf(mail.lang);
  const day = dayInWords(mail.dueDay, language);
  const { subject, lines } = {
    en: {
      subject: 'Please confirm your note',
      lines: [
        { text: `Someone, probably you, asked for a note on ${day}.` },
        { link: { name: 'Confirm', to: mail.link } },
        { text: 'If it was not you, do nothing; we delete this address in 48 hours.' },
      ],
    },
    ru: {
      subject: 'Подтвердите заметку',
      lines: [
        { text: `Кто-то, вероятно вы, попросил прислать заметку ${day}.` },
        { link: { name: 'Подтвердить', to: mail.link } },
        { text: 'Если это были не вы, ничего не делайте: через 48 часов мы удалим этот адрес.' },
      ],
    },
  }[language];
  return write(mail, 'confirmation', { language, subject, lines });
}

/** The mail that was asked for: the only one. Its links carry what is needed, for we keep nothing. */
export function reminderMail(mail: {
  to: string;
  lang: string;
  reminderId: string;
  link: string;
  mayPostpone: boolean;
}): Mail {
  const language = languageOf(mail.lang);
  const later = `${mail.link}/later`;
  const stop = `${mail.link}/stop`;
  const { subject, lines, postpone }: { subject: string; lines: Line[]; postpone: string } = {
    en: {
      subject: 'The note you asked for',
      lines: [
        { text: 'You asked us to write today.' },
        { link: { name: 'Open the page', to: mail.link } },
        { link: { name: 'No more notes', to: stop } },
        { text: 'We have deleted this address. Only the links in this mail still know it.' },
      ],
      postpone: 'In a month instead',
    },
    ru: {
      subject: 'Заметка, о которой вы просили',
      lines: [
        { text: 'Вы просили написать сегодня.' },
        { link: { name: 'Открыть страницу', to: mail.link } },
        { link: { name: 'Больше не писать', to: stop } },
        { text: 'Этот адрес мы удалили. Его знают только ссылки в этом письме.' },
      ],
      postpone: 'Лучше через месяц',
    },
  }[language];
  if (mail.mayPostpone) lines.splice(2, 0, { link: { name: postpone, to: later } });
  return write(mail, 'reminder', { language, subject, lines });
}

function write(
  { to, reminderId, link }: { to: string; reminderId: string; link: string },
  kind: ReminderMail,
  { language, subject, lines }: { language: Language; subject: string; lines: Line[] },
): Mail {
  const text = lines.map((line) =>
    line.link === undefined ? line.text : `${line.link.name}:\n${line.link.to}`,
  );
  return {
    to,
    subject,
    text: `${text.join('\n\n')}\n`,
    html: page(language, subject, lines).text,
    messageId: sha256(`${reminderId}:${kind}`).slice(0, 32),
    headers: {
      // RFC 8058: a mail program's own button stops it, with no page and no sign-in.
      'List-Unsubscribe': `<${link}/stop>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

function page(language: Language, subject: string, lines: Line[]): Html {
  const paragraphs = lines.map(({ text, link }) =>
    link === undefined ? html`<p>${text}</p> ` : html`<p><a href="${link.to}">${link.name}</a></p> `,
  );
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
${paragraphs}</body></html>
`; // prettier-ignore
}
