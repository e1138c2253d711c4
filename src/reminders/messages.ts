import { languageOf } from '../box/language.ts';
import { dayText } from '../box/reminder-days.ts';
import { directionOf } from '../box/texts.ts';
import { fill } from '../box/tree.ts';
import { sha256 } from '../ids.ts';
import { letter, type LetterLine } from '../email/letter.ts';
import type { Mail } from '../email/mailer.ts';
import type { ReminderMail } from './reminder.ts';
import { mailTexts } from './texts.ts';

// Both mails are read on locked screens and in seized mailboxes: they name no publisher and no purpose
// (neutral.ts holds the words, a test holds the texts to them), and load nothing.

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
  const lines: LetterLine[] = [
    { text: fill(texts.confirmAsked, { day: dayText(mail.lang, mail.dueDay, 'year') }) },
    { name: texts.confirmLink, link: mail.link },
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
  const later: LetterLine[] = mail.mayPostpone ? [{ name: texts.laterLink, link: `${mail.link}/later` }] : [];
  return write(mail, 'reminder', {
    subject: texts.noteSubject,
    lines: [
      { text: texts.noteAsked },
      { name: texts.openLink, link: mail.link },
      ...later,
      { name: texts.stopLink, link: `${mail.link}/stop` },
      { text: texts.noteErased },
    ],
  });
}

function write(
  { to, lang, reminderId, link }: { to: string; lang: string; reminderId: string; link: string },
  kind: ReminderMail,
  { subject, lines }: { subject: string; lines: LetterLine[] },
): Mail {
  const language = languageOf(lang);
  return {
    to,
    subject,
    ...letter({ lang: language, dir: directionOf(language), subject, lines }),
    messageId: sha256(`${reminderId}:${kind}`).slice(0, 32),
    headers: {
      // RFC 8058: a mail program's own button stops it, with no page and no sign-in.
      'List-Unsubscribe': `<${link}/stop>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}
