import { feeOf, withFee } from '../appeal/fees.ts';
import type { ReadyChoice } from '../box/choice.ts';
import { amountStepMinor } from '../money.ts';
import { editionFor, offerFor } from '../publisher/editions.ts';
import type { Publisher } from '../publisher/publisher.ts';

/** What the card fee does to a choice. */
export type FeeReview = {
  /** What the fee takes of the amount, about. */
  feeMinor: number;
  /** The amount with the fee added; null where that would be more than the edition takes. */
  coveredMinor: number | null;
};

/** The review of a choice; null where the publisher does not ask about fees. */
export function feeReview(publisher: Publisher, lang: string, choice: ReadyChoice): FeeReview | null {
  const { fees } = publisher;
  const { amountMinor, currency, frequency } = choice;
  const fixedMinor = fees?.fixedMinor[currency];
  const offer = offerFor(editionFor(publisher, lang), currency);
  if (fees === undefined || fixedMinor === undefined || offer === null) return null;
  const fee = { basisPoints: fees.basisPoints, fixedMinor };
  const limits = { stepMinor: amountStepMinor(currency), maxMinor: offer[frequency].maxMinor };
  return { feeMinor: feeOf(amountMinor, fee), coveredMinor: withFee(amountMinor, fee, limits) };
}
