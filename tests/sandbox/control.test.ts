import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { once, receiver, recurring, secret, setUp, start } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => {
  ({ sandbox, stripe } = await setUp());
});
afterEach(() => sandbox.close());

async function control(name: string, body: object = {}) {
  const answer = await fetch(`${sandbox.url}/_sandbox/${name}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return {
    status: answer.status,
    ...((await answer.json()) as { result?: unknown; error?: { message: string } }),
  };
}

test('everything can be steered over HTTP', async () => {
  const session = await stripe.checkout.sessions.create(once());
  expect(await control('pay', { session: session.id, card: '4242', email: 'a@example.org' })).toMatchObject({
    result: { result: 'paid' },
  });
  expect(await control('refund', { id: session.id, amountMinor: 200 })).toMatchObject({
    result: { amount: 200 },
  });
  expect(await control('advance', { days: 2 })).toMatchObject({
    result: { now: '2026-02-02T10:00:00.000Z' },
  });
  expect(await control('advance', { to: '2026-03-01T00:00:00Z' })).toMatchObject({
    result: { now: '2026-03-01T00:00:00.000Z' },
  });
  expect(await control('counts')).toMatchObject({ result: { sessions: 1, charges: 1, refunds: 1 } });
  expect(await control('drain')).toMatchObject({ status: 200, result: null });
  expect(await control('reset')).toMatchObject({ status: 200 });
  expect(await control('counts')).toMatchObject({ result: { sessions: 0, charges: 0, requests: 0 } });
});

test('what goes wrong is said in Stripe’s envelope', async () => {
  expect(await control('nonsense')).toMatchObject({
    status: 404,
    error: { message: 'There is no control call nonsense.' },
  });
  expect(await control('pay', { session: 'cs_test_none' })).toMatchObject({ status: 404 });
  expect(await control('advance', { to: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    error: { message: 'The sandbox clock cannot go back.' },
  });
  expect((await fetch(`${sandbox.url}/_sandbox/reset`)).status).toBe(405);
});

test('every movement of money can be brought about over HTTP', async () => {
  const { result } = (await control('batch', {
    steps: [
      { do: 'pledge', params: once(5000) },
      { do: 'pledge', params: once(6000), card: 'bankDebit' },
      { do: 'other-sale', amountMinor: 1900, currency: 'eur' },
      { do: 'account-fee', currency: 'eur', amountMinor: 100, description: 'Radar' },
      { do: 'adjust-balance', currency: 'eur', amountMinor: -7 },
      { do: 'advance', days: 4 },
    ],
  })) as { result: { session: string; charge: string }[] };
  const [paid, debit, sale] = result.map(({ session, charge }) => session ?? charge);
  await control('fraud-warning', { id: paid });
  const inquiry = await control('dispute', { id: paid, inquiry: true, amountMinor: 3000 });
  expect(inquiry.result).toMatchObject({ status: 'warning_needs_response', amount: 3000 });
  const { id } = inquiry.result as { id: string };
  expect(await control('escalate', { id })).toMatchObject({ status: 200 });
  expect(await control('close-dispute', { id, outcome: 'lost', returnedMinor: 500 })).toMatchObject({
    status: 200,
  });
  expect(await control('close-dispute', { id, outcome: 'nonsense' })).toMatchObject({ status: 400 });
  expect(await control('refund', { id: sale })).toMatchObject({ result: { amount: 1900 } });
  expect(await control('fail-debit', { id: debit })).toMatchObject({ status: 200 });
  await control('advance', { days: 3 });
  const payouts = (await control('pay-out')).result as { id: string }[];
  expect(await control('fail-payout', { id: payouts[0]!.id, code: 'account_frozen' })).toMatchObject({
    result: { status: 'failed', failure_code: 'account_frozen' },
  });
  const types = new Set(sandbox.state.balanceTransactions.all().map(({ type }) => type));
  expect([...types].toSorted()).toEqual([
    'adjustment',
    'charge',
    'payment',
    'payment_failure_refund',
    'payout',
    'payout_failure',
    'refund',
    'stripe_fee',
  ]);
});

test('a batch runs its steps in order and says which one failed', async () => {
  const { result } = await control('batch', {
    steps: [
      { do: 'call', method: 'POST', path: '/v1/checkout/sessions', params: once() },
      { do: 'advance', days: 1 },
      { do: 'counts' },
    ],
  });
  expect(result).toMatchObject([
    { object: 'checkout.session', status: 'open' },
    { now: '2026-02-01T10:00:00.000Z' },
    { sessions: 1 },
  ]);
  expect(
    await control('batch', { steps: [{ do: 'counts' }, { do: 'pay', session: 'cs_test_none' }] }),
  ).toMatchObject({
    error: { message: "Step 1 (pay): No such checkout.session: 'cs_test_none'" },
  });
});

test('a call in process is checked like any other', () => {
  expect(sandbox.call('POST', '/v1/checkout/sessions', once())).toMatchObject({
    status: 'open',
    amount_total: 500,
  });
  expect(() => sandbox.call('POST', '/v1/checkout/sessions', { ...once(), metdata: { a: 'b' } })).toThrow(
    'Received unknown parameter: metdata',
  );
});

test('API chaos strikes the calls it names, as often as it says', async () => {
  await control('chaos', {
    api: [{ fault: 'status', status: 429, method: 'GET', path: '/v1/balance', times: 2 }],
  });
  await expect(stripe.balance.retrieve()).rejects.toMatchObject({
    type: 'StripeRateLimitError',
    statusCode: 429,
  });
  await expect(stripe.charges.list()).resolves.toMatchObject({ data: [] });
  await expect(stripe.balance.retrieve()).rejects.toMatchObject({ type: 'StripeRateLimitError' });
  await expect(stripe.balance.retrieve()).resolves.toMatchObject({ object: 'balance' });
  sandbox.chaos.api.push({ fault: 'timeout', path: '/v1/balance' });
  await expect(stripe.balance.retrieve({}, { timeout: 50 })).rejects.toMatchObject({
    type: 'StripeConnectionError',
  });
  sandbox.chaos.api.push({ fault: 'slow', delayMs: 30 });
  await expect(stripe.balance.retrieve()).resolves.toMatchObject({ object: 'balance' });
});

test('while a slow call is at work, its key is taken', async () => {
  sandbox.chaos.api.push({ fault: 'slow', delayMs: 100 });
  const key = { idempotencyKey: 'slow' };
  const [slow, other] = await Promise.allSettled([
    stripe.customers.create({}, key),
    stripe.customers.create({}, key),
  ]);
  expect([slow.status, other.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  const refused = [slow, other].find((one) => one.status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
});

test('a clock that follows real time does by itself what is due, and can run ahead', async () => {
  const live = await startSandbox({ clock: 'real', bankDebitSeconds: 1, payouts: 'manual' });
  live.call('POST', '/v1/products', { id: 'prod_support', name: 'Support' });
  const debit = live.call('POST', '/v1/checkout/sessions', once()) as { id: string };
  live.pay(debit.id, { card: 'bankDebit' });
  expect(Math.abs(live.now().getTime() - Date.now())).toBeLessThan(1000);
  await expect.poll(() => live.state.sessions.get(debit.id)?.payment_status).toBe('paid');
  await live.advance({ days: 3 });
  const ahead = live.now().getTime() - Date.now();
  expect(Math.round(ahead / 86_400_000)).toBe(3);
  await live.close();
});

test('a history is paid step by step, and then the clock runs on from the present', async () => {
  const { result } = await control('batch', {
    steps: [
      { do: 'pledge', params: recurring(), card: 'good', email: 'a@example.org' },
      { do: 'advance', days: 31 },
      { do: 'pledge', params: once(), card: 'declined' },
    ],
  });
  expect(result).toMatchObject([
    { outcome: { result: 'paid' }, subscription: expect.stringMatching(/^sub_/) as string },
    { now: '2026-03-03T10:00:00.000Z' },
    { outcome: { result: 'declined' } },
  ]);
  sandbox.follow();
  const before = sandbox.now().getTime();
  expect(Math.abs(before - Math.max(Date.now(), Date.parse('2026-03-03T10:00:00Z')))).toBeLessThan(2000);
  await expect.poll(() => sandbox.now().getTime(), { interval: 5 }).toBeGreaterThan(before);
});

test('the inspector shows what happened, and its buttons work', async () => {
  const hook = await receiver();
  await sandbox.close();
  ({ sandbox, stripe } = await setUp({ webhook: { url: hook.url, secret } }));
  const session = await stripe.checkout.sessions.create(once(1234));
  await stripe.checkout.sessions.create({ ...once(), metdata: { a: 'b' } } as never).catch(() => undefined);
  const press = (fields: Record<string, string>) =>
    fetch(`${sandbox.url}/inspect/do`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  await press({ do: 'pay', id: session.id });
  const [charge] = sandbox.state.charges.all();
  expect(
    (await press({ do: 'refund', id: charge!.id, back: '/inspect/payments' })).headers.get('location'),
  ).toBe('/inspect/payments');
  expect((await press({ do: 'advance-month', back: 'http://example.org/' })).headers.get('location')).toBe(
    '/',
  );
  expect(sandbox.now().toISOString()).toBe('2026-02-28T10:00:00.000Z');
  await sandbox.drain();
  const [event] = hook.received;
  await press({ do: 'resend', id: event!.event.id });
  await sandbox.drain();
  expect(hook.received.at(-1)!.event.id).toBe(event!.event.id);
  for (const [path, text] of [
    ['/', 'Every delivery has been settled'],
    ['/inspector', 'Overview'],
    ['/inspect/sessions', 'Complete'],
    ['/inspect/payments', '€12.34'],
    ['/inspect/refunds', 'Let it fail'],
    ['/inspect/subscriptions', 'Nothing yet'],
    ['/inspect/disputes', 'Nothing yet'],
    ['/inspect/payouts', 'Nothing yet'],
    ['/inspect/warnings', 'Nothing yet'],
    ['/inspect/invoices', 'Nothing yet'],
    ['/inspect/balance', 'refund'],
    ['/inspect/events', 'charge.refunded'],
    [`/inspect/events/${event!.event.id}`, 'Attempts'],
    [`/inspect/objects/${charge!.id}`, 'amount_refunded'],
    ['/inspect/requests', 'Received unknown parameter: metdata'],
  ]) {
    const answer = await fetch(sandbox.url + path);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text(), path).toContain(text);
  }
  await hook.close();
});

test('the inspector has a button for what banks and Stripe do', async () => {
  const press = (what: string, id: string) =>
    fetch(`${sandbox.url}/inspect/do`, {
      method: 'POST',
      body: new URLSearchParams({ do: what, id }),
      redirect: 'manual',
    });
  const text = async (path: string) => (await fetch(sandbox.url + path)).text();
  const { session } = sandbox.pledge(once(5000));
  const charge = sandbox.state.charges.all()[0]!.id;
  await press('fraud-warning', charge);
  expect(await text('/inspect/warnings')).toContain('issfr_');
  await press('inquire', charge);
  expect(await text('/inspect/disputes')).toContain('Escalate');
  const [dispute] = sandbox.state.disputes.all();
  await press('escalate', dispute!.id);
  expect(await text('/inspect/disputes')).toContain('Needs response');
  expect(session).toMatch(/^cs_test_/);

  const pledged = sandbox.pledge(recurring(700), { card: 'failsOnRenewal' });
  await sandbox.advance(new Date('2026-02-28T11:00:00Z'));
  expect(await text('/inspect/invoices')).toContain('Paid elsewhere');
  const open = sandbox.state.invoices.all().at(-1)!;
  await press('paid-elsewhere', open.id);
  expect(open).toMatchObject({ status: 'paid' });
  const portal = (await press('portal', pledged.customer!)).headers.get('location');
  expect(await text(portal!)).toContain('€7.00 every month');

  sandbox.adjustBalance('eur', 10_000);
  await press('pay-out', '');
  const [payout] = sandbox.state.payouts.all();
  await press('fail-payout', payout!.id);
  expect(await text('/inspect/payouts')).toContain('Failed');
  expect(await text('/inspect/balance')).toContain('payout failure');
});

test('it runs as a process of its own and stops when told', async () => {
  const main = fileURLToPath(new URL('../../src/sandbox/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, JSON.stringify({ clock: start.toISOString() })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const { url } = JSON.parse(line) as { url: string };
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const now = await (await fetch(`${url}/_sandbox/now`)).json();
  expect(now).toEqual({ result: { now: start.toISOString() } });
  child.kill('SIGTERM');
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
});
