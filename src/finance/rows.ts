import type { Frequency } from '../checkout/contract.ts';
import type { EntryKind, LedgerEntry } from '../ledger/entry.ts';
import type { Pledge, PledgeStatus } from '../pledges/pledge.ts';

/** Which movements an export, a page and a count are about: one object shared by all of them. */
export type LedgerFilter = {
  /** A booked month, YYYY-MM, in the book zone. */
  period: string | null;
  /** Only what was booked to months before this one: with it a sum is the month's opening balance. */
  beforePeriod: string | null;
  /** Instants, half-open. */
  from: Date | null;
  to: Date | null;
  /** Which date the range is about. */
  date: 'created' | 'available' | 'paid_out';
  /** Upper-case settlement currency. */
  currency: string | null;
  kind: EntryKind | null;
  frequency: Frequency | null;
  campaign: string | null;
  /** Status of the pledge behind the movement. */
  status: PledgeStatus | null;
  stripePayoutId: string | null;
  /** Only what was written at or after this instant. */
  updatedSince: Date | null;
};

/** Everything. */
export const NO_FILTER: LedgerFilter = {
  period: null,
  beforePeriod: null,
  from: null,
  to: null,
  date: 'created',
  currency: null,
  kind: null,
  frequency: null,
  campaign: null,
  status: null,
  stripePayoutId: null,
  updatedSince: null,
};

/** Pledges are filtered by when they were made. */
export type PledgeFilter = Pick<
  LedgerFilter,
  'from' | 'to' | 'currency' | 'frequency' | 'campaign' | 'status' | 'updatedSince'
>;

/** A line of the ledger export. */
export type LedgerRow = LedgerEntry & {
  /** 1 for a pledge's first payment, 2 and up for renewals; its refunds carry the same. */
  sequence: number | null;
  paidOutAt: Date | null;
};

/** A line of the pledge export. */
export type PledgeRow = Pledge & {
  payments: number;
  /** What was paid, in the pledge's currency. */
  paidMinor: number;
  refundedMinor: number;
};

/** Payments of one booked month and frequency, in one settlement currency. */
export type MonthRow = { period: string; frequency: Frequency | null; payments: number; grossMinor: number };

/** What supporters paid in one of their currencies, and what it became in the settlement currency. */
export type ChargedRow = {
  chargedCurrency: string;
  chargedMinor: number;
  payments: number;
  grossMinor: number;
};

/** Running plans of one currency, frequency and status. */
export type PlanRow = {
  currency: string;
  frequency: Frequency;
  status: 'active' | 'past_due';
  plans: number;
  amountMinor: number;
};

/** Recurring pledges that began in one book month (their first payment) and ended in one, or run on. */
export type PlanSpan = {
  /** YYYY-MM. */
  startedIn: string;
  /** YYYY-MM; null while they are not ended, also where a payment is late or paused. */
  endedIn: string | null;
  frequency: 'monthly' | 'annual';
  plans: number;
};

/** Recurring pledges of one currency, frequency and status, with what they promise. */
export type PlanStatusRow = {
  currency: string;
  frequency: 'monthly' | 'annual';
  status: 'active' | 'past_due' | 'paused' | 'ended';
  plans: number;
  amountMinor: number;
};

/** Sums of one currency, kind and frequency. */
export type SummaryRow = {
  currency: string;
  kind: EntryKind;
  frequency: Frequency | null;
  count: number;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
};
