import type { Frequency } from '../checkout/contract.ts';
import { moneyText } from '../box/money-text.ts';
import { el, fill, rich } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { shell, type PageFrame } from './shell.ts';
import { dateText, pageTexts, waitText, type PageTexts } from './texts.ts';
import { treeHtml } from './tree-html.ts';

/** What the server knows of a payment. There is no e-mail in it: this page shows none. */
export type ThanksPayment = {
  frequency: Frequency;
  amountMinor: number;
  currency: string;
  /** Decimals of the currency, from our own table. */
  digits: number;
  nextPaymentAt?: Date | undefined;
  /** IANA name of the zone in which days are counted. */
  zone: string;
  /** What the bank prints; only if the publisher set it. */
  statementText?: string | undefined;
  reference: string;
};

/** The thank-you page; every part that is not given is not claimed. */
export type ThanksPage = {
  /** `unknown` shows the words alone: too late, or an address that was made up. */
  status: 'paid' | 'processing' | 'unknown';
  payment?: ThanksPayment | undefined;
  /** The article, with a marker behind its `#`, so that the box there stays quiet. */
  backUrl?: string | undefined;
  manageUrl?: string | undefined;
  contactMail?: string | undefined;
  /** How long this address shows the payment. */
  shownForMinutes?: number | undefined;
};

export function thanksPage(frame: PageFrame, page: ThanksPage): string {
  const texts = pageTexts(frame.lang);
  const { title, lede } = words(texts, page);
  const payment = page.status === 'unknown' ? undefined : page.payment;
  return shell(frame, {
    title,
    main: html`${page.status === 'paid' && TICK}
      <h1>${title}</h1>
      <p class="lede">${lede}</p>
      ${payment === undefined ? html`<p class="rs-row onward">${backLink(frame, page)}</p>` : panel(frame, page, payment)}
      ${payment === undefined ? null : notes(texts, page, payment)}
      ${
        payment !== undefined && page.shownForMinutes !== undefined
          ? html`<p class="quiet noprint">${fill(texts.sharedDevice, { time: waitText(frame.lang, page.shownForMinutes * 60) })}</p>`
          : null
      }`,
  });
}

const TICK = html`<svg class="mark" viewBox="0 0 52 52" fill="none" aria-hidden="true">
  <circle cx="26" cy="26" r="24.5" stroke="currentColor" stroke-width="3" />
  <path
    d="m16 27 7 7 14-15"
    stroke="currentColor"
    stroke-width="3.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;

function words(texts: PageTexts, { status, payment }: ThanksPage): { title: string; lede: string } {
  if (status === 'processing') return { title: texts.processingHeading, lede: texts.processingBody };
  if (status === 'unknown') return { title: texts.unknownHeading, lede: texts.unknownBody };
  const lede = { once: texts.paidOnce, monthly: texts.paidMonthly, annual: texts.paidAnnual };
  return { title: texts.thanksHeading, lede: lede[payment?.frequency ?? 'once'] };
}

function panel(frame: PageFrame, page: ThanksPage, payment: ThanksPayment): Html {
  const texts = pageTexts(frame.lang);
  const { frequency, nextPaymentAt, zone, statementText, reference } = payment;
  const money = moneyText(frame.lang, [payment]);
  const rhythm = { once: texts.rhythmOnce, monthly: texts.rhythmMonthly, annual: texts.rhythmAnnual };
  return html`<section class="panel" aria-labelledby="support">
    <div class="sum">
      <h2 class="rs-vh" id="support">${texts.yourSupport}</h2>
      <strong><bdi>${money.amount(payment.amountMinor, payment.currency, 'always')}</bdi></strong
      ><span>${rhythm[frequency]}</span>
    </div>
    <dl class="kv">
      ${
        nextPaymentAt &&
        html`<dt>${texts.nextPayment}</dt>
          <dd>
            <time datetime="${nextPaymentAt.toISOString()}"
              >${dateText(frame.lang, nextPaymentAt, zone)}</time
            >
          </dd>`
      }${
        statementText &&
        html`<dt>${texts.onStatement}</dt>
          <dd>${statementText}</dd>`
      }
      <dt>${texts.reference}</dt>
      <dd class="figures">${reference}</dd>
    </dl>
    <div class="rs-row noprint">
      ${backLink(frame, page)}${
        page.manageUrl &&
        html`<a class="rs-btn is-quiet" href="${page.manageUrl}">${texts.changeOrCancel}</a>`
      }
    </div>
  </section>`;
}

function backLink(frame: PageFrame, { backUrl }: ThanksPage): Html {
  const texts = pageTexts(frame.lang);
  const label =
    backUrl === undefined ? fill(texts.backToSite, { name: frame.publisherName }) : texts.backToArticle;
  return html`<a class="rs-btn" href="${backUrl ?? frame.homeUrl}">${label}</a>`;
}

function notes(
  texts: PageTexts,
  { backUrl, contactMail, status }: ThanksPage,
  { reference, frequency }: ThanksPayment,
): Html {
  const note = (heading: string, body: Html | string, onPaper = true) =>
    html`<li class="${!onPaper && 'noprint'}">
      <h2>${heading}</h2>
      <p>${body}</p>
    </li>`;
  const mail =
    contactMail !== undefined &&
    treeHtml(
      rich(texts.wrongBody, { mail: contactMail }, (words) =>
        el('a', { href: `mailto:${contactMail}?subject=${encodeURIComponent(reference)}` }, words),
      ),
    );
  return html`<ul class="steps" role="list">
    ${note(texts.keepHeading, texts.keepBody)}${
      status === 'paid' &&
      backUrl !== undefined &&
      note(texts.quietHeading, frequency === 'once' ? texts.quietOnce : texts.quietPlan, false)
    }${mail && note(texts.wrongHeading, mail)}
  </ul>`;
}
