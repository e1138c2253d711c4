import type { DatabasePlace } from '../../src/config/database-address.ts';
import { linkOf } from '../../src/ledger/period.ts';
import { openStore } from '../../src/store/open-store.ts';
import { fillPlace, type Dialect, type Filling } from './fill-dialect.ts';

const DAY_MS = 86_400_000;
/** Two years up to the instant that the bench takes for now. */
export const NOW = new Date('2026-10-31T12:00:00Z');
const NOW_MS = NOW.getTime();
const SPAN_MS = 730 * DAY_MS;
const START_MS = NOW_MS - SPAN_MS;
/** Months up to this one are closed. */
const CLOSED_THROUGH = '2026-08';
export const BOOK_ZONE = 'Europe/Amsterdam';

/**
 * Fills a new database with two years of a newsroom: so many entries of every kind in two settlement currencies and eight
 * campaigns, one event of the inbox for each, a pledge for every eight, a deposit a day and currency with what the last
 * weeks' ones hold. Straight by SQL, the same lines in both engines. `more` are statements that add to it before its
 * months are closed. Returns what adding up every sum anew then took.
 */
export async function fillGrowth(
  place: DatabasePlace,
  entries: number,
  more: readonly string[] = [],
): Promise<{ rebuildMs: number }> {
  const tables = ['ledger_entries', 'pledges', 'webhook_events', 'payout_items'];
  await fillPlace(place, { bookZone: BOOK_ZONE, tables }, async (filling) => {
    const pledges = Math.ceil(entries / 8);
    // The days are those of UTC: they only have to be spread, not right.
    for (const statement of [pledgesOf, entriesOf, payoutEntries, eventsOf, payouts, payoutItems])
      await filling.run(statement(filling.dialect, { entries, pledges }));
    for (const statement of more) await filling.run(statement);
    await closeMonths(filling);
  });
  const store = await openStore({ database: place, publisher: { bookZone: BOOK_ZONE } });
  const started = performance.now();
  await store.rebuildSums();
  const rebuildMs = performance.now() - started;
  await store.close();
  return { rebuildMs };
}

/** Closes every month up to the last closed one, each at its own bound. */
async function closeMonths({ rows, run }: Filling): Promise<void> {
  const bounds = await rows<{ period: string; entries: number | string }>(
    `select period, max(seq) as entries from ledger_entries where period <= '${CLOSED_THROUGH}' group by 1 order by 1`,
  );
  let previousHash = '';
  for (const { period, entries: newest } of bounds) {
    const entries = Number(newest);
    const { manifest, hash } = linkOf({
      format: 1, action: 'close', period, zone: BOOK_ZONE, closedThrough: period, at: NOW.toISOString(), by: 'command', reason: null,
      bound: { entries, payoutItems: 0 }, rows: 0, ledgerCsvSha256: null, totals: [], previousHash,
    }); // prettier-ignore
    await run(
      `insert into period_changes (action, period, closed_through, entries_bound, payout_items_bound, manifest, hash)
       values ('close', '${period}', '${period}', ${entries}, 0, '${manifest}', '${hash}')`,
    );
    previousHash = hash;
  }
}

type Sizes = { entries: number; pledges: number };

/** An instant in the order of a row's number, spread evenly. */
const spread = (count: number) => `(${START_MS} + i * ${SPAN_MS} / ${count})`;

const pledgesOf = ({ upTo, padded }: Dialect, { pledges }: Sizes) => `
insert into pledges (pledge_id, frequency, amount_minor, currency, campaign, lang, created_at, livemode, status, updated_at,
  first_paid_at, last_paid_at, ended_at, subscription_state)
${upTo(pledges)}
select 'plg_' || ${padded('i', 26)}, case i % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end, 500 + i % 40 * 100,
  case i % 10 when 3 then 'USD' else 'EUR' end, case i % 8 when 0 then null else 'campaign-' || (i % 8) end, 'en',
  ${spread(pledges)}, false,
  case when i % 4 = 0 then 'paid' when i % 3 = 0 then 'ended' when i % 41 = 1 then 'past_due' else 'active' end, ${NOW_MS},
  ${spread(pledges)}, ${spread(pledges)},
  case when i % 4 > 0 and i % 3 = 0 then ${spread(pledges)} + (${NOW_MS} - ${spread(pledges)}) * (i % 97) / 97 end,
  case when i % 4 > 0 then 'active' end
from n`;

// One in two hundred and fifty is a dispute, one in fifty a refund; late ones there are none.
const entriesOf = ({ upTo, padded, day }: Dialect, { entries, pledges }: Sizes) => `
insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
  charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, stripe_balance_transaction_id, stripe_source_id, recorded_at)
${upTo(entries)},
e as (
  select i, i % ${pledges} as pledge, ${spread(entries)} as at,
    case when i % 50 = 7 then 'refund' when i % 250 = 9 then 'dispute' else 'payment' end as kind, 500 + i % 40 * 100 as charged
  from n
),
f as (
  select e.*, case kind when 'payment' then charged else -charged end as gross,
    case kind when 'payment' then 30 + charged * 29 / 1000 when 'dispute' then 2000 else 0 end as fee, ${day('at')} as day
  from e
)
select 'led_' || ${padded('i', 26)}, kind, 'plg_' || ${padded('pledge', 26)}, 'pay_' || ${padded('i', 26)},
  case pledge % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end,
  case pledge % 8 when 0 then null else 'campaign-' || (pledge % 8) end, at, at + 604800000, day, substr(day, 1, 7),
  gross, case i % 5 when 0 then 'GBP' when 1 then 'USD' else 'EUR' end, gross, fee, gross - fee,
  case i % 10 when 3 then 'USD' else 'EUR' end, 'txn_' || ${padded('i', 24)}, 'ch_' || ${padded('i', 24)}, at + 4000
from f`;

/** A transfer every midnight in both currencies. */
const transfers = ({ upTo }: Dialect) => {
  const first = Math.floor(START_MS / DAY_MS) + 1;
  return `${upTo(Math.ceil(NOW_MS / DAY_MS) - first)},
p as (
  select ${first} + i as day, currency, (${first} + i) * ${DAY_MS} as at from n, (select 'EUR' as currency union all select 'USD') as c
)`;
};

const payoutEntries = (dialect: Dialect) => `
insert into ledger_entries (entry_id, kind, created_at, available_at, book_date, period, gross_minor, fee_minor, net_minor, currency,
  stripe_balance_transaction_id, stripe_source_id, stripe_payout_id, recorded_at)
${transfers(dialect)}
select 'led_po' || currency || day, 'payout', at, at + ${DAY_MS}, ${dialect.day('at')}, substr(${dialect.day('at')}, 1, 7), -1000, 0, -1000, currency,
  'txn_po' || currency || day, 'po_' || currency || day, 'po_' || currency || day, at from p`;

const payouts = (dialect: Dialect) => `
insert into payouts (payout_id, amount_minor, currency, status, automatic, created_at, arrival_at, is_reconciled, itemised_at, updated_at)
${transfers(dialect)}
select 'po_' || currency || day, 1000, currency, 'paid', true, at, at + ${DAY_MS}, true, at, at from p`;

const eventsOf = ({ upTo, padded }: Dialect, { entries }: Sizes) => `
insert into webhook_events (stripe_event_id, type, object_id, object_type, created_at, livemode, received_at, attempts, applied_at)
${upTo(entries)}
select 'evt_' || ${padded('i', 24)}, 'charge.succeeded', 'ch_' || ${padded('i', 24)}, 'charge', ${spread(entries)}, false,
  ${spread(entries)}, 1, ${spread(entries)} + 900 from n`;

/** What the transfers of the last nine weeks hold: everything of the seventh day before. */
const payoutItems = () => `
insert into payout_items (payout_id, balance_transaction_id, paid_out_at)
select 'po_' || currency || (created_at / ${DAY_MS} + 7), stripe_balance_transaction_id, (created_at / ${DAY_MS} + 8) * ${DAY_MS}
from ledger_entries where created_at >= ${(Math.floor(NOW_MS / DAY_MS) - 70) * DAY_MS} and created_at < ${(Math.floor(NOW_MS / DAY_MS) - 7) * DAY_MS} and kind <> 'payout'`;
