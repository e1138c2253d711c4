import { FREQUENCIES, type Frequency } from '../checkout/contract.ts';
import { offerOf } from './choice.ts';
import { faultLine, faultNote } from './fault-text.ts';
import type { FormView } from './form-view.ts';
import { radio } from './frame.ts';
import { decimalText } from './money-text.ts';
import { textFor } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** The three fieldsets; a change of currency replaces them. */
export function amountGroups(view: FormView): Piece[] {
  return FREQUENCIES.map((frequency) => amountGroup(view, frequency));
}

function amountGroup(view: FormView, frequency: Frequency): Tree {
  const { config, texts, money, choice } = view;
  const offer = offerOf(config, choice.currency);
  if (offer === null) return el('fieldset', {});
  const picked = choice.amount[frequency];
  return el(
    'fieldset',
    { class: 'rs-g', 'data-f': frequency, part: 'amounts' },
    el('legend', { class: 'rs-vh' }, textFor(texts, 'amount', frequency)),
    el(
      'div',
      { class: 'rs-amt' },
      offer[frequency].presetsMinor.map((minor) => {
        const value = decimalText(minor, offer.digits);
        return el(
          'label',
          { part: 'amount' },
          radio(`amount_${frequency}`, value, value === picked),
          el('bdi', {}, money.amount(minor, offer.currency)),
        );
      }),
      el(
        'label',
        { class: 'rs-else', part: 'amount' },
        radio(`amount_${frequency}`, 'other', picked === 'other'),
        texts.other,
      ),
    ),
    otherField(view, frequency),
  );
}

function otherField(view: FormView, frequency: Frequency): Tree {
  const { config, texts, money, choice } = view;
  const offer = offerOf(config, choice.currency);
  const fault = view.extra?.fault?.frequency === frequency ? view.extra.fault : null;
  const id = `rs-other-${frequency}`;
  const { sign, before } = money.sign(choice.currency);
  const signBox = el('span', { 'aria-hidden': 'true' }, sign);
  const per = frequency === 'once' ? null : frequency === 'monthly' ? texts.perMonth : texts.perYear;
  const limit = (minor: number | undefined): string => money.amount(minor ?? 0, choice.currency);
  return el(
    'div',
    { class: 'rs-other' },
    el('label', { class: 'rs-label', for: id }, textFor(texts, 'other', frequency)),
    el(
      'div',
      { class: fault === null ? 'rs-field' : 'rs-field is-invalid', part: 'field' },
      before && signBox,
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
        'aria-invalid': fault !== null && 'true',
      }),
      !before && signBox,
      per !== null && el('span', { class: 'rs-per', 'aria-hidden': 'true' }, per),
    ),
    el(
      'p',
      { class: 'rs-hint', id: `${id}-hint` },
      rich(texts.range, {
        min: limit(offer?.[frequency].minMinor),
        max: limit(offer?.[frequency].maxMinor),
      }),
    ),
    el('div', { id: `${id}-fault` }, fault !== null && faultNote(faultLine(view, fault))),
  );
}
