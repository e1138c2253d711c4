import { FREQUENCIES } from '../checkout/contract.ts';
import { amountGroups } from './amount-groups.ts';
import { offerOf, readChoice } from './choice.ts';
import type { FormView } from './form-view.ts';
import { boxFrame, donorNotice, radio, slot } from './frame.ts';
import { icon, paymentPlate } from './icons.ts';
import { backNote } from './later-notes.ts';
import { textFor, type BoxTexts } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** The box as it opens: notice, form, and the way to a reminder. A stop notice replaces the form. */
export function amountBox(view: FormView): Tree {
  const { config, texts, remindUrl } = view;
  const takes = config.notice?.kind !== 'stop';
  return boxFrame(
    view,
    config.texts.eyebrow ?? texts.eyebrow,
    config.texts.heading ?? texts.heading,
    // Whoever is told not to pay is not asked to.
    takes && messageWords(view),
    donorNotice(config.notice),
    slot(view, 'before-form'),
    takes && [
      view.extra?.back && backNote(view.extra.back),
      amountForm(view),
      remindUrl === null
        ? slot(view, 'footer')
        : el(
            'p',
            { class: 'rs-foot', part: 'footer' },
            slot(
              view,
              'footer',
              rich(texts.later, {}, (words) =>
                el('a', { class: 'rs-link', part: 'remind', href: remindUrl }, words),
              ),
            ),
          ),
    ],
  );
}

/** The message with the smallest monthly amount in it; a change of currency changes it. */
export function messageWords({ config, texts, money, choice }: FormView): Piece {
  const offer = offerOf(config, choice.currency);
  const min = offer ? money.amount(offer.monthly.minMinor, offer.currency) : '';
  return rich(config.texts.message ?? texts.message, { min });
}

/** Rhythm, currency, one fieldset of amounts per rhythm, Continue. */
function amountForm(view: FormView): Tree {
  const { config, texts, choice } = view;
  return el(
    'form',
    { class: 'rs-form', action: view.giveUrl, method: 'post', novalidate: true },
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
        view.showCurrency && config.currencies.length > 1 && currencyField(view),
      ),
      el('div', { class: 'rs-groups' }, amountGroups(view)),
    ),
    el(
      'div',
      { class: 'rs-go' },
      el('div', { class: 'rs-state' }),
      el('button', { class: 'rs-btn', type: 'submit', part: 'submit' }, goLabel(texts)),
      view.extra?.terms ??
        el('p', { class: 'rs-terms', id: 'rs-terms', part: 'terms', role: 'status' }, termsLine(view)),
      slot(
        view,
        'payment-icons',
        config.marks.length > 0 &&
          el(
            'ul',
            { class: 'rs-pay', role: 'list', 'aria-label': texts.marks },
            config.marks.map(paymentPlate),
          ),
      ),
      el('p', { class: 'rs-terms' }, icon('lock', 'i-lock'), texts.secure),
    ),
  );
}

/** Words and arrow of the one filled button. */
export function goLabel(texts: BoxTexts): Piece {
  return [el('span', {}, texts.go), icon('arrow', 'i-arrow')];
}

/** What will be charged, and when; empty while there is no valid amount. */
export function termsLine({ texts, money, choice, config }: FormView): Piece {
  const ready = readChoice(config, choice);
  if ('fault' in ready) return '\u00a0';
  const amount = money.amount(ready.amountMinor, ready.currency);
  return rich(textFor(texts, 'terms', ready.frequency), { amount });
}

function currencyField(view: FormView): Tree {
  const { config, texts, money, choice } = view;
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
    view.extra?.currency,
  );
}
