import type { LedgerFilter } from '../../rows.ts';
import type { EndedReason, PledgeStatus } from '../../../pledges/pledge.ts';
import type { PageLang } from '../texts.ts';
import { PAYMENTS_EN } from './texts-en.ts';
import { PAYMENTS_RU } from './texts-ru.ts';

/** Words of the pages about payments; numbers and times arrive already written. */
export type PaymentTexts = {
  title: string;
  lead: string;
  /** The range that is shown, in the zone that it is counted in. */
  everything: string;
  days: (first: string, last: string, zone: string) => string;
  since: (first: string, zone: string) => string;
  until: (last: string, zone: string) => string;
  updated: (since: string) => string;
  dates: Record<LedgerFilter['date'], string>;
  /** A field that narrows the view down; `any` is its empty choice. */
  fields: Record<
    | 'find'
    | 'kind'
    | 'frequency'
    | 'status'
    | 'currency'
    | 'campaign'
    | 'from'
    | 'to'
    | 'date'
    | 'payout'
    | 'updatedSince',
    string
  >;
  any: Record<'kind' | 'frequency' | 'status' | 'currency' | 'month', string>;
  moreFilters: string;
  toHint: string;
  updatedHint: string;
  zoneName: string;
  remove: (filter: string) => string;
  clear: string;
  statuses: Record<PledgeStatus, string>;
  columns: Record<
    | 'reference'
    | 'time'
    | 'kind'
    | 'frequency'
    | 'campaign'
    | 'paid'
    | 'gross'
    | 'fee'
    | 'net'
    | 'currency'
    | 'deposit'
    | 'none',
    string
  >;
  sortNewest: string;
  sortOldest: string;
  nth: (sequence: number) => string;
  late: (month: string) => string;
  total: (currency: string, rows: string) => string;
  ofThemPayouts: (payouts: string, rest: string) => string;
  first: string;
  next: string;
  files: string;
  sameFilters: string;
  findTitle: string;
  findLead: string;
  findButton: string;
  findLabel: string;
  foundNothing: (what: string) => string;
  foundPledges: string;
  foundAmounts: (amount: string) => string;
  among: (newest: string) => string;
  most: (count: string) => string;
  payment: (reference: string) => string;
  pledge: (reference: string) => string;
  paymentOf: (amount: string, time: string) => string;
  figures: Record<'paid' | 'gross' | 'fee' | 'back' | 'left', string>;
  backNone: string;
  leftText: string;
  rate: (rate: string) => string;
  story: string;
  storyColumns: Record<'time' | 'what' | 'paid' | 'gross' | 'fee' | 'net' | 'deposit' | 'stripe', string>;
  waitsForDeposit: string;
  openInStripe: (id: string) => string;
  stripeNote: string;
  facts: string;
  pledgeFacts: Record<
    | 'reference'
    | 'status'
    | 'frequency'
    | 'amount'
    | 'campaign'
    | 'made'
    | 'firstPaid'
    | 'lastPaid'
    | 'next'
    | 'ended'
    | 'payments'
    | 'paid'
    | 'refunded'
    | 'number'
    | 'bookedTo'
    | 'ids',
    string
  >;
  ofPledge: string;
  endedBecause: Record<EndedReason, string>;
  others: string;
  mostOfPledge: (count: string) => string;
  noMoney: string;
  noPledge: string;
};

const TEXTS: Record<PageLang, PaymentTexts> = { en: PAYMENTS_EN, ru: PAYMENTS_RU };

/** The words of a language. */
export function paymentTexts(lang: PageLang): PaymentTexts {
  return TEXTS[lang];
}
