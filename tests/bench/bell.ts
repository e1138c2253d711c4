import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import type { Shot } from './load.ts';
import { onlooker, type Counts, type Held } from './onlooker.ts';
import { startRealService } from './real-service.ts';
import { signed } from './webhook-event.ts';

const METRICS_TOKEN = 'only-for-the-benchmark';
/** Gifts are made ahead, so that an event is there when it is due. */
const AHEAD = 400;
/** Gifts that are made at once. */
const GIVERS = 4;

/** What a look at the process and its database says. */
export type Sample = { atMs: number; rssMb: number; descriptors: number; held: Held } & Counts;

/** The real service in a process of its own, and beside it a Stripe whose events ring only when we say so. */
export type Bell = {
  url: string;
  /** A genuine event of a gift that was just made, signed now. */
  next(): Promise<Shot>;
  /** Makes gifts until so many events wait to be rung. */
  prepare(events: number): Promise<void>;
  /** Keeps some events ahead while others are rung. */
  keepAhead(): { stop: () => Promise<void> };
  sample(): Promise<Sample>;
  /** Reads of Stripe until now. */
  reads(): Promise<number>;
  /** Waits until no event of the inbox is pending; the milliseconds it took. */
  drained(): Promise<number>;
  close(): Promise<void>;
};

/** On a database that is there already, or on a new file in the folder. */
export async function openBell(
  folder: string,
  databaseUrl = `file:${join(folder, 'data', 'test.db')}`,
): Promise<Bell> {
  const kept: string[] = [];
  const collector = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (part: string) => (body += part));
    req.on('end', () => {
      kept.push(body);
      res.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const keeper = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
  const sandbox = await startSandbox({
    webhook: { url: keeper, secret: WEBHOOK_SECRET, enabledEvents: [...HANDLED_TYPES.keys()] },
    order: 'shuffled',
    validateEmitted: 'sample',
    recordEvents: 'enabled',
    payouts: 'manual',
  });
  const { child, url } = await startRealService(folder, {
    DATABASE_URL: databaseUrl,
    STRIPE_API_BASE: sandbox.url,
    METRICS_TOKEN,
  });
  const look = await onlooker(databaseUrl);

  async function give(): Promise<void> {
    const monthly = Math.random() < 0.5;
    const answer = await fetch(`${url}/v1/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ currency: 'USD', frequency: monthly ? 'monthly' : 'once', amountMinor: 2_500 }),
    });
    if (answer.status !== 201) throw new Error(`a checkout was answered ${answer.status}`);
    const page = ((await answer.json()) as { url: string }).url;
    const session = new URL(page).pathname.split('/').at(-1) ?? '';
    if (sandbox.pay(session).result !== 'paid') throw new Error('a gift was not paid');
  }

  async function giveUntil(isEnough: () => boolean): Promise<void> {
    const giver = async () => {
      while (!isEnough()) {
        await give();
        // Its events are on their way to the collector.
        await pause(5);
      }
    };
    await Promise.all(Array.from({ length: GIVERS }, giver));
  }

  return {
    url,
    async next() {
      while (kept.length === 0) await pause(5);
      return signed(kept.shift() ?? '');
    },
    async prepare(events) {
      await giveUntil(() => kept.length >= events);
      await sandbox.drain();
    },
    keepAhead() {
      const ahead = { over: false };
      const worker = async () => {
        while (!ahead.over) {
          await giveUntil(() => ahead.over || kept.length >= AHEAD);
          await pause(20);
        }
      };
      const done = worker();
      return {
        stop() {
          ahead.over = true;
          return done;
        },
      };
    },
    async sample() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return {
        atMs: performance.now(),
        rssMb: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024,
        descriptors: readdirSync(`/proc/${child.pid}/fd`).length,
        held: await look.held(),
        ...(await look.counts()),
      };
    },
    async reads() {
      const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
      const found = /^rs_stripe_reads_total (\d+)$/m.exec(await answer.text())?.[1];
      if (found === undefined) throw new Error('the service does not say how often it read Stripe');
      return Number(found);
    },
    async drained() {
      const started = performance.now();
      while ((await look.counts()).pending > 0) {
        if (performance.now() - started > 300_000)
          throw new Error('the inbox is not empty after five minutes');
        await pause(20);
      }
      return performance.now() - started;
    },
    async close() {
      await look.close();
      child.kill('SIGKILL');
      collector.closeAllConnections();
      collector.close();
      await sandbox.close();
    },
  };
}
