import type { Response } from 'express';
import type { AppContext } from '../../context.ts';
import { sameAddress } from '../../http/frame.ts';
import { html } from '../../http/html.ts';
import type { ErrorPage } from '../../http/errors.ts';
import { sendPage } from '../../http/page.ts';
import { financePage } from './layout.ts';
import { financeTexts, pageLang, type FinanceTexts } from './texts.ts';
import { queryOf } from './view.ts';

/** Answers an error to finance staff: what happened, what it means for the books, the way back, a reference. */
export function financeErrorPage({ config }: Pick<AppContext, 'config'>): ErrorPage {
  return (req, res, problem) => {
    const { publisher, stripe } = config;
    const lang = pageLang(req.query['lang'], publisher.defaultLang);
    const texts = financeTexts(lang);
    const { title, body } = wordsOf(texts, problem, waitOf(res));
    // A form's answer has no page of its own: who reads it goes on from the overview.
    const [href, label] =
      problem.status === 503 && req.method === 'GET'
        ? [sameAddress(req), texts.errors.tryAgain]
        : [`/finance${queryOf({ lang })}`, texts.errors.toOverview];
    const page = financePage(
      {
        lang,
        title,
        otherLangHref: `/finance${queryOf({ lang: lang === 'en' ? 'ru' : 'en' })}`,
        publisherName: publisher.name,
        livemode: stripe.livemode,
        signedIn: null,
      },
      html`<div class="card sign-in">
        <h1>${title}</h1>
        <p>${body}</p>
        ${problem.field === undefined ? null : html`<p>${texts.errors.field(problem.field)}</p>`}
        <p><a class="b p" href="${href}">${label}</a></p>
        <p class="mut small">${texts.errors.reference(problem.requestId)}</p>
      </div>`,
    );
    sendPage(res, problem.status, page, { personal: true });
  };
}

function wordsOf(
  { errors }: FinanceTexts,
  { status, code }: { status: number; code: string },
  waitMinutes: number,
): { title: string; body: string } {
  if (status === 429) return { title: errors.limited, body: errors.limitedBody(waitMinutes) };
  if (status === 503) return { title: errors.down, body: errors.downBody };
  if (status >= 500) return { title: errors.failed, body: errors.failedBody };
  if (status === 404) return { title: errors.missing, body: errors.missingBody };
  if (code === 'foreign_form') return { title: errors.foreign, body: errors.foreignBody };
  if (status === 401 || status === 403) return { title: errors.refused, body: errors.refusedBody };
  return { title: errors.unread, body: errors.unreadBody };
}

function waitOf(res: Response): number {
  return Math.max(1, Math.ceil(Number(res.getHeader('Retry-After') ?? 60) / 60));
}
