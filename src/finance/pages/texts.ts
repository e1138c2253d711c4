import type { Frequency } from '../../checkout/contract.ts';
import type { EntryKind } from '../../ledger/entry.ts';
import type { Payout } from '../../ledger/payout.ts';
import type { TaskKind } from '../../tasks/task.ts';
import { TEXTS_EN } from './texts-en.ts';
import { TEXTS_RU } from './texts-ru.ts';

export const PAGE_LANGS = ['en', 'ru'] as const;
export type PageLang = (typeof PAGE_LANGS)[number];

/** Every word of the finance pages. Numbers arrive already written; plurals come by their count. */
export type FinanceTexts = {
  finance: string;
  overview: string;
  movements: string;
  downloads: string;
  signOut: string;
  otherLang: string;
  signInTitle: string;
  signInLead: string;
  signInField: string;
  signInButton: string;
  signInHint: string;
  signInWrong: string;
  testBar: string;
  allAmountsIn: (currency: string) => string;
  edges: (first: string, last: string, zone: string) => string;
  asOf: (time: string) => string;
  previousMonth: string;
  nextMonth: string;
  month: string;
  show: string;
  settlementCurrency: string;
  inbox: (counts: Record<'received' | 'applied' | 'ignored' | 'parked' | 'waiting', string>) => string;
  inboxTitle: string;
  inboxLate: (since: string) => string;
  inboxSilent: (since: string) => string;
  /** How the month stands against Stripe's own list; amounts come written with their currency. */
  compared: {
    how: string;
    equal: string;
    equalText: (checked: string, difference: string) => string;
    others: (net: string) => string;
    never: string;
    neverText: string;
    old: string;
    oldText: (checked: string) => string;
    differs: string;
    differsText: (checked: string, differences: string) => string;
    ids: (count: number, written: string) => string;
    moreIds: (written: string) => string;
  };
  tasks: {
    kinds: Record<TaskKind, string>;
    noDate: string;
    more: (count: number, written: string) => string;
  };
  deposits: {
    columns: Record<
      'date' | 'amount' | 'gifts' | 'refunds' | 'disputes' | 'fees' | 'other' | 'unexplained' | 'status',
      string
    >;
    statuses: Record<Payout['status'], string>;
    notListed: string;
    byHand: string;
    byHandText: string;
    unexplainedText: string;
  };
  net: string;
  gross: string;
  fees: string;
  refundsAndDisputes: string;
  recurring: string;
  more: (share: string, monthBefore: string) => string;
  less: (share: string, monthBefore: string) => string;
  otherZone: (bookZone: string) => string;
  monthRunning: string;
  payments: (count: number, written: string) => string;
  ofGross: (share: string) => string;
  refunds: (count: number, written: string) => string;
  disputes: (count: number, written: string) => string;
  supporters: (count: number, written: string) => string;
  planChange: (change: string, month: string) => string;
  monthBefore: (month: string, amount: string) => string;
  atRisk: (count: number, written: string) => string;
  alsoRecurring: (amounts: string) => string;
  moreCurrencies: (count: number) => string;
  noPlans: string;
  chartTitle: string;
  chartLabel: (first: string, last: string) => string;
  chartText: (peakMonth: string, peak: string, lastMonth: string, last: string) => string;
  chartEmpty: string;
  showAsTable: string;
  total: string;
  bridgeTitle: string;
  line: string;
  bridge: Record<'gross' | 'fees' | 'refunds' | 'disputes' | 'adjustments' | 'net', string>;
  opening: (day: string) => string;
  paidToBank: string;
  payouts: (count: number, written: string) => string;
  closing: (day: string) => string;
  ledgerCsv: string;
  ledgerCsvText: string;
  pledgesCsv: string;
  pledgesCsvText: string;
  payoutsCsv: string;
  payoutsCsvText: string;
  rows: (count: number, written: string) => string;
  journalCsv: string;
  journalCsvText: string;
  allFormats: string;
  allFormatsText: string;
  movementCount: (count: number, written: string) => string;
  columnCount: (count: number, written: string) => string;
  byCampaign: string;
  noCampaign: string;
  ledgerXlsx: string;
  ledgerXlsxText: string;
  byCurrency: string;
  currency: string;
  paidInCurrency: string;
  paymentsColumn: string;
  grossIn: (currency: string) => string;
  others: (count: number) => string;
  movementColumns: Record<
    'reference' | 'time' | 'type' | 'campaign' | 'paid' | 'fee' | 'net' | 'status',
    string
  >;
  kindFilter: string;
  allKinds: string;
  frequencyFilter: string;
  allFrequencies: string;
  campaignFilter: string;
  apply: string;
  clear: string;
  shown: (count: string, total: string) => string;
  older: string;
  newest: string;
  emptyMonth: (month: string) => string;
  emptyRunningMonth: (month: string) => string;
  emptyFilter: string;
  kinds: Record<EntryKind, string>;
  frequencies: Record<Frequency, string>;
  note: string;
  table: (title: string) => string;
  skip: string;
  /** What the error pages say; none repeats what was sent. */
  errors: Record<
    | 'unread'
    | 'unreadBody'
    | 'missing'
    | 'missingBody'
    | 'refused'
    | 'refusedBody'
    | 'foreign'
    | 'foreignBody'
    | 'limited'
    | 'failed'
    | 'failedBody'
    | 'down'
    | 'downBody'
    | 'toOverview'
    | 'tryAgain',
    string
  > & {
    field: (name: string) => string;
    limitedBody: (minutes: number) => string;
    reference: (id: string) => string;
  };
};

const TEXTS: Record<PageLang, FinanceTexts> = { en: TEXTS_EN, ru: TEXTS_RU };

/** The words of a language. */
export function financeTexts(lang: PageLang): FinanceTexts {
  return TEXTS[lang];
}

/** The language asked for in the address, else the publisher's, else English. */
export function pageLang(asked: unknown, defaultLang: string): PageLang {
  const tags = [asked, defaultLang.split('-')[0]];
  return PAGE_LANGS.find((lang) => lang === tags[0]) ?? PAGE_LANGS.find((lang) => lang === tags[1]) ?? 'en';
}
