import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ledgerEntry, postingsOf } from '../../src/ledger/entry.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { Fact } from '../../src/stripe/fact.ts';
import { project, projectAccount } from '../../src/webhooks/project.ts';
import { after, makeMovement, makePledge, NOON } from '../_support/make.ts';

const WHEN = { zone: 'Europe/Amsterdam', closedThrough: null, now: NOON };
const DAY = 86_400_000;

/** Applies facts one projection each, as events would bring them. */
function live(pledge: Pledge, facts: Fact[]): Pledge {
  let now = pledge;
  for (const fact of facts) {
    for (const change of project(now, [fact], WHEN)) {
      if (change.kind === 'update_pledge') now = { ...now, ...change.update };
    }
  }
  return now;
}

const completed: Fact = {
  kind: 'checkout',
  state: 'completed',
  at: NOON,
  sessionId: 'cs_1',
  customerId: 'cus_1',
  paymentIntentId: null,
};
const expired: Fact = {
  kind: 'checkout',
  state: 'expired',
  at: NOON,
  sessionId: 'cs_1',
  customerId: null,
  paymentIntentId: null,
};
const paid: Fact = { kind: 'paid', at: after(NOON, 1_000) };
const failed: Fact = { kind: 'payment_failed', at: after(NOON, 2_000) };
const subscription = (state: 'active' | 'past_due' | 'paused' | null, ended: { at: Date; reason: 'payment_failed' } | null = null): Fact => ({
  kind: 'subscription', subscriptionId: 'sub_1', createdAt: NOON, customerId: 'cus_1', state, amount: { amountMinor: 500, currency: 'USD' }, nextPaymentAt: ended === null ? after(NOON, 30 * DAY) : null, ended,
}); // prettier-ignore
const gone = subscription(null, { at: after(NOON, 90 * DAY), reason: 'payment_failed' });

describe('the status of a pledge', () => {
  it.each<[Pledge['frequency'], Fact[], Pledge['status']]>([
    ['once', [], 'open'],
    ['once', [completed], 'processing'],
    ['once', [completed, paid], 'paid'],
    ['once', [completed, failed], 'failed'],
    ['once', [expired], 'abandoned'],
    ['once', [expired, paid], 'paid'],
    ['once', [failed, completed, paid], 'paid'],
    ['monthly', [completed], 'processing'],
    ['monthly', [completed, subscription('active')], 'processing'],
    ['monthly', [completed, subscription('active'), paid], 'active'],
    ['monthly', [paid], 'active'],
    ['monthly', [paid, subscription('past_due')], 'past_due'],
    ['monthly', [paid, subscription('past_due'), subscription('active')], 'active'],
    ['annual', [paid, subscription('paused')], 'paused'],
    ['monthly', [paid, gone], 'ended'],
    ['monthly', [paid, gone, subscription('active')], 'ended'],
    ['monthly', [gone, paid], 'ended'],
    ['monthly', [completed, gone], 'failed'],
  ])('of %s after %j is %s', (frequency, facts, status) => {
    expect(live(makePledge({ frequency }), facts).status).toBe(status);
  });

  test.prop([
    fc.shuffledSubarray([completed, paid, subscription('active'), gone, expired], {
      minLength: 5,
      maxLength: 5,
    }),
  ])('ends the same whatever order the facts come in, once an end is among them', (facts) => {
    const pledge = makePledge();
    const end = live(pledge, facts);
    expect(end).toMatchObject({
      status: 'ended',
      marks: {
        endedReason: 'payment_failed',
        nextPaymentAt: null,
        subscriptionState: null,
        firstPaidAt: after(NOON, 1_000),
      },
    });
  });

  it('keeps the first and the last payment, however they come', () => {
    const late: Fact = { kind: 'paid', at: after(NOON, 60 * DAY) };
    const early: Fact = { kind: 'paid', at: after(NOON, DAY) };
    expect(live(makePledge(), [late, early, late]).marks).toMatchObject({
      firstPaidAt: after(NOON, DAY),
      lastPaidAt: after(NOON, 60 * DAY),
    });
  });
});

describe('entries', () => {
  const book = (fact: Fact, pledge = makePledge()) =>
    project(pledge, [fact], WHEN).flatMap((change) =>
      change.kind === 'book_entry' ? [change.entry] : [],
    )[0];

  it('carry the pledge, the campaign and nothing of the supporter', () => {
    const pledge = makePledge({ campaign: 'river' });
    const entry = book({ kind: 'movement', movement: makeMovement() }, pledge);
    expect(entry).toMatchObject({
      pledgeId: pledge.pledgeId,
      campaign: 'river',
      frequency: 'monthly',
      grossMinor: 500,
      feeMinor: 45,
      netMinor: 455,
    });
  });

  it.each([
    ['2026-10-31T22:59:59.999Z', '2026-10-31', '2026-10'],
    ['2026-10-31T23:00:00.000Z', '2026-11-01', '2026-11'],
    ['2026-03-29T00:59:59.000Z', '2026-03-29', '2026-03'],
    ['2026-03-31T21:59:59.999Z', '2026-03-31', '2026-03'],
    ['2026-03-31T22:00:00.000Z', '2026-04-01', '2026-04'],
  ])('of %s are booked on %s in Amsterdam', (at, bookDate, period) => {
    expect(book({ kind: 'movement', movement: makeMovement({ createdAt: new Date(at) }) })).toMatchObject({
      bookDate,
      period,
    });
  });

  it('have ids that follow from Stripe, so a rebuilt ledger is the same', () => {
    const movement = makeMovement();
    expect(book({ kind: 'movement', movement })?.entryId).toBe(book({ kind: 'movement', movement })?.entryId);
  });

  it('are refused where net is not gross minus fee', () => {
    expect(() => book({ kind: 'movement', movement: makeMovement({ netMinor: 456 }) })).toThrow(
      /net is not gross minus fee/,
    );
  });

  it('of payouts belong to no pledge', () => {
    const movement = makeMovement({
      kind: 'payout',
      grossMinor: -455,
      feeMinor: 0,
      stripeChargeId: null,
      charged: null,
    });
    expect(projectAccount([{ kind: 'movement', movement }], WHEN)).toMatchObject([
      { entry: { pledgeId: null, paymentId: null, netMinor: -455 } },
    ]);
  });

  test.prop([
    fc.constantFrom('payment', 'refund', 'dispute', 'fee', 'payout' as const),
    fc.integer({ min: -1e9, max: 1e9 }),
    fc.integer({ min: 0, max: 1e6 }),
  ])('have postings that sum to zero', (kind, grossMinor, feeMinor) => {
    const postings = postingsOf({
      kind,
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      currency: 'USD',
    });
    expect(postings.reduce((sum, posting) => sum + posting.amountMinor, 0)).toBe(0);
  });
});

describe('what a read asks to write', () => {
  const concern = { kind: 'dispute', stripeObjectId: 'du_1', dueAt: NOON, isOpen: true } as const;
  const payout = { payoutId: 'po_1', amountMinor: 5, currency: 'EUR', status: 'paid', automatic: true, createdAt: NOON, arrivalAt: NOON, isReconciled: true, failureCode: null } as const; // prettier-ignore
  const movement = makeMovement();
  const silent: Fact[] = [
    { kind: 'fee_pending' },
    { kind: 'card_country', country: 'NL', stripeChargeId: 'ch_1', paid: true },
  ];

  it('begins with the pledge, even where nothing is new', () => {
    const pledge = makePledge();
    const update = { marks: pledge.marks, status: 'open' };
    expect(project(pledge, [...silent, { kind: 'payout', payout }], WHEN)).toEqual([
      { kind: 'update_pledge', pledgeId: pledge.pledgeId, update },
    ]);
    expect(pledge.marks.firstPaidAt).toBeNull();
  });

  it('goes on with entries and concerns in the order of the facts', () => {
    const pledge = makePledge();
    const changes = project(pledge, [{ kind: 'concern', concern }, { kind: 'movement', movement }, { kind: 'concern', concern }], WHEN);
    expect(changes.slice(1)).toEqual([
      { kind: 'note_concern', concern, pledgeId: pledge.pledgeId },
      { kind: 'book_entry', entry: ledgerEntry(movement, pledge, { bookDate: '2026-11-22', closedThrough: null, recordedAt: NOON }) },
      { kind: 'note_concern', concern, pledgeId: pledge.pledgeId },
    ]);
  }); // prettier-ignore

  it('of the account are its entries, its payouts and its concerns, and no pledge', () => {
    const day = { bookDate: '2026-11-22', closedThrough: null, recordedAt: NOON };
    const facts: Fact[] = [...silent, { kind: 'movement', movement }, { kind: 'payout', payout }, { kind: 'concern', concern }];
    expect(projectAccount(facts, WHEN)).toEqual([
      { kind: 'book_entry', entry: ledgerEntry(movement, null, day) },
      { kind: 'note_payout', payout },
      { kind: 'note_concern', concern, pledgeId: null },
    ]);
  }); // prettier-ignore

  it('throws nothing at a fact of another version', () => {
    const facts = [{ kind: 'brand_new' }, { kind: 'paid', at: NOON }] as Fact[];
    expect(project(makePledge(), facts, WHEN)).toHaveLength(1);
  });

  it('books a late movement into the first open month, in the zone of the books', () => {
    const late = makeMovement({ createdAt: new Date('2026-10-31T23:30:00Z') });
    const changes = projectAccount([{ kind: 'movement', movement: late }], { ...WHEN, closedThrough: '2026-11' });
    expect(changes).toMatchObject([{ entry: { bookDate: '2026-11-01', period: '2026-12', originalPeriod: '2026-11' } }]);
  }); // prettier-ignore
});
