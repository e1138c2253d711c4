import type { DatabasePlace } from '../../src/config/database-address.ts';
import { openStore } from '../../src/store/open-store.ts';
import { financeConfig } from '../finance/finance-app.ts';
import { fillPlace, type Dialect } from './fill-dialect.ts';

const START_MS = Date.UTC(2022, 10, 1);
const FOUR_YEARS_MS = 4 * 365 * 86_400_000;

/**
 * Fills a new database with `entries` ledger lines of mixed kinds over four years or another span, in SQL alone: a
 * million lines in seconds. Four entries to a pledge, as many refunds and disputes as a newsroom sees. The sums are those
 * of a service that has run before: to add them up anew takes memory that no export does.
 */
export async function fillLedger(
  place: DatabasePlace,
  entries: number,
  { start = START_MS, spanMs = FOUR_YEARS_MS } = {},
): Promise<void> {
  const { bookZone } = financeConfig().publisher;
  const isPostgres = place.kind === 'postgres';
  // A file's own triggers sum up a million lines in seconds; a server's take minutes.
  const filled = { bookZone, tables: isPostgres ? ['ledger_entries', 'pledges'] : [], summed: !isPostgres };
  await fillPlace(place, filled, async ({ dialect, run }) => {
    await run(pledgesOf(dialect, Math.ceil(entries / 4), start));
    await run(entriesOf(dialect, entries, { start, step: Math.floor(spanMs / entries) }));
  });
  if (!isPostgres) return;
  const store = await openStore({ database: place, publisher: { bookZone } });
  await store.rebuildSums();
  await store.close();
}

const pledgesOf = ({ upTo, padded }: Dialect, pledges: number, start: number) => `
insert into pledges (pledge_id, frequency, amount_minor, currency, campaign, lang, created_at, livemode, status, updated_at,
  stripe_checkout_session_id, stripe_customer_id, first_paid_at, last_paid_at)
${upTo(pledges)}
select 'plg_' || ${padded('i', 26)}, case i % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end,
  500 + i % 40 * 100, 'USD', case i % 3 when 0 then 'spring-2026' end, 'en', ${start} + i * 1000, false, case i % 4 when 0 then 'paid' else 'active' end,
  ${start} + i * 1000, 'cs_test_' || ${padded('i', 40)}, 'cus_' || ${padded('i', 14)}, ${start} + i * 1000, ${start} + i * 1000
from n`;

// Entry i belongs to pledge i mod (entries / 4): a pledge's payments lie a year apart.
const entriesOf = (
  { upTo, padded, day }: Dialect,
  entries: number,
  { start, step }: { start: number; step: number },
) => `
insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
  original_entry_id, charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, exchange_rate,
  stripe_balance_transaction_id, stripe_source_id, stripe_payout_id, recorded_at)
${upTo(entries)},
e as (
  select i, i % ((${entries} + 3) / 4) as pledge, ${start} + i * ${step} as at,
    case when i % 50 = 7 then 'refund' when i % 400 = 9 then 'dispute' when i % 500 = 11 then 'payout' else 'payment' end as kind,
    500 + i % 40 * 100 as charged
  from n
),
f as (
  select e.*, case kind when 'payment' then charged * 87 / 100 when 'payout' then -400000 else -charged * 87 / 100 end as gross,
    case kind when 'payment' then 30 + charged * 29 / 1000 when 'dispute' then 2000 else 0 end as fee, ${day('at')} as day
  from e
)
select 'led_' || ${padded('i', 26)}, kind,
  case kind when 'payout' then null else 'plg_' || ${padded('pledge', 26)} end,
  case kind when 'payout' then null else 'pay_' || ${padded('i', 26)} end,
  case when kind = 'payout' then null when pledge % 4 = 0 then 'once' when pledge % 4 = 1 then 'annual' else 'monthly' end,
  case when kind = 'payout' then null when pledge % 3 = 0 then 'spring-2026' end,
  at, at + 604800000, day, substr(day, 1, 7),
  case when kind in ('refund', 'dispute') then 'led_' || ${padded('i - 1', 26)} end,
  case kind when 'payout' then null when 'payment' then charged else -charged end, case kind when 'payout' then null else 'USD' end,
  gross, fee, gross - fee, 'EUR', case kind when 'payout' then null else '0.87' end,
  'txn_' || ${padded('i', 24)}, 'ch_' || ${padded('i', 24)}, null, at + 4000
from f`;
