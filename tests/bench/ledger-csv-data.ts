import Database from 'better-sqlite3';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { financeConfig } from '../finance/finance-app.ts';

/**
 * Fills a new database with `entries` ledger lines of mixed kinds over four years or another span, in SQL alone: a
 * million lines in seconds. Four entries to a pledge, as many refunds and disputes as a newsroom sees. The months of the
 * book zone are those of a service that has run before: to sum them up anew takes memory that no export does.
 */
export async function fillLedger(
  file: string,
  entries: number,
  { start = START_MS, spanMs = FOUR_YEARS_MS } = {},
): Promise<void> {
  await openSqliteStore(file, financeConfig().publisher.bookZone).close();
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    db.prepare(PLEDGES).run({ pledges: Math.ceil(entries / 4), start });
    db.prepare(ENTRIES).run({ entries, start, step: Math.floor(spanMs / entries) });
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

const START_MS = Date.UTC(2022, 10, 1);
const FOUR_YEARS_MS = 4 * 365 * 86_400_000;

const PLEDGES = `
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @pledges)
insert into pledges (pledge_id, frequency, amount_minor, currency, campaign, lang, created_at, livemode, status, updated_at,
  stripe_checkout_session_id, stripe_customer_id, first_paid_at, last_paid_at)
select printf('plg_%026d', i), case i % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end,
  500 + i % 40 * 100, 'USD', case i % 3 when 0 then 'spring-2026' end, 'en', @start + i * 1000, 0, case i % 4 when 0 then 'paid' else 'active' end, @start + i * 1000,
  printf('cs_test_%040d', i), printf('cus_%014d', i), @start + i * 1000, @start + i * 1000
from n`;

// Entry i belongs to pledge i mod (entries / 4): a pledge's payments lie a year apart.
const ENTRIES = `
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @entries),
e as (
  select i, i % ((@entries + 3) / 4) as pledge, @start + i * @step as at,
    case when i % 50 = 7 then 'refund' when i % 400 = 9 then 'dispute' when i % 500 = 11 then 'payout' else 'payment' end as kind,
    500 + i % 40 * 100 as charged
  from n
),
f as (
  select *, case kind when 'payment' then charged * 87 / 100 when 'payout' then -400000 else -charged * 87 / 100 end as gross,
    case kind when 'payment' then 30 + charged * 29 / 1000 when 'dispute' then 2000 else 0 end as fee
  from e
)
insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
  original_entry_id, charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, exchange_rate,
  stripe_balance_transaction_id, stripe_source_id, stripe_payout_id, recorded_at)
select printf('led_%026d', i), kind,
  case kind when 'payout' then null else printf('plg_%026d', pledge) end,
  case kind when 'payout' then null else printf('pay_%026d', i) end,
  case when kind = 'payout' then null when pledge % 4 = 0 then 'once' when pledge % 4 = 1 then 'annual' else 'monthly' end,
  case when kind = 'payout' then null when pledge % 3 = 0 then 'spring-2026' end,
  at, at + 604800000, strftime('%Y-%m-%d', at / 1000, 'unixepoch'), strftime('%Y-%m', at / 1000, 'unixepoch'),
  case when kind in ('refund', 'dispute') then printf('led_%026d', i - 1) end,
  case kind when 'payout' then null when 'payment' then charged else -charged end, case kind when 'payout' then null else 'USD' end,
  gross, fee, gross - fee, 'EUR', case kind when 'payout' then null else '0.87' end,
  printf('txn_%024d', i), printf('ch_%024d', i), null, at + 4000
from f`;
