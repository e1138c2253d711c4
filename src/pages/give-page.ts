import type { WidgetConfig } from '../checkout/contract.ts';
import type { BoxChoice, ChoiceFault } from '../box/choice.ts';
import { amountBox, faultLine, type FormView } from '../box/markup.ts';
import { moneyText } from '../box/money-text.ts';
import { boxTexts } from '../box/texts.ts';
import { el, fill, type Piece } from '../box/tree.ts';
import { html, type Html } from '../http/html.ts';
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
  /** Makes it the 422 page: title "Error: …", a summary that leads to the field, the field marked. */
  fault?: { fault: ChoiceFault; frequency: BoxChoice['frequency'] } | undefined;
  /** A fault that belongs to no field, in words for readers. */
  problem?: string | undefined;
  /** Shows "Nothing was charged": the reader came back from the payment page. */
  cameBack?: boolean | undefined;
  /** Absolute address of this page, printed on paper; the path alone otherwise. */
  printUrl?: string | undefined;
};

export function givePage(frame: PageFrame, page: GivePage): string {
  const { config } = page;
  const texts = pageTexts(frame.lang);
  const title = fill(texts.giveTitle, { name: config.publisherName });
  if (!config.open) {
    const main = html`<h1>${texts.closedHeading}</h1><p class="lede">${texts.closedBody}</p>`;
    return shell(frame, { title, main });
  }
  const view = formView(frame, page);
  const failed = page.fault !== undefined || page.problem !== undefined;
  return shell(frame, {
    title: failed ? errorTitle(frame.lang, title) : title,
    indexed: !failed,
    mainClass: 'give',
    main: html`${failed && summary(view, page)}${treeHtml(amountBox(view))}`,
  });
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
          faultLine(view, fault),
        );
  return html`<div class="summary" role="alert" aria-labelledby="summary-title"><h2 id="summary-title">${texts.errorHeading}</h2><p>${treeHtml(words)}</p><p>${texts.errorMoney}</p></div>`;
}

function fieldAnchor({ choice }: FormView, { frequency, fault }: NonNullable<GivePage['fault']>): string {
  return choice.amount[frequency] === 'other' && fault !== 'refused' ? `#rs-other-${frequency}` : '#rs-title';
}

function formView(frame: PageFrame, page: GivePage): FormView {
  const { config, choice } = page;
  const texts = pageTexts(frame.lang);
  const box = boxTexts(config.lang);
  const money = moneyText(config.lang, config.currencies);
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
    fault: page.fault ?? null,
    back: page.cameBack ?? false,
    hidden: { campaign: page.campaign, lang: config.lang, return: page.returnTo, key: page.key },
    showCurrency: true,
    noScript: {
      changeCurrency: texts.changeCurrency,
      terms: { once: texts.plainOnce, monthly: texts.plainMonthly, annual: texts.plainAnnual },
    },
    remindUrl: `/remind?${remind.toString()}`,
  };
}
