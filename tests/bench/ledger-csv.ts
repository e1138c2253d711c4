import { build } from 'esbuild';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillLedger } from './ledger-csv-data.ts';

const SQLITE3 = '/usr/bin/sqlite3';
const SERVER = fileURLToPath(new URL('ledger-csv-server.ts', import.meta.url));
/** Beside the packages it needs, outside what is published, and as deep as src/store/sqlite for the migrations. */
const BUILT = fileURLToPath(new URL('../../node_modules/.cache/ledger-csv/server.mjs', import.meta.url));

/** Where the server of a comparison listens, and the key it takes. */
export type Server = { port: number; secret: string };

export type LedgerCsvResult = {
  name: string;
  entries: number;
  bytes: number;
  /** Our time over the time of `sqlite3 -csv` for the same bytes; null where there is no sqlite3. */
  timesSqlite3: number | null;
  /** The same against sqlite3 handing out the bare integers, with no date or decimal written. */
  timesSqlite3Unformatted: number | null;
  /** JSON lines against the same sqlite3. */
  jsonLinesTimesSqlite3: number | null;
  sameBytes: boolean | null;
  /** Highest resident memory of the exporting process, and what it held before the first export. */
  peakRssMb: number;
  idleRssMb: number;
  note: string | null;
};

/**
 * Exports a large ledger through the real route to a sink that drops it, in turns with the sqlite3
 * command line running the same SELECT with the same formatting. Ratios of medians; times mean little.
 */
export async function benchLedgerCsv({
  entries = 1_000_000,
  rounds = 3,
  nodeFlags = [] as string[],
} = {}): Promise<LedgerCsvResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-csv-'));
  const file = join(folder, 'ledger.db');
  await fillLedger({ kind: 'sqlite', file }, entries);
  const server = fork(await builtServer(), [`file:${file}`], { execArgv: nodeFlags });
  try {
    const to = (await once(server, 'message'))[0] as Server;
    const idleRssMb = await peakRss(server);
    const hasCli = existsSync(SQLITE3);
    const ours: number[] = [];
    const jsonLines: number[] = [];
    const cli: number[] = [];
    const bare: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round++) {
      ours.push(await timed(async () => (bytes = await download(to, 'csv'))));
      if (hasCli) cli.push(await timed(() => runCli(file, entries, FORMATTED)));
      jsonLines.push(await timed(() => download(to, 'jsonl')));
      if (hasCli) bare.push(await timed(() => runCli(file, entries, BARE)));
    }
    const peakRssMb = await peakRss(server);
    const ratio = (a: number[], b: number[]) => (hasCli ? round2(median(a) / median(b)) : null);
    return {
      name: 'ledger.csv',
      entries,
      bytes,
      timesSqlite3: ratio(ours, cli),
      timesSqlite3Unformatted: ratio(ours, bare),
      jsonLinesTimesSqlite3: ratio(jsonLines, cli),
      sameBytes: hasCli ? (await hashOf(to)) === (await hashOfCli(file, entries)) : null,
      peakRssMb,
      idleRssMb,
      note: hasCli ? null : `${SQLITE3} is not on this machine: the comparison was left out`,
    };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * One file of plain JavaScript: loading drizzle as 200 modules peaks at 240 MB before the first request,
 * which would hide what the export needs.
 */
export async function builtServer(): Promise<string> {
  await build({
    entryPoints: [SERVER],
    outfile: BUILT,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    external: ['better-sqlite3', 'pg-native'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return BUILT;
}

const SEQUENCE = `case when e.pledge_id is not null then nullif((select count(*) from ledger_entries p
  where p.pledge_id = e.pledge_id and p.kind = 'payment' and p.seq <= :bound and p.created_at <= case e.kind when 'payment' then e.created_at
  else coalesce((select o.created_at from ledger_entries o where o.payment_id = e.payment_id and o.kind = 'payment'), e.created_at) end), 0) end`;
const iso = (column: string) => `strftime('%Y-%m-%dT%H:%M:%SZ', e.${column} / 1000, 'unixepoch')`;
const decimal = (column: string) => `printf('%.2f', e.${column} / 100.0)`;
/** The columns of ledger.csv, formatted by an engine's own words. */
export const ledgerSelect = (
  time: (column: string) => string,
  amount: (column: string) => string,
): string => `
  select e.entry_id, e.kind, e.pledge_id, e.payment_id, e.frequency, ${SEQUENCE} as sequence, e.campaign, ${time('created_at')} as created_utc, e.book_date,
    e.period, ${time('available_at')} as available_utc, case e.kind when 'payout' then ${time('available_at')} end as paid_out_utc, e.charged_minor,
    case when e.charged_minor is not null then ${amount('charged_minor')} end as charged_amount, e.charged_currency,
    e.gross_minor, e.fee_minor, e.net_minor, ${amount('gross_minor')} as gross, ${amount('fee_minor')} as fee, ${amount('net_minor')} as net,
    e.currency, e.exchange_rate, e.stripe_balance_transaction_id as stripe_balance_transaction, e.stripe_source_id as stripe_source,
    e.stripe_payout_id as stripe_payout, e.original_entry_id, e.original_period, ${time('recorded_at')} as recorded_utc
  from ledger_entries e where +e.seq <= :bound order by e.created_at, e.entry_id;`;
const FORMATTED = ledgerSelect(iso, decimal);
const BARE = ledgerSelect(
  (column) => `e.${column}`,
  (column) => `e.${column}`,
);

function cliProcess(file: string, bound: number, sql: string, stdout: 'ignore' | 'pipe') {
  return spawn(
    SQLITE3,
    ['-readonly', '-csv', '-header', '-newline', '\r\n', file, `.param set :bound ${bound}`, sql],
    {
      stdio: ['ignore', stdout, 'inherit'],
    },
  );
}

export async function peakRss(server: ChildProcess): Promise<number> {
  server.send('peak');
  const [{ peakRssMb }] = (await once(server, 'message')) as [{ peakRssMb: number }];
  return Math.round(peakRssMb);
}

async function runCli(file: string, bound: number, sql: string): Promise<void> {
  const [code] = (await once(cliProcess(file, bound, sql, 'ignore'), 'close')) as [number];
  if (code !== 0) throw new Error(`sqlite3 ended with ${code}`);
}

async function hashOfCli(file: string, bound: number): Promise<string> {
  const { stdout } = cliProcess(file, bound, FORMATTED, 'pipe');
  return stdout === null ? '' : (await hashed(stdout)).hash;
}

/** Asks for ledger.csv or another ending. */
export async function answer({ port, secret }: Server, ending: string): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${secret}` };
  const request = get({ host: '127.0.0.1', port, path: `/v1/ledger.${ending}`, headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`the export answered ${response.statusCode}`);
  return response;
}

/** Takes a file in and drops it. */
export async function download(to: Server, ending: string): Promise<number> {
  let bytes = 0;
  const response = await answer(to, ending);
  response.on('data', (part: Buffer) => (bytes += part.length));
  await once(response, 'end');
  return bytes;
}

async function hashOf(to: Server): Promise<string> {
  return (await hashed(await answer(to, 'csv'))).hash;
}

/** The hash of a file as it comes, and how long it is. */
export async function hashed(file: AsyncIterable<Buffer>): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of file) {
    hash.update(part);
    bytes += part.length;
  }
  return { hash: hash.digest('hex'), bytes };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await benchLedgerCsv(), null, 2)}\n`);
