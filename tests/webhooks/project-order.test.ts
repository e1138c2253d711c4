import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { Fact } from '../../src/stripe/fact.ts';
import type { Concern } from '../../src/tasks/task.ts';
import { project } from '../../src/webhooks/project.ts';
import { after, makePledge, NOON } from '../_support/make.ts';

// A pledge is a function of the set of its facts, not of the order they were read in (I13).

const WHEN = { zone: 'Europe/Amsterdam', closedThrough: null, now: NOON };
const DAY = 86_400_000;

type State = { pledge: Pledge; concerns: Map<string, Concern> };

/** Reads one fact after another, as events would bring them; of a concern the last word counts. */
function live(pledge: Pledge, facts: readonly Fact[]): State {
  const state: State = { pledge, concerns: new Map() };
  for (const fact of facts) {
    for (const change of project(state.pledge, [fact], WHEN)) {
      if (change.kind === 'update_pledge') state.pledge = { ...state.pledge, ...change.update };
      if (change.kind === 'note_concern') state.concerns.set(change.concern.stripeObjectId, change.concern);
    }
  }
  return state;
}

/** What is known, and the tasks that are open. */
function known({ pledge, concerns }: State) {
  const open = [...concerns.values()].filter((concern) => concern.isOpen);
  return { pledge, open: open.map((concern) => concern.stripeObjectId).sort() };
}

const shuffled = <T>(of: readonly T[]) =>
  fc.shuffledSubarray([...of], { minLength: of.length, maxLength: of.length });
/** Every fact at least once, some of them again, in any order. */
const anyOrder = (facts: readonly Fact[]) =>
  fc.array(fc.constantFrom(...facts), { maxLength: 4 }).chain((again) => shuffled([...facts, ...again]));

type SubscriptionFact = Extract<Fact, { kind: 'subscription' }>;
const plan = (id: string, over: Partial<SubscriptionFact> = {}): SubscriptionFact => ({
  kind: 'subscription',
  subscriptionId: `sub_${id}`,
  createdAt: NOON,
  customerId: `cus_${id}`,
  state: 'active',
  amount: { amountMinor: 500, currency: 'USD' },
  nextPaymentAt: after(NOON, 30 * DAY),
  ended: null,
  ...over,
});
const over = {
  state: null,
  nextPaymentAt: null,
  ended: { at: after(NOON, 9 * DAY), reason: 'other' },
} as const;

describe('two subscriptions for one pledge', () => {
  const ends = fc.record({
    older: fc.boolean(),
    younger: fc.boolean(),
    sameSecond: fc.boolean(),
    paused: fc.boolean(),
  });
  const histories = ends.chain(({ older, younger, sameSecond, paused }) => {
    const facts = [
      plan('a', { amount: { amountMinor: 700, currency: 'USD' }, ...(paused ? { state: 'paused' as const } : {}), ...(older ? over : {}) }),
      plan('b', { createdAt: after(NOON, sameSecond ? 0 : 5_000), ...(younger ? over : {}) }),
      { kind: 'paid', at: after(NOON, 1_000) } as const,
    ];
    return fc.record({ order: anyOrder(facts), older: fc.constant(older), younger: fc.constant(younger), paused: fc.constant(paused) });
  }); // prettier-ignore

  test.prop([histories])('are the older one’s pledge, and the younger is a task while it collects (I14)', (history) => {
    const { pledge, open } = known(live(makePledge(), history.order));
    expect(pledge).toMatchObject({
      status: history.older ? 'ended' : history.paused ? 'paused' : 'active',
      stripeSubscriptionId: 'sub_a',
      stripeSubscriptionCreatedAt: NOON,
      stripeCustomerId: 'cus_a',
      amountMinor: 700,
    });
    expect(pledge.marks.endedAt).toEqual(history.older ? over.ended.at : null);
    expect(open).toEqual(history.younger ? [] : ['sub_b']);
  }); // prettier-ignore

  test.prop([fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }), fc.nat()])(
    'are as well told apart where there are three',
    (seconds, seed) => {
      const facts = seconds.map((second, index) => plan('cab'[index] ?? '', { createdAt: after(NOON, second * 1_000) }));
      const orders = [facts, facts.toReversed(), [...facts.slice(seed % 3), ...facts.slice(0, seed % 3)]];
      const results = orders.map((order) => known(live(makePledge(), order)));
      const ranked = facts.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.subscriptionId < b.subscriptionId ? -1 : 1));
      for (const { pledge, open } of results) {
        expect(pledge.stripeSubscriptionId).toBe(ranked[0]?.subscriptionId);
        expect(open).toEqual(ranked.slice(1).map((fact) => fact.subscriptionId).sort());
      }
    },
  ); // prettier-ignore

  it('keeps the one it has where nobody wrote down when that was made', () => {
    const pledge = makePledge({ stripeSubscriptionId: 'sub_z' });
    const state = live(pledge, [plan('a')]);
    expect(state.pledge.stripeSubscriptionId).toBe('sub_z');
    expect(state.concerns.get('sub_a')).toEqual({
      kind: 'second_subscription',
      stripeObjectId: 'sub_a',
      dueAt: null,
      isOpen: true,
    });
  });

  it('learns when its own was made, and that it is no second one', () => {
    const state = live(makePledge({ stripeSubscriptionId: 'sub_a' }), [plan('a')]);
    expect(state.pledge.stripeSubscriptionCreatedAt).toEqual(NOON);
    expect(state.concerns.get('sub_a')?.isOpen).toBe(false);
  });

  it('does not take an ended one for collecting when an older one turns up', () => {
    const { concerns } = live(makePledge(), [
      plan('b', { createdAt: after(NOON, 1_000), ...over }),
      plan('a'),
    ]);
    expect(concerns.get('sub_b')?.isOpen).toBe(false);
  });
});

describe('the end of a subscription', () => {
  const ended = plan('a', over);
  it('is final: nothing that is read later revives it', () => {
    const { pledge } = live(makePledge(), [ended, plan('a', { state: 'paused' })]);
    expect(pledge.marks).toMatchObject({
      endedAt: over.ended.at,
      endedReason: 'other',
      subscriptionState: null,
      nextPaymentAt: null,
    });
  });

  it('keeps the date and the reason that were read first', () => {
    const again = plan('a', { ...over, ended: { at: after(NOON, 99 * DAY), reason: 'payment_failed' } });
    expect(live(makePledge(), [ended, again]).pledge.marks).toMatchObject({
      endedAt: over.ended.at,
      endedReason: 'other',
    });
  });
});

describe('what a subscription says', () => {
  it('is when the next payment is due, and that it is no second one', () => {
    const [update, ...others] = project(makePledge(), [plan('a')], WHEN);
    expect(update).toMatchObject({ update: { marks: { nextPaymentAt: after(NOON, 30 * DAY) } } });
    expect(others).toMatchObject([{ kind: 'note_concern', concern: { stripeObjectId: 'sub_a', isOpen: false } }]);
    expect(others).toHaveLength(1);
  }); // prettier-ignore

  it('of another currency or of no amount changes no amount', () => {
    const euros = plan('a', { amount: { amountMinor: 900, currency: 'EUR' } });
    expect(live(makePledge(), [euros, plan('a', { amount: null })]).pledge.amountMinor).toBe(500);
  });

  it('without a customer or a state leaves those that are known', () => {
    const silent = plan('a', { customerId: null, state: null });
    const { pledge } = live(makePledge(), [plan('a', { state: 'past_due' }), silent]);
    expect(pledge).toMatchObject({ stripeCustomerId: 'cus_a', marks: { subscriptionState: 'past_due' } });
  });
});

type CheckoutFact = Extract<Fact, { kind: 'checkout' }>;
const session = (id: string, ms: number, over: Partial<CheckoutFact> = {}): CheckoutFact => ({
  kind: 'checkout',
  state: 'completed',
  at: after(NOON, ms),
  sessionId: `cs_${id}`,
  customerId: `cus_${id}`,
  paymentIntentId: `pi_${id}`,
  ...over,
});

describe('two checkout pages for one pledge', () => {
  const expired = session('c', 86_400_000, { state: 'expired', customerId: null, paymentIntentId: null });

  test.prop([anyOrder([session('a', 0), session('b', 5_000), expired])])(
    'are the one that was finished first',
    (order) => {
      expect(live(makePledge({ frequency: 'once' }), order).pledge).toMatchObject({
        status: 'processing',
        stripeCheckoutSessionId: 'cs_a',
        stripeCustomerId: 'cus_a',
        stripePaymentIntentId: 'pi_a',
        marks: { completedAt: NOON, expiredAt: after(NOON, 86_400_000) },
      });
    },
  );

  it('of which one ran out give the pledge that one until another is finished', () => {
    expect(live(makePledge(), [expired]).pledge).toMatchObject({
      status: 'abandoned',
      stripeCheckoutSessionId: 'cs_c',
      stripeCustomerId: null,
    });
  });

  it('of which one ran out before the other was finished are the finished one', () => {
    const early = session('c', -DAY, { state: 'expired' });
    for (const order of [[early, session('a', 0)], [session('a', 0), early]])
      expect(live(makePledge({ frequency: 'once' }), order).pledge).toMatchObject({ stripeCheckoutSessionId: 'cs_a', stripeCustomerId: 'cus_a' });
  }); // prettier-ignore

  it('read again fill in what Stripe did not know the first time', () => {
    const early = session('a', 0, { customerId: null, paymentIntentId: null });
    expect(live(makePledge({ frequency: 'once' }), [early, session('a', 0), early]).pledge).toMatchObject({
      stripeCustomerId: 'cus_a',
      stripePaymentIntentId: 'pi_a',
    });
    // Also where the page is known from its making.
    const made = makePledge({ frequency: 'once', stripeCheckoutSessionId: 'cs_a', marks: { ...makePledge().marks, completedAt: NOON } });
    expect(live(made, [session('a', 0)]).pledge.stripeCustomerId).toBe('cus_a');
  }); // prettier-ignore

  it('run out at the earliest time that was told', () => {
    const later = session('c', 2 * DAY, { state: 'expired' });
    for (const order of [[expired, later], [later, expired]])
      expect(live(makePledge(), order).pledge.marks.expiredAt).toEqual(expired.at);
  }); // prettier-ignore
});

describe('what was made in one second', () => {
  test.prop([anyOrder([session('a', 0), session('b', 0)])])('counts by its id: finished pages', (facts) => {
    expect(live(makePledge({ frequency: 'once' }), facts).pledge).toMatchObject({
      stripeCheckoutSessionId: 'cs_a',
      stripeCustomerId: 'cus_a',
      stripePaymentIntentId: 'pi_a',
    });
  });

  test.prop([
    anyOrder([
      session('a', DAY, { state: 'expired' }),
      session('b', 0, { state: 'expired' }),
      session('c', 0, { state: 'expired' }),
    ]),
  ])('and pages that ran out: the first one that did', (facts) => {
    const { pledge } = live(makePledge({ stripeCheckoutSessionId: 'cs_c' }), facts);
    expect(pledge).toMatchObject({ stripeCheckoutSessionId: 'cs_b', status: 'abandoned' });
  });

  test.prop([anyOrder([session('a', 0), session('b', 5_000), plan('z'), plan('y')])])(
    'a plan’s customer is that of its subscription, whichever page is read first',
    (facts) => {
      expect(live(makePledge(), facts).pledge).toMatchObject({
        stripeSubscriptionId: 'sub_y',
        stripeCustomerId: 'cus_y',
      });
    },
  );
});

describe('a debit that bounced', () => {
  const paid: Fact = { kind: 'paid', at: NOON };
  const bounced: Fact = { kind: 'bounced', stripeChargeId: 'py_1', failedAt: after(NOON, -DAY) };

  it('leaves a gift as if the bank had refused at once', () => {
    const once = makePledge({ frequency: 'once' });
    const expected = { firstPaidAt: null, lastPaidAt: null, failedAt: after(NOON, -DAY) };
    for (const order of [[paid, bounced], [bounced], [bounced, bounced]])
      expect(live(once, order).pledge).toMatchObject({ status: 'failed', marks: expected });
  });

  it('of a plan leaves the plan to its subscription', () => {
    const { pledge } = live(makePledge(), [plan('a'), paid, bounced]);
    expect(pledge.marks).toMatchObject({ firstPaidAt: null, lastPaidAt: null, failedAt: null });
  });

  it('takes back no other payment: what else was received is what was paid', () => {
    for (const others of [
      [],
      [after(NOON, -DAY)],
      [after(NOON, -DAY), after(NOON, DAY), after(NOON, 2 * DAY)],
    ]) {
      const facts = others.map((at): Fact => ({ kind: 'paid', at }));
      const before = live(makePledge(), [paid, ...facts]).pledge;
      const [change] = project(before, [bounced], WHEN, others);
      expect(change).toMatchObject({
        update: { marks: { firstPaidAt: others[0] ?? null, lastPaidAt: others.at(-1) ?? null } },
      });
    }
  });

  it('does not take back what was paid outside of Stripe', () => {
    const elsewhere: Fact = { kind: 'paid', at: after(NOON, DAY), elsewhere: true };
    const first: Fact = { kind: 'paid', at: after(NOON, -DAY) };
    const before = live(makePledge(), [first, paid, elsewhere, { ...elsewhere, at: NOON }]).pledge;
    expect(before.marks.paidElsewhereAt).toEqual(after(NOON, DAY));
    expect(live(makePledge(), [paid]).pledge.marks.paidElsewhereAt).toBeNull();
    const marksAfter = (others: Date[]) => project(before, [bounced], WHEN, others)[0];
    expect(marksAfter([])).toMatchObject({
      update: { marks: { firstPaidAt: after(NOON, DAY), lastPaidAt: after(NOON, DAY) } },
    });
    expect(marksAfter([after(NOON, -DAY)])).toMatchObject({
      update: { marks: { firstPaidAt: after(NOON, -DAY), lastPaidAt: after(NOON, DAY) } },
    });
  });

  it('leaves what the same read says of another payment', () => {
    const other: Fact = { kind: 'paid', at: after(NOON, DAY) };
    for (const facts of [
      [other, bounced],
      [bounced, other],
    ])
      expect(project(makePledge(), facts, WHEN)[0]).toMatchObject({
        update: { marks: { lastPaidAt: other.at } },
      });
  });
});

it('a payment counts as the first and as the last, whichever is read first', () => {
  const facts = [0, DAY, 9 * DAY].map((ms): Fact => ({ kind: 'paid', at: after(NOON, ms) }));
  for (const order of [facts, facts.toReversed()])
    expect(live(makePledge(), order).pledge.marks).toMatchObject({
      firstPaidAt: NOON,
      lastPaidAt: after(NOON, 9 * DAY),
    });
});

it('a refusal counts from the first one', () => {
  const [early, late] = [NOON, after(NOON, DAY)].map((at): Fact => ({ kind: 'payment_failed', at }));
  if (early === undefined || late === undefined) throw new Error('two facts');
  for (const order of [[early, late], [late, early]])
    expect(live(makePledge({ frequency: 'once' }), order).pledge.marks.failedAt).toEqual(NOON);
}); // prettier-ignore
