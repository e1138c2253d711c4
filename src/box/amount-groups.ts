import { FREQUENCIES, type CurrencyOffer, type Frequency } from '../checkout/contract.ts';
import { offerOf } from './choice.ts';
import type { FormView, PlainExtra } from './form-view.ts';
import { radio } from './frame.ts';
import { decimalText } from './money-text.ts';
import { textFor } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** The three fieldsets; a change of currency replaces them. */
export function amountGroups(view: FormView): Piece {
  const offer = offerOf(view.config, view.choice.currency);
  return offer && FREQUENCIES.map((frequency) => amountGroup(view, offer, frequency));
}

function amountGroup(view: FormView, offer: CurrencyOffer, frequency: Frequency): Tree {
  const { texts, money, choice } = view;
  const option = (value: string, words: Piece, name?: string): Tree =>
    el(
      'label',
      { class: name, part: 'amount' },
      radio(`amount_${frequency}`, value, value === choice.amount[frequency]),
      words,
    );
  return el(
    'fieldset',
    { class: 'rs-g', 'data-f': frequency, part: 'amounts' },
    el('legend', { class: 'rs-vh' }, textFor(texts, 'amount', frequency)),
    el(
      'div',
      { class: 'rs-amt' },
      offer[frequency].presetsMinor.map((minor) =>
        option(decimalText(minor, offer.digits), el('bdi', {}, money.amount(minor, offer.currency))),
      ),
      option('other', texts.other, 'rs-else'),
    ),
    otherField(view, offer, frequency),
  );
}

function otherField(view: FormView, { currency, ...offer }: CurrencyOffer, frequency: Frequency): Tree {
  const { texts, money, choice } = view;
  const { minMinor, maxMinor } = offer[frequency];
  const fault = view.extra && faultAt(view.extra, frequency);
  const id = `rs-other-${frequency}`;
  const { sign, signFirst } = money.sign(currency);
  const signBox = el('span', { 'aria-hidden': 'true' }, sign);
  return el(
    'div',
    { class: 'rs-other' },
    el('label', { class: 'rs-label', for: id }, textFor(texts, 'other', frequency)),
    el(
      'div',
      { class: view.extra && fault ? 'rs-field is-invalid' : 'rs-field', part: 'field' },
      signFirst && signBox,
      el('input', {
        id,
        part: 'input',
        name: `other_${frequency}`,
        type: 'text',
        inputmode: 'decimal',
        autocomplete: 'transaction-amount',
        maxlength: 10,
        value: choice.other[frequency],
        'aria-describedby': `${id}-hint ${id}-fault`,
        'aria-invalid': view.extra && fault && 'true',
      }),
      !signFirst && signBox,
      frequency !== 'once' &&
        el('span', { class: 'rs-per', 'aria-hidden': 'true' }, texts[`per_${frequency}`]),
    ),
    el(
      'p',
      { class: 'rs-hint', id: `${id}-hint` },
      rich(texts.range, { min: money.amount(minMinor, currency), max: money.amount(maxMinor, currency) }),
    ),
    el('div', { id: `${id}-fault` }, view.extra && fault),
  );
}

function faultAt({ fault }: PlainExtra, frequency: Frequency): Piece {
  return fault?.frequency === frequency && fault.words;
}
