import type { Frequency } from '../checkout/contract.ts';
import type { BoxChoice } from './choice.ts';
import type { BoxView } from './frame.ts';
import type { Piece } from './tree.ts';

/** What the amount form holds. */
export type FormView = BoxView & {
  choice: BoxChoice;
  showCurrency: boolean;
  remindUrl: string | null;
  /** What only a page without a script adds. */
  extra?: PlainExtra | undefined;
};

/** Parts of a form that works without a script. */
export type PlainExtra = {
  /** Words for a reader who came back from the payment page. */
  back: Piece;
  /** What is wrong, in words, and under which frequency. */
  fault: { frequency: Frequency; words: Piece } | null;
  fields: Piece;
  currency: Piece;
  terms: Piece;
};
