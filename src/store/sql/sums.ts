import { SPAN_HOURS } from './spans.ts';

/** One table of sums: what it adds up, from what, and in which pieces it can be made anew beside a running service. */
export type Sum = {
  table: string;
  /** What a row of it that does not hold is. */
  what: string;
  keys: readonly string[];
  values: readonly string[];
  /** Select of the rows that are added up, with the keys and the values as columns. */
  rows: string;
  /** Selects the pieces (`lo`, `hi`); none: all at once. */
  pieces?: string;
  /** The part of the table, and of the rows, that is one piece. */
  ofTable?: string;
  ofRows?: string;
};

/** The ends of a piece, where they are numbers: PostgreSQL would take them for small ones. */
const [LO, HI] = ['cast(:lo as bigint)', 'cast(:hi as bigint)'];

/** Sides without an amount are left out, as postingsOf leaves them out; a payout arrives at the bank on a day of its own. */
export const POSTINGS = `(case when net_minor <> 0 then 1 else 0 end + case when fee_minor <> 0 then 1 else 0 end
    + case when gross_minor = 0 then 0 when kind = 'payout' then 3 else 1 end)`;

const BY_PERIOD = {
  pieces: `select period as lo, period as hi from ledger_entries group by 1 union select period, period from ledger_sums
    union select period, period from campaign_sums`,
  ofTable: 'period = :lo',
  ofRows: 'period = :lo',
};
const OF_ENTRY = ['entries', 'postings', 'gross_minor', 'fee_minor', 'net_minor'];
const [LONGEST] = SPAN_HOURS;
/** Hours of a piece: a little more than a month. */
const PIECE_HOURS = 800;

/** Every table of sums. The ones that books rest on come first. */
export const SUMS: readonly Sum[] = [
  {
    table: 'ledger_sums',
    what: 'a sum of the ledger that is not that of its entries',
    keys: ['period', 'currency', 'kind', 'frequency'],
    values: OF_ENTRY,
    rows: `select period, currency, kind, coalesce(frequency, '') as frequency, 1 as entries, ${POSTINGS} as postings,
        gross_minor, fee_minor, net_minor
      from ledger_entries`,
    ...BY_PERIOD,
  },
  {
    table: 'campaign_sums',
    what: 'a sum of a campaign that is not that of its entries',
    keys: ['period', 'currency', 'kind', 'frequency', 'campaign', 'charged_currency'],
    values: [...OF_ENTRY, 'charged_minor'],
    rows: `select period, currency, kind, coalesce(frequency, '') as frequency, coalesce(campaign, '') as campaign,
        coalesce(charged_currency, '') as charged_currency, 1 as entries, ${POSTINGS} as postings, gross_minor, fee_minor, net_minor,
        coalesce(charged_minor, 0) as charged_minor
      from ledger_entries`,
    ...BY_PERIOD,
  },
  {
    table: 'status_sums',
    what: 'a sum of the lines of pledges in one status that is not that of its entries',
    keys: ['period', 'currency', 'kind', 'frequency', 'campaign', 'status'],
    values: OF_ENTRY,
    rows: `select period, e.currency as currency, kind, coalesce(e.frequency, '') as frequency, coalesce(e.campaign, '') as campaign, status,
        1 as entries, ${POSTINGS} as postings, gross_minor, fee_minor, net_minor
      from ledger_entries e join pledges p on p.pledge_id = e.pledge_id`,
    pieces: `select period as lo, period as hi from ledger_entries group by 1 union select period, period from status_sums`,
    ofTable: 'period = :lo',
    ofRows: 'period = :lo',
  },
  {
    table: 'span_sums',
    what: 'a sum of a span of hours that is not that of its entries',
    keys: ['hours', 'slot', 'currency', 'kind', 'frequency', 'campaign', 'charged_currency'],
    values: [...OF_ENTRY, 'charged_minor'],
    rows: `select hours, created_at / hours / 3600000 as slot, currency, kind, coalesce(frequency, '') as frequency,
        coalesce(campaign, '') as campaign, coalesce(charged_currency, '') as charged_currency, 1 as entries, ${POSTINGS} as postings,
        gross_minor, fee_minor, net_minor, coalesce(charged_minor, 0) as charged_minor, created_at
      from ledger_entries, (${SPAN_HOURS.map((hours) => `select ${hours} as hours`).join(' union all ')}) as lengths`,
    // One of the longest spans at a time, with the shorter ones that are in it.
    pieces: `select slot * ${LONGEST} as lo, slot * ${LONGEST} + ${LONGEST} as hi from span_sums where hours = ${LONGEST}
      union select created_at / 3600000 / ${LONGEST} * ${LONGEST}, created_at / 3600000 / ${LONGEST} * ${LONGEST} + ${LONGEST} from ledger_entries`,
    ofTable: SPAN_HOURS.map(
      (hours) => `(hours = ${hours} and slot >= ${LO} / ${hours} and slot < ${HI} / ${hours})`,
    ).join(' or '),
    ofRows: `created_at >= ${LO} * 3600000 and created_at < ${HI} * 3600000`,
  },
  {
    table: 'hour_balances',
    what: 'an hour of the balance that is not what moved in it',
    keys: ['currency', 'hour'],
    values: ['net_minor'],
    rows: `select currency, created_at / 3600000 as hour, net_minor, created_at from ledger_entries
      union all select currency, created_at / 3600000, net_minor, created_at from other_movements`,
    pieces: `select hour / ${PIECE_HOURS} * ${PIECE_HOURS} as lo, hour / ${PIECE_HOURS} * ${PIECE_HOURS} + ${PIECE_HOURS} as hi from hour_balances
      union select created_at / 3600000 / ${PIECE_HOURS} * ${PIECE_HOURS}, created_at / 3600000 / ${PIECE_HOURS} * ${PIECE_HOURS} + ${PIECE_HOURS}
      from ledger_entries
      union select created_at / 3600000 / ${PIECE_HOURS} * ${PIECE_HOURS}, created_at / 3600000 / ${PIECE_HOURS} * ${PIECE_HOURS} + ${PIECE_HOURS}
      from other_movements`,
    ofTable: `hour >= ${LO} and hour < ${HI}`,
    ofRows: `created_at >= ${LO} * 3600000 and created_at < ${HI} * 3600000`,
  },
  {
    table: 'payout_sums',
    what: 'a sum of a deposit that is not that of what it holds',
    keys: ['payout_id', 'kind'],
    values: ['items', 'gross_minor', 'fee_minor', 'net_minor'],
    rows: 'select payout_id, kind, 1 as items, gross_minor, fee_minor, net_minor from payout_rows',
    pieces: `select payout_id as lo, payout_id as hi from payout_items group by 1 union select payout_id, payout_id from payout_sums`,
    ofTable: 'payout_id = :lo',
    ofRows: 'payout_id = :lo',
  },
  {
    table: 'plan_spans',
    what: 'a sum of recurring pledges that is not that of its pledges',
    keys: ['started_in', 'ended_in', 'frequency', 'currency', 'status'],
    values: ['plans', 'amount_minor'],
    rows: 'select started_in, ended_in, frequency, currency, status, 1 as plans, amount_minor from plan_rows',
  },
  {
    table: 'pledge_sums',
    what: 'a count of pledges that is not that of its pledges',
    keys: ['made_in', 'currency', 'frequency', 'campaign', 'status'],
    values: ['pledges'],
    rows: 'select made_in, currency, frequency, campaign, status, 1 as pledges from pledge_rows',
  },
  {
    table: 'inbox_sums',
    what: 'a count of events that is not that of the inbox',
    keys: ['state'],
    values: ['events'],
    rows: `select case when next_attempt_at is not null then 'pending' when applied_at is not null then 'applied'
        when ignored_at is not null then 'ignored' else 'parked' end as state, 1 as events from webhook_events`,
  },
];

/**
 * Selects every row that does not hold, in one piece or in all: its keys, or what the columns say. In them, the sum of a
 * value is how much more the table has than its rows make.
 */
export function differing(sum: Sum, ofPiece: boolean, columns = sum.keys.join(', ')): string {
  const { table, rows, ofTable = 'true', ofRows = 'true' } = sum;
  const keys = sum.keys.join(', ');
  const values = sum.values.join(', ');
  const negative = sum.values.map((value) => `-sum(${value})`).join(', ');
  return `select ${columns} from (
      select ${keys}, ${values} from ${table} where ${ofPiece ? `(${ofTable})` : 'true'}
      union all
      select ${keys}, ${negative} from (${rows}) as counted where ${ofPiece ? ofRows : 'true'} group by ${keys}) as compared
    group by ${keys} having ${sum.values.map((value) => `sum(${value}) <> 0`).join(' or ')}`;
}

/** A part of a table of sums: its ends, as `pieces` selects them. */
export type Piece = { lo: string | number; hi: string | number };

/** What is summed by months of the book zone. */
export const BY_BOOK_MONTH: readonly string[] = ['plan_spans', 'pledge_sums'];

/** Where a row that does not hold is, by its keys. */
export const placeOf = (keys: readonly (string | number)[]): string =>
  keys.map((key) => (key === '' ? '-' : key)).join(' ');
