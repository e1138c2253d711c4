import type { Frequency } from '../checkout/contract.ts';
import { offerOf, type BoxChoice, type ChoiceFault } from './choice.ts';
import type { BoxView } from './frame.ts';
import { icon } from './icons.ts';
import { decimalText } from './money-text.ts';
import { textFor } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** The line under a field: what is wrong, and what would be right. */
export function faultLine(
  view: Pick<BoxView, 'config' | 'texts' | 'money'> & { choice: BoxChoice },
  { frequency, fault }: { frequency: Frequency; fault: ChoiceFault },
): Piece[] {
  const { texts, money, choice, config } = view;
  const offer = offerOf(config, choice.currency);
  const amount = (of: 'minMinor' | 'maxMinor' | 'defaultMinor'): string =>
    offer === null ? '' : money.amount(offer[frequency][of], offer.currency);
  switch (fault) {
    case 'empty':
      return [texts.faultEmpty];
    case 'format':
      return rich(texts.faultFormat, {
        example: offer === null ? '10' : decimalText(offer[frequency].defaultMinor, offer.digits),
      });
    case 'decimals':
      return rich(texts.faultDecimals, { currency: choice.currency });
    case 'too_small':
      return rich(textFor(texts, 'tooSmall', frequency), { min: amount('minMinor') });
    case 'too_large':
      return [
        ...rich(textFor(texts, 'tooLarge', frequency), { max: amount('maxMinor') }),
        ...(config.contactMail === '' ? [] : [' ', ...rich(texts.giveMore, { mail: config.contactMail })]),
      ];
    case 'refused':
      return [texts.faultRefused];
    default:
      return fault satisfies never;
  }
}

/** The red line under a field. */
export function faultNote(words: Piece): Tree {
  return el('p', { class: 'rs-error', part: 'error' }, icon('error'), el('span', {}, words));
}
