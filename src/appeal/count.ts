import type { CountedEvent } from '../checkout/contract.ts';

/**
 * One counter: how often something happened with the box on a day. It is about no reader: there is no instant,
 * no address, no order, and every part comes from a list that the publisher wrote, so that the number of rows
 * is bounded whatever is sent.
 */
export type AppealCount = {
  /** The day in the book zone, YYYY-MM-DD. */
  day: string;
  event: CountedEvent;
  /** Empty where no experiment ran. */
  variant: string;
  /** Empty for every campaign that the publisher does not list. */
  campaign: string;
  /** An edition's tag. */
  lang: string;
  count: number;
};

/** A day's events of one variant, over all campaigns and languages. */
export type VariantCount = Pick<AppealCount, 'day' | 'variant' | 'event' | 'count'>;

/** What became of the pledges of one variant that share a frequency, a fate and a currency. */
export type VariantPledges = {
  variant: string;
  frequency: 'once' | 'monthly' | 'annual';
  /** A plan that collects, or will again; false for once pledges and for plans that are over. */
  running: boolean;
  /** What Stripe settles these in; null for pledges that brought nothing. */
  currency: string | null;
  pledges: number;
  /** Pledges whose money arrived. */
  payers: number;
  /** Sum, and sum of squares, of the net of each pledge's first payment. */
  firstNetMinor: number;
  firstNetSquares: number;
  /** The same of everything each pledge moved: payments, refunds, disputes. */
  netMinor: number;
  netSquares: number;
};
