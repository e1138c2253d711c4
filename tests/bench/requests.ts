import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../_support/make.ts';
import { fillGrowth } from './growth-data.ts';
import { fireAt, openGenerator, type Shape, type TimedRate } from './generator.ts';
import { alternate, median } from './load.ts';
import { startPostgres } from './postgres.ts';
import type { Line } from './report.ts';
import {
  answerOf,
  bareSide,
  OVERVIEW,
  serviceSide,
  startSandboxProcess,
  type Side,
} from './request-sides.ts';

/** Entries of the ledger behind the overview. */
const ENTRIES = 100_000;
const BARE = 'bare Express';

/** What is asked for, how often in a round, and what it may cost beside bare Express. */
type Ask = {
  what: string;
  compared: string;
  shape: (side: Side) => Shape;
  expected: number;
  loads: readonly { sockets: number; count: number }[];
  sides: readonly string[];
  /** The share of the bare rate that is wanted. */
  goal?: number;
  /** In what the difference goes. */
  why: string;
};

const ASKS: readonly Ask[] = [
  {
    what: 'Widget configuration',
    compared: 'bare Express with the same helmet and the same bytes',
    shape: () => ({ kind: 'request', method: 'GET', path: '/v1/widget-config' }),
    expected: 200,
    loads: [{ sockets: 1, count: 5_000 }, { sockets: 20, count: 10_000 }],
    sides: ['SQLite'],
    goal: 0.85,
    why: 'it gives each request an id, counts it by route and status, and reads the query',
  },
  {
    what: `Overview page of ${ENTRIES.toLocaleString('en')} entries`,
    compared: 'bare Express with the same helmet, which sends the same HTML from memory',
    shape: ({ cookie }) => ({ kind: 'request', method: 'GET', path: OVERVIEW, headers: { Cookie: cookie } }),
    expected: 200,
    loads: [{ sockets: 1, count: 100 }, { sockets: 20, count: 200 }],
    sides: ['SQLite', 'PostgreSQL'],
    why: 'it looks the session up, reads every figure from the database, up to one bound, and writes the page anew each time',
  },
  {
    what: 'Checkout, with a sandbox as Stripe',
    compared: 'bare Express with helmet, JSON, the same schema and the same call of the same sandbox, which stores nothing',
    shape: () => ({
      kind: 'request',
      method: 'POST',
      path: '/v1/checkout',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ frequency: 'monthly', amountMinor: 500, currency: 'USD', lang: 'en' }),
      once: true,
    }),
    expected: 201,
    loads: [{ sockets: 1, count: 150 }, { sockets: 20, count: 400 }],
    sides: ['SQLite', 'PostgreSQL'],
    why: 'it keeps pledge and Idempotency-Key on the disk before Stripe is asked, and the answer before the reader is led on: two flushes in a row',
  },
]; // prettier-ignore

/**
 * What readers and staff wait for: requests a second and the time that 99 of 100 stay below, of the service on both stores
 * and of bare Express, in alternating rounds.
 */
export async function requests({ rounds = 5 } = {}): Promise<Line[]> {
  const folder = temporaryFolder();
  const generator = openGenerator();
  const postgres = await startPostgres(folder.path);
  const started: { stop(): void }[] = [];
  try {
    const sandbox = await startSandboxProcess(folder.path);
    started.push(sandbox);
    const [file, postgresUrl] = [join(folder.path, 'data', 'ledger.db'), await postgres.database('ours')];
    mkdirSync(dirname(file));
    await fillGrowth({ kind: 'sqlite', file }, ENTRIES);
    await fillGrowth({ kind: 'postgres', url: postgresUrl }, ENTRIES);
    const given = { folder: folder.path, stripeUrl: sandbox.url };
    const sides: Side[] = [];
    const add = async (starting: Promise<Side>) => {
      const side = await starting;
      sides.push(side);
      started.push(side);
      return side;
    };
    const sqlite = await add(serviceSide('SQLite', { ...given, databaseUrl: `file:${file}` }));
    await add(serviceSide('PostgreSQL', { ...given, databaseUrl: postgresUrl }));
    const bare = await add(bareSide(BARE, sqlite, given));
    await sendsTheSame(sqlite, bare);
    const lines: Line[] = [];
    for (const ask of ASKS) {
      const asked = sides.filter(({ name }) => name === BARE || ask.sides.includes(name));
      for (const { sockets, count } of ask.loads) {
        const measured = await alternate(asked, rounds, async (side) => {
          await generator.prepare(ask.shape(side), count);
          return fireAt(generator, side, { sockets, expected: ask.expected }).catch((error: unknown) => {
            throw new Error(ask.what, { cause: error });
          });
        });
        lines.push(...linesOf(ask, sockets, measured));
      }
    }
    return lines;
  } finally {
    for (const each of started) each.stop();
    await postgres.stop();
    generator.close();
    folder.remove();
  }
}

function linesOf(ask: Ask, sockets: number, measured: Map<string, TimedRate[]>): Line[] {
  const of = (name: string) => measured.get(name) ?? [];
  const rate = (name: string) => median(of(name).map((one) => one.perSecond));
  const p99 = (name: string) => median(of(name).map((one) => one.p99Ms));
  const time = (name: string) => median(of(name).map((one) => one.processorMsEach)).toFixed(3);
  const raw = (name: string) =>
    `${name}: ${of(name).map((one) => `${Math.round(one.perSecond)} (${one.p99Ms.toFixed(1)} ms)`).join(' ')} a second (p99)`; // prettier-ignore
  return ask.sides.map((name) => {
    const share = rate(name) / rate(BARE);
    const what = `${ask.what}, ${name}, ${sockets} ${sockets === 1 ? 'socket' : 'sockets'}`;
    return {
      what,
      compared: ask.compared,
      ratio: `${share.toFixed(2)} of its rate, ${(p99(name) / p99(BARE)).toFixed(1)} times its p99`,
      detail: `${Math.round(rate(name))} a second, p99 ${p99(name).toFixed(1)} ms, against ${Math.round(rate(BARE))}, p99 ${p99(BARE).toFixed(1)} ms; ${time(name)} ms of the processor each, against ${time(BARE)}`,
      ...(ask.goal === undefined
        ? {}
        : { goal: { words: `at least ${ask.goal} of its rate`, met: share >= ask.goal } }),
      ...(share < 1
        ? { slower: `${what}: ${share.toFixed(2)} of the rate of ${ask.compared}; ${ask.why}.` }
        : {}),
      raw: `${raw(name)}; ${raw(BARE)}`,
    };
  });
}

/** Different bytes, or a header less, would be another work. */
async function sendsTheSame(ours: Side, bare: Side): Promise<void> {
  const [a, b] = [await answerOf(ours, '/v1/widget-config'), await answerOf(bare, '/v1/widget-config')];
  const headers = ({ headers }: Response) =>
    JSON.stringify([...headers].filter(([name]) => !OUR_OWN.has(name)));
  if (headers(a) !== headers(b))
    throw new Error(`bare Express sends other headers: ${headers(b)} and not ${headers(a)}`);
  if ((await a.text()) !== (await b.text())) throw new Error('bare Express sends another configuration');
  const [page, copy] = [await answerOf(ours, OVERVIEW), await answerOf(bare, OVERVIEW)];
  const [length, wanted] = [copy.headers.get('content-length'), page.headers.get('content-length')];
  if (length !== wanted) throw new Error(`bare Express sends a page of ${length} bytes and not ${wanted}`);
}

/** Headers that differ from answer to answer, or that only the service sends. */
const OUR_OWN = new Set(['date', 'x-request-id', 'keep-alive', 'connection']);
