import type { State } from '../../src/sandbox/world/state.ts';
import { monthIn } from './zones.ts';

// Written apart from the product: reads what Stripe knows, and nothing else, and says what must be in the
// books and where each pledge must stand. It shares no code with src/ beyond the types of Stripe's objects.

type Charge = ReturnType<State['charges']['all']>[number];

export type ExpectedEntry = {
  id: string;
  kind: string;
  pledge: string | null;
  gross: number;
  fee: number;
  net: number;
  currency: string;
  month: string;
  charged: string | null;
  /** The balance transaction of the payment that a refund or dispute belongs to. */
  of: string | null;
};

export type ExpectedPledge = { status: string; amountMinor: number | null; nextPaymentAt: number | null };

export type Expected = { entries: Map<string, ExpectedEntry>; pledges: Map<string, ExpectedPledge> };

export function expectedOf(state: State, zone: string): Expected {
  return { entries: expectedEntries(state, zone), pledges: expectedPledges(state) };
}

function expectedEntries(state: State, zone: string): Map<string, ExpectedEntry> {
  const entries = new Map<string, ExpectedEntry>();
  for (const row of state.balanceTransactions.all()) {
    const source = idOf(row.source);
    const meant = meaningOf(state, row, source);
    if (meant === null) continue;
    const { charge } = meant;
    const pledge = charge === null ? null : pledgeOfCharge(state, charge);
    // A movement of another product on the account.
    if (charge !== null && pledge === null) continue;
    entries.set(row.id, {
      id: row.id,
      kind: meant.kind,
      pledge,
      gross: row.amount,
      fee: row.fee,
      net: row.net,
      currency: row.currency.toUpperCase(),
      month: monthIn(zone, row.created),
      charged:
        charge === null || meant.moved === null ? null : `${meant.moved} ${charge.currency.toUpperCase()}`,
      of: charge === null || row.id === charge.balance_transaction ? null : charge.balance_transaction,
    });
  }
  return entries;
}

type Meaning = { kind: string; charge: Charge | null; moved: number | null };

function meaningOf(
  state: State,
  row: { id: string; amount: number; type: string },
  source: string,
): Meaning | null {
  const charge = state.charges.get(source);
  if (charge !== undefined) {
    const isPayment = row.id === charge.balance_transaction;
    return {
      kind: isPayment ? 'payment' : 'refund',
      charge,
      moved: isPayment ? charge.amount : -charge.amount,
    };
  }
  const refund = state.refunds.get(source);
  if (refund !== undefined) {
    const isBack = row.id === refund.failure_balance_transaction;
    return {
      kind: isBack ? 'refund_failed' : 'refund',
      charge: state.charges.get(idOf(refund.charge)) ?? null,
      moved: isBack ? refund.amount : -refund.amount,
    };
  }
  const dispute = state.disputes.get(source);
  if (dispute !== undefined) {
    const [taken] = dispute.balance_transactions;
    const isTaken = taken?.id === row.id;
    // Of a dispute that was lost the bank may return a part: as much of the supporter's money as of ours.
    const back = Math.round((dispute.amount * row.amount) / -(taken?.amount ?? -row.amount));
    return {
      kind: isTaken ? 'dispute' : 'dispute_reversed',
      charge: state.charges.get(idOf(dispute.charge)) ?? null,
      moved: isTaken ? -dispute.amount : back,
    };
  }
  const payout = state.payouts.get(source);
  if (payout !== undefined)
    return {
      kind: row.id === payout.balance_transaction ? 'payout' : 'payout_failed',
      charge: null,
      moved: null,
    };
  if (row.type === 'stripe_fee') return { kind: 'fee', charge: null, moved: null };
  if (row.type === 'adjustment') return { kind: 'adjustment', charge: null, moved: null };
  throw new Error(`the oracle does not know what ${row.type} ${row.id} of ${source} is`);
}

/** Whose money a charge was: the payment says so itself, or the invoice it paid does. */
function pledgeOfCharge(state: State, charge: Charge): string | null {
  const intentId = idOf(charge.payment_intent);
  const own = state.paymentIntents.get(intentId)?.metadata['pledge_id'];
  if (own !== undefined) return own;
  for (const { invoice } of state.invoicePayments.by('payment_intent', intentId)) {
    const details = state.invoices.get(idOf(invoice))?.parent?.subscription_details;
    const id = state.subscriptions.get(idOf(details?.subscription))?.metadata['pledge_id'];
    if (id !== undefined) return id;
  }
  return null;
}

function expectedPledges(state: State): Map<string, ExpectedPledge> {
  // A debit that bounced was never received, whatever it looked like for some days.
  const received = new Set<string>();
  for (const charge of state.charges.all()) {
    const payer = charge.status === 'succeeded' ? pledgeOfCharge(state, charge) : null;
    if (payer !== null) received.add(payer);
  }
  const pledges = new Map<string, ExpectedPledge>();
  for (const session of state.sessions.all()) {
    const id = session.metadata?.['pledge_id'];
    if (id === undefined) continue;
    // A session whose answer was lost is made again: the one that was finished counts.
    if (pledges.has(id) && session.status !== 'complete') continue;
    // Of several subscriptions in one pledge's name the oldest is the pledge's.
    const subscriptions = state.subscriptions.all().filter(({ metadata }) => metadata['pledge_id'] === id);
    const oldest = [...subscriptions].sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))[0];
    const isPaid = received.has(id) || subscriptions.some((one) => isPaidElsewhere(state, one));
    const [item] = oldest?.items.data ?? [];
    pledges.set(id, {
      status: oldest === undefined ? onceStatus(state, session, isPaid) : recurringStatus(oldest, isPaid),
      amountMinor:
        item === undefined ? session.amount_total : (item.price.unit_amount ?? 0) * (item.quantity ?? 1),
      nextPaymentAt: nextPaymentOf(oldest),
    });
  }
  return pledges;
}

type Session = ReturnType<State['sessions']['all']>[number];
type Subscription = ReturnType<State['subscriptions']['all']>[number];

/** Somebody paid an invoice by a way that Stripe saw nothing of. */
function isPaidElsewhere(state: State, subscription: Subscription): boolean {
  return state.invoices
    .by('subscription', subscription.id)
    .filter(({ status }) => status === 'paid')
    .some(({ id }) =>
      state.invoicePayments
        .by('invoice', id)
        .every(({ status, payment }) => status !== 'paid' || payment.type !== 'payment_intent'),
    );
}

/** Nobody subscribed: a gift of once, or a page that was left. */
function onceStatus(state: State, session: Session, isPaid: boolean): string {
  if (session.status !== 'complete') return 'abandoned';
  if (isPaid) return 'paid';
  const intent = state.paymentIntents.get(idOf(session.payment_intent));
  return intent?.status === 'processing' ? 'processing' : 'failed';
}

function recurringStatus(subscription: Subscription, isPaid: boolean): string {
  if (subscription.status === 'canceled') return isPaid ? 'ended' : 'failed';
  if (!isPaid) return 'processing';
  if (subscription.pause_collection !== null) return 'paused';
  return subscription.status === 'past_due' ? 'past_due' : 'active';
}

function nextPaymentOf(subscription: Subscription | undefined): number | null {
  if (subscription === undefined || subscription.status === 'canceled') return null;
  if (subscription.cancel_at_period_end || subscription.cancel_at !== null) return null;
  if (subscription.pause_collection !== null) return null;
  return (subscription.items.data[0]?.current_period_end ?? 0) * 1000;
}

/** An id, where the types allow the whole object as well; the sandbox keeps ids. */
function idOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
