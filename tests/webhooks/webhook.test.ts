import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProjector } from '../../src/webhooks/projector.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';
import { WEBHOOK_SECRET } from '../_support/settings.ts';

let service: TestService;
beforeEach(async () => {
  service = await testService({ sandbox: { clock: new Date('2026-11-22T12:00:00Z') } });
});
afterEach(async () => service.stop());

let serial = 0;
const eventBody = (over: Record<string, unknown> = {}, object: Record<string, unknown> = {}) => {
  serial += 1;
  return JSON.stringify({
    id: `evt_made_${serial}`, object: 'event', type: 'invoice.paid', created: 1_795_348_800, livemode: false, api_version: '2026-10-28.endive',
    data: { object: { id: `in_made_${serial}`, object: 'invoice', customer_email: 'canary@example.org', ...object } }, ...over,
  }); // prettier-ignore
};
const ring = async (payload: string, header?: string) => {
  const timestamp = Math.floor(service.sandbox.now().getTime() / 1_000);
  const signature =
    header ?? Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, timestamp });
  const answer = await fetch(`${service.url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
    body: payload,
  });
  return { status: answer.status, text: await answer.text() };
};
const counts = () => service.ctx.store.inboxCounts('lines');

describe('POST /webhooks/stripe', () => {
  it('refuses what is not signed, and records nothing of it', async () => {
    expect((await ring(eventBody(), 't=1,v1=00')).status).toBe(400);
    expect((await ring(eventBody(), '')).status).toBe(400);
    const old = Math.floor(service.sandbox.now().getTime() / 1_000) - 301;
    const payload = eventBody();
    expect(
      (
        await ring(
          payload,
          Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, timestamp: old }),
        )
      ).status,
    ).toBe(400);
    expect((await counts()).received).toBe(0);
  });

  it('refuses more than 256 KiB', async () => {
    expect((await ring(eventBody({}, { filling: 'x'.repeat(262_144) }))).status).toBe(413);
  });

  it('takes a repeat of an event and records it once', async () => {
    const payload = eventBody({ type: 'customer.created' });
    expect([(await ring(payload)).status, (await ring(payload)).status]).toEqual([200, 200]);
    expect((await counts()).received).toBe(1);
  });

  it.each([
    ['a type that means nothing here', { type: 'customer.created' }],
    ['a type that does not exist yet', { type: 'brand.new_thing' }],
    ['a live event at a test service', { livemode: true }],
    ['an event of a connected account', { account: 'acct_1' }],
    [
      'an upcoming invoice without an id',
      { type: 'invoice.upcoming', data: { object: { object: 'invoice' } } },
    ],
  ])('answers 200 to %s, counts it and touches nothing', async (_, over) => {
    expect((await ring(eventBody(over))).status).toBe(200);
    await service.ctx.projector.drain();
    expect(await counts()).toMatchObject({ received: 1, ignored: 1, pending: 0, parked: 0 });
    expect(service.sandbox.counts()['requests']).toBe(0);
  });

  it('answers 200 to an object of another product on the same account, and ignores it', async () => {
    const session = await service.ctx.stripe.checkout.sessions.create({
      mode: 'payment', ui_mode: 'hosted_page', success_url: 'https://shop.example/ok',
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'A mug' } } }],
    }); // prettier-ignore
    service.sandbox.pay(session.id);
    await service.settle();
    const after = await counts();
    expect(after).toMatchObject({ applied: 0, pending: 0, parked: 0 });
    expect(after.ignored).toBe(after.received);
    expect(await service.ctx.store.ledgerBound()).toEqual({ entries: 0, payoutItems: 0 });
  });

  it('answers 503 when it cannot record, so that Stripe sends again, and tries once', async () => {
    let tries = 0;
    service.ctx.store.recordWebhookEvents = async () => {
      tries += 1;
      throw new Error('the disk is full');
    };
    const answer = await ring(eventBody());
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('disk');
    expect(tries).toBe(1);
  });

  it('takes a delivery of unknown length too, and answers it alike', async () => {
    const deliver = async (body: (payload: string) => string | ReadableStream) => {
      const payload = eventBody();
      const timestamp = Math.floor(service.sandbox.now().getTime() / 1_000);
      const signature = Stripe.webhooks.generateTestHeaderString({
        payload,
        secret: WEBHOOK_SECRET,
        timestamp,
      });
      const { status, headers } = await fetch(`${service.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
        body: body(payload),
        duplex: 'half',
      });
      const changing = ['date', 'x-request-id'];
      return { status, headers: [...headers].filter(([name]) => !changing.includes(name)) };
    };
    const plain = await deliver((payload) => payload);
    const chunked = await deliver((payload) => new Blob([payload]).stream());
    expect(plain.status).toBe(200);
    expect(chunked).toEqual(plain);
    expect((await counts()).received).toBe(2);
  });

  it('keeps no byte of a payload: not in the database, not in a log', async () => {
    await ring(eventBody());
    await service.ctx.projector.drain();
    const { readdirSync, readFileSync } = await import('node:fs');
    const folder = `${service.folder}/data`;
    const kept =
      readdirSync(folder)
        .map((file) => readFileSync(`${folder}/${file}`, 'latin1'))
        .join('') + service.lines.join('');
    expect(kept).toContain('evt_made_');
    expect(kept).not.toContain('canary');
  });
});

describe('a projection that fails', () => {
  it('backs off, is parked at its limit, is visible, and holds up nobody', async () => {
    await ring(eventBody({ type: 'charge.succeeded' }, { id: 'ch_nowhere', object: 'charge' }));
    const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
    service.sandbox.pay(sessionOf(answer));
    await service.settle();
    expect((await service.ctx.store.pledgeById(String(answer.json['pledgeId'])))?.status).toBe('paid');
    expect(await counts()).toMatchObject({ pending: 1, parked: 0 });

    let tries = 1;
    while ((await counts()).parked === 0 && tries < 50) {
      await service.sandbox.advance({ minutes: 20 });
      await service.ctx.projector.drain();
      tries += 1;
    }
    expect(tries).toBe(10);
    const [parked] = await service.ctx.store.parkedWebhookEvents(10);
    expect(parked).toMatchObject({
      objectId: 'ch_nowhere',
      attempts: 10,
      lastError: expect.stringMatching(/^StripeInvalidRequestError:resource_missing:404/) as string,
    });
    const all = await counts();
    expect(all.received).toBe(all.applied + all.ignored + all.parked + all.pending);
  });

  it('because Stripe is away is tried for far longer, and heals by itself', async () => {
    const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
    service.sandbox.chaos.api.push({ fault: 'status', status: 500, method: 'GET', times: 100 });
    service.sandbox.pay(sessionOf(answer));
    for (let i = 0; i < 15; i++) {
      await service.sandbox.advance({ minutes: 20 });
      await service.settle();
    }
    expect((await counts()).parked).toBe(0);
    expect((await counts()).pending).toBeGreaterThan(0);
    service.sandbox.chaos.clear();
    await service.sandbox.advance({ minutes: 20 });
    await service.settle();
    expect((await service.ctx.store.pledgeById(String(answer.json['pledgeId'])))?.status).toBe('paid');
  });

  it('because the key was rolled or lacks a permission waits for the person who mends it', async () => {
    const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
    const refused = async () => {
      throw new Stripe.errors.StripeAuthenticationError({
        message: 'no such key',
        type: 'invalid_request_error',
      } as never);
    };
    service.ctx.stripe.checkout.sessions.retrieve = refused;
    service.ctx.stripe.paymentIntents.retrieve = refused;
    service.ctx.stripe.charges.retrieve = refused;
    service.sandbox.pay(sessionOf(answer));
    for (let i = 0; i < 15; i++) {
      await service.settle();
      await service.sandbox.advance({ minutes: 20 });
    }
    expect(await counts()).toMatchObject({ parked: 0 });
    expect((await counts()).pending).toBeGreaterThan(0);
  });

  it('that was overtaken by another of the same pledge is decided again, and does not spin', async () => {
    const answer = await postCheckout(service, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
    const { store } = service.ctx;
    const applyProjection = store.applyProjection.bind(store);
    let stale = 3;
    service.ctx.store.applyProjection = async (projection, now) =>
      stale-- > 0 ? { kind: 'stale' } : applyProjection(projection, now);
    service.sandbox.pay(sessionOf(answer));
    await service.settle();
    const before = service.sandbox.counts()['requests'] ?? 0;
    await service.settle();
    expect((service.sandbox.counts()['requests'] ?? 0) - before).toBe(0);
    await service.sandbox.advance({ seconds: 5 });
    await service.settle();
    expect((await service.ctx.store.pledgeById(String(answer.json['pledgeId'])))?.status).toBe('paid');
  });

  it('whose fee came with an event that was lost is asked for again until the fee is there', async () => {
    const late = await testService({
      sandbox: { clock: new Date('2026-11-22T12:00:00Z'), lateBalanceTransactions: true },
    });
    try {
      late.sandbox.chaos.deliveries.push({ fault: 'drop', types: ['charge.updated'] });
      const answer = await postCheckout(late, { frequency: 'once', amountMinor: 2_500, currency: 'USD' });
      late.sandbox.pay(sessionOf(answer));
      await late.settle();
      const pledgeId = String(answer.json['pledgeId']);
      expect((await late.ctx.store.pledgeById(pledgeId))?.status).toBe('paid');
      expect(await late.ctx.store.entriesOfPledge(pledgeId)).toEqual([]);
      await late.sandbox.advance({ minutes: 3 });
      await late.ctx.projector.drain();
      expect(await late.ctx.store.entriesOfPledge(pledgeId)).toMatchObject([
        { grossMinor: 2_500, feeMinor: 103 },
      ]);
      expect(await late.ctx.store.inboxCounts('lines')).toMatchObject({ pending: 0, parked: 0 });
    } finally {
      await late.stop();
    }
  });

  it('reads a payment’s events in one or two reads, not one each', async () => {
    const answer = await postCheckout(service, { frequency: 'monthly', amountMinor: 500, currency: 'USD' });
    // Deliveries arrive; a projector of our own looks only afterwards.
    await service.ctx.projector.stop();
    service.sandbox.pay(sessionOf(answer));
    await service.sandbox.drain();
    const received = (await counts()).received;
    expect(received).toBeGreaterThan(4);
    const before = service.sandbox.counts()['requests'] ?? 0;
    await createProjector(service.ctx).drain();
    expect((service.sandbox.counts()['requests'] ?? 0) - before).toBeLessThanOrEqual(3);
    expect(await counts()).toMatchObject({ applied: received, pending: 0 });
  });
});

describe('one payment under disorder', () => {
  it.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'leads to the same pledge and ledger, seed %d',
    async (seed) => {
      const disorder = await testService({
        sandbox: {
          clock: new Date('2026-11-22T12:00:00Z'),
          order: 'shuffled',
          seed,
          lateBalanceTransactions: true,
        },
      });
      try {
        // Fewer losses than a delivery has tries: what Stripe gives up on is found by reconciling, not by webhooks.
        disorder.sandbox.chaos.deliveries.push(
          { fault: 'duplicate', probability: 0.4 },
          { fault: 'drop', times: 2 },
          { fault: 'badSignature', times: 1 },
        );
        const answer = await postCheckout(disorder, {
          frequency: 'monthly',
          amountMinor: 500,
          currency: 'EUR',
        });
        disorder.sandbox.pay(sessionOf(answer));
        await disorder.settle();
        await disorder.sandbox.advance({ days: 32 });
        disorder.sandbox.chaos.clear();
        await disorder.settle();
        await disorder.sandbox.advance({ days: 1 });
        await disorder.settle();
        const pledgeId = String(answer.json['pledgeId']);
        expect(await disorder.ctx.store.pledgeById(pledgeId)).toMatchObject({
          status: 'active',
          marks: { nextPaymentAt: new Date('2027-01-22T12:00:00Z') },
        });
        const entries = await disorder.ctx.store.entriesOfPledge(pledgeId);
        expect(
          entries.map((entry) => [entry.kind, entry.grossMinor, entry.feeMinor, entry.bookDate]),
        ).toEqual([
          ['payment', 500, 45, '2026-11-22'],
          ['payment', 500, 45, '2026-12-22'],
        ]);
      } finally {
        await disorder.stop();
      }
    },
  );
});
