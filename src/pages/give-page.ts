import type { WidgetConfig } from '../checkout/contract.ts';
import type { BoxChoice, ChoiceFault } from '../box/choice.ts';
import { amountBox } from '../box/amount-form.ts';
import { faultLine } from '../box/fault-text.ts';
import type { FormView } from '../box/form-view.ts';
import { boxWords } from '../box/texts.ts';
import { el, fill, type Piece } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
import { plainForm } from './plain-form.ts';
import { errorTitle, shell, type PageFrame } from './shell.ts';
import { pageTexts } from './texts.ts';
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
  /** The text of an experiment that led here; posted along. */
  variant?: string | undefined;
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
  /** Where this page's oEmbed answer is: a system that is given the address can show the box instead. */
  oembedUrl?: string | undefined;
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
  const view = plainForm({ ...page, base: '', headingLevel: 1, slots: false });
  const failed = page.fault !== undefined || page.problem !== undefined;
  return shell(frame, {
    title: failed ? errorTitle(frame.lang, title) : title,
    indexed: !failed,
    description: config.texts.heading ?? view.texts.heading,
    head:
      page.oembedUrl &&
      html`<link rel="alternate" type="application/json+oembed" href="${page.oembedUrl}" title="${title}" />`,
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
