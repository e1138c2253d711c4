import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { besideExports } from './exports.ts';
import { fillLedger } from './ledger-csv-data.ts';
import {
  answer,
  builtServer,
  download,
  hashed,
  ledgerSelect,
  peakRss,
  timed,
  type Server,
} from './ledger-csv.ts';
import { startPostgres } from './postgres.ts';
import type { Line } from './report.ts';

// The same files from PostgreSQL, beside the fastest program that reads it: psql's copy of the same select.

const PSQL = ['/usr/bin/psql', '/usr/lib/postgresql/15/bin/psql'].find((path) => existsSync(path));
const iso = (column: string) =>
  `to_char(to_timestamp(e.${column} / 1000) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const decimal = (column: string) => `cast(e.${column} / 100.0 as numeric(20, 2))`;

/** Exports a large ledger in every format, and asks for a light answer with and without exports beside it. */
export async function postgresFiles({ entries = 1_000_000 } = {}): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'files-'));
  const postgres = await startPostgres(folder);
  try {
    const url = await postgres.database('files');
    await fillLedger({ kind: 'postgres', url }, entries);
    const server = fork(await builtServer(), [url], { execArgv: [...NODE_OPTIONS] });
    try {
      return await filesOf(server, { url, entries });
    } finally {
      server.kill();
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function filesOf(
  server: ReturnType<typeof fork>,
  { url, entries }: { url: string; entries: number },
): Promise<Line[]> {
  const to = (await once(server, 'message'))[0] as Server;
  const idleMb = await peakRss(server);
  // Both are hashed here: the same bytes, or the two did not do the same work.
  const theirs = PSQL === undefined ? null : await clocked(() => copied(url, entries));
  const ours = await clocked(async () => hashed(await answer(to, 'csv')));
  if (theirs !== null && ours.hash !== theirs.hash)
    throw new Error('psql wrote another file than the service');
  const jsonLinesMs = await timed(() => download(to, 'jsonl'));
  const workbookMs = await timed(() => download(to, 'xlsx'));
  const peakMb = await peakRss(server);
  const line = (ending: string, ms: number, detail: string): Line => ({
    what: `ledger.${ending} of ${entries.toLocaleString('en')} entries from PostgreSQL`,
    compared: 'psql copying the same SELECT as CSV, with the same formatting, in one statement',
    ratio: theirs === null ? 'not compared' : `${(ms / theirs.ms).toFixed(2)} times its time`,
    detail: `${(ms / 1_000).toFixed(1)} s; ${detail}`,
  });
  return [
    line('csv', ours.ms, `${(ours.bytes / 1e6).toFixed(0)} MB, peak ${peakMb} MB of memory for all three (${idleMb} MB before)`),
    line('jsonl', jsonLinesMs, PSQL === undefined ? 'there is no psql on this machine' : 'the same route'),
    line('xlsx', workbookMs, 'a workbook, and so compressed'),
    ...(await besideExports(to, ['csv', 'xlsx'], ' from PostgreSQL')),
  ];
} // prettier-ignore

/** Lets psql write the file, with the ends of lines that ours has. */
async function copied(url: string, bound: number): Promise<{ hash: string; bytes: number }> {
  const select = ledgerSelect(iso, decimal).replaceAll(':bound', String(bound)).replace(/;\s*$/, '');
  const psql = spawn(PSQL ?? 'psql', [url, '-X', '-c', `copy (${select}) to stdout (format csv, header)`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(psql, 'close');
  const file = await hashed(withReturns(psql.stdout));
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return file;
}

async function* withReturns(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of parts)
    yield Buffer.from(part.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}

async function clocked<T extends object>(work: () => Promise<T>): Promise<T & { ms: number }> {
  const started = performance.now();
  const done = await work();
  return { ...done, ms: performance.now() - started };
}
