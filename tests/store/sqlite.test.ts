import Database from 'better-sqlite3';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/ids.ts';
import { NO_MARKS } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import { migrateThroughGate, readMigrations } from '../../src/store/sqlite/migrate.ts';
import { openWriter } from '../../src/store/sqlite/open.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { after, makeEntry, makeEvent, makePledge, NOON, temporaryFolder } from '../_support/make.ts';
import { storeContract } from './contract.ts';

describe('the SQLite store', () => {
  storeContract(async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'data', 'test.db');
    let store = openSqliteStore(file, 'Europe/Amsterdam');
    return {
      store,
      reopen: async () => {
        await store.close();
        store = openSqliteStore(file, 'Europe/Amsterdam');
        return store;
      },
      close: async () => {
        await store.close();
        folder.remove();
      },
    };
  });
});

it('frees every lease when a service starts: nobody else can hold one of a file on this machine', async () => {
  const folder = temporaryFolder();
  const store = openSqliteStore(join(folder.path, 'test.db'));
  for (const name of ['project', 'jobs'])
    expect(await store.takeLease(name, 'inst_gone', NOON, after(NOON, 15_000))).toBe(true);
  await store.clearLeases();
  for (const name of ['project', 'jobs'])
    expect(await store.takeLease(name, 'inst_new', NOON, after(NOON, 15_000))).toBe(true);
  await store.close();
  folder.remove();
});

describe('opening SQLite', () => {
  it('sets full durability at every open, also of a database that exists', () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'test.db');
    for (const _ of [1, 2, 3]) {
      const db = openWriter(file);
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(db.pragma('secure_delete', { simple: true })).toBe(1);
      db.close();
    }
    folder.remove();
  });

  it('says what to do where the folder cannot be written', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a-file'), '');
    expect(() => openWriter(join(folder.path, 'a-file', 'test.db'))).toThrow(
      /cannot be opened or written. Check/,
    );
    folder.remove();
  });

  it('has no cascade near money', () => {
    const sql = readFileSync(new URL('../../migrations/sqlite/0000_start.sql', import.meta.url), 'utf8');
    expect(sql).not.toMatch(/on delete cascade/i);
  });
});

describe('sums of a database that is older than they are', () => {
  it('are added up by the migration, through its gate', async () => {
    const folder = temporaryFolder();
    const [newer, older] = [join(folder.path, 'newer.db'), join(folder.path, 'older.db')];
    const filled = openSqliteStore(newer, 'Europe/Amsterdam');
    await fillEverySum(filled);
    await filled.close();
    const all = readMigrations();
    const before = all.findIndex(({ sql }) => sql.join().includes('book_calendar'));
    expect(before).toBeGreaterThan(0);
    const db = openWriter(older);
    migrateThroughGate(db, all.slice(0, before));
    db.pragma('foreign_keys = off');
    db.exec(`attach '${newer}' as newer`);
    for (const table of ['pledges', 'ledger_entries', 'payouts', 'payout_items', 'other_movements', 'webhook_events'])
{
      // What came to a table since is left out.
      const columns = db.prepare(`select name from pragma_table_info('${table}')`).pluck().all().join();
      db.exec(`insert into ${table} (${columns}) select ${columns} from newer.${table}`);
    }
    db.close();
    const store = openSqliteStore(older, 'Europe/Amsterdam');
    expect(await store.wrongSums()).toEqual([]);
    await store.close();
    const [found, wanted] = [new Database(older, { readonly: true }), new Database(newer, { readonly: true })];
    for (const table of ['ledger_sums', 'campaign_sums', 'status_sums', 'span_sums', 'hour_balances', 'payout_sums', 'plan_spans', 'pledge_sums', 'inbox_sums']) {
      const rows = (from: Database.Database) =>
        from.prepare(`select * from ${table} order by 1, 2`).raw().all().map(String).sort();
      expect([table, rows(found)]).toEqual([table, rows(wanted)]);
      expect(rows(found).length).toBeGreaterThan(0);
    }
    found.close();
    wanted.close();
    folder.remove();
  }); // prettier-ignore
});

/** Two pledges, one of them running, entries of two months, another product's movement, a deposit and events in two states. */
async function fillEverySum(store: Store): Promise<void> {
  const marks = { ...NO_MARKS, firstPaidAt: NOON };
  const pledges = [
    makePledge({ marks, status: 'active' }),
    makePledge({ frequency: 'once', campaign: null }),
  ];
  for (const pledge of pledges) await store.adoptPledge(pledge, NOON);
  const entries = pledges.flatMap((pledge) => [
    makeEntry(pledge),
    makeEntry(pledge, { createdAt: new Date('2026-10-31T22:30:00Z'), charged: null }),
  ]);
  const payout = {
    payoutId: 'po_1', amountMinor: 455, currency: 'USD', status: 'paid' as const, automatic: true, createdAt: NOON, arrivalAt: NOON,
    isReconciled: true, failureCode: null,
  }; // prettier-ignore
  const ids = [entries[0]?.stripeBalanceTransactionId ?? '', 'txn_other', 'txn_nobody'];
  const movement = {
    stripeBalanceTransactionId: 'txn_other',
    createdAt: NOON,
    currency: 'USD',
    netMinor: 9,
  };
  await store.applyProjection(
    { seq: null, coveredObjectIds: [], upToSeq: 0, readStartedAt: NOON, pledge: null, retryAt: null, closedThrough: null,
      changes: [
        ...entries.map((entry) => ({ kind: 'book_entry' as const, entry })),
        { kind: 'note_other', movement },
        { kind: 'note_payout', payout },
        { kind: 'itemise_payout', payoutId: 'po_1', paidOutAt: NOON, balanceTransactionIds: ids },
      ] },
    NOON,
  ); // prettier-ignore
  await store.recordWebhookEvents([{ event: makeEvent(), ignored: null }, { event: makeEvent(), ignored: 'type_not_handled' }], NOON); // prettier-ignore
}

describe('the months of the sums', () => {
  it('are computed anew in another zone, and stay where none is named', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'test.db');
    const marks = { ...NO_MARKS, firstPaidAt: new Date('2026-10-31T23:30:00Z') };
    const startedIn = async (zone?: string, lose = false) => {
      const store = openSqliteStore(file, zone);
      if (lose) await store.adoptPledge(makePledge({ marks, status: 'active' }), NOON);
      const found = await store.planSpans();
      await store.close();
      return found.map((span) => [span.startedIn, span.plans]);
    };
    expect(await startedIn('Europe/Amsterdam', true)).toEqual([['2026-11', 1]]);
    expect(await startedIn('America/New_York')).toEqual([['2026-10', 1]]);
    expect(await startedIn()).toEqual([['2026-10', 1]]);
    expect(await startedIn('Europe/Amsterdam')).toEqual([['2026-11', 1]]);
    folder.remove();
  });
});

describe('the ledger table', () => {
  it('refuses UPDATE and DELETE', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'test.db');
    const store = openSqliteStore(file);
    const pledge = makePledge();
    await store.claimCheckout({ keyHash: 'k', bodyHash: 'b', pledge }, NOON);
    await store.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON);
    await store.applyProjection(
      {
        seq: 1,
        coveredObjectIds: [],
        upToSeq: 1,
        readStartedAt: NOON,
        pledge: null,
        retryAt: null,
        closedThrough: null,
        changes: [{ kind: 'book_entry', entry: makeEntry(pledge) }],
      },
      NOON,
    );
    await store.close();
    const db = new Database(file);
    expect(() => db.exec('update ledger_entries set net_minor = 0, gross_minor = fee_minor')).toThrow(
      /never changed/,
    );
    expect(() => db.exec('delete from ledger_entries')).toThrow(/never deleted/);
    db.close();
    folder.remove();
  });
});

describe('the migration gate', () => {
  const ours = new URL('../../migrations/sqlite', import.meta.url);

  /** A copy of our migrations with one more. */
  function withExtra(folder: string, sql: string): string {
    const copy = join(folder, 'migrations');
    cpSync(ours, copy, { recursive: true });
    const journalFile = join(copy, 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as {
      entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
    };
    const last = journal.entries.at(-1);
    if (last === undefined) throw new Error('no migrations');
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1_000, tag: '9999_extra' });
    writeFileSync(journalFile, JSON.stringify(journal));
    writeFileSync(join(copy, '9999_extra.sql'), sql);
    return copy;
  }

  async function filled(folder: string) {
    const file = join(folder, 'test.db');
    const store = openSqliteStore(file);
    const pledge = makePledge();
    await store.claimCheckout({ keyHash: sha256('k'), bodyHash: 'b', pledge }, NOON);
    await store.close();
    return openWriter(file);
  }

  it('runs a migration that keeps the data', async () => {
    const folder = temporaryFolder();
    const db = await filled(folder.path);
    expect(
      migrateThroughGate(
        db,
        readMigrations(withExtra(folder.path, 'alter table pledges add column note text;')),
      ),
    ).toBe(1);
    db.close();
    folder.remove();
  });

  it('rolls back a table rebuild that loses rows, and says that nothing has happened', async () => {
    const folder = temporaryFolder();
    const db = await filled(folder.path);
    const losing = withExtra(
      folder.path,
      'alter table pledges add column note text;\n--> statement-breakpoint\ndelete from checkout_requests;',
    );
    expect(() => migrateThroughGate(db, readMigrations(losing))).toThrow(
      /checkout_requests: it was rolled back/,
    );
    expect(db.prepare('select count(*) from checkout_requests').pluck().get()).toBe(1);
    expect(
      db.prepare("select count(*) from pragma_table_info('pledges') where name = 'note'").pluck().get(),
    ).toBe(0);
    db.close();
    folder.remove();
  });

  it('refuses a migration that leaves references to nowhere', async () => {
    const folder = temporaryFolder();
    const db = await filled(folder.path);
    const breaking = withExtra(folder.path, "update checkout_requests set pledge_id = 'plg_nobody';");
    expect(() => migrateThroughGate(db, readMigrations(breaking))).toThrow(/references that point nowhere/);
    db.close();
    folder.remove();
  });

  it('refuses a database from a newer version', async () => {
    const folder = temporaryFolder();
    const db = await filled(folder.path);
    migrateThroughGate(
      db,
      readMigrations(withExtra(folder.path, 'alter table pledges add column note text;')),
    );
    db.close();
    expect(() => openSqliteStore(join(folder.path, 'test.db'))).toThrow(/newer version of this program/);
    folder.remove();
  });

  it('keeps who was signed in when sessions learned of people', async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, 'test.db');
    const db = openWriter(file);
    migrateThroughGate(db, readMigrations().slice(0, 7));
    db.exec(`insert into api_keys (key_id, name, scopes, hash, created_at) values ('key_1', 'books', '[]', 'h', 1);
      insert into finance_sessions (token_hash, key_id, created_at, last_seen_at) values ('t', 'key_1', 1, 2)`);
    db.close();
    const store = openSqliteStore(file);
    const always = { seenAfter: new Date(0), openedAfter: new Date(0) };
    expect(await store.resumeSession('t', always, new Date(3))).toMatchObject({
      session: { owner: { kind: 'key', id: 'key_1' } },
      key: { keyId: 'key_1' },
      staff: null,
    });
    await store.close();
    folder.remove();
  });

  it('has migrations whose times rise', () => {
    const journal = JSON.parse(
      readFileSync(new URL('../../migrations/sqlite/meta/_journal.json', import.meta.url), 'utf8'),
    ) as { entries: { when: number }[] };
    const times = journal.entries.map((entry) => entry.when);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});
