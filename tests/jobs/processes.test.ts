import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/jobs/leases.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { builtProgram } from '../_support/built.ts';
import { temporaryFolder } from '../_support/make.ts';
import { childEnv } from '../_support/places.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { freePort, postCheckout, sessionOf } from '../_support/service.ts';
import { settings, WEBHOOK_SECRET } from '../_support/settings.ts';

// Three processes over one PostgreSQL behind a balancer: gifts begin at any of them, and Stripe rings any.

/** Gifts under load, by so many readers at once. */
const GIFTS = 40;
const READERS = 5;
/** Connections that are cut in the middle of a transaction. */
const CUTS = 5;

type Instance = { url: string; process: ChildProcess };

let server: Awaited<ReturnType<typeof freshPostgres>>;
let client: Client;
let sandbox: Sandbox;
let program: string;
let instances: Instance[];
let folder: ReturnType<typeof temporaryFolder>;
let balancer: Server;
/** Events that were answered with 200. */
let acknowledged: string[];
beforeEach(async () => {
  program = await builtProgram();
  folder = temporaryFolder();
  server = await freshPostgres('Europe/Amsterdam');
  client = new Client({ connectionString: server.url });
  await client.connect();
  const ports = [await freePort(), await freePort(), await freePort()];
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  acknowledged = [];
  balancer = createServer((req, res) => void pass(req, res)).listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  const { port } = balancer.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${port}/webhooks/stripe`, secret: WEBHOOK_SECRET, enabledEvents: [...HANDLED_TYPES.keys()] }; // prettier-ignore
  sandbox = await startSandbox({
    webhook,
    redirectWaitMs: 0,
    retryDelaysMs: Array.from({ length: 200 }, () => 200),
  });
  const env = settings(folder.path, { PUBLIC_URL: urls[2], STRIPE_API_BASE: sandbox.url, DATABASE_URL: server.url }); // prettier-ignore
  instances = [];
  // One after the other: the first holds the leases.
  for (const [i, url] of urls.entries()) {
    const process = start({ ...env, PORT: String(ports[i]), LOG_LEVEL: 'silent' });
    await until(async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok === true);
    instances.push({ url, process });
    await until(async () => (await holders()).length === 2);
  }
}, 60_000);
afterEach(async () => {
  for (const { process } of instances) {
    process.kill('SIGKILL');
    if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
  }
  await client.end();
  await sandbox.close();
  balancer.closeAllConnections();
  balancer.close();
  await server.drop();
  folder.remove();
});

const start = (env: Record<string, string | undefined>): ChildProcess =>
  spawn(process.execPath, [program, 'start'], { env: childEnv(env), stdio: ['ignore', 'ignore', 'inherit'] }); // prettier-ignore
const ask = async <Row>(text: string) => (await client.query(text)).rows as Row[];
const leases = async () => ask<{ holder: string; until: number }>('select holder, until::float8 from leases');
const holders = async () => (await leases()).map(({ holder }) => holder);

/** Hands a delivery to one of the instances by turns; where that does not answer, Stripe rings again. */
let turn = 0;
async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  const body = Buffer.concat(parts).toString();
  const headers = {
    'Content-Type': 'application/json',
    'Stripe-Signature': String(req.headers['stripe-signature']),
  };
  const to = `${instances[turn++ % instances.length]?.url}/webhooks/stripe`;
  const status = await fetch(to, { method: 'POST', headers, body }).then(
    (answer) => answer.status,
    () => 502,
  );
  if (status === 200) acknowledged.push((JSON.parse(body) as { id: string }).id);
  res.writeHead(status).end();
}

/** As the box does it: one key for one gift, sent again to whoever answers until there is a page to pay on. */
const give = async (...to: Instance[]) => {
  const key = { 'Idempotency-Key': crypto.randomUUID() };
  for (let i = 0; ; i++) {
    const url = to[i % to.length]?.url ?? '';
    const answer = await postCheckout(
      { url },
      { frequency: 'once', amountMinor: 2_500, currency: 'USD' },
      key,
    ).catch(() => null);
    if (answer?.status !== 201) continue;
    sandbox.pay(sessionOf(answer));
    return;
  }
};

/** Holds up whoever writes events, in the middle of its transaction, and cuts it off there. */
async function cut(): Promise<void> {
  const holder = new Client({ connectionString: server.url });
  await holder.connect();
  for (let ended = 0; ended < CUTS;) {
    await holder.query('begin');
    await holder.query('lock table webhook_events in share mode');
    // Everybody who comes meanwhile waits for that table: to record an event, or to settle one with what it led to.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const found = await ask(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'reader-support' and wait_event_type = 'Lock'`,
    );
    ended += found.length;
    await holder.query('rollback');
  }
  await holder.end();
}
const settled = async (gifts: number) => {
  await sandbox.drain();
  await until(async () => {
    const [found] = await ask<{ paid: number; waiting: number }>(
      `select (select count(*)::int from pledges where status = 'paid') as paid,
         (select count(*)::int from webhook_events where applied_at is null and ignored_at is null) as waiting`,
    );
    return found?.paid === gifts && found.waiting === 0;
  });
  // Each gift once, with its fee: no two instances booked the same.
  expect(await ask('select gross_minor::int as gross, count(*)::int as lines from ledger_entries group by 1')) // prettier-ignore
    .toEqual([{ gross: 2_500, lines: gifts }]);
};

it('under load a kill -9 moves the work to another, a clean stop at once; transactions are cut, and every gift is booked once', async () => {
  const [first, second, third] = instances as [Instance, Instance, Instance];
  for (const one of instances) await give(one);
  await settled(3);

  let left = GIFTS;
  const readers = Array.from({ length: READERS }, async (_, i) => {
    // Each begins at another one, and goes on to the next where that is gone.
    while (left-- > 0) await give(...instances.slice(i % 3), ...instances.slice(0, i % 3));
  });
  await until(async () => left < GIFTS / 2);
  const killedAt = Date.now();
  first.process.kill('SIGKILL');
  await cut();
  await Promise.all(readers);
  await settled(3 + GIFTS);
  // What the dead one held last ran out by then: somebody alive has prolonged both since.
  await until(async () => (await leases()).every(({ until: at }) => at > killedAt + LEASE_MS));
  const kept = new Set(
    (await ask<{ id: string }>('select stripe_event_id as id from webhook_events')).map(({ id }) => id),
  );
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  const store = await openPostgresStore(server.url);
  expect(await store.wrongSums()).toEqual([]);
  await store.close?.();

  second.process.kill('SIGTERM');
  await once(second.process, 'exit');
  await give(third);
  await settled(4 + GIFTS);
  const [last] = await holders();
  third.process.kill('SIGTERM');
  await once(third.process, 'exit');
  expect(last).toBeDefined();
  expect(await holders()).toEqual([]);
}, 120_000);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
