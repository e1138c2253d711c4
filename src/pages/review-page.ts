import type { ReadyChoice } from '../box/choice.ts';
import { boxRoot, donorNotice } from '../box/frame.ts';
import { decimalText, moneyText } from '../box/money-text.ts';
import { el, rich, type Piece } from '../box/tree.ts';
import type { WidgetConfig } from '../checkout/contract.ts';
import { shell, type PageFrame } from './shell.ts';
import { pageTexts } from './texts.ts';
import { treeHtml } from './tree-html.ts';

/** The page between the form and the payment: what the card fee takes, and whether the reader adds it. */
export type ReviewPage = {
  config: WidgetConfig;
  choice: ReadyChoice;
  feeMinor: number;
  /** The amount with the fee added; null where it would be more than the largest one. */
  coveredMinor: number | null;
  /** One-time key of the form: a double click opens one checkout. */
  key: string;
  campaign?: string | undefined;
  returnTo?: string | undefined;
  variant?: string | undefined;
  /** The form again, with the choice in it. */
  changeHref: string;
};

export function reviewPage(frame: PageFrame, page: ReviewPage): string {
  const texts = pageTexts(frame.lang);
  const { config, choice, feeMinor, coveredMinor } = page;
  const { frequency, amountMinor, currency } = choice;
  const money = moneyText(config.lang, config.currencies);
  const values = {
    amount: money.amount(amountMinor, currency),
    fee: money.amount(feeMinor, currency),
    added: money.amount((coveredMinor ?? amountMinor) - amountMinor, currency),
    total: money.amount(coveredMinor ?? amountMinor, currency),
  };
  const words = (text: string): Piece => rich(text, values);
  const cover = el(
    'div',
    { class: 'cover' },
    el('input', {
      type: 'checkbox',
      name: 'cover',
      value: 'yes',
      id: 'cover',
      'aria-describedby': 'cover-total',
    }),
    el('label', { for: 'cover' }, words(texts[`cover_${frequency}`])),
    el('p', { class: 'rs-hint', id: 'cover-total' }, words(texts[`covered_${frequency}`])),
  );
  return shell(frame, {
    title: texts.reviewTitle,
    mainClass: 'give',
    main: treeHtml(
      boxRoot(
        config.lang,
        { 'aria-labelledby': 'rs-title' },
        {},
        el('h1', { class: 'rs-title', id: 'rs-title' }, texts.reviewTitle),
        el('p', { class: 'rs-message' }, words(texts[`review_${frequency}`]), ' ', words(texts.reviewFee)),
        donorNotice(config.notice),
        el(
          'form',
          { class: 'rs-form', method: 'post', action: '/give' },
          coveredMinor === null ? el('p', { class: 'rs-hint' }, words(texts.coverTooLarge)) : cover,
          el(
            'div',
            { class: 'rs-go' },
            el('button', { class: 'rs-btn', type: 'submit' }, texts.leaveLink),
            el('p', { class: 'rs-terms' }, texts.reviewMoney),
          ),
          hiddenFields(page),
        ),
        el(
          'p',
          { class: 'rs-foot' },
          el('a', { class: 'rs-link', href: page.changeHref }, texts.reviewChange),
        ),
      ),
    ),
  });
}

/** The choice as the form of the give page would send it, under Other: the amount need not be a preset. */
function hiddenFields({ config, choice, campaign, returnTo, variant, key }: ReviewPage): Piece {
  const { frequency, amountMinor, currency } = choice;
  const digits = config.currencies.find((offer) => offer.currency === currency)?.digits ?? 2;
  const fields = {
    step: 'pay',
    frequency,
    [`amount_${frequency}`]: 'other',
    [`other_${frequency}`]: decimalText(amountMinor, digits),
    currency,
    campaign,
    lang: config.lang,
    return: returnTo,
    variant,
    key,
  };
  return Object.entries(fields).map(
    ([name, value]) => value !== undefined && el('input', { type: 'hidden', name, value }),
  );
}
