import { expect, test } from 'vitest';
import type { Controls } from '../../src/sandbox/control/sandbox-type.ts';
import { eventJson } from '../../src/sandbox/events/event.ts';
import { createSandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, start } from './support.ts';

const options = {
  clock: start,
  order: 'shuffled',
  payouts: 'daily',
  lateFailureSeconds: 86_400,
  debitsBookedWhen: 'submitted',
} as const;

/** A script that touches everything which can happen by itself or by hand. */
async function play(sandbox: Controls, { isCurious = false } = {}): Promise<void> {
  const call = (path: string, params: object = {}) => {
    if (isCurious) look(sandbox);
    return sandbox.call('POST', path, params as Record<string, unknown>) as { id: string };
  };
  call('/v1/products', { id: 'prod_support', name: 'Support' });
  const cards = ['good', 'disputed', 'inquiry', 'fraudWarning', 'refundFails', 'declined', 'blocked'];
  const debits = ['bankDebit', 'bankDebitFails', 'bankDebitFailsLate', 'bankDebitDisputed'];
  const paid = [...cards, ...debits].map((card) => sandbox.pledge(once(1000, 'pln'), { card }));
  const monthly = ['good', 'failsOnRenewal', 'bankDebit'].map((card) =>
    sandbox.pledge(recurring(700), { card }),
  );
  call('/v1/subscriptions', {
    customer: monthly[0]!.customer,
    items: [{ price: sandbox.state.prices.all().at(-1)!.id }],
    metadata: { pledge: 'plg_2' },
  });
  sandbox.refund(paid[0]!.session, 300);
  sandbox.refund(paid[4]!.session);
  sandbox.otherSale({ amountMinor: 1900, currency: 'usd', recurring: 'month' });
  sandbox.chargeAccountFee('eur', 100);
  await sandbox.advance({ days: 10 });
  const [dispute] = sandbox.state.disputes.all();
  sandbox.closeDispute(dispute!.id, 'won');
  sandbox.escalate(sandbox.state.disputes.all().find(({ reason }) => reason === 'general')!.id);
  sandbox.failPayout(sandbox.state.payouts.all()[0]!.id);
  await sandbox.advance({ days: 30 });
  const open = sandbox.state.invoices.all().find(({ status }) => status === 'open');
  call(`/v1/invoices/${open!.id}/pay`, { paid_out_of_band: true });
  sandbox.changeCard(monthly[1]!.subscription!, 'good');
  await sandbox.advance({ days: 30 });
  await sandbox.drain();
}

/** Reads and refusals, which must leave no trace in what follows. */
function look(sandbox: Controls): void {
  sandbox.call('GET', '/v1/charges', { limit: 3 });
  sandbox.call('GET', '/v1/events');
  expect(() => sandbox.call('POST', '/v1/refunds', { amont: 3 })).toThrow('unknown parameter');
}

/** Everything the sandbox knows, as text; only the address it listens at is the machine's. */
function wholeOf({ state, world }: Controls): string {
  const parts = Object.entries(state).map(([name, part]) => [
    name,
    'all' in part ? part.all() : [...(part as Map<string, unknown>)],
  ]);
  const events = state.events.all().map((event) => eventJson(world, event));
  return JSON.stringify({ parts, events }, null, 1).replaceAll(
    `${world.url}/c/pay/`,
    'http://sandbox/c/pay/',
  );
}

async function inMemory(seed: number, how?: { isCurious?: boolean }): Promise<string> {
  const deliver = async () => 200;
  const webhook = { url: 'http://127.0.0.1:9/hook', secret };
  const sandbox = createSandbox({ ...options, seed, webhook }, deliver);
  await play(sandbox, how);
  const whole = wholeOf(sandbox);
  sandbox.close();
  return whole;
}

async function overHttp(seed: number): Promise<string> {
  const hook = await receiver(async (_, count) => {
    await new Promise((resolve) => setTimeout(resolve, (count * 7) % 3));
    return 200;
  });
  const sandbox = await startSandbox({ ...options, seed, webhook: { url: hook.url, secret } });
  await play(sandbox, { isCurious: true });
  const whole = wholeOf(sandbox).replaceAll(hook.url, 'http://127.0.0.1:9/hook');
  await sandbox.close();
  await hook.close();
  return whole;
}

test('one seed is one history, to the byte, and another seed is another', async () => {
  const first = await inMemory(7);
  expect(first.length).toBeGreaterThan(200_000);
  expect((await inMemory(7)) === first).toBe(true);
  expect((await inMemory(8)) === first).toBe(false);
});

test('neither who reads meanwhile, nor how long deliveries take, changes a byte', async () => {
  const quiet = await inMemory(7);
  expect((await inMemory(7, { isCurious: true })) === quiet).toBe(true);
  expect((await overHttp(7)) === quiet).toBe(true);
});
