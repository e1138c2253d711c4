import Database from 'better-sqlite3';
import { linkOf } from '../../src/ledger/period.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** Two years up to the instant that the bench takes for now. */
export const NOW = new Date('2026-10-31T12:00:00Z');
const DAY_MS = 86_400_000;
const SPAN_MS = 730 * DAY_MS;
const START_MS = NOW.getTime() - SPAN_MS;
/** Months up to this one are closed. */
const CLOSED_THROUGH = '2026-08';
export const BOOK_ZONE = 'Europe/Amsterdam';

/**
 * Fills a new database with two years of a newsroom: so many entries of every kind in two settlement currencies and eight
 * campaigns, one event of the inbox for each, a pledge for every eight, a deposit a day and currency with what the last
 * weeks' ones hold. Straight by SQL, past triggers and indexes, which are put back after it. Returns what adding up
 * every sum anew then took.
 */
export async function fillGrowth(file: string, entries: number): Promise<{ rebuildMs: number }> {
  await openSqliteStore(file, BOOK_ZONE).close();
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  db.pragma('cache_size = -400000');
  const guards = db
    .prepare(
      `select name, type, sql from sqlite_schema where sql is not null and (type = 'trigger'
         or (type = 'index' and tbl_name in ('ledger_entries', 'pledges', 'webhook_events', 'payout_items')))`,
    )
    .all() as { name: string; type: string; sql: string }[];
  for (const { name, type } of guards) db.exec(`drop ${type} "${name}"`);
  const pledges = Math.ceil(entries / 8);
  const given = {
    entries,
    pledges,
    start: START_MS,
    step: SPAN_MS / entries,
    made: SPAN_MS / pledges,
    now: NOW.getTime(),
  };
  for (const sql of [PLEDGES, ENTRIES, PAYOUT_ENTRIES, EVENTS, PAYOUTS])
    db.transaction(() => db.prepare(sql).run(given))();
  // The days are Amsterdam's but for the hours at midnight: they only have to be spread, not right.
  for (const { sql } of guards.filter(({ type }) => type === 'index')) db.exec(sql);
  db.prepare(PAYOUT_ITEMS).run(given);
  closeMonths(db);
  for (const { sql } of guards.filter(({ type }) => type === 'trigger')) db.exec(sql);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const store = openSqliteStore(file, BOOK_ZONE);
  const started = performance.now();
  await store.rebuildSums();
  const rebuildMs = performance.now() - started;
  await store.close();
  return { rebuildMs };
}

/** Closes every month up to the last closed one, each at its own bound. */
function closeMonths(db: Database.Database): void {
  const bounds = db
    .prepare('select period, max(seq) as entries from ledger_entries where period <= ? group by 1 order by 1')
    .all(CLOSED_THROUGH) as { period: string; entries: number }[];
  const insert = db.prepare(
    `insert into period_changes (action, period, closed_through, entries_bound, payout_items_bound, manifest, hash)
     values ('close', @period, @period, @entries, 0, @manifest, @hash)`,
  );
  let previousHash = '';
  for (const { period, entries } of bounds) {
    const link = linkOf({
      format: 1, action: 'close', period, zone: BOOK_ZONE, closedThrough: period, at: NOW.toISOString(), by: 'command', reason: null,
      bound: { entries, payoutItems: 0 }, rows: 0, ledgerCsvSha256: null, totals: [], previousHash,
    }); // prettier-ignore
    insert.run({ period, entries, ...link });
    previousHash = link.hash;
  }
}

const PLEDGES = `
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @pledges)
insert into pledges (pledge_id, frequency, amount_minor, currency, campaign, lang, created_at, livemode, status, updated_at,
  first_paid_at, last_paid_at, ended_at, subscription_state)
select printf('plg_%026d', i), case i % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end, 500 + i % 40 * 100,
  case i % 10 when 3 then 'USD' else 'EUR' end, case i % 8 when 0 then null else 'campaign-' || (i % 8) end, 'en',
  cast(@start + i * @made as integer), 0,
  case when i % 4 = 0 then 'paid' when i % 3 = 0 then 'ended' when i % 41 = 1 then 'past_due' else 'active' end, @now,
  cast(@start + i * @made as integer), cast(@start + i * @made as integer),
  case when i % 4 > 0 and i % 3 = 0 then cast(@start + i * @made + (@now - @start - i * @made) * (i % 97) / 97 as integer) end,
  case when i % 4 > 0 then 'active' end
from n`;

// One in two hundred and fifty is a dispute, one in fifty a refund; late ones there are none.
const ENTRIES = `
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @entries),
e as (
  select i, i % @pledges as pledge, cast(@start + i * @step as integer) as at,
    case when i % 50 = 7 then 'refund' when i % 250 = 9 then 'dispute' else 'payment' end as kind, 500 + i % 40 * 100 as charged
  from n
),
f as (
  select *, case kind when 'payment' then charged else -charged end as gross,
    case kind when 'payment' then 30 + charged * 29 / 1000 when 'dispute' then 2000 else 0 end as fee,
    strftime('%Y-%m-%d', at / 1000, 'unixepoch') as day
  from e
)
insert into ledger_entries (entry_id, kind, pledge_id, payment_id, frequency, campaign, created_at, available_at, book_date, period,
  charged_minor, charged_currency, gross_minor, fee_minor, net_minor, currency, stripe_balance_transaction_id, stripe_source_id, recorded_at)
select printf('led_%026d', i), kind, printf('plg_%026d', pledge), printf('pay_%026d', i),
  case pledge % 4 when 0 then 'once' when 1 then 'annual' else 'monthly' end,
  case pledge % 8 when 0 then null else 'campaign-' || (pledge % 8) end, at, at + 604800000, day, substr(day, 1, 7),
  gross, case i % 5 when 0 then 'GBP' when 1 then 'USD' else 'EUR' end, gross, fee, gross - fee,
  case i % 10 when 3 then 'USD' else 'EUR' end, printf('txn_%024d', i), printf('ch_%024d', i), at + 4000
from f`;

// A transfer every midnight in both currencies.
const DAYS = `with recursive d(day) as (select @start / 86400000 + 1 union all select day + 1 from d where (day + 1) * 86400000 < @now),
  p as (select day, currency, day * 86400000 as at from d, (select 'EUR' as currency union all select 'USD'))`;

const PAYOUT_ENTRIES = `${DAYS}
insert into ledger_entries (entry_id, kind, created_at, available_at, book_date, period, gross_minor, fee_minor, net_minor, currency,
  stripe_balance_transaction_id, stripe_source_id, stripe_payout_id, recorded_at)
select 'led_po' || currency || day, 'payout', at, at + 86400000, strftime('%Y-%m-%d', at / 1000, 'unixepoch'),
  strftime('%Y-%m', at / 1000, 'unixepoch'), -1000, 0, -1000, currency, 'txn_po' || currency || day, 'po_' || currency || day,
  'po_' || currency || day, at from p`;

const PAYOUTS = `${DAYS}
insert into payouts (payout_id, amount_minor, currency, status, automatic, created_at, arrival_at, is_reconciled, itemised_at, updated_at)
select 'po_' || currency || day, 1000, currency, 'paid', 1, at, at + 86400000, 1, at, at from p`;

const EVENTS = `
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < @entries)
insert into webhook_events (stripe_event_id, type, object_id, object_type, created_at, livemode, received_at, attempts, applied_at)
select printf('evt_%024d', i), 'charge.succeeded', printf('ch_%024d', i), 'charge', cast(@start + i * @step as integer), 0,
  cast(@start + i * @step as integer), 1, cast(@start + i * @step as integer) + 900 from n`;

// What the transfers of the last nine weeks hold: everything of the seventh day before.
const PAYOUT_ITEMS = `
insert into payout_items (payout_id, balance_transaction_id, paid_out_at)
select 'po_' || currency || (created_at / 86400000 + 7), stripe_balance_transaction_id, (created_at / 86400000 + 8) * 86400000
from ledger_entries where created_at >= (@now / 86400000 - 70) * 86400000 and created_at < (@now / 86400000 - 7) * 86400000 and kind <> 'payout'`;
