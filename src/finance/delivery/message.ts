import { html } from '../../http/html.ts';
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
  const [ready, once] = [texts.ready(month), texts.once(show.time(mail.expiresAt))];
  return {
    to: mail.to,
    subject,
    text: `${[ready, `${texts.link}:\n${mail.link}`, once, texts.stop].join('\n\n')}\n`,
    html: html`<!doctype html>
<html lang="${mail.lang}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
<p>${ready}</p> <p><a href="${mail.link}">${texts.link}</a></p> <p>${once}</p> <p>${texts.stop}</p>
</body></html>
`.text,
    messageId: sha256(`month:${mail.linkId}`).slice(0, 32),
  }; // prettier-ignore
}
