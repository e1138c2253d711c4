import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/stripe/fact.ts';
import { subscriptionFact } from '../../src/stripe/subscription-fact.ts';
import { after, NOON } from '../_support/make.ts';
import { itemsOf, NOON_S, subscription } from './objects.ts';

const factOf = (over: Partial<Stripe.Subscription>) =>
  subscriptionFact(subscription(over)) as Extract<Fact, { kind: 'subscription' }>;

describe('a subscription', () => {
  it('says what is collected and when next', () => {
    expect(factOf({})).toEqual({
      kind: 'subscription',
      subscriptionId: 'sub_1',
      createdAt: NOON,
      customerId: 'cus_1',
      state: 'active',
      amount: { amountMinor: 500, currency: 'USD' },
      nextPaymentAt: after(NOON, 100_000),
      ended: null,
    });
  });

  it.each<[Stripe.Subscription['status'], string | null]>([
    ['active', 'active'],
    ['trialing', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'past_due'],
    ['incomplete', 'past_due'],
    ['paused', 'paused'],
    ['canceled', null],
    ['incomplete_expired', null],
  ])('that Stripe calls %s is %s', (status, state) => {
    expect(factOf({ status }).state).toBe(state);
  });

  it('of a status of tomorrow is not guessed at', () => {
    expect(factOf({ status: 'brand_new' })).toMatchObject({ state: null, ended: null });
  });

  it.each<[string, Partial<Stripe.Subscription>]>([
    ['collection is paused', { pause_collection: { behavior: 'void', resumes_at: null } }],
    ['the subscription is paused', { status: 'paused' }],
    ['it ends with the period', { cancel_at_period_end: true }],
    ['its end has a date', { cancel_at: NOON_S + 50 }],
    ['it is over', { status: 'canceled' }],
    ['it has no price', { items: itemsOf(null) }],
  ])('announces no payment where %s', (_what, over) => {
    expect(factOf(over).nextPaymentAt).toBeNull();
  });

  it('that is going to stop is active until then', () => {
    expect(factOf({ cancel_at_period_end: true })).toMatchObject({ state: 'active', ended: null });
  });

  it('collects the price times its quantity, and no number where Stripe gives none', () => {
    const item = { price: { unit_amount: 500, currency: 'eur' }, current_period_end: NOON_S };
    expect(factOf({ items: itemsOf({ ...item, quantity: 3 }) }).amount).toEqual({
      amountMinor: 1_500,
      currency: 'EUR',
    });
    expect(factOf({ items: itemsOf(item) }).amount?.amountMinor).toBe(500);
    expect(factOf({ items: itemsOf({ ...item, price: { ...item.price, unit_amount: null } }) }).amount).toBeNull();
    expect(factOf({ items: itemsOf(null) }).amount).toBeNull();
  }); // prettier-ignore
});

describe('the end of a subscription', () => {
  const over = (details: Partial<Stripe.Subscription>) => factOf({ status: 'canceled', ...details }).ended;

  it('is when Stripe ended it, else when it was cancelled, else when it was made', () => {
    const times = { ended_at: NOON_S + 30, canceled_at: NOON_S + 20 };
    expect(over(times)?.at).toEqual(after(NOON, 30_000));
    expect(over({ ...times, ended_at: null })?.at).toEqual(after(NOON, 20_000));
    expect(over({})?.at).toEqual(NOON);
  });

  it.each(['cancellation_requested', 'payment_failed', 'payment_disputed', 'canceled_by_retention_policy'])(
    'keeps the reason %s',
    (reason) => {
      expect(over({ cancellation_details: { reason } } as object)?.reason).toBe(reason);
    },
  );

  it.each([{ cancellation_details: { reason: 'brand_new' } }, { cancellation_details: null }, {}])(
    'has another reason for %j',
    (details) => {
      expect(over(details as object)?.reason).toBe('other');
    },
  );

  it('comes as well where the first payment never came', () => {
    expect(factOf({ status: 'incomplete_expired' })).toMatchObject({ state: null, ended: { at: NOON } });
  });
});
