import { FREQUENCIES, type WidgetConfig } from '../checkout/contract.ts';
import type { BoxChoice, ChoiceFault } from '../box/choice.ts';
import { amountBox } from '../box/amount-form.ts';
import { faultLine, faultNote } from '../box/fault-text.ts';
import type { FormView, PlainExtra } from '../box/form-view.ts';
import { moneyText } from '../box/money-text.ts';
import { boxWords, type BoxTexts } from '../box/texts.ts';
import { el, fill, type Piece } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { errorTitle, shell, type PageFrame } from './shell.ts';
import { pageTexts, type PageTexts } from './texts.ts';
import { treeHtml } from './tree-html.ts';

/** The give page: the box as a page, whole without a script. */
export type GivePage = {
  config: WidgetConfig;
  /** From `startChoice`, or what was posted: values are kept as they were sent. */
  choice: BoxChoice;
  /** One-time key of the form: a double click opens one checkout. */
  key: string;
  campaign?: string | undefined;
  /** Where to lead the reader back to; posted as `return`. */
  returnTo?: string | undefined;
  /** Makes it the 422 page: title "Error: …", a summary that leads to the field, the field marked. */
  fault?: { fault: ChoiceFault; frequency: BoxChoice['frequency'] } | undefined;
  /** A fault that belongs to no field, in words for readers. */
  problem?: string | undefined;
  /** Shows "Nothing was charged": the reader came back from the payment page. */
  cameBack?: boolean | undefined;
  /** How the money is spent, in the publisher's own lines. */
  spending?: readonly string[] | undefined;
  /** Absolute address of this page, printed on paper; the path alone otherwise. */
  printUrl?: string | undefined;
};

export function givePage(frame: PageFrame, page: GivePage): string {
  const { config } = page;
  const texts = pageTexts(frame.lang);
  const title = fill(texts.giveTitle, { name: config.publisherName });
  if (!config.open) {
    const main = html`<h1>${texts.closedHeading}</h1>
      <p class="lede">${texts.closedBody}</p>`;
    return shell(frame, { title, main });
  }
  const view = formView(frame, page);
  const failed = page.fault !== undefined || page.problem !== undefined;
  return shell(frame, {
    title: failed ? errorTitle(frame.lang, title) : title,
    indexed: !failed,
    mainClass: 'give',
    main: html`${failed && summary(view, page)}${treeHtml(amountBox(view))}${spendingLines(frame, page)}`,
  });
}

/** A reader who may not pay here need not be told what for. */
function spendingLines({ lang }: PageFrame, { spending, config }: GivePage): Html | null {
  if (spending === undefined || config.notice?.kind === 'stop') return null;
  return html`<section class="spent" aria-labelledby="spent">
    <h2 id="spent">${pageTexts(lang).spending}</h2>
    <ul role="list">
      ${spending.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}

/** What is wrong, at the top, with a link to the field. */
function summary(view: FormView, { problem, fault }: GivePage): Html {
  const texts = pageTexts(view.config.lang);
  const words: Piece =
    fault === undefined
      ? problem
      : el(
          'a',
          // Where a preset was refused, the field of Other is hidden: lead to the group instead.
          { href: fieldAnchor(view, fault) },
          faultLine(view, boxWords(view.config.lang).fault, fault),
        );
  return html`<div class="summary" role="alert" aria-labelledby="summary-title">
    <h2 id="summary-title">${texts.errorHeading}</h2>
    <p>${treeHtml(words)}</p>
    <p>${texts.errorMoney}</p>
  </div>`;
}

function fieldAnchor({ choice }: FormView, { frequency, fault }: NonNullable<GivePage['fault']>): string {
  return choice.amount[frequency] === 'other' && fault !== 'refused' ? `#rs-other-${frequency}` : '#rs-title';
}

function formView(frame: PageFrame, page: GivePage): FormView {
  const { config, choice } = page;
  const texts = pageTexts(frame.lang);
  const { box, fault } = boxWords(config.lang);
  const money = moneyText(config.lang, config.currencies);
  const words = page.fault
    ? {
        frequency: page.fault.frequency,
        words: faultNote(faultLine({ config, money, choice }, fault, page.fault)),
      }
    : null;
  const remind = new URLSearchParams({ lang: config.lang });
  if (page.campaign !== undefined) remind.set('campaign', page.campaign);
  return {
    config,
    texts: box,
    money,
    headingLevel: 1,
    giveUrl: '/give',
    printUrl: page.printUrl,
    slots: false,
    choice,
    back: page.cameBack ?? false,
    showCurrency: true,
    remindUrl: `/remind?${remind.toString()}`,
    extra: withoutScript(texts, box, page, words),
  };
}

/** What a script would do: the fields that travel along, a button for the currency, terms that hold for any amount. */
function withoutScript(
  texts: PageTexts,
  box: BoxTexts,
  page: GivePage,
  fault: PlainExtra['fault'],
): PlainExtra {
  const { config, campaign, returnTo, key } = page;
  const hidden = { campaign, lang: config.lang, return: returnTo, key };
  const terms = { once: texts.plainOnce, monthly: texts.plainMonthly, annual: texts.plainAnnual };
  return {
    fault,
    fields: [
      // The first button of a form is the one that Enter presses, and that must not be "Change currency".
      el('button', { class: 'rs-vh', type: 'submit', tabindex: -1, 'aria-hidden': 'true' }, box.go),
      Object.entries(hidden).map(
        ([name, value]) => value !== undefined && el('input', { type: 'hidden', name, value }),
      ),
    ],
    currency: el(
      'button',
      { class: 'rs-link rs-change', name: 'do', value: 'currency', formaction: '/give' },
      texts.changeCurrency,
    ),
    terms: FREQUENCIES.map((frequency) =>
      el('p', { class: 'rs-terms rs-g', 'data-f': frequency }, terms[frequency]),
    ),
  };
}
