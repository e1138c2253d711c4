import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupCommand, restoreCommand } from '../../src/commands/backup.ts';
import { reconcileCommand } from '../../src/commands/reconcile.ts';
import { UsageError } from '../../src/commands/words.ts';
import { closeMonth } from '../../src/finance/close-month.ts';
import { openSession } from '../../src/finance/session.ts';
import { createKey } from '../../src/finance/keys.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import type { BackupManifest } from '../../src/operations/backup.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
let file: string;
let printed: string;
const lines: string[] = [];
const out = (line: string) => lines.push(line);
const manifest = () => JSON.parse(readFileSync(`${file}.json`, 'utf8')) as BackupManifest;
const give = async (frequency = 'once') => {
  const answer = await postCheckout(service, { currency: 'USD', amountMinor: 500, frequency });
  service.sandbox.pay(sessionOf(answer));
  await service.settle();
};

// A month that is closed and one that runs; somebody is signed in, and a thank-you page is open.
beforeAll(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-01-20T12:00:00Z'), seed: 3 } });
  await give('monthly');
  await service.sandbox.advance({ days: 15 });
  await service.settle();
  await closeMonth(service.ctx, '2026-01', 'command');
  await give();
  const { key } = await createKey(
    service.ctx,
    { name: 'books', scopes: ['totals:read'], expiresAt: null },
    'command',
  );
  const res = { cookie: () => undefined } as never;
  await openSession(service.ctx, res, { kind: 'key', id: key.keyId });
  file = join(service.folder, 'monday.db');
  expect(await backupCommand([file], service.ctx, out)).toBe(0);
  printed = lines.join('\n');
  lines.length = 0;
}, 30_000);
afterAll(async () => service.stop());

describe('a backup', () => {
  it('says what it holds, for the owner alone, with the end of the audit', async () => {
    const { auditHead, ledgerSha256, sha256, entries } = manifest();
    expect(auditHead).toEqual(await service.ctx.store.auditHead());
    expect(ledgerSha256).toBe(await service.ctx.store.ledgerHash());
    for (const word of [auditHead?.hash, ledgerSha256, sha256, `Backed up ${entries} entries`])
      expect(printed).toContain(word);
    for (const one of [file, `${file}.json`]) expect(statSync(one).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('keeps nothing that is erased once it has served', () => {
    const rows = (path: string, sql: string) => {
      const db = new Database(path, { readonly: true });
      try {
        return Number(db.prepare(sql).pluck().get());
      } finally {
        db.close();
      }
    };
    const live = sqliteFile(service.ctx.config);
    for (const sql of [
      'select count(*) from finance_sessions',
      'select count(*) from checkout_requests',
      'select count(*) from pledges where thanks_token is not null',
    ]) {
      expect(rows(live, sql), sql).toBeGreaterThan(0);
      expect(rows(file, sql), sql).toBe(0);
    }
    expect(rows(file, 'select count(*) from pledges')).toBe(rows(live, 'select count(*) from pledges'));
    // Not even between the rows: the thank-you key of a pledge is in no byte of the copy.
    const db = new Database(live, { readonly: true });
    const token = db.prepare('select thanks_token from pledges where thanks_token is not null limit 1').pluck().get() as string; // prettier-ignore
    db.close();
    expect(readFileSync(file).includes(token)).toBe(false);
  });

  it('never overwrites, and asks for one file', async () => {
    await expect(backupCommand([file], service.ctx, out)).rejects.toThrow('exists already');
    for (const args of [[], [file, file], ['--all']])
      await expect(backupCommand(args, service.ctx, out)).rejects.toThrow(UsageError);
  });

  it('is no backup without a whole file: a full disk leaves nothing behind', async () => {
    const target = join(service.folder, 'no-such-folder', 'x.db');
    await expect(backupCommand([target], service.ctx, out)).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
  });
});

describe('restore', () => {
  const elsewhere = (name: string) => ({
    ...service.ctx.config,
    database: { kind: 'sqlite' as const, file: join(service.folder, name, 'rs.db') },
  });

  it('refuses what is damaged, exchanged or without its manifest, and leaves nothing (I37)', async () => {
    const bytes = readFileSync(file);
    const kept = readFileSync(`${file}.json`);
    const config = elsewhere('damaged');
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    try {
      writeFileSync(file, damaged);
      await expect(restoreCommand([file], config, out)).rejects.toThrow('is not the file that was written');
      writeFileSync(file, bytes);
      rmSync(`${file}.json`);
      await expect(restoreCommand([file], config, out)).rejects.toThrow('is missing');
      // A manifest that names another end of the audit: its file was exchanged together with its hash.
      const forged = {
        ...(JSON.parse(String(kept)) as BackupManifest),
        auditHead: { number: 9, hash: 'ab'.repeat(32) },
      };
      writeFileSync(`${file}.json`, JSON.stringify(forged));
      await expect(restoreCommand([file], config, out)).rejects.toThrow(
        'an audit that lacks the end it once had',
      );
    } finally {
      writeFileSync(file, bytes);
      writeFileSync(`${file}.json`, kept);
    }
    expect(existsSync(sqliteFile(config))).toBe(false);
    await expect(restoreCommand([join(service.folder, 'none.db')], config, out)).rejects.toThrow(
      'There is no file',
    );
  });

  it('never overwrites a database', async () => {
    await expect(restoreCommand([file], service.ctx.config, out)).rejects.toThrow('nothing is overwritten');
  });

  it('brings the same ledger back, with what came since fetched from Stripe (I37)', async () => {
    await give();
    await service.sandbox.advance({ days: 40 });
    await service.settle();
    const { store } = service.ctx;
    const wanted = {
      hash: await store.ledgerHash(),
      sums: await store.ledgerSums(NO_FILTER, await store.ledgerBound()),
    };
    const databaseFile = sqliteFile(service.ctx.config);
    const { config } = service.ctx;
    await service.restartOn(() => {
      for (const ending of ['', '-wal', '-shm']) rmSync(`${databaseFile}${ending}`, { force: true });
      writeFileSync(databaseFile, readFileSync(file));
    });
    expect(await reconcileCommand(['--since', '2026-01-01'], service.ctx, out)).toBe(0);
    const now = service.ctx.store;
    expect({
      hash: await now.ledgerHash(),
      sums: await now.ledgerSums(NO_FILTER, await now.ledgerBound()),
    }).toEqual(wanted);
    // And by the command, beside it.
    const beside = {
      ...config,
      database: { kind: 'sqlite' as const, file: join(service.folder, 'beside', 'rs.db') },
    };
    lines.length = 0;
    expect(await restoreCommand([file], beside, out)).toBe(0);
    expect(lines[0]).toBe(
      `Restored ${manifest().entries} entries and ${manifest().pledges} pledges as of ${manifest().at}.`,
    );
    expect(statSync(beside.database.file).mode & 0o777).toBe(0o600);
  }, 60_000);
});
