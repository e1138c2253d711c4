import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childrenOf } from '../_support/children.ts';
import { postmasterOf, stopServer } from '../_support/places.ts';
import { ownServer, runServer } from '../_support/postgres.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import { localProvider } from '../finance/oidc-provider.ts';
import { AWAY_PUBLISHER, awayRequests, awaySettings } from '../http/away-requests.ts';

// A real server is stopped at once, is killed whole, or loses one process, under a running service that is being rung.

let server: Awaited<ReturnType<typeof ownServer>>;
let provider: Awaited<ReturnType<typeof localProvider>>;
let service: TestService;
beforeAll(async () => {
  server = await ownServer();
  provider = await localProvider('http://127.0.0.1:8080/finance/sign-in/back');
  service = await testService({
    jobs: true,
    settings: { ...awaySettings(provider.settings), DATABASE_URL: server.url },
    publisher: AWAY_PUBLISHER,
  });
}, 60_000);
afterAll(async () => {
  await service.stop();
  await provider.stop();
  server.stop();
});

const acknowledged: string[] = [];
let rung = 0;

async function ring(): Promise<number> {
  const id = `evt_away${++rung}`;
  const created = Math.floor(service.ctx.now().getTime() / 1000);
  const payload = JSON.stringify({
    id, object: 'event', api_version: '2026-10-28.endive', created, livemode: false, type: 'payout.paid',
    data: { object: { id: `po_${id}`, object: 'payout' } },
  }); // prettier-ignore
  const signature = service.ctx.stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, timestamp: created }); // prettier-ignore
  const { status } = await fetch(`${service.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
    body: payload,
  });
  if (status === 200) acknowledged.push(id);
  return status;
}

async function answer(question: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(question);
  await client.end();
  return rows;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`waited in vain: ${what}`);
}

const pidFile = () => join(server.data, 'postmaster.pid');

/** No process of the server is asked: what it had not yet handed to the system is gone. */
async function killEveryProcess(): Promise<void> {
  const main = postmasterOf(pidFile());
  for (const pid of [main, ...childrenOf(main)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself as soon as the first was gone.
    }
  }
}

/** Rings from eight sides until `over` is done; says with which statuses it was answered. */
async function rungWhile(over: () => Promise<void>): Promise<number[]> {
  const stopped = new AbortController();
  const statuses = new Set<number>();
  const bells = Array.from({ length: 8 }, async () => {
    while (!stopped.signal.aborted) statuses.add(await ring());
  });
  try {
    await over();
  } finally {
    stopped.abort();
    await Promise.all(bells);
  }
  return [...statuses].sort((a, b) => a - b);
}

async function moreAreTaken(): Promise<void> {
  const before = acknowledged.length;
  await until('webhooks are taken', async () => acknowledged.length >= before + 30);
}

/** What was acknowledged and is not in the database. */
async function missing(): Promise<string[]> {
  const rows = await answer('select stripe_event_id as id from webhook_events');
  const kept = new Set(rows.map(({ id }) => id));
  return acknowledged.filter((id) => !kept.has(id));
}

const ready = async () => (await fetch(`${service.url}/readyz`)).status === 200;

it.each([
  ['is stopped at once', async () => stopServer(pidFile())],
  ['is killed with every process', killEveryProcess],
])('a server that %s: readers are told kindly, and once it runs again nothing acknowledged is missing', async (_what, end) => {
  expect(await ready()).toBe(true);
  const requests = awayRequests(service);
  service.lines.length = 0;
  const statuses = await rungWhile(async () => {
    await moreAreTaken();
    await end();
    await until('webhooks are refused', async () => (await ring()) === 503);
  });
  // Never another answer: Stripe sends again what got 503.
  expect(statuses).toEqual([200, 503]);

  const wrong: string[] = [];
  for (const { name, path, init, expected } of requests) {
    const said = await fetch(`${service.url}${path}`, init);
    const text = await said.text();
    if ((said.status === 503) !== (expected === 'away')) wrong.push(`${name}: ${said.status}`);
    // Its cause is named for whoever runs the service, and nothing of the address.
    if (/5432|127\.0\.0\.1:\d+\/postgres|tests:|ECONN/.test(text) && !/readyz|docs/.test(path)) wrong.push(`${name} tells the engine`);
  }
  expect(wrong).toEqual([]);
  expect((await postCheckout(service, { frequency: 'once', amountMinor: 500, currency: 'USD', lang: 'en' })).status).toBe(503);
  // Long enough for each timer of a few seconds to have come twice.
  await sleep(11_000);
  const failed = service.lines.filter((line) => line.includes('"job_failed"')).map((line) => (JSON.parse(line) as { job: string }).job);
  expect(failed.length).toBe(new Set(failed).size);
  expect(service.lines.join('\n')).not.toContain(new URL(server.url).password);

  await runServer(dirname(server.data), server.url);
  await until('the service is ready', ready);
  expect(await ring()).toBe(200);
  expect(await missing()).toEqual([]);
  expect((await postCheckout(service, { frequency: 'once', amountMinor: 500, currency: 'USD', lang: 'en' })).status).toBe(201);
}, 90_000); // prettier-ignore

it('a server that begins anew because one of its processes was killed loses nothing acknowledged, and needs nobody', async () => {
  const witness = new Client({ connectionString: server.url });
  await witness.connect();
  const thrownOut = new Promise((resolve) => witness.once('error', resolve));
  const statuses = await rungWhile(async () => {
    await moreAreTaken();
    const busy = `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'`;
    let killed = 0;
    await until('a connection is at work', async () => (killed = Number((await answer(busy))[0]?.['pid'] ?? 0)) > 0);
    process.kill(killed, 'SIGKILL');
    // All others lose their connections with it, while the server reads its log again.
    await thrownOut;
    await moreAreTaken();
    await moreAreTaken();
  });
  expect([[200], [200, 503]]).toContainEqual(statuses);
  await until('the service is ready', ready);
  expect(await missing()).toEqual([]);
}, 60_000); // prettier-ignore

it('afterwards the jobs go on: the lease is held again, the inbox is worked, and a gift arrives in the books', async () => {
  const gift = await postCheckout(service, { frequency: 'once', amountMinor: 700, currency: 'USD', lang: 'en' });
  service.sandbox.pay(sessionOf(gift), {});
  await service.sandbox.drain();
  await until('the gift is in the books', async () => (await answer('select count(*)::int as n from ledger_entries'))[0]?.['n'] === 1);
}, 60_000); // prettier-ignore
