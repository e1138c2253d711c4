import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stopServer } from '../_support/places.ts';
import { ownServer, runServer } from '../_support/postgres.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';
import { localProvider } from '../finance/oidc-provider.ts';
import { AWAY_PUBLISHER, awayRequests, awaySettings } from '../http/away-requests.ts';

// A real server is stopped at once under a running service that is being rung, and started again.

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

const ready = async () => (await fetch(`${service.url}/readyz`)).status === 200;

it('a server that is stopped is told kindly, and once it runs again nothing acknowledged is missing', async () => {
  expect(await ready()).toBe(true);
  const requests = awayRequests(service);
  for (let round = 0; round < 2; round++) {
    service.lines.length = 0;
    const stopped = new AbortController();
    const statuses = new Set<number>();
    const bells = Array.from({ length: 8 }, async () => {
      while (!stopped.signal.aborted) statuses.add(await ring());
    });
    const before = acknowledged.length;
    await until('webhooks are taken', async () => acknowledged.length >= before + 30);
    stopServer(join(server.data, 'postmaster.pid'));
    await until('webhooks are refused', async () => (await ring()) === 503);
    stopped.abort();
    await Promise.all(bells);
    // Never another answer: Stripe sends again what got 503.
    expect([...statuses].sort((a, b) => a - b)).toEqual([200, 503]);

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
    const rows = await answer('select stripe_event_id as id from webhook_events');
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect((await postCheckout(service, { frequency: 'once', amountMinor: 500, currency: 'USD', lang: 'en' })).status).toBe(201);
  }
  expect(acknowledged.length).toBeGreaterThan(60);
  // The jobs go on: an instance holds the lease again, works the inbox, and a gift arrives in the books.
  const gift = await postCheckout(service, { frequency: 'once', amountMinor: 700, currency: 'USD', lang: 'en' });
  service.sandbox.pay(sessionOf(gift), {});
  await service.sandbox.drain();
  await until('the gift is in the books', async () => (await answer('select count(*)::int as n from ledger_entries'))[0]?.['n'] === 1);
}, 180_000); // prettier-ignore
