import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor, once, recurring, setUp, start } from './support.ts';

let sandbox: Sandbox;
let stripe: Stripe;
beforeAll(async () => {
  ({ sandbox, stripe } = await setUp());
});
afterAll(() => sandbox.close());

const create = (params: object) => stripe.checkout.sessions.create(params);
/** Put together here, so that no scanner takes it for a real one. */
const liveKey = (kind: string) => [kind, 'live', '0123456789abcdefghij'].join('_');
const now = () => Math.floor(start.getTime() / 1000);

test('a misspelt nested parameter is refused in Stripe’s words', async () => {
  await expect(
    create(once(500, 'eur', { payment_intent_data: { metdata: { a: 'b' } } } as never)),
  ).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
    statusCode: 400,
    code: 'parameter_unknown',
    param: 'payment_intent_data[metdata]',
    message: 'Received unknown parameter: payment_intent_data[metdata]',
  });
});

describe('what the types forbid', () => {
  const line = { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product: 'prod_support' } };
  test.each([
    [
      'a misspelt price',
      { line_items: [{ ...line, price_data: { ...line.price_data, unit_ammount: 1 } }] },
      'line_items[0][price_data][unit_ammount]',
      'parameter_unknown',
    ],
    ['two misspelt parameters', { sucess_url: 'x', metdata: { a: 'b' } }, 'sucess_url', 'parameter_unknown'],
    [
      'a parameter that was removed',
      { payment_method_types: ['card'] },
      'payment_method_types',
      'parameter_unknown',
    ],
    ['a wrong mode', { mode: 'banana' }, 'mode', undefined],
    ['a ui_mode of the past', { ui_mode: 'hosted' }, 'ui_mode', undefined],
    [
      'a wrong interval',
      { line_items: [{ ...line, price_data: { ...line.price_data, recurring: { interval: 'monthly' } } }] },
      'line_items[0][price_data][recurring][interval]',
      undefined,
    ],
    [
      'a broken quantity',
      { line_items: [{ ...line, quantity: 1.5 }] },
      'line_items[0][quantity]',
      'parameter_invalid_integer',
    ],
    [
      'a missing currency',
      { line_items: [{ quantity: 1, price_data: { unit_amount: 1, product: 'prod_support' } }] },
      'line_items[0][price_data][currency]',
      'parameter_missing',
    ],
    ['text for a block', { payment_intent_data: 'x' }, 'payment_intent_data', undefined],
    ['an empty text', { submit_type: '' }, 'submit_type', undefined],
  ])('%s', async (_, change, param, code) => {
    await expect(create({ ...once(), ...change })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      param,
      code,
    });
  });

  test('an unknown query parameter of a list', async () => {
    await expect(stripe.charges.list({ paymentIntent: 'pi_1' } as never)).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'paymentIntent',
    });
  });

  test('a choice names what would be allowed', async () => {
    await expect(create({ ...once(), mode: 'banana' })).rejects.toThrow(
      'Invalid mode: must be one of payment, setup, or subscription',
    );
  });
});

describe('what only Stripe knows', () => {
  const soon = now() + 60;
  const long = (length: number) => 'x'.repeat(length);
  const priced = (unit_amount: number, currency = 'eur') => ({
    line_items: [{ quantity: 1, price_data: { currency, unit_amount, product: 'prod_support' } }],
  });
  test.each([
    ['no success_url', { success_url: undefined }, 'success_url'],
    ['no mode', { mode: undefined }, 'mode'],
    ['no line items', { line_items: undefined }, 'line_items'],
    ['a URL that is none', { success_url: 'thanks' }, 'success_url'],
    [
      'subscription data in payment mode',
      { subscription_data: { metadata: { a: 'b' } } },
      'subscription_data',
    ],
    ['an expiry too soon', { expires_at: soon }, 'expires_at'],
    ['an expiry too late', { expires_at: now() + 25 * 3600 }, 'expires_at'],
    ['a long reference', { client_reference_id: long(201) }, 'client_reference_id'],
    [
      'a long custom text',
      { custom_text: { submit: { message: long(1201) } } },
      'custom_text[submit][message]',
    ],
    [
      'a long description',
      { payment_intent_data: { description: long(1001) } },
      'payment_intent_data[description]',
    ],
    [
      'a long suffix',
      { payment_intent_data: { statement_descriptor_suffix: long(23) } },
      'payment_intent_data[statement_descriptor_suffix]',
    ],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      'metadata',
    ],
    ['a long metadata value', { metadata: { a: long(501) } }, 'metadata[a]'],
    [
      'a long metadata key deep inside',
      { payment_intent_data: { metadata: { [long(41)]: 'v' } } },
      `payment_intent_data[metadata][${long(41)}]`,
    ],
    [
      'a product nobody made',
      {
        line_items: [
          { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product: 'prod_none' } },
        ],
      },
      'line_items[0][price_data][product]',
    ],
    ['neither price nor price_data', { line_items: [{ quantity: 1 }] }, 'line_items[0][price]'],
    [
      'both price and price_data',
      { line_items: [{ quantity: 1, price: 'price_1', ...once().line_items[0] }] },
      'line_items[0][price]',
    ],
    [
      'no quantity',
      { line_items: [{ price_data: once().line_items[0]!.price_data }] },
      'line_items[0][quantity]',
    ],
    ['a customer and an e-mail', { customer: 'cus_1', customer_email: 'a@example.org' }, 'customer'],
    ['a currency that does not exist', priced(500, 'xyz'), 'currency'],
    ['a broken króna', priced(15_050, 'isk'), 'line_items[0][price_data][unit_amount]'],
    ['a dinar with its last digit set', priced(1001, 'kwd'), 'line_items[0][price_data][unit_amount]'],
    ['an amount of nine digits', priced(100_000_000), 'line_items[0][price_data][unit_amount]'],
  ])('%s', async (_, change, param) => {
    await expect(create({ ...once(), ...change })).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      param,
    });
  });

  test.each([
    ['eur', 49],
    ['usd', 49],
    ['gbp', 29],
    ['jpy', 49],
    ['huf', 17_499],
    ['twd', 1000],
  ])('%s %i is below the least Stripe charges', async (currency, amount) => {
    await expect(create({ ...once(), ...priced(amount, currency) })).rejects.toMatchObject({
      code: 'amount_too_small',
    });
  });

  test('a subscription needs a recurring price, and a payment must not have one', async () => {
    await expect(create({ ...recurring(), line_items: once().line_items })).rejects.toMatchObject({
      param: 'line_items',
    });
    await expect(create({ ...once(), line_items: recurring().line_items })).rejects.toMatchObject({
      param: 'line_items',
    });
    await expect(create({ ...recurring(), payment_intent_data: { description: 'x' } })).rejects.toMatchObject(
      { param: 'payment_intent_data' },
    );
  });
});

describe('who may ask', () => {
  test('a restricted test key may', async () => {
    await expect(clientFor(sandbox, 'rk_test_restricted').balance.retrieve()).resolves.toMatchObject({
      object: 'balance',
    });
  });

  test.each([liveKey('sk'), liveKey('rk'), 'pk_test_public', 'nonsense'])('%s may not', async (key) => {
    await expect(clientFor(sandbox, key).balance.retrieve()).rejects.toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
  });

  test('a key is never repeated in the answer', async () => {
    const key = liveKey('sk');
    await expect(clientFor(sandbox, key).balance.retrieve()).rejects.not.toThrow('0123456789');
  });
});

describe('every refusal is in Stripe’s envelope', () => {
  const headers = { authorization: 'Bearer sk_test_x' };
  test.each([
    ['GET', '/v1/nonsense', 404],
    ['GET', '/nonsense', 404],
    ['POST', '/v1/refunds/re_1/cancel', 404],
    ['GET', '/v1/charges/ch_none', 404],
    ['GET', '/v2/core/events', 404],
  ])('%s %s', async (method, path, status) => {
    const answer = await fetch(sandbox.url + path, { method, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(await answer.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.any(String) as string },
    });
  });

  test('a request without a key', async () => {
    const answer = await fetch(`${sandbox.url}/v1/balance`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toHaveProperty('error.message');
  });

  test('a request under another name than this machine’s', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(sandbox.url, { headers: { host: 'sandbox.example.org' } }, (answer) =>
        resolve(answer.statusCode),
      ).end();
    });
    expect(status).toBe(421);
  });

  test('a call Stripe answers carries its headers', async () => {
    const { lastResponse } = await stripe.balance.retrieve();
    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.apiVersion).toBe('2026-10-28.endive');
  });
});

describe('expanding', () => {
  test('more than four levels are refused', async () => {
    const session = await create(recurring());
    await expect(
      stripe.checkout.sessions.retrieve(session.id, {
        expand: ['subscription.latest_invoice.payments.data.payment'],
      }),
    ).rejects.toThrow('You cannot expand more than 4 levels');
  });

  test('what is no reference cannot be expanded', async () => {
    const session = await create(once());
    for (const path of ['status', 'nonsense', 'url'])
      await expect(stripe.checkout.sessions.retrieve(session.id, { expand: [path] })).rejects.toThrow(
        `This property cannot be expanded (${path})`,
      );
  });

  test('a list expands inside its data, and what is null stays null', async () => {
    const session = await create(once());
    const [open] = (await stripe.checkout.sessions.list({ limit: 1, expand: ['data.payment_intent'] })).data;
    expect(open).toMatchObject({ id: session.id, payment_intent: null });
    sandbox.pay(session.id);
    const [paid] = (
      await stripe.checkout.sessions.list({ limit: 1, expand: ['data.payment_intent.latest_charge'] })
    ).data;
    expect(paid).toMatchObject({
      payment_intent: { object: 'payment_intent', latest_charge: { object: 'charge' } },
    });
  });
});

test('a session that was never paid expires by itself, and cannot expire twice', async () => {
  const { sandbox, stripe } = await setUp();
  const [first, second] = [
    await stripe.checkout.sessions.create(once()),
    await stripe.checkout.sessions.create(once()),
  ];
  expect(await stripe.checkout.sessions.expire(first.id)).toMatchObject({ status: 'expired', url: null });
  await expect(stripe.checkout.sessions.expire(first.id)).rejects.toThrow(
    'Only Checkout Sessions with a status in ["open"]',
  );
  await sandbox.advance({ hours: 24 });
  expect(await stripe.checkout.sessions.retrieve(second.id)).toMatchObject({ status: 'expired' });
  expect(sandbox.pay(second.id)).toEqual({ result: 'closed' });
  await sandbox.close();
});

test('lists are paged from the newest on, both ways', async () => {
  const { sandbox, stripe } = await setUp();
  const ids: string[] = [];
  for (let i = 0; i < 25; i++) {
    ids.unshift((await stripe.customers.create({ email: `${i}@example.org` })).id);
    await sandbox.advance({ minutes: 1 });
  }
  const found = await stripe.customers.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
  expect(found.map(({ id }) => id)).toEqual(ids);
  const page = await stripe.customers.list({ limit: 5, ending_before: ids[10]! });
  expect(page).toMatchObject({ has_more: true, url: '/v1/customers' });
  expect(page.data.map(({ id }) => id)).toEqual(ids.slice(5, 10));
  const [created] = [found[12]!.created];
  expect((await stripe.customers.list({ limit: 100, created: { gte: created } })).data).toHaveLength(13);
  expect((await stripe.customers.list({ limit: 100, created: { lt: created } })).data).toHaveLength(12);
  await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
  await sandbox.close();
});
