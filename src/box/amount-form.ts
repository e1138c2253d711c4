import { FREQUENCIES } from '../checkout/contract.ts';
import { amountGroups } from './amount-groups.ts';
import { offerOf, readChoice } from './choice.ts';
import type { FormView } from './form-view.ts';
import { backNote, boxFrame, donorNotice, radio, slot, type BoxView } from './frame.ts';
import { icon, paymentPlate } from './icons.ts';
import { textFor, type BoxTexts } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** A word of the box, or the publisher's own. */
export function ownText(
  view: Pick<BoxView, 'config' | 'texts'>,
  key: 'eyebrow' | 'heading' | 'message',
): string {
  return view.config.texts[key] ?? view.texts[key];
}

/** The box as it opens: notice, form, and the way to a reminder. A stop notice replaces the form. */
export function amountBox(view: FormView): Tree {
  const { config, texts } = view;
  return boxFrame(
    view,
    {
      eyebrow: ownText(view, 'eyebrow'),
      heading: ownText(view, 'heading'),
      message: messageWords(view),
    },
    donorNotice(config.notice),
    slot(view, 'before-form'),
    view.back && config.notice?.kind !== 'stop' && backNote(texts),
    config.notice?.kind === 'stop' ? null : amountForm(view),
    view.remindUrl !== null &&
      config.notice?.kind !== 'stop' &&
      el(
        'p',
        { class: 'rs-foot', part: 'footer' },
        slot(
          view,
          'footer',
          rich(texts.later, {}, (words) =>
            el('a', { class: 'rs-link', part: 'remind', href: view.remindUrl }, words),
          ),
        ),
      ),
  );
}

/** The message with the smallest monthly amount in it; a change of currency changes it. */
export function messageWords(view: FormView): Piece[] {
  return rich(ownText(view, 'message'), { min: smallest(view) });
}

/** Rhythm, currency, one fieldset of amounts per rhythm, Continue. */
export function amountForm(view: FormView): Tree {
  const { config, texts, choice, giveUrl, extra } = view;
  return el(
    'form',
    { class: 'rs-form', action: giveUrl, method: 'post', novalidate: true },
    view.extra?.fields,
    el(
      'fieldset',
      { part: 'frequency' },
      el('legend', { class: 'rs-vh' }, texts.frequencyLegend),
      el(
        'div',
        { class: 'rs-seg' },
        FREQUENCIES.map((frequency) =>
          el(
            'label',
            { part: 'frequency-option' },
            radio('frequency', frequency, frequency === choice.frequency),
            texts[frequency],
          ),
        ),
      ),
    ),
    el(
      'div',
      {},
      el(
        'div',
        { class: 'rs-head' },
        el('span', { class: 'rs-label' }, texts.chooseAmount),
        view.showCurrency && config.currencies.length > 1 ? currencyField(view) : null,
      ),
      el('div', { class: 'rs-groups' }, amountGroups(view)),
    ),
    el(
      'div',
      { class: 'rs-go' },
      el('button', { class: 'rs-btn', type: 'submit', part: 'submit' }, goLabel(texts)),
      extra?.terms ??
        el('p', { class: 'rs-terms', id: 'rs-terms', part: 'terms', role: 'status' }, termsLine(view)),
      config.marks.length > 0 && slot(view, 'payment-icons', paymentMarks(view)),
      el('p', { class: 'rs-terms' }, icon('lock'), texts.secure),
    ),
  );
}

/** Words and arrow of the one filled button. */
export function goLabel(texts: BoxTexts): Piece[] {
  return [el('span', {}, texts.go), icon('arrow')];
}

/** What will be charged, and when; empty while there is no valid amount. */
export function termsLine({ texts, money, choice, config }: FormView): Piece[] {
  const ready = readChoice(config, choice);
  if ('fault' in ready) return ['\u00a0'];
  const amount = money.amount(ready.amountMinor, ready.currency);
  return rich(textFor(texts, 'terms', ready.frequency), { amount });
}

function currencyField({ config, texts, money, choice, extra }: FormView): Tree {
  return el(
    'span',
    { class: 'rs-cur' },
    el('label', { class: 'rs-vh', for: 'rs-currency' }, texts.currency),
    el(
      'select',
      { class: 'rs-select', id: 'rs-currency', name: 'currency', part: 'currency' },
      config.currencies.map(({ currency }) => {
        const { sign } = money.sign(currency);
        return el(
          'option',
          { value: currency, selected: currency === choice.currency },
          sign === currency ? currency : `${currency} ${sign}`,
        );
      }),
    ),
    extra?.currency,
  );
}

function paymentMarks({ config, texts }: FormView): Tree {
  return el(
    'ul',
    { class: 'rs-pay', role: 'list', 'aria-label': texts.marks },
    config.marks.map(paymentPlate),
  );
}

function smallest({ config, money, choice }: FormView): string {
  const offer = offerOf(config, choice.currency);
  return offer === null ? '' : money.amount(offer.monthly.minMinor, offer.currency);
}
