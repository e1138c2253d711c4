import { bookDate } from '../ledger/book-date.ts';
import { ledgerEntry } from '../ledger/entry.ts';
import { statusOf, type Pledge, type PledgeMarks } from '../pledges/pledge.ts';
import type { PledgeUpdate } from '../store/store.ts';
import type { Fact } from '../stripe/fact.ts';
import type { Change } from './change.ts';

type When = { zone: string; now: Date };

/**
 * What to write, given what a read of Stripe said and what we know of the pledge. Pure: the same facts
 * lead to the same pledge and the same entries, whatever order they come in and however often.
 */
export function project(pledge: Pledge, facts: readonly Fact[], { zone, now }: When): Change[] {
  const marks = { ...pledge.marks };
  const ids: Partial<PledgeUpdate> = {};
  const changes: Change[] = [];
  for (const fact of facts) {
    if (fact.kind === 'fee_pending' || fact.kind === 'card_country') continue;
    if (fact.kind === 'movement') {
      const { movement } = fact;
      changes.push({
        kind: 'book_entry',
        entry: ledgerEntry(movement, pledge, {
          bookDate: bookDate(movement.createdAt, zone),
          recordedAt: now,
        }),
      });
    } else {
      Object.assign(ids, mark(marks, fact));
      const amount = fact.kind === 'subscription' ? fact.amount : null;
      if (amount?.currency === pledge.currency) ids.amountMinor = amount.amountMinor;
    }
  }
  const update: PledgeUpdate = { ...ids, marks, status: statusOf(pledge.frequency, marks) };
  // The pledge first: an entry refers to it, and a reader of the store never sees money without a payer.
  return [{ kind: 'update_pledge', pledgeId: pledge.pledgeId, update }, ...changes];
}

/** Movements that belong to the account and to no pledge: payouts. */
export function projectAccount(facts: readonly Fact[], { zone, now }: When): Change[] {
  return facts
    .filter((fact) => fact.kind === 'movement')
    .map(({ movement }) => ({
      kind: 'book_entry',
      entry: ledgerEntry(movement, null, { bookDate: bookDate(movement.createdAt, zone), recordedAt: now }),
    }));
}

/** Sets what a fact tells on the marks, and returns the Stripe ids that came with it. */
function mark(
  marks: PledgeMarks,
  fact: Exclude<Fact, { kind: 'movement' | 'fee_pending' | 'card_country' }>,
): Partial<PledgeUpdate> {
  switch (fact.kind) {
    case 'checkout':
      if (fact.state === 'completed') marks.completedAt ??= fact.at;
      else marks.expiredAt ??= fact.at;
      return known({
        stripeCheckoutSessionId: fact.sessionId,
        stripeCustomerId: fact.customerId,
        stripeSubscriptionId: fact.subscriptionId,
        stripePaymentIntentId: fact.paymentIntentId,
      });
    case 'paid':
      marks.firstPaidAt = earlier(marks.firstPaidAt, fact.at);
      marks.lastPaidAt = later(marks.lastPaidAt, fact.at);
      return {};
    case 'payment_failed':
      marks.failedAt ??= fact.at;
      return {};
    case 'subscription':
      // An end is final: nothing that is read or arrives later revives the pledge.
      if (fact.ended !== null && marks.endedAt === null) {
        marks.endedAt = fact.ended.at;
        marks.endedReason = fact.ended.reason;
      }
      marks.subscriptionState = marks.endedAt === null ? (fact.state ?? marks.subscriptionState) : null;
      marks.nextPaymentAt = marks.endedAt === null ? fact.nextPaymentAt : null;
      return known({ stripeSubscriptionId: fact.subscriptionId, stripeCustomerId: fact.customerId });
    default:
      return fact satisfies never;
  }
}

function known(ids: Record<string, string | null>): Partial<PledgeUpdate> {
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null));
}

function earlier(a: Date | null, b: Date): Date {
  return a !== null && a < b ? a : b;
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
