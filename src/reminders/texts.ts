import { languageOf, type Language } from '../box/language.ts';
import { dayText } from '../box/reminder-days.ts';
import { boxWords } from '../box/texts.ts';
import { fill } from '../box/tree.ts';
import type { DonorNotice } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { donorRisk } from '../http/country.ts';
import { pageTexts } from '../pages/texts.ts';
import { editionFor } from '../publisher/editions.ts';
import * as ar from './words/ar.ts';
import * as de from './words/de.ts';
import * as en from './words/en.ts';
import * as es from './words/es.ts';
import * as fr from './words/fr.ts';
import * as ru from './words/ru.ts';
import * as uk from './words/uk.ts';

/** Every word of the mails and the calendar file: a language that lacks one does not compile. */
export type MailTexts = Readonly<Record<keyof typeof en.mail, string>>;

/** The words of each language, and the beginnings of words that are too loud for a mailbox. */
export const MAIL_WORDS: Record<Language, { mail: MailTexts; loud: string }> = { en, ru, uk, de, fr, es, ar };

/** The words of the mails for a language tag; English where there are none. */
export function mailTexts(lang: string): MailTexts {
  return MAIL_WORDS[languageOf(lang)].mail;
}

/**
 * Why a reminder cannot be set, in the reader's language, naming the way that always works: the calendar file.
 *
 * @param lastDay the last day that may be chosen, YYYY-MM-DD
 */
export function reminderText(
  what: 'email' | 'when' | 'mailbox' | 'notOffered',
  { lang, lastDay = '' }: { lang: string; lastDay?: string },
): string {
  const { faultEmail, faultDate, faultMailService } = boxWords(lang).reminder;
  switch (what) {
    case 'email':
      return faultEmail;
    case 'when':
      return fill(faultDate, { max: dayText(lang, lastDay, 'year') });
    case 'mailbox':
      return faultMailService;
    case 'notOffered':
      return pageTexts(lang).mailNotOffered;
    default:
      return what satisfies never;
  }
}

/** The notice above the form, for readers whom a mail could endanger; in the publisher's words where it set any. */
export function reminderNotice(
  config: AppContext['config'],
  reader: { lang: string; country: string | null },
): DonorNotice | null {
  if (donorRisk(config, reader) === null) return null;
  const { notice, lang } = editionFor(config.publisher, reader.lang);
  const { riskTitle, riskMail } = pageTexts(lang);
  const { title = riskTitle, body = riskMail, linkText, linkUrl } = notice ?? {};
  const link = linkText === undefined || linkUrl === undefined ? {} : { linkText, linkUrl };
  // Nothing here is stopped: the calendar file stays for everyone.
  return { kind: 'notice', title, body, ...link };
}
