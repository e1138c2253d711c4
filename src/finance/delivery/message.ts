import { letter } from '../../email/letter.ts';
import { sha256 } from '../../ids.ts';
import type { Mail } from '../../email/mailer.ts';
import type { PageLang } from '../pages/texts.ts';
import { shower } from '../pages/show.ts';
import { deliveryTexts } from './texts.ts';

/** The mail that says that a month's files are ready. It names no publisher, holds no figure and loads nothing. */
export function monthMail(mail: {
  to: string;
  lang: PageLang;
  zone: string;
  linkId: string;
  period: string;
  link: string;
  expiresAt: Date;
}): Mail {
  const { mail: texts } = deliveryTexts(mail.lang);
  const show = shower(mail.lang, mail.zone);
  const month = show.month(mail.period);
  const subject = texts.subject(month);
  const lines = [
    { text: texts.ready(month) },
    { name: texts.link, link: mail.link },
    { text: texts.once(show.time(mail.expiresAt)) },
    { text: texts.stop },
  ];
  return {
    to: mail.to,
    subject,
    ...letter({ lang: mail.lang, subject, lines }),
    messageId: sha256(`month:${mail.linkId}`).slice(0, 32),
  };
}
