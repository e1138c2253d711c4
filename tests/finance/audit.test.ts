import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEntryOf, auditLink, type AuditEntry, type AuditLink } from '../../src/finance/audit-entry.ts';
import { recordAudit } from '../../src/finance/audit.ts';
import { auditFault, crossFault } from '../../src/finance/audit-rules.ts';
import { closeMonth, reopenMonth } from '../../src/finance/close-month.ts';
import { deniedTries } from '../../src/finance/denied-tries.ts';
import { verify, type Verification } from '../../src/finance/verify.ts';
import { sha256 } from '../../src/ids.ts';
import { manifestOf } from '../../src/ledger/period.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { financeApp, financeConfig, type FinanceApp } from './finance-app.ts';

type Sqlite = InstanceType<typeof Database>;
const EVERYTHING = { action: null, by: null, outcome: null };
const config = financeConfig();
const ctx = () => ({ store: finance.store, config, now: () => new Date('2026-11-20T12:00:00Z') });

let finance: FinanceApp;
let folder: string;
let honest: string;
let auditor: { keyId: string; secret: string };

// Two months closed, one of them twice, between exports: ten entries.
beforeAll(async () => {
  finance = financeApp({ config });
  finance.setNow('2026-11-20T12:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'rs-audit-'));
  auditor = await finance.key(['audit:read']);
  const fact = { by: auditor.keyId, action: 'export', object: 'ledger.csv', outcome: 'done' } as const;
  for (let i = 0; i < 3; i++) await recordAudit(ctx(), { ...fact, detail: { rows: i } });
  await closeMonth(ctx(), '2026-09', 'command');
  await closeMonth(ctx(), '2026-10', auditor.keyId);
  await reopenMonth(ctx(), '2026-10', 'one line was late', auditor.keyId);
  await closeMonth(ctx(), '2026-10', auditor.keyId);
  for (let i = 0; i < 3; i++) await recordAudit(ctx(), fact);
  honest = join(folder, 'honest.db');
  const db = new Database(finance.file);
  db.prepare('vacuum into ?').run(honest);
  db.close();
});
afterAll(async () => {
  await finance.close();
  rmSync(folder, { recursive: true });
});

let copies = 0;
/** What verify says of a copy that somebody got at: the guards are taken off, and put back when it is done. */
async function verifiedAfter(
  change: (db: Sqlite) => void,
  anchor: string | null = null,
): Promise<Verification> {
  const [done] = await verifiedAgainst(change, [anchor]);
  if (done === undefined) throw new Error('nothing was verified');
  return done;
}

/** The same for several ends of the chain, in turn. */
async function verifiedAgainst(
  change: (db: Sqlite) => void,
  anchors: (string | null)[],
): Promise<Verification[]> {
  const file = join(folder, `copy-${++copies}.db`);
  copyFileSync(honest, file);
  const db = new Database(file);
  // Half a hundred guards come off and on again: none of it needs to survive a power cut.
  db.pragma('synchronous = off');
  const guards = db.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all() as { name: string; sql: string }[]; // prettier-ignore
  for (const { name } of guards) db.exec(`drop trigger ${name}`);
  change(db);
  for (const { sql } of guards) db.exec(sql);
  db.close();
  const store = openSqliteStore(file);
  try {
    const done: Verification[] = [];
    for (const anchor of anchors) done.push(await verify({ store, config }, anchor));
    return done;
  } finally {
    await store.close();
  }
}

const links = () => finance.store.auditPage(EVERYTHING, null, 100, 'oldest_first');

/** Makes the chain whole again behind an edit: whoever owns the machine can. */
function forge(db: Sqlite, edit: (entry: AuditEntry) => AuditEntry | null): void {
  const all = db.prepare('select entry from audit_entries order by number').all() as { entry: string }[];
  db.exec(`delete from audit_entries; delete from sqlite_sequence where name = 'audit_entries'`);
  let head: AuditLink | null = null;
  for (const link of all) {
    const kept = edit(auditEntryOf(link));
    if (kept === null) continue;
    const { by, action, object, outcome, detail, at } = kept;
    const made: AuditLink = auditLink({ by, action, object, outcome, detail }, new Date(at), head);
    db.prepare('insert into audit_entries (number, action, by, outcome, entry, hash) values (?, ?, ?, ?, ?, ?)').run(made.number, action, by, outcome, made.entry, made.hash); // prettier-ignore
    head = made;
  }
}

describe('the audit', () => {
  it('holds as it was written, with its end', async () => {
    const done = await verifiedAfter(() => {});
    expect(done).toMatchObject({ finding: null, auditEntries: 10, auditHead: { number: 10 } });
    const hashes = (await links()).map(({ hash }) => hash);
    expect(done.auditHead?.hash).toBe(hashes[9]);
    for (const hash of hashes) expect((await verifiedAfter(() => {}, hash)).finding).toBeNull();
  });

  it('shows an edit, a drop and a swap of any entry, each where it is (I33)', async () => {
    for (let number = 1; number <= 10; number++) {
      const edited = await verifiedAfter((db) =>
        db.exec(`update audit_entries set entry = replace(entry, '"outcome":"done"', '"outcome":"denied"'), outcome = 'denied' where number = ${number}`),
      ); // prettier-ignore
      expect(edited.finding).toEqual({
        what: 'an entry of the audit that is not what was hashed',
        where: `audit ${number}`,
      });
      const dropped = await verifiedAfter((db) =>
        db.exec(`delete from audit_entries where number = ${number}`),
      );
      expect(dropped.finding).toEqual(
        number === 10
          ? { what: 'an audit whose end was cut off', where: 'audit 10' }
          : { what: 'an audit in which an entry is missing', where: `audit ${number}` },
      );
      if (number === 10) continue;
      const swapped = await verifiedAfter((db) =>
        db.exec(`update audit_entries set number = -1 where number = ${number}; update audit_entries set number = ${number} where number = ${number + 1}; update audit_entries set number = ${number + 1} where number = -1`),
      ); // prettier-ignore
      expect([`audit ${number}`, `audit ${number + 1}`]).toContain(swapped.finding?.where);
    }
  });

  it('shows columns that say something else than the entry', async () => {
    const done = await verifiedAfter((db) =>
      db.exec(`update audit_entries set by = 'command' where number = 2`),
    );
    expect(done.finding).toEqual({
      what: 'an entry of the audit whose columns are not what it says',
      where: 'audit 2',
    });
  });

  it('shows a chain that was forged whole, as soon as one of its ends was written down elsewhere', async () => {
    const anchor = (await finance.store.auditHead())?.hash ?? '';
    const hide = (entry: AuditEntry) => (entry.number === 2 ? null : entry);
    const forged = (db: Sqlite) => forge(db, hide);
    expect((await verifiedAfter(forged)).finding).toBeNull();
    expect((await verifiedAfter(forged, anchor)).finding).toEqual({
      what: 'an audit that lacks the end it once had',
      where: anchor,
    });
  });

  it('shows a closing that one of the two chains lacks', async () => {
    const hideClosing = (entry: AuditEntry) => (entry.action === 'month_reopen' ? null : entry);
    expect((await verifiedAfter((db) => forge(db, hideClosing))).finding).toEqual({
      what: 'a change of a month that the audit lacks',
      where: '2026-10 reopen',
    });
    const [first] = await finance.store.periodChanges();
    const named = new Set([first?.hash ?? '', 'of none']);
    const chain = (await finance.store.periodChanges()).map((one) => ({
      ...manifestOf(one),
      hash: one.hash,
    }));
    expect(crossFault(named, chain.slice(0, 1), null)).toMatchObject({ where: 'of none' });
    // What was closed before there was an audit is missing in none.
    expect(crossFault(new Set(), chain, '2027-01-01T00:00:00.000Z')).toBeNull();
  });

  /** Entry `number` says something else, with a hash that fits it. */
  const rehashed = (db: Sqlite, number: number, change: (entry: AuditEntry) => AuditEntry) => {
    const entry = db
      .prepare('select entry from audit_entries where number = ?')
      .pluck()
      .get(number) as string;
    const text = JSON.stringify(change(auditEntryOf({ entry })));
    db.prepare('update audit_entries set entry = ?, hash = ? where number = ?').run(
      text,
      sha256(text),
      number,
    );
  };
  /** What somebody with sqlite3 and without the guards may try, and what each is found by; null: by a head written down elsewhere alone. */
  it.each<[string, (db: Sqlite) => void, RegExp | null]>([
    ['a detail is edited', (db) => db.exec(`update audit_entries set entry = replace(entry, '"rows":1', '"rows":9') where number = 2`), /not what was hashed/],
    ['a detail is edited with its hash', (db) => rehashed(db, 2, (entry) => ({ ...entry, detail: { rows: 9 } })), /does not follow on the one before/],
    ['the last entry is edited with its hash', (db) => rehashed(db, 10, (entry) => ({ ...entry, object: 'none' })), null],
    ['who did it is another in the column', (db) => db.exec(`update audit_entries set by = 'nobody' where number = 3`), /columns are not/],
    ['a hash is replaced', (db) => db.exec(`update audit_entries set hash = '${'ab'.repeat(32)}' where number = 5`), /not what was hashed/],
    ['the last is deleted', (db) => db.exec('delete from audit_entries where number = 10'), /end was cut off/],
    ['the last is deleted and the sequence set back', (db) => db.exec(`delete from audit_entries where number = 10; update sqlite_sequence set seq = 9 where name = 'audit_entries'`), null],
    ['the last is deleted and the sequence forgotten', (db) => db.exec(`delete from audit_entries where number = 10; delete from sqlite_sequence where name = 'audit_entries'`), null],
    ['the first is deleted', (db) => db.exec('delete from audit_entries where number = 1'), /an entry is missing/],
    ['the first is deleted and all are numbered anew', (db) => db.exec('delete from audit_entries where number = 1; update audit_entries set number = number - 100; update audit_entries set number = number + 99'), /./],
    ['two are swapped', (db) => db.exec('update audit_entries set number = -1 where number = 2; update audit_entries set number = 2 where number = 3; update audit_entries set number = 3 where number = -1'), /columns are not/],
    ['two are swapped and say the right numbers', (db) => {
      const [two, three] = [2, 3].map((number) => db.prepare('select entry from audit_entries where number = ?').pluck().get(number) as string);
      rehashed(db, 2, () => ({ ...auditEntryOf({ entry: three ?? '' }), number: 2 }));
      rehashed(db, 3, () => ({ ...auditEntryOf({ entry: two ?? '' }), number: 3 }));
    }, /does not follow on the one before/],
    ['one is put in the middle', (db) => db.exec(`update audit_entries set number = number + 1000 where number > 4; update audit_entries set number = number - 999 where number > 1000;
      insert into audit_entries (number, action, by, outcome, entry, hash) select 5, action, by, outcome, entry, hash || 'x' from audit_entries where number = 2`), /columns are not/],
    ['one is put before the first', (db) => db.exec(`insert into audit_entries (number, action, by, outcome, entry, hash) select 0, action, by, outcome, entry, hash || 'x' from audit_entries where number = 1`), /./],
    ['one is put behind the last', (db) => db.exec(`insert into audit_entries (number, action, by, outcome, entry, hash) select 11, action, by, outcome, entry, hash || 'x' from audit_entries where number = 10`), /columns are not/],
    ['all are deleted', (db) => db.exec('delete from audit_entries'), /./],
    ['all are deleted and the sequence forgotten', (db) => db.exec(`delete from audit_entries; delete from sqlite_sequence where name = 'audit_entries'`), null],
    ['the tail with a closing in it is cut', (db) => db.exec(`delete from audit_entries where number > 6; update sqlite_sequence set seq = 6 where name = 'audit_entries'`), /a change of a month that the audit lacks/],
    ['all is forged from the start, closings kept', (db) => forge(db, (entry) => ({ ...entry, at: entry.at.replace('12:00', '12:01') })), null],
  ])('%s', async (_what, change, found) => {
    const anchor = (await links()).at(-1)?.hash ?? '';
    const [alone, anchored] = await verifiedAgainst(change, [null, anchor]);
    if (found === null) expect(alone?.finding).toBeNull();
    else expect(alone?.finding?.what).toMatch(found);
    // With the head that a page, a backup or a paper has, every one of them shows.
    expect(anchored?.finding).toMatchObject({ what: expect.any(String) as string });
  }); // prettier-ignore

  it('cannot be changed or cut by a slip: triggers refuse', () => {
    const db = new Database(finance.file);
    expect(() => db.exec(`update audit_entries set by = 'command'`)).toThrow('the audit is never changed');
    expect(() => db.exec('delete from audit_entries')).toThrow('the audit is never deleted');
    db.close();
  });

  it('names an entry that is none', () => {
    for (const entry of ['', '{}', 'null'])
      expect(auditFault([{ number: 1, entry, hash: sha256(entry) }], null)?.what).toBe('an entry of the audit that cannot be read'); // prettier-ignore
  });
});

describe('GET /v1/audit.jsonl', () => {
  it('gives every entry with its hash, and is in the audit itself', async () => {
    const all = await links();
    const got = await request(finance.app)
      .get('/v1/audit.jsonl')
      .set('Authorization', `Bearer ${auditor.secret}`);
    expect(got.headers['content-type']).toBe('application/jsonl; charset=utf-8');
    const lines = got.text.trimEnd().split('\n').map((line) => JSON.parse(line) as { hash: string; entry: AuditEntry }); // prettier-ignore
    expect(lines.slice(0, all.length).map(({ hash }) => hash)).toEqual(all.map(({ hash }) => hash));
    for (const { hash, entry } of lines) expect(sha256(JSON.stringify(entry))).toBe(hash);
    const object = 'the-example-times_audit_all.jsonl';
    expect(lines.at(-1)?.entry).toMatchObject({ by: auditor.keyId, action: 'export', object });
    // Its end stands behind it, for the next file to tell.
    const [end] = await finance.store.auditPage(EVERYTHING, null, 1, 'newest_first');
    expect(auditEntryOf(end ?? { entry: '{}' })).toMatchObject({
      action: 'export_end',
      object,
      detail: { format: 'jsonl', rows: all.length + 1, whole: true },
    });
    const later = await request(finance.app)
      .get(`/v1/audit.jsonl?after=${all.length}&action=export&outcome=done&by=${auditor.keyId}`)
      .set('Authorization', `Bearer ${auditor.secret}`);
    expect(later.text.trimEnd().split('\n')).toHaveLength(2);
  });

  it('goes on over pages without a gap', async () => {
    for (let i = 0; i < 1_010; i++)
      await recordAudit(ctx(), { by: 'command', action: 'backup', object: null, outcome: 'done' });
    const got = await request(finance.app)
      .get('/v1/audit.jsonl?action=backup')
      .set('Authorization', `Bearer ${auditor.secret}`);
    expect(got.text.trimEnd().split('\n')).toHaveLength(1_010);
  });

  it.each([['action=all'], ['by=anna@example.org'], ['after=-1'], ['outcome=maybe'], ['from=1']])(
    'refuses %s',
    async (query) => {
      const got = await request(finance.app)
        .get(`/v1/audit.jsonl?${query}`)
        .set('Authorization', `Bearer ${auditor.secret}`);
      expect(got.status).toBe(400);
      expect(JSON.stringify(got.body)).not.toContain('anna');
    },
  );

  it('asks for its own scope', async () => {
    const other = await finance.key(['ledger:read', 'totals:read', 'periods:close']);
    const got = await request(finance.app)
      .get('/v1/audit.jsonl')
      .set('Authorization', `Bearer ${other.secret}`);
    expect(got.status).toBe(403);
  });
});

describe('what is written down', () => {
  const since = async (act: () => Promise<unknown>) => {
    const before = (await finance.store.auditHead())?.number ?? 0;
    await act();
    return (await finance.store.auditPage(EVERYTHING, before, 100, 'oldest_first')).map((link) =>
      auditEntryOf(link),
    );
  };
  const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });

  it('is every file and every manifest with the names of its filters, and none of what was typed into them', async () => {
    const { keyId, secret } = await finance.key(['ledger:read', 'audit:read']);
    const files = finance.routes.filter(
      ({ path, access }) =>
        access.kind === 'scope' && /^[/]v1[/]\w+[.](csv|excel[.]csv|xlsx|jsonl|manifest[.]json)$/.test(path),
    );
    expect(files.length).toBe(5 * 5 + 1);
    for (const { path } of files) {
      // The accounting journal needs codes: see accounting.test.ts.
      if (path.startsWith('/v1/accounting')) continue;
      const query = path.startsWith('/v1/audit') ? '?by=command' : '?period=2026-09&currency=EUR';
      const [begun, ended, ...more] = await since(() =>
        request(finance.app).get(`${path}${query}`).set(bearer(secret)).buffer(true).expect(200),
      );
      const narrowed = query.includes('by=') ? 'by' : 'currency';
      const detail = { format: path.replace(/^[/]v1[/]\w+[.]/, ''), narrowed_by: narrowed };
      expect([path, begun], path).toMatchObject([
        path,
        { by: keyId, action: 'export', outcome: 'done', detail },
      ]);
      expect(ended).toMatchObject({
        action: 'export_end',
        object: begun?.object,
        detail: { ...detail, whole: true },
      });
      expect(more).toEqual([]);
    }
    const typed = await since(() =>
      request(finance.app).get('/v1/ledger.csv?campaign=anna-smith').set(bearer(secret)).expect(200),
    );
    expect(JSON.stringify(typed)).not.toContain('anna');
    // HEAD hands nothing out and writes nothing.
    for (const { path } of files)
      expect(await since(() => request(finance.app).head(path).set(bearer(secret))), path).toEqual([]);
  });

  it('is a refusal wherever it is thrown: behind a scope, from a foreign page and after too many tries', async () => {
    const { keyId, secret } = await finance.key(['totals:read']);
    const post = () => request(finance.app).post('/v1/periods/2026-10/close').set(bearer(secret)).send({});
    expect(await since(() => post().expect(403))).toMatchObject([
      {
        by: keyId,
        action: 'access',
        object: '/v1/periods/:period/close',
        outcome: 'denied',
        detail: { reason: 'scope', tries: 1 },
      },
    ]);
    const form = (path: string) => request(finance.app).post(path).type('form').send({ csrf: 'x' });
    expect(await since(() => form('/finance/sign-in').expect(403))).toMatchObject([
      { by: 'nobody', object: '/finance/sign-in', outcome: 'denied', detail: { reason: 'foreign_form' } },
    ]);
    expect(await since(() => form(`/finance/d/${'x'.repeat(43)}`).expect(410))).toMatchObject([
      { by: 'nobody', action: 'month_link', object: null, outcome: 'denied', detail: { reason: 'link' } },
    ]);
    // A wrong period is a mistake and no try at a door.
    expect(await since(() => request(finance.app).get('/v1/summary?period=x').set(bearer(secret)))).toEqual(
      [],
    );
  });
});

describe('denied tries', () => {
  it('are written before the answer, and gathered when they come too often', async () => {
    const before = (await finance.store.auditHead())?.number ?? 0;
    let now = new Date('2026-11-20T13:00:00Z');
    const denials = deniedTries({ store: finance.store, now: () => now });
    const denied = {
      by: 'nobody',
      action: 'access',
      object: '/v1/ledger.csv',
      reason: 'key_unknown',
    } as const;
    const since = async () =>
      (await finance.store.auditPage(EVERYTHING, before, 100, 'oldest_first')).map((link) =>
        auditEntryOf(link),
      );
    await denials.note(denied);
    expect(await since()).toMatchObject([{ outcome: 'denied', detail: { reason: 'key_unknown', tries: 1 } }]);
    for (let i = 0; i < 500; i++) await denials.note(denied);
    await denials.note({ ...denied, object: '/v1/summary' });
    expect(await since()).toHaveLength(2);
    expect(await denials.write()).toBe(0);
    now = new Date('2026-11-20T13:01:01Z');
    expect(await denials.write()).toBe(1);
    expect((await since())[2]).toMatchObject({ object: '/v1/ledger.csv', detail: { tries: 500 } });
    await denials.note(denied);
    await denials.note(denied);
    // A stop writes what is left.
    expect(await denials.write({ everything: true })).toBe(1);
    expect((await since()).map(({ detail }) => detail['tries'])).toEqual([1, 1, 500, 1, 1]);
  });
});
