import { sqliteFile } from '../../src/config/config.ts';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { newId } from '../../src/ids.ts';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { seal } from '../../src/sealed/seal.ts';
import { ROOT } from '../../src/root.ts';
import { reminders } from '../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { temporaryFolder } from '../_support/make.ts';
import { configOf, settings } from '../_support/settings.ts';
import { median } from './load.ts';
import type { Sending } from './mail-sender.ts';
import type { Line } from './report.ts';
import { portFromOutput } from './targets.ts';

const WAYS = ['service', 'bare', 'database'] as const;

/** The first of a month at ten: all at once, against what nodemailer alone does at the same server. */
export async function dueReminders({ count = 2_000, rounds = 3 } = {}): Promise<Line[]> {
  const sink = spawn(process.execPath, [join(ROOT, 'tests/bench/mail-sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const results: Record<(typeof WAYS)[number], Sending[]> = { service: [], bare: [], database: [] };
  try {
    const port = await portFromOutput(sink);
    for (let round = 0; round < rounds; round++)
      for (const way of WAYS) results[way].push(await sendAll(way, { count, port }));
  } finally {
    sink.kill('SIGKILL');
  }
  const rate = (way: (typeof WAYS)[number]) => median(results[way].map((one) => one.perSecond));
  const memory = (pick: (one: Sending) => number) => median(results.service.map(pick)).toFixed(0);
  const mails = count.toLocaleString('en');
  return [
    {
      what: `${mails} due reminders, each claimed, sent and noted durably`,
      compared: 'the same mails by nodemailer’s own pool, four connections too, at the same server',
      ratio: `${(rate('service') / rate('bare')).toFixed(2)} of its rate`,
      detail: `${rate('service').toFixed(0)} a second against ${rate('bare').toFixed(0)}; with a server that takes no time at all ${rate('database').toFixed(0)}, which is what claims and notes allow`,
    },
    {
      what: `Memory while ${mails} reminders are sent`,
      compared: 'the memory after the first thousand',
      ratio: `${(Number(memory((one) => one.endMb)) / Number(memory((one) => one.startMb))).toFixed(2)} times`,
      detail: `${memory((one) => one.startMb)} MB then, ${memory((one) => one.endMb)} MB at the end, ${memory((one) => one.peakMb)} MB at most; the write-ahead log had ${memory((one) => one.walMb)} MB at most`,
    },
  ];
}

async function sendAll(way: string, { count, port }: { count: number; port: number }): Promise<Sending> {
  const folder = temporaryFolder();
  const env = settings(folder.path, {
    PUBLIC_URL: 'https://notes.example.org',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'Notes <note@notes.example.org>',
    ADDRESS_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  });
  if (way !== 'bare') await fillReminders(env, count);
  const script = join(ROOT, 'tests/bench/mail-sender.ts');
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    [...NODE_OPTIONS, script, way, String(count)],
    {
      env: { PATH: process.env['PATH'], ...env },
      encoding: 'utf8',
    },
  );
  folder.remove();
  if (status !== 0) throw new Error(`${way} ended with ${status ?? signal}: ${stderr}`);
  return JSON.parse(stdout) as Sending;
}

/** Confirmed reminders that are due, written in one transaction: this is not what is measured. */
async function fillReminders(env: Record<string, string | undefined>, count: number): Promise<void> {
  const config = configOf(env);
  const databaseFile = sqliteFile(config);
  const { addressKeys } = config;
  await openSqliteStore(databaseFile).close();
  const db = new Database(databaseFile);
  const write = drizzle(db);
  const at = new Date(Date.now() - 60_000);
  db.transaction(() => {
    for (let i = 0; i < count; i++) {
      const reminderId = newId('rem');
      const sealedAddress = seal(addressKeys, `reader-${i}@example.org`, reminderId);
      write
        .insert(reminders)
        .values({
          reminderId,
          status: 'confirmed',
          dueDay: at.toISOString().slice(0, 10),
          dueAt: at,
          lang: 'en',
          sealedAddress,
          tokenHash: `hash of ${reminderId}`,
          createdAt: at,
          confirmedAt: at,
          expiresAt: at,
          nextAttemptAt: at,
        })
        .run();
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}
