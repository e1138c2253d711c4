import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCommand } from '../../src/commands/months.ts';
import { sumsCommand } from '../../src/commands/sums.ts';
import { closeMonth, reopenMonth } from '../../src/finance/close-month.ts';
import { verify, type Verification } from '../../src/finance/verify.ts';
import { carryFault, chainFault, entryFault, lateFault } from '../../src/finance/verify-rules.ts';
import { sha256 } from '../../src/ids.ts';
import { linkOf, manifestOf, type Manifest, type MonthTotals } from '../../src/ledger/period.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeEntry, makePledge } from '../_support/make.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

type Sqlite = InstanceType<typeof Database>;

let service: TestService;
let honest: string;
let copies = 0;

// September and October are closed, October for the second time; November runs.
beforeAll(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-09-05T12:00:00Z'), seed: 5 } });
  const give = async (body: Record<string, unknown> = {}, card = 'good') => {
    const wish = { currency: 'USD', amountMinor: 2_500, frequency: 'once', ...body };
    const session = sessionOf(await postCheckout(service, wish));
    service.sandbox.pay(session, { card });
    await service.settle();
    return session;
  };
  const to = async (day: string) => {
    await service.sandbox.advance(new Date(`${day}T12:00:00Z`));
    await service.settle();
  };
  await give({ frequency: 'monthly' });
  await give({}, 'disputed');
  const regretted = await give({ amountMinor: 900 });
  await to('2026-10-02');
  await give();
  service.sandbox.refund(regretted);
  await to('2026-11-02');
  await closeMonth(service.ctx, '2026-09', 'command');
  await closeMonth(service.ctx, '2026-10', 'command');
  await reopenMonth(service.ctx, '2026-10', 'to do it again', 'command');
  await closeMonth(service.ctx, '2026-10', 'command');
  await give();
  honest = join(service.folder, 'honest.db');
  const db = new Database(sqliteFile(service.ctx.config));
  db.prepare('vacuum into ?').run(honest);
  db.close();
}, 30_000);
afterAll(async () => service.stop());

/** What verify says of a copy that somebody got at: the guards are taken off, and put back when it is done. */
async function verifiedAfter(change: string | ((db: Sqlite) => void)): Promise<Verification> {
  const file = join(service.folder, `copy-${++copies}.db`);
  copyFileSync(honest, file);
  const db = new Database(file);
  db.pragma('foreign_keys = off');
  db.pragma('ignore_check_constraints = on');
  const guards = db.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of guards) db.exec(`drop trigger ${name}`);
  if (typeof change === 'string') db.exec(change);
  else change(db);
  for (const { sql } of guards) db.exec(sql);
  db.close();
  const store = openSqliteStore(file);
  try {
    return await verify({ store, config: service.ctx.config });
  } finally {
    await store.close();
  }
}

/** Forges a link and makes the chain whole again behind it: columns, hashes and what each names. */
function forge(db: Sqlite, forged: number, edit: (manifest: Manifest) => Partial<Manifest>): void {
  let previousHash = '';
  for (const { seq, manifest: text } of db
    .prepare('select seq, manifest from period_changes order by seq')
    .all() as { seq: number; manifest: string }[]) {
    const manifest = { ...manifestOf({ manifest: text }), previousHash };
    const link = linkOf(seq === forged ? { ...manifest, ...edit(manifest) } : manifest);
    const { action, period, closedThrough, bound } = manifestOf(link);
    db.prepare(
      `update period_changes set action = ?, period = ?, closed_through = ?, entries_bound = ?, payout_items_bound = ?, manifest = ?, hash = ? where seq = ?`,
    ).run(action, period, closedThrough, bound.entries, bound.payoutItems, link.manifest, link.hash, seq);
    previousHash = link.hash;
  }
}

/** A payment once more, under other ids, with some columns otherwise. */
function copyOf(which: string, changed: Record<string, string>): string {
  const columns = [
    'entry_id', 'kind', 'pledge_id', 'payment_id', 'frequency', 'campaign', 'created_at', 'available_at', 'book_date', 'period',
    'original_entry_id', 'original_period', 'charged_minor', 'charged_currency', 'gross_minor', 'fee_minor', 'net_minor', 'currency',
    'exchange_rate', 'stripe_balance_transaction_id', 'stripe_source_id', 'stripe_payout_id', 'recorded_at',
  ]; // prettier-ignore
  return `insert into ledger_entries (${columns.join()}) select ${columns.map((name) => changed[name] ?? name).join()} from ledger_entries where ${which} limit 1`;
}

/** Only past its unique index can a movement be booked twice: it is made a plain one and back. */
function twice(db: Sqlite): void {
  const make = (from: string, to: string) =>
    db.exec(
      `pragma writable_schema = on; update sqlite_schema set sql = replace(sql, '${from} INDEX', '${to} INDEX') where name = 'ledger_entries_balance_transaction'; pragma writable_schema = reset;`,
    );
  db.unsafeMode();
  make('CREATE UNIQUE', 'CREATE');
  db.exec(copyOf(`kind = 'payment' and period = '2026-11'`, { entry_id: `'led_twice'` }));
  make('CREATE', 'CREATE UNIQUE');
}

/** An entry of August, older than everything, and all manifests forged to open with it. */
function monthBefore(db: Sqlite): void {
  const day = 86_400_000;
  db.exec(
    copyOf(`kind = 'payout' and period = '2026-09'`, {
      ...forgedIds,
      created_at: `created_at - ${31 * day}`,
      book_date: `replace(book_date, '-09-', '-08-')`,
      period: `'2026-08'`,
    }),
  );
  db.exec(`update ledger_entries set seq = -1 where entry_id = ${forgedIds.entry_id}`);
  const net = db.prepare('select net_minor from ledger_entries where seq = -1').pluck().get() as number;
  for (const seq of [1, 2, 4])
    forge(db, seq, ({ totals }) => ({
      totals: totals.map((each) => ({
        ...each,
        openingMinor: each.openingMinor + net,
        closingMinor: each.closingMinor + net,
      })),
    }));
}

const entry = makeEntry(makePledge());
const forgedIds = {
  entry_id: `'${makeEntry(null, { stripeBalanceTransactionId: 'txn_forged' }).entryId}'`,
  stripe_balance_transaction_id: `'txn_forged'`,
};

describe('verify', () => {
  it('holds for an honest database, and says how much it looked at', async () => {
    const done = await verifiedAfter('');
    expect(done).toMatchObject({ finding: null, closedMonths: 2, changes: 4 });
    const db = new Database(honest, { readonly: true });
    const count = (table: string) => db.prepare(`select count(*) from ${table}`).pluck().get();
    expect(done).toMatchObject({ entries: count('ledger_entries'), events: count('webhook_events') });
    expect(done.entries).toBeGreaterThan(8);
    db.close();
  });

  it('reads only', async () => {
    const db = new Database(sqliteFile(service.ctx.config), { readonly: true });
    const version = () => [db.pragma('data_version'), db.prepare('select total_changes()').all()];
    const before = version();
    await verify(service.ctx);
    expect(version()).toEqual(before);
    db.close();
  });

  const OCTOBER = `kind = 'payment' and period = '2026-10'`;
  const FIRST = `kind = 'payment' and seq = 1`;
  it.each<[what: string, change: string | ((db: Sqlite) => void), finding: RegExp]>([
    // Entries.
    ['an edited amount', `update ledger_entries set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where ${OCTOBER}`, /other totals|do not add up/],
    ['an edited sum (I6)', `update ledger_entries set net_minor = net_minor + 1 where kind = 'payment' and period = '2026-11'`, /net is not gross less fee|CHECK/],
    ['a dropped row (I7)', `delete from ledger_entries where ${OCTOBER}`, /more or fewer rows|neither booked/],
    ['a dropped row that no deposit holds (I7)', `delete from ledger_entries where kind = 'payout' and period = '2026-09'`, /more or fewer rows/],
    ['another campaign (I11)', `update ledger_entries set campaign = 'other' where ${FIRST}`, /file is not the one/],
    ['another pledge (I11)', `update ledger_entries set pledge_id = (select pledge_id from pledges order by created_at desc limit 1) where ${FIRST}`, /file is not the one/],
    ['another id of its own', `update ledger_entries set entry_id = 'led_x' where ${FIRST}`, /id does not follow from its balance/],
    ['another payment', `update ledger_entries set payment_id = 'pay_x' where ${OCTOBER}`, /id does not follow from its charge/],
    ['a refund of another payment', `update ledger_entries set payment_id = (select payment_id from ledger_entries where ${OCTOBER}) where kind = 'refund'`, /another payment than/],
    ['a refund above its payment (I8)', `update ledger_entries set charged_minor = -99999 where kind = 'refund'`, /more refunded/],
    ['a day moved within its month (I9)', `update ledger_entries set book_date = '2026-11-03' where kind = 'payment' and period = '2026-11'`, /day is not that of its movement in/],
    ['a day and month moved (I9)', `update ledger_entries set book_date = '2026-12-02', period = '2026-12' where kind = 'payment' and period = '2026-11'`, /day is not that of its movement in/],
    ['a month moved (I9)', `update ledger_entries set period = '2026-12' where kind = 'payment' and period = '2026-11'`, /month that is not its own/],
    ['an entry put into a closed month (I11)', copyOf(FIRST, { ...forgedIds, recorded_at: '1' }), /written into a month that was closed/],
    ['an entry booked late for no reason (I9)', copyOf(`kind = 'payment' and period = '2026-11'`, { ...forgedIds, period: `'2026-12'`, original_period: `'2026-11'` }), /late though its own month was open/],
    ['a movement booked twice (I4)', twice, /damaged page/],
    ['an entry hidden before the first', `${copyOf(FIRST, { ...forgedIds, entry_id: `'led_x'` })}; update ledger_entries set seq = -1 where entry_id = 'led_x'`, /id does not follow/],
    // Deposits.
    ['a deposit’s day edited (I11)', `update payout_items set paid_out_at = paid_out_at + 86400000 where seq = 1`, /file is not the one/],
    ['a line of a deposit that is nobody’s', `insert into payout_items (payout_id, balance_transaction_id, paid_out_at) select payout_id, 'txn_nobody', 1 from payouts limit 1`, /neither booked/],
    // The chain.
    ['an edited manifest', `update period_changes set manifest = replace(manifest, '"rows":', '"rows":1') where seq = 1`, /not what was hashed/],
    ['a manifest that is none', `update period_changes set manifest = 'gone', hash = '${sha256('gone')}' where seq = 4`, /columns are not/],
    ['an edited column', `update period_changes set closed_through = '2026-09' where seq = 4`, /columns are not/],
    ['an edited bound', `update period_changes set entries_bound = entries_bound + 1 where seq = 4`, /columns are not/],
    ['another edited bound', `update period_changes set payout_items_bound = 0 where seq = 4`, /columns are not/],
    ['an edited action', `update period_changes set action = 'reopen' where seq = 4`, /columns are not/],
    ['an edited month', `update period_changes set period = '2026-08' where seq = 1`, /columns are not/],
    ['a dropped first link', `delete from period_changes where seq = 1`, /does not follow on the one before/],
    ['a dropped link inside', `delete from period_changes where seq = 2`, /does not follow on the one before/],
    ['swapped manifests', 'update period_changes set seq = -seq where seq < 3; update period_changes set seq = seq + 3 where seq < 0', /does not follow on the one before/],
    ['a forged manifest: its rows', (db) => forge(db, 1, ({ rows }) => ({ rows: rows + 1 })), /more or fewer rows/],
    ['a forged manifest: its totals', (db) => forge(db, 4, ({ totals }) => ({ totals: totals.map((each) => ({ ...each, feesMinor: each.feesMinor + 1 })) })), /other totals/],
    ['a forged manifest: its file', (db) => forge(db, 4, () => ({ ledgerCsvSha256: 'ab'.repeat(32) })), /file is not the one/],
    ['a forged manifest: its order', (db) => forge(db, 4, () => ({ period: '2026-08', closedThrough: '2026-08' })), /not closed in order/],
    ['a forged manifest: what is closed', (db) => forge(db, 3, () => ({ closedThrough: null })), /not closed in order/],
    ['a forged manifest: its bound', (db) => forge(db, 4, () => ({ bound: { entries: 1, payoutItems: 0 } })), /ends before the one/],
    ['a month that was never closed before those that are, in a chain forged to fit', monthBefore, /does not open with what the one before/],
    ['a forged manifest: no bound inside', (db) => forge(db, 4, ({ bound }) => ({ bound: { ...bound, entries: 'many' as never } })), /cannot be read/],
    // The rest of the database.
    ['an event in two states (I18)', `update webhook_events set ignored_at = 1 where applied_at is not null`, /exactly one state|CHECK/],
    ['a sum of the ledger', `update ledger_sums set net_minor = net_minor + 1 where kind = 'payment' and period = '2026-10'`, /sum of the ledger/],
    ['a sum of the ledger gone', `delete from ledger_sums where period = '2026-11'`, /sum of the ledger/],
    ['a sum of a campaign', `update campaign_sums set charged_minor = 0 where kind = 'refund'`, /sum of a campaign/],
    ['a sum of a status', `update status_sums set gross_minor = gross_minor + 1 where kind = 'payment'`, /pledges in one status/],
    ['a sum of a span of hours', 'update span_sums set postings = postings + 1 where hours = 24', /span of hours/],
    ['an hour of the balance', 'update hour_balances set net_minor = -net_minor', /hour of the balance/],
    ['a sum of a deposit', `update payout_sums set kind = 'other' where kind = 'payment'`, /sum of a deposit/],
    ['a count of pledges', `update pledge_sums set pledges = 0`, /count of pledges/],
    ['a count of events', `update inbox_sums set events = 7 where state = 'applied'`, /count of events/],
    ['a month of the book zone moved', `update book_months set starts_at = starts_at + 1 where period = '2026-10'`, /begins at another instant/],
    ['a sum of recurring pledges', 'update plan_spans set plans = plans + 1', /sum of recurring pledges/],
    ['a sum of recurring pledges of nobody', `insert into plan_spans values ('2026-01', '', 'monthly', 'USD', 'active', 1, 500)`, /sum of recurring pledges/],
    ['a reference that points nowhere', `delete from pledges where pledge_id = (select pledge_id from ledger_entries where seq = 1)`, /points nowhere/],
  ])('finds %s', async (_what, change, words) => {
    const { finding } = await verifiedAfter(change);
    expect(`${finding?.what}`).toMatch(words);
    expect(finding?.where).toBeTruthy();
  }); // prettier-ignore

  it.each([
    ['ledger_entries_no_update', 'drop trigger ledger_entries_no_update'],
    ['period_changes_no_delete', 'drop trigger period_changes_no_delete'],
    ['ledger_entries_closed_month', 'drop trigger ledger_entries_closed_month'],
    [
      'payout_items_no_update',
      `drop trigger payout_items_no_update; create trigger payout_items_no_update before update on payout_items begin select 1; end`,
    ],
    ['ledger_entries_entry_id', 'drop index ledger_entries_entry_id'],
  ])('finds the guard %s gone (I7)', async (where, sql) => {
    const file = join(service.folder, `copy-${++copies}.db`);
    copyFileSync(honest, file);
    const db = new Database(file);
    db.exec(sql);
    db.close();
    const store = openSqliteStore(file);
    const { finding } = await verify({ store, config: service.ctx.config });
    await store.close();
    expect(finding).toEqual({
      what: 'a table, index or trigger that is missing or is not as the migrations made it',
      where,
    });
  });

  it('holds again after sums rebuild, which touches nothing but the sums, and only the wrong ones', async () => {
    const file = join(service.folder, `copy-${++copies}.db`);
    copyFileSync(honest, file);
    const db = new Database(file);
    db.exec(`update ledger_sums set entries = entries + 1 where period = '2026-10' and kind = 'payment'; delete from campaign_sums;
      insert into hour_balances values ('EUR', 1, 5); update payout_sums set net_minor = 0; delete from plan_spans;
      delete from inbox_sums; delete from span_sums where hours = 1; delete from status_sums; update pledge_sums set pledges = 0; delete from book_months where period > '2026-10'`);
    const store = openSqliteStore(file);
    const ledger = await store.ledgerHash();
    const lines: string[] = [];
    const rebuild = () =>
      sumsCommand(['rebuild'], { store, now: () => new Date() }, (line) => lines.push(line));
    expect(await rebuild()).toBe(0);
    expect(lines).toContain('hour_balances: made right, 1 rows did not hold');
    const mended = () => lines.filter((line) => !line.endsWith(': holds')).map((line) => line.split(':')[0]);
    // With the calendar all that is summed by it is made anew.
    expect(mended()).toEqual([
      'book_months', 'ledger_sums', 'campaign_sums', 'status_sums', 'span_sums', 'hour_balances', 'payout_sums', 'inbox_sums',
    ]); // prettier-ignore
    expect((await verify({ store, config: service.ctx.config })).finding).toBeNull();
    expect(await store.ledgerHash()).toBe(ledger);
    lines.length = 0;
    await rebuild();
    expect(mended()).toEqual([]);
    db.exec('delete from plan_spans; update pledge_sums set pledges = 9');
    await rebuild();
    expect(mended()).toEqual(['plan_spans', 'pledge_sums']);
    await store.close();
    db.close();
  });

  it('counts events by itself, whatever the database says of each (I18)', async () => {
    const { store, config } = service.ctx;
    const inboxCounts = async () => ({ ...(await store.inboxCounts()), parked: 1 });
    expect((await verify({ store: { ...store, inboxCounts }, config })).finding).toEqual({
      what: 'events that are in no state, or in two',
      where: 'webhook_events',
    });
  });

  it('holds for books that moved to another zone: closed months keep theirs', async () => {
    const { store, config } = service.ctx;
    const publisher = { ...config.publisher, bookZone: 'Pacific/Chatham' };
    expect((await verify({ store, config: { ...config, publisher } })).finding).toBeNull();
  });

  it('says by command what does not hold and where, and exits with 1', async () => {
    const { store, config, now } = service.ctx;
    const lines: string[] = [];
    const run = (checked: Store) =>
      verifyCommand([], { store: checked, config, now }, (line) => lines.push(line));
    expect(await run(store)).toBe(0);
    expect(lines.at(-1)).toBe('All holds.');
    const changes = await store.periodChanges();
    const periodChanges = async () => changes.map((each) => ({ ...each, hash: 'ab' }));
    expect(await run({ ...store, periodChanges })).toBe(1);
    expect(lines.at(-1)).toBe('Does not hold: a manifest that is not what was hashed (link 1).');
  });

  it('names the first thing, with how far it came', async () => {
    const done = await verifiedAfter(
      `update ledger_entries set entry_id = 'led_x' where seq = (select seq from ledger_entries order by seq limit 1 offset 2)`,
    );
    expect(done).toMatchObject({ entries: 2, closedMonths: 0, finding: { where: 'led_x' } });
  });

  it('finds a chain of months that was forged whole by what the audit says of it', async () => {
    const done = await verifiedAfter((db) => forge(db, 4, () => ({ by: 'somebody else' })));
    expect(done.finding?.what).toBe('a change of a month that the audit knows and the chain of months lacks');
    const [link] = (await service.ctx.store.periodChanges()).slice(-1);
    expect(done.finding?.where).toBe(link?.hash);
  });

  it('does not take a month that is reopened meanwhile for a forgery', async () => {
    const { store } = service.ctx;
    const read = store.periodChanges.bind(store);
    store.periodChanges = async () => {
      const changes = await read();
      store.periodChanges = read;
      await reopenMonth(service.ctx, '2026-10', 'while it is verified', 'command');
      const db = new Database(sqliteFile(service.ctx.config));
      db.exec(copyOf(`kind = 'payment' and period = '2026-10'`, forgedIds));
      db.close();
      return changes;
    };
    expect((await verify(service.ctx)).finding).toBeNull();
    expect(await verify(service.ctx)).toMatchObject({ closedMonths: 1 });
  });
});

describe('the rules', () => {
  it('hold for an entry as it is made, also one on the last instant of a month (I9)', () => {
    expect(entryFault(entry, ['UTC'])).toBeNull();
    const last = makeEntry(null, { createdAt: new Date('2026-11-30T23:59:59.999Z') });
    expect(entryFault(last, ['UTC'])).toBeNull();
    expect(entryFault(last, ['Asia/Kolkata'])).toMatch(/in Asia\/Kolkata/);
    // Books that moved keep the days of their old zone.
    expect(entryFault(last, ['Asia/Kolkata', 'UTC'])).toBeNull();
  });

  it.each([
    ['a net that is not its own', { netMinor: entry.netMinor + 1 }, /net is not gross less fee/],
    ['a month of its own that it calls another', { originalPeriod: '2026-11' }, /not its own/],
    ['an earlier month', { originalPeriod: '2026-11', period: '2026-10' }, /not its own/],
    ['a later month without a reason', { period: '2026-12' }, /not its own/],
    ['a later month with another month as its own', { originalPeriod: '2026-10', period: '2026-12' }, /not its own/],
  ])('name an entry with %s (I6, I9)', (_what, changed, words) => {
    expect(entryFault({ ...entry, ...changed }, ['UTC'])).toMatch(words);
  }); // prettier-ignore

  it('name a link that ends before the one it follows on', () => {
    const closing = (period: string, entries: number, payoutItems: number, previousHash: string) =>
      linkOf({ action: 'close', period, closedThrough: period, bound: { entries, payoutItems }, totals: [], previousHash } as unknown as Manifest); // prettier-ignore
    const first = { seq: 1, ...closing('2026-01', 5, 5, '') };
    const then = (entries: number, payoutItems: number) =>
      chainFault([first, { seq: 2, ...closing('2026-02', entries, payoutItems, first.hash) }]);
    expect(then(5, 5)).toBeNull();
    for (const fault of [then(4, 5), then(5, 4)])
      expect(fault).toEqual({ what: 'a manifest that ends before the one it follows on', where: 'link 2' });
  });

  const link = (closedThrough: string | null, entries: number) =>
    ({ closedThrough, bound: { entries, payoutItems: 0 } }) as Manifest;
  it.each([
    ['before anything was closed', 4, '2026-10', null, null],
    ['while September was being closed', 8, '2026-10', null, null],
    ['into September after it', 6, '2026-09', null, /closed/],
    ['into September, late, before it', 5, '2026-09', '2026-08', /own month was open/],
    ['late after September', 7, '2026-10', '2026-09', null],
    ['late after October', 12, '2026-11', '2026-09', null],
    ['too late after September', 7, '2026-11', '2026-09', /own month was open/],
    ['into October after it was opened again', 25, '2026-10', null, null],
    ['into September after October was opened again', 25, '2026-09', null, /closed/],
    // A reopening ends at its bound, and what was written before it was still late.
    ['late, just before October was opened again', 21, '2026-11', '2026-10', null],
  ])('say whether an entry was written in time: %s', (_what, seq, period, originalPeriod, fault) => {
    const chain = [link('2026-09', 5), link('2026-10', 10), link('2026-09', 20)];
    const found = lateFault({ seq, period, originalPeriod }, chain);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toMatch(fault);
  });

  it('follow the money from month to month, each currency for itself', () => {
    const sum = (currency: string, openingMinor: number, netMinor: number, closingMinor: number) =>
      ({ currency, openingMinor, netMinor, payoutsMinor: 0, closingMinor }) as MonthTotals;
    const month = (period: string, ...totals: MonthTotals[]) => ({ period, totals });
    expect(carryFault([])).toBeNull();
    expect(
      carryFault([
        month('2026-01', sum('EUR', 0, 5, 5), sum('USD', 0, 7, 7)),
        month('2026-02', sum('EUR', 5, -5, 0), sum('USD', 7, 0, 7)),
        month('2026-04', sum('USD', 7, 1, 8)),
      ]),
    ).toBeNull();
    expect(carryFault([month('2026-01', sum('EUR', 0, 5, 6))])).toMatchObject({ where: '2026-01 EUR' });
    expect(carryFault([month('2026-01', sum('EUR', 1, 5, 6))])).toMatchObject({ where: '2026-01 EUR' });
    for (const second of [month('2026-02', sum('EUR', 4, 0, 4)), month('2026-02')])
      expect(carryFault([month('2026-01', sum('EUR', 0, 5, 5)), second])).toEqual({
        what: 'a closed month that does not open with what the one before closed with',
        where: '2026-02 EUR',
      });
  });

  it('name a manifest that is none', () => {
    for (const manifest of ['', '{}', 'null', '{"bound":{"entries":1}}'])
      expect(chainFault([{ seq: 1, manifest, hash: sha256(manifest) }])).toEqual({
        what: 'a manifest that cannot be read',
        where: 'link 1',
      });
  });
});
