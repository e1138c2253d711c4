import { languageOf, type Language } from '../box/language.ts';
import { dayText } from '../box/reminder-days.ts';
import { directionOf } from '../box/texts.ts';
import { fill } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { sha256 } from '../ids.ts';
import type { Mail } from '../email/mailer.ts';
import type { ReminderMail } from './reminder.ts';
import { mailTexts } from './texts.ts';

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
  const texts = mailTexts(mail.lang);
  const lines: Line[] = [
    { text: fill(texts.confirmAsked, { day: dayText(mail.lang, mail.dueDay, 'year') }) },
    { link: { name: texts.confirmLink, to: mail.link } },
    { text: texts.confirmNot },
  ];
  return write(mail, 'confirmation', { subject: texts.confirmSubject, lines });
}

/** The mail that was asked for: the only one. Its links carry what is needed, for we keep nothing. */
export function reminderMail(mail: {
  to: string;
  lang: string;
  reminderId: string;
  link: string;
  mayPostpone: boolean;
}): Mail {
  const texts = mailTexts(mail.lang);
  const later: Line[] = mail.mayPostpone
    ? [{ link: { name: texts.laterLink, to: `${mail.link}/later` } }]
    : [];
  return write(mail, 'reminder', {
    subject: texts.noteSubject,
    lines: [
      { text: texts.noteAsked },
      { link: { name: texts.openLink, to: mail.link } },
      ...later,
      { link: { name: texts.stopLink, to: `${mail.link}/stop` } },
      { text: texts.noteErased },
    ],
  });
}

function write(
  { to, lang, reminderId, link }: { to: string; lang: string; reminderId: string; link: string },
  kind: ReminderMail,
  { subject, lines }: { subject: string; lines: Line[] },
): Mail {
  const text = lines.map((line) =>
    line.link === undefined ? line.text : `${line.link.name}:\n${line.link.to}`,
  );
  return {
    to,
    subject,
    text: `${text.join('\n\n')}\n`,
    html: page(languageOf(lang), subject, lines).text,
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
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
${paragraphs}</body></html>
`; // prettier-ignore
}
