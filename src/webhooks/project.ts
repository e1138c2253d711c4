import { bookDate } from '../ledger/book-date.ts';
import { ledgerEntry } from '../ledger/entry.ts';
import { statusOf, type Pledge, type PledgeMarks } from '../pledges/pledge.ts';
import type { PledgeUpdate } from '../store/store.ts';
import type { Fact } from '../stripe/fact.ts';
import type { Concern } from '../tasks/task.ts';
import type { Change } from './change.ts';

/** The zone that gives days and months, the months that are closed, and the clock. */
export type When = { zone: string; closedThrough: string | null; now: Date };

/**
 * What to write, given what a read of Stripe said and what we know of the pledge. Pure: the same facts
 * lead to the same pledge and the same entries, whatever order they come in and however often.
 *
 * @param received when the first and the last of the pledge's other payments were received; asked for where a debit bounced
 */
export function project(
  pledge: Pledge,
  facts: readonly Fact[],
  when: When,
  received: readonly Date[] = [],
): Change[] {
  const known: Known = { ids: {}, marks: { ...pledge.marks } };
  // First, so that what the same read says of other payments stays.
  for (const fact of facts) if (fact.kind === 'bounced') bounced(known.marks, pledge, fact, received);
  const changes: Change[] = [];
  const raise = (concern: Concern) =>
    changes.push({ kind: 'note_concern', concern, pledgeId: pledge.pledgeId });
  for (const fact of facts) {
    switch (fact.kind) {
      case 'movement':
        changes.push({ kind: 'book_entry', entry: entryOf(fact, pledge, when) });
        break;
      case 'concern':
        raise(fact.concern);
        break;
      case 'checkout':
        checkout(known, pledge, fact);
        break;
      case 'paid':
        known.marks.firstPaidAt = earlier(known.marks.firstPaidAt, fact.at);
        known.marks.lastPaidAt = later(known.marks.lastPaidAt, fact.at);
        if (fact.elsewhere === true)
          known.marks.paidElsewhereAt = later(known.marks.paidElsewhereAt, fact.at);
        break;
      case 'bounced':
        break;
      case 'payment_failed':
        known.marks.failedAt = earlier(known.marks.failedAt, fact.at);
        break;
      case 'subscription':
        subscription(known, pledge, fact).forEach(raise);
        break;
      case 'payout':
      case 'fee_pending':
      case 'card_country':
      case 'payer':
        break;
      default:
        fact satisfies never;
    }
  }
  const update: PledgeUpdate = {
    ...known.ids,
    marks: known.marks,
    status: statusOf(pledge.frequency, known.marks),
  };
  // The pledge first: an entry refers to it, and a reader of the store never sees money without a payer.
  return [{ kind: 'update_pledge', pledgeId: pledge.pledgeId, update }, ...changes];
}

/** What belongs to the account and to no pledge: payouts, and fees of Stripe's own. */
export function projectAccount(facts: readonly Fact[], when: When): Change[] {
  return facts.flatMap((fact): Change[] => {
    if (fact.kind === 'movement') return [{ kind: 'book_entry', entry: entryOf(fact, null, when) }];
    if (fact.kind === 'payout') return [{ kind: 'note_payout', payout: fact.payout }];
    if (fact.kind === 'concern') return [{ kind: 'note_concern', concern: fact.concern, pledgeId: null }];
    return [];
  });
}

/** What is known of the pledge while its facts are taken in. */
type Known = { ids: Partial<PledgeUpdate>; marks: PledgeMarks };

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;

function entryOf({ movement }: FactOf<'movement'>, pledge: Pledge | null, when: When) {
  const { zone, closedThrough, now } = when;
  return ledgerEntry(movement, pledge, {
    bookDate: bookDate(movement.createdAt, zone),
    closedThrough,
    recordedAt: now,
  });
}

/**
 * Of two pages for one pledge (the first answer was lost) the one that was finished first is the pledge's, or,
 * where none was, the one that ran out first: the same whichever is read first.
 */
function checkout({ ids, marks }: Known, pledge: Pledge, fact: FactOf<'checkout'>): void {
  const mark = fact.state === 'completed' ? 'completedAt' : 'expiredAt';
  const currentId = ids.stripeCheckoutSessionId ?? pledge.stripeCheckoutSessionId;
  const before = marks[mark];
  const isFirst = before === null || isOlder(fact.at, fact.sessionId, { at: before, id: currentId });
  marks[mark] = earlier(before, fact.at);
  const isPledges = isFirst && (fact.state === 'completed' || marks.completedAt === null);
  if (!isPledges && fact.sessionId !== currentId) return;
  ids.stripeCheckoutSessionId = fact.sessionId;
  // A plan's customer is told by its subscription, which may be another page's.
  if (fact.customerId !== null && pledge.frequency === 'once') ids.stripeCustomerId = fact.customerId;
  if (fact.paymentIntentId !== null) ids.stripePaymentIntentId = fact.paymentIntentId;
}

/** Takes back what the debit had set before it bounced: paid is what else was received. */
function bounced(
  marks: PledgeMarks,
  pledge: Pledge,
  { failedAt }: FactOf<'bounced'>,
  received: readonly Date[],
): void {
  const paid = [...received, ...(marks.paidElsewhereAt === null ? [] : [marks.paidElsewhereAt])];
  marks.firstPaidAt = paid.reduce(earlier, null);
  marks.lastPaidAt = paid.reduce(later, null);
  if (pledge.frequency === 'once') marks.failedAt = earlier(marks.failedAt, failedAt);
}

/**
 * The oldest subscription is the pledge's, and its latest state is the pledge's state: that is the same
 * whichever is read first. Any other one that still collects is a task for staff.
 */
function subscription({ ids, marks }: Known, pledge: Pledge, fact: FactOf<'subscription'>): Concern[] {
  const current = {
    id: ids.stripeSubscriptionId ?? pledge.stripeSubscriptionId,
    at: ids.stripeSubscriptionCreatedAt ?? pledge.stripeSubscriptionCreatedAt,
  };
  const isOther = current.id !== null && current.id !== fact.subscriptionId;
  if (isOther && !isOlder(fact.createdAt, fact.subscriptionId, current)) {
    return [second(fact.subscriptionId, fact.ended === null)];
  }
  const replaced = isOther ? [second(current.id ?? '', marks.endedAt === null)] : [];
  // An end is final: nothing that is read or arrives later revives the subscription that ended.
  const ended =
    isOther || marks.endedAt === null ? fact.ended : { at: marks.endedAt, reason: marks.endedReason };
  marks.endedAt = ended?.at ?? null;
  marks.endedReason = ended?.reason ?? null;
  marks.subscriptionState = ended === null ? (fact.state ?? marks.subscriptionState) : null;
  marks.nextPaymentAt = ended === null ? fact.nextPaymentAt : null;
  ids.stripeSubscriptionId = fact.subscriptionId;
  ids.stripeSubscriptionCreatedAt = fact.createdAt;
  if (fact.customerId !== null) ids.stripeCustomerId = fact.customerId;
  if (fact.amount?.currency === pledge.currency) ids.amountMinor = fact.amount.amountMinor;
  return [...replaced, second(fact.subscriptionId, false)];
}

/** Stripe's times are whole seconds: of two made in one, the smaller id counts as the older. */
function isOlder(at: Date, id: string, than: { at: Date | null; id: string | null }): boolean {
  if (than.at === null) return false;
  const [a, b] = [at.getTime(), than.at.getTime()];
  return a < b || (a === b && id < (than.id ?? ''));
}

function second(stripeObjectId: string, isOpen: boolean): Concern {
  return { kind: 'second_subscription', stripeObjectId, dueAt: null, isOpen };
}

function earlier(a: Date | null, b: Date): Date {
  return a !== null && a < b ? a : b;
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
