import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/jobs/leases.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { temporaryFolder } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { freePort, postCheckout, sessionOf } from '../_support/service.ts';
import { settings, WEBHOOK_SECRET } from '../_support/settings.ts';

// Three processes over one PostgreSQL, as a load balancer finds them: gifts begin at any of them, Stripe rings one.

type Instance = { url: string; process: ChildProcess };

let server: Awaited<ReturnType<typeof freshPostgres>>;
let client: Client;
let sandbox: Sandbox;
let instances: Instance[];
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  folder = temporaryFolder();
  server = await freshPostgres('Europe/Amsterdam');
  client = new Client({ connectionString: server.url });
  await client.connect();
  const ports = [await freePort(), await freePort(), await freePort()];
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const webhook = { url: `${urls[2]}/webhooks/stripe`, secret: WEBHOOK_SECRET, enabledEvents: [...HANDLED_TYPES.keys()] }; // prettier-ignore
  sandbox = await startSandbox({ webhook, redirectWaitMs: 0 });
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
  await server.drop();
  folder.remove();
});

const start = (env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(process.execPath, ['src/cli.ts', 'start'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }); // prettier-ignore
const ask = async <Row>(text: string) => (await client.query(text)).rows as Row[];
const leases = async () => ask<{ holder: string; until: number }>('select holder, until::float8 from leases');
const holders = async () => (await leases()).map(({ holder }) => holder);
const give = async ({ url }: Instance) => {
  const answer = await postCheckout({ url }, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
  sandbox.pay(sessionOf(answer));
};
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

it('a kill -9 moves the work to another, a clean stop at once, and every gift is booked once', async () => {
  const [first, second, third] = instances as [Instance, Instance, Instance];
  for (const one of instances) await give(one);
  await settled(3);

  first.process.kill('SIGKILL');
  const killedAt = Date.now();
  await give(second);
  await give(third);
  await settled(5);
  // What the dead one held last ran out by then: somebody alive has prolonged both since.
  await until(async () => (await leases()).every(({ until: at }) => at > killedAt + LEASE_MS));

  second.process.kill('SIGTERM');
  await once(second.process, 'exit');
  await give(third);
  await settled(6);
  const [last] = await holders();
  third.process.kill('SIGTERM');
  await once(third.process, 'exit');
  expect(last).toBeDefined();
  expect(await holders()).toEqual([]);
}, 120_000);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
