import { letter } from '../../email/letter.ts';
import type { Mail } from '../../email/mailer.ts';
import { newSecret } from '../../ids.ts';
import { queryOf } from '../pages/view.ts';
import type { PageLang } from '../pages/texts.ts';

type MailTexts = {
  subject: string;
  asked: string;
  open: string;
  or: string;
  once: string;
  notYou: string;
};

// Read on locked screens and in seized mailboxes: it names no paper and no person.
const TEXTS: Record<PageLang, MailTexts> = {
  en: {
    subject: 'Sign-in link',
    asked: 'Somebody asked to sign in with this address.',
    open: 'Open this link in the browser where you asked',
    or: 'Or type this code there',
    once: 'Both work once, for 15 minutes. Tell the code to nobody, whoever asks for it.',
    notYou: 'If it was not you, do nothing: without this mail nobody gets in.',
  },
  ru: {
    subject: 'Ссылка для входа',
    asked: 'Кто-то попросил войти с этим адресом.',
    open: 'Откройте эту ссылку в том браузере, где вы об этом попросили',
    or: 'Или введите там этот код',
    once: 'Ссылка и код действуют один раз, в течение 15 минут. Никому не сообщайте код, кто бы о нём ни спросил.',
    notYou: 'Если это были не вы, ничего не делайте: без этого письма никто не войдёт.',
  },
};

/** The mail with both ways on: a link for this browser, a code for where the mail is read on another device. */
export function signInMail(
  { publicUrl }: { publicUrl: string },
  { to, lang, linkToken, code }: { to: string; lang: PageLang; linkToken: string; code: string },
): Mail {
  const texts = TEXTS[lang];
  const link = `${publicUrl}/finance/sign-in/l/${linkToken}${queryOf({ lang })}`;
  const lines = [
    { text: texts.asked },
    { name: texts.open, link },
    { name: texts.or, code },
    { text: texts.once },
    { text: texts.notYou },
  ];
  return {
    to,
    subject: texts.subject,
    ...letter({ lang, subject: texts.subject, lines }),
    messageId: newSecret().slice(0, 22),
  };
}
