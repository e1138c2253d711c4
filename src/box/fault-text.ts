import type { Frequency } from '../checkout/contract.ts';
import { offerOf, type BoxChoice, type ChoiceFault } from './choice.ts';
import type { BoxView } from './frame.ts';
import { icon } from './icons.ts';
import { decimalText } from './money-text.ts';
import type { FaultTexts } from './texts.ts';
import { el, rich, type Piece, type Tree } from './tree.ts';

/** Why a choice cannot be taken, and at which frequency. */
export type FaultAt = { frequency: Frequency; fault: ChoiceFault };

/** The line under a field: what is wrong, and what would be right. */
export function faultLine(
  view: Pick<BoxView, 'config' | 'money'> & { choice: BoxChoice },
  texts: FaultTexts,
  { frequency, fault }: FaultAt,
): Piece[] {
  const { money, config } = view;
  const { currency } = view.choice;
  const offer = offerOf(config, currency);
  const { minMinor = 0, maxMinor = 0, defaultMinor = 0 } = offer?.[frequency] ?? {};
  const sentences: Record<ChoiceFault, string> = {
    empty: texts.faultEmpty,
    format: texts.faultFormat,
    decimals: texts.faultDecimals,
    refused: texts.faultRefused,
    too_small: texts[`tooSmall_${frequency}`],
    too_large: texts[`tooLarge_${frequency}`] + (config.contactMail && ` ${texts.giveMore}`),
  };
  return rich(sentences[fault], {
    currency,
    example: decimalText(defaultMinor, offer?.digits ?? 2),
    min: money.amount(minMinor, currency),
    max: money.amount(maxMinor, currency),
    mail: config.contactMail,
  });
}

/** The red line under a field. */
export function faultNote(words: Piece): Tree {
  return el('p', { class: 'rs-error', part: 'error' }, icon('error'), el('span', {}, words));
}
