import { changeCard } from '../billing/change-card.ts';
import { findCard, type CardName } from '../checkout/cards.ts';
import { answerChallenge, paySession, type Outcome } from '../checkout/pay.ts';
import { sessionOf } from '../checkout/sessions.ts';
import type { Chaos } from '../events/chaos.ts';
import { registerEndpoint } from '../events/endpoints.ts';
import { answerApi } from '../http/answer.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import type { ApiParts } from '../http/server.ts';
import { closeDispute, openDispute } from '../money/disputes.ts';
import { failPayout } from '../money/payout-returns.ts';
import { payOut, schedulePayouts } from '../money/payouts.ts';
import { failRefund, refundCharge } from '../money/refunds.ts';
import type { Charge, Dispute, Payout, Refund } from '../world/objects.ts';
import type { State } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { countsOf } from './counts.ts';
import { formOf } from './form.ts';

/** A running Stripe of our own. */
export type Sandbox = {
  url: string;
  port: number;
  /** Everything it knows, for assertions. */
  state: State;
  world: World;
  now(): Date;
  close(): Promise<void>;
  /** Forgets everything but the endpoint of the options. */
  reset(): void;
  /** Pays a session without the page, with a card by name, number or last four digits. */
  pay(sessionId: string, how?: PayOptions): Outcome;
  answerChallenge(sessionId: string, isApproved: boolean): Outcome;
  /** Opens a session and pays it in one step, for long histories. */
  pledge(params: object, how?: PayOptions): Pledged;
  /** Moves the clock and does everything due on the way. `settle` waits for the receiver after each step. */
  advance(to: Date | Duration, options?: { settle?: boolean }): Promise<void>;
  /** From here on real time passes: for a demo whose history has been played. */
  follow(): void;
  /** Refunds a charge, a payment or what a session paid. */
  refund(id: string, amountMinor?: number): Refund;
  failRefund(refundId: string): void;
  dispute(id: string, reason?: string): Dispute;
  closeDispute(disputeId: string, outcome: 'won' | 'lost'): void;
  payOut(): Payout[];
  /** The bank sends a payout back, whether it is on its way or was paid; `code` is Stripe's failure code. */
  failPayout(payoutId: string, code?: string): Payout;
  /** Gives a subscription's customer another card, as its portal would. */
  changeCard(subscriptionId: string, card: CardName): void;
  drain(timeoutMs?: number): Promise<void>;
  chaos: Chaos;
  /** An API call without HTTP, checked and answered like any other. */
  call(method: string, path: string, params?: Record<string, unknown>, idempotencyKey?: string): unknown;
  counts(): Record<string, number>;
};

/** The part of a sandbox that does not concern its server. */
export type Controls = Omit<Sandbox, 'url' | 'port' | 'close'>;

export type Duration = { days?: number; hours?: number; minutes?: number; seconds?: number };
export type PayOptions = { card?: string; email?: string; name?: string; country?: string };

export type Pledged = {
  session: string;
  outcome: Outcome;
  paymentIntent: string | null;
  customer: string | null;
  subscription: string | null;
  invoice: string | null;
};

/** Deliveries that may pile up before a moving clock waits for the receiver. */
const mostOutstanding = 500;
/** How far the clock may move while deliveries are on their way. */
const longestLeapMs = 200_000;

/** The functions tests, the demo and the inspector steer the sandbox with. */
export function makeControls(world: World, api: ApiParts): Controls {
  const { state, clock, deliveries } = world;
  const controls: Controls = {
    state,
    world,
    now: () => new Date(clock.nowMs()),
    reset() {
      resetState(world);
      api.keys.clear();
      begin(world);
    },
    pay(sessionId, how = {}) {
      const card = findCard(how.card ?? 'good');
      if (card === undefined) throw invalidRequest(`There is no test card ${how.card}.`, 'card');
      const email = how.email ?? 'reader@example.org';
      return paySession(world, sessionOf(world, sessionId), {
        card,
        email,
        name: how.name ?? null,
        country: how.country,
      });
    },
    answerChallenge: (sessionId, isApproved) =>
      answerChallenge(world, sessionOf(world, sessionId), isApproved),
    pledge(params, how) {
      const { id } = controls.call('POST', '/v1/checkout/sessions', params as Record<string, unknown>) as {
        id: string;
      };
      const outcome = controls.pay(id, how);
      const session = sessionOf(world, id);
      const { payment_intent: paymentIntent, customer, subscription, invoice } = session;
      return { session: id, outcome, paymentIntent, customer, subscription, invoice };
    },
    advance(to, { settle = false } = {}) {
      const toMs = to instanceof Date ? to.getTime() : clock.nowMs() + durationMs(to);
      return clock.advance(toMs, (nextMs) => {
        // A receiver on this clock refuses a signature that has become five minutes old on its way.
        const isLeap = nextMs - clock.nowMs() > longestLeapMs;
        return settle || isLeap ? deliveries.drain(120_000) : deliveries.below(mostOutstanding);
      });
    },
    follow: () => clock.follow(),
    refund: (id, amountMinor) => refundCharge(world, chargeFor(world, id), { amountMinor }),
    failRefund(refundId) {
      const refund = state.refunds.get(refundId);
      if (refund === undefined) throw noSuch('refund', refundId);
      failRefund(world, refund);
    },
    dispute: (id, reason) => openDispute(world, chargeFor(world, id), reason),
    closeDispute(disputeId, outcome) {
      const dispute = state.disputes.get(disputeId);
      if (dispute === undefined) throw noSuch('dispute', disputeId);
      closeDispute(world, dispute, outcome);
    },
    payOut: () => payOut(world),
    failPayout(payoutId, code) {
      const payout = state.payouts.get(payoutId);
      if (payout === undefined) throw noSuch('payout', payoutId);
      failPayout(world, payout, code);
      return payout;
    },
    changeCard: (subscriptionId, card) => changeCard(world, subscriptionId, card),
    drain: (timeoutMs) => deliveries.drain(timeoutMs),
    chaos: world.chaos,
    call(method, path, params = {}, idempotencyKey) {
      const form = formOf(params);
      const isPost = method === 'POST';
      const request = { method, path, query: isPost ? '' : form, body: isPost ? form : '' };
      const answer = answerApi(world, api, {
        ...request,
        authorization: 'Bearer sk_test_control',
        idempotencyKey,
      });
      const body = JSON.parse(answer.body) as { error?: { message: string } };
      if (body.error !== undefined) throw invalidRequest(body.error.message);
      return body;
    },
    counts: () => countsOf(world),
  };
  return controls;
}

/** Puts the endpoint of the options and the first payout into a new world. */
export function begin(world: World): void {
  const { webhook } = world.settings;
  if (webhook !== undefined)
    registerEndpoint(world, {
      url: webhook.url,
      secret: webhook.secret,
      enabledEvents: webhook.enabledEvents ?? ['*'],
    });
  schedulePayouts(world);
}

function resetState(world: World): void {
  for (const part of Object.values(world.state)) part.clear();
  world.deliveries.clear();
  world.chaos.clear();
  world.clock.clear();
  world.requestLog.length = 0;
  world.counts = { requests: 0, refused: 0, events: 0, validated: 0 };
}

/** The charge meant by the id of a charge, a payment, a session, an invoice or a subscription. */
export function chargeFor(world: World, id: string): Charge {
  const { state } = world;
  const subscription = state.subscriptions.get(id);
  const session = state.sessions.get(id);
  const invoiceId = subscription?.latest_invoice ?? session?.invoice ?? id;
  const payment = state.invoicePayments.by('invoice', invoiceId)[0]?.payment.payment_intent as
    string | undefined;
  const intent = state.paymentIntents.get(payment ?? session?.payment_intent ?? id);
  const charge = state.charges.get(intent?.latest_charge ?? id);
  if (charge === undefined) throw noSuch('charge', id, 'charge');
  return charge;
}

function durationMs({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Duration): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
