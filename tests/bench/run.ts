// Every figure of the issue as a ratio of two things measured in one run, in alternating rounds.
// `npm run bench` prints the table and writes docs/benchmarks.md.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import { temporaryFolder } from '../_support/make.ts';
import { settings, WEBHOOK_SECRET } from '../_support/settings.ts';
import { benchLedgerCsv } from './ledger-csv.ts';
import { load, median, type LoadResult, type Shot } from './load.ts';

type Line = { what: string; compared: string; ratio: string; detail: string };

const root = fileURLToPath(new URL('../..', import.meta.url));
const lines: Line[] = [];
const add = (what: string, compared: string, ratio: string, detail: string) => {
  lines.push({ what, compared, ratio, detail });
  console.log(`${what}: ${ratio} (${compared}; ${detail})`);
};

await webhooks();
await checkouts();
await startUp();
widgetBytes();
await ledgerCsv();
writeReport();

/** A signed event of the size that Stripe sends, each new. */
function signedEvent(): Shot {
  const body = JSON.stringify({
    id: `evt_${randomUUID().replaceAll('-', '')}`, object: 'event', type: 'checkout.session.completed', api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1_000), livemode: false,
    data: { object: { id: `cs_test_${randomUUID().replaceAll('-', '')}`, object: 'checkout.session', filling: 'x'.repeat(3_800) } },
  }); // prettier-ignore
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK_SECRET }),
    },
  };
}

async function webhooks(): Promise<void> {
  for (const sockets of [1, 20]) {
    const count = sockets === 1 ? 600 : 3_000;
    const [ours, bare] = await compare('service', 'verify-only', (port) =>
      load(`http://127.0.0.1:${port}/webhooks/stripe`, signedEvent, { count, sockets }),
    );
    add(
      `Webhooks acknowledged durably, ${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`,
      'the same Express route that only verifies the signature',
      `${(median(ours.map((one) => one.perSecond)) / median(bare.map((one) => one.perSecond))).toFixed(2)} of its rate`,
      `${rates(ours)} against ${rates(bare)}, p99 ${median(ours.map((one) => one.p99Ms)).toFixed(1)} ms`,
    );
  }
}

async function checkouts(): Promise<void> {
  const shot = (): Shot => ({
    body: JSON.stringify({ frequency: 'monthly', amountMinor: 500, currency: 'USD' }),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
  });
  const [ours, bare] = await compare('service', 'bare-checkout', (port) =>
    load(`http://127.0.0.1:${port}/v1/checkout`, shot, { count: 1_500, sockets: 8 }),
  );
  add(
    'A checkout without Stripe’s own time',
    'Express with helmet, JSON and a schema that stores nothing',
    `${(median(ours.map((one) => one.p50Ms)) / median(bare.map((one) => one.p50Ms))).toFixed(1)} times its time`,
    `median ${median(ours.map((one) => one.p50Ms)).toFixed(1)} ms with two durable writes, against ${median(bare.map((one) => one.p50Ms)).toFixed(1)} ms`,
  );
}

/** Alternating rounds of two targets. */
async function compare(
  a: string,
  b: string,
  measure: (port: number) => Promise<LoadResult>,
): Promise<[LoadResult[], LoadResult[]]> {
  const folder = temporaryFolder();
  const [first, second] = [await target(a, folder.path), await target(b, folder.path)];
  const results: [LoadResult[], LoadResult[]] = [[], []];
  try {
    await Promise.all([measure(first.port), measure(second.port)]);
    for (let round = 0; round < 5; round++) {
      results[0].push(await measure(first.port));
      results[1].push(await measure(second.port));
    }
  } finally {
    first.child.kill('SIGKILL');
    second.child.kill('SIGKILL');
    folder.remove();
  }
  const failures = results.flat().reduce((sum, one) => sum + one.failures, 0);
  if (failures > 0) throw new Error(`${failures} requests of the load were refused`);
  return results;
}

async function target(name: string, folder: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(root, 'tests/bench/target.ts'), name, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {
    child,
    port: await new Promise((resolve) => child.stdout?.once('data', (text) => resolve(Number(String(text))))),
  };
}

async function startUp(): Promise<void> {
  const service = async () => {
    const folder = temporaryFolder();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const env = { ...settings(folder.path), PORT: String(port), PATH: process.env['PATH'] };
    const result = await firstAnswer(
      [join(root, existsSync(join(root, 'dist/cli.js')) ? 'dist/cli.js' : 'src/cli.ts'), 'start'],
      async () => port,
      env,
    );
    folder.remove();
    return result;
  };
  const bare = () =>
    firstAnswer([join(root, 'tests/bench/bare-express.ts')], portFromOutput, { PATH: process.env['PATH'] });
  const ours: StartResult[] = [];
  const theirs: StartResult[] = [];
  for (let round = 0; round < 7; round++) {
    ours.push(await service());
    theirs.push(await bare());
  }
  const ratio = (pick: (one: StartResult) => number) =>
    `${(median(ours.map(pick)) / median(theirs.map(pick))).toFixed(2)} times`;
  add(
    'Start to first answer, new database',
    'bare Express',
    ratio((one) => one.ms),
    `${median(ours.map((one) => one.ms)).toFixed(0)} ms against ${median(theirs.map((one) => one.ms)).toFixed(0)} ms`,
  );
  add(
    'Idle memory',
    'bare Express',
    ratio((one) => one.rssMb),
    `${median(ours.map((one) => one.rssMb)).toFixed(0)} MB against ${median(theirs.map((one) => one.rssMb)).toFixed(0)} MB`,
  );
}

type StartResult = { ms: number; rssMb: number };

async function portFromOutput(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.stdout?.once('data', (text) => resolve(Number(String(text)))));
}

async function firstAnswer(
  args: string[],
  portOf: (child: ChildProcess) => Promise<number>,
  env: Record<string, string | undefined>,
): Promise<StartResult> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  try {
    const port = await portOf(child);
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/livez`).catch(() => null);
      if (answer?.ok) break;
      if (child.exitCode !== null) throw new Error('the server ended before it answered');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const ms = performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve, 700));
    const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    return { ms, rssMb: Number(rss?.[1] ?? 0) / 1_024 };
  } finally {
    child.kill('SIGKILL');
  }
}

function widgetBytes(): void {
  const manifest = JSON.parse(readFileSync(join(root, 'public/rs/manifest.json'), 'utf8')) as {
    files: Record<string, { bytes: number; brotliBytes: number }>;
  };
  const script = manifest.files['rs.js'];
  if (script === undefined) throw new Error('the widget is not built');
  add(
    'The widget before Continue, styles included, English',
    'the limit of 28 KB minified and 9 KB brotli for rs.js',
    `${((100 * script.brotliBytes) / 9_216).toFixed(0)} % of the limit`,
    `${script.bytes} bytes, ${script.brotliBytes} brotli`,
  );
}

async function ledgerCsv(): Promise<void> {
  const result = await benchLedgerCsv();
  const times = (ratio: number | null) =>
    ratio === null ? 'not compared' : `${ratio.toFixed(2)} times its time`;
  const rows = result.entries.toLocaleString('en');
  add(
    `ledger.csv of ${rows} entries`,
    'sqlite3 -csv with the same SELECT and formatting',
    times(result.timesSqlite3),
    `${(result.bytes / 1e6).toFixed(0)} MB, peak ${result.peakRssMb.toFixed(0)} MB of memory (${result.idleRssMb.toFixed(0)} MB before)`,
  );
  add(
    `ledger.jsonl of ${rows} entries`,
    'the same sqlite3 -csv',
    times(result.jsonLinesTimesSqlite3),
    result.note ?? 'the same route',
  );
}

function rates(results: LoadResult[]): string {
  return `${Math.round(median(results.map((one) => one.perSecond)))} a second`;
}

function writeReport(): void {
  const table = lines
    .map((line) => `| ${line.what} | ${line.compared} | ${line.ratio} | ${line.detail} |`)
    .join('\n');
  const machine = `Node ${process.versions.node}, ${cpus().length} cores shared with the load generator, ${new Date().toISOString().slice(0, 10)}`;
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(
    join(root, 'docs', 'benchmarks.md'),
    `# Benchmarks\n\nWritten by \`npm run bench\`. Times differ from machine to machine and from hour to hour, so read the ratios: both\nsides of each were measured in one run, in alternating rounds. ${machine}.\n\n| What | Compared with | Ratio | Measured |\n|---|---|---|---|\n${table}\n`,
  );
}
