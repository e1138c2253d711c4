import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleService } from '../../src/bundle.mjs';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { ROOT } from '../../src/root.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freePort } from '../_support/service.ts';
import { settings } from '../_support/settings.ts';
import { alternate, median } from './load.ts';
import { measureRecovery } from './recovery.ts';
import { startPostgres } from './postgres.ts';
import { PROGRAM } from './real-service.ts';
import type { Line } from './report.ts';
import { portFromOutput } from './targets.ts';

type StartResult = { ms: number; rssMb: number };

/** What a start and an idle process may cost beside bare Express. */
const GOAL = 1.35;
const ROUNDS = 9;

/** Why a start takes what it takes; found with profiles and by leaving parts out. */
export const START_NOTE = `A start is slower than the goal, and not because of its packages: Express, Stripe's library, zod, SQLite, drizzle and the
rest, built like the service and with nothing of ours, are about as dear as bare Express from \`node_modules\`. The service adds its
schemas, the publisher's file with every check of it, its routes, the database with its gate and its prepared statements, and
the collector's work for a heap of 16 MB where bare Express has 7. The checks may not wait until readers come. PostgreSQL answers
questions over a socket before that, and its driver is not among what the build keeps compiled. A mail server or single sign-on
adds what speaks with it, which is loaded only where one is set.

Memory is taken 0.7 s after the first answer. A minute later, when the jobs have run for the first time, the service on SQLite
holds 100 MB, 1.5 times bare Express (measured by hand on 2026-11-27): most of that is code and time zones in the program file of
Node, which it had not touched before.`;

/** From nothing to the first answer, and what it holds then: on both stores, on a database that an earlier start made. */
export async function startUp(): Promise<Line[]> {
  const folder = temporaryFolder();
  // Where better-sqlite3 is found.
  const alone = temporaryFolder(join(ROOT, 'node_modules'));
  const postgres = await startPostgres(folder.path);
  try {
    await bundleService(alone.path, 'tests/bench/packages-alone.ts');
    const packages = [...NODE_OPTIONS, join(alone.path, 'packages-alone.js'), join(alone.path, 'alone.db')];
    const cached = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: alone.path };
    const file = `file:${join(folder.path, 'data', 'start.db')}`;
    const url = await postgres.database('start');
    const bare = [join(ROOT, 'tests/bench/bare-express.mjs')];
    const starts: { name: string; start: () => Promise<StartResult> }[] = [
      { name: 'SQLite', start: () => service(folder.path, file) },
      { name: 'PostgreSQL', start: () => service(folder.path, url) },
      { name: 'SQLite, new database', start: onNewFile },
      { name: PACKAGES, start: () => firstAnswer(packages, portFromOutput, cached) },
      { name: BARE, start: () => firstAnswer(bare, portFromOutput, { PATH: process.env['PATH'] }) },
    ];
    // The first round makes the databases.
    const measured = await alternate(starts, ROUNDS, ({ start }) => start());
    return linesOf(measured);
  } finally {
    await postgres.stop();
    folder.remove();
    alone.remove();
  }
}

const BARE = 'bare Express';
const PACKAGES = 'the packages alone, built the same way, and nothing of ours';

async function service(folder: string, databaseUrl: string): Promise<StartResult> {
  const port = await freePort();
  const place = settings(folder, { DATABASE_URL: databaseUrl, PORT: String(port) });
  const env = { ...place, PATH: process.env['PATH'] };
  return firstAnswer([...NODE_OPTIONS, PROGRAM, 'start'], async () => port, env);
}

async function onNewFile(): Promise<StartResult> {
  const folder = temporaryFolder();
  try {
    return await service(folder.path, `file:${join(folder.path, 'data', 'new.db')}`);
  } finally {
    folder.remove();
  }
}

function linesOf(measured: Map<string, StartResult[]>): Line[] {
  const line = (name: string, what: string, part: keyof StartResult, hasGoal: boolean): Line => {
    const of = (side: string) => (measured.get(side) ?? []).map((one) => one[part]);
    const [a, b] = [median(of(name)), median(of(BARE))];
    const unit = part === 'ms' ? 'ms' : 'MB';
    const rounds = (side: string) =>
      `${side}: ${of(side).map((one) => one.toFixed(0)).join(' ')} ${unit}`; // prettier-ignore
    return {
      what: `${what}, ${name}`,
      compared: BARE,
      ratio: `${(a / b).toFixed(2)} times`,
      ...(hasGoal ? { goal: { words: `at most ${GOAL} times`, met: a / b <= GOAL } } : {}),
      detail: `${a.toFixed(0)} ${unit} against ${b.toFixed(0)} ${unit}`,
      raw: `${rounds(name)}; ${rounds(BARE)}`,
    };
  };
  return [
    ...['SQLite', 'PostgreSQL'].flatMap((name) => [
      line(name, 'Start to first answer', 'ms', true),
      line(name, 'Idle memory', 'rssMb', true),
    ]),
    line('SQLite, new database', 'Start to first answer', 'ms', false),
    line(PACKAGES, 'Start to first answer', 'ms', false),
    line(PACKAGES, 'Idle memory', 'rssMb', false),
  ];
}

/** From kill -9 under load to ready, on a large ledger. */
export async function recovery(): Promise<Line[]> {
  const { entries, medianMs, slowestMs, emptyMs, logBytes } = await measureRecovery();
  const logs = `${(median(logBytes) / 2 ** 20).toFixed(1)} MiB of log to read`;
  return [
    {
      what: `Ready again after kill -9 under load, ${entries.toLocaleString('en')} entries`,
      compared: 'the same program on an empty database, in alternating rounds',
      ratio: `${(medianMs / median(emptyMs)).toFixed(2)} times its time`,
      detail: `${medianMs} ms, slowest ${slowestMs} ms, ${logs}, against ${median(emptyMs)} ms; the promise is 2,000 ms`,
    },
  ];
}

async function firstAnswer(
  args: string[],
  portOf: (child: ChildProcess) => Promise<number>,
  env: Record<string, string | undefined>,
): Promise<StartResult> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
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
