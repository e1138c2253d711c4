import type { CardName } from '../checkout/cards.ts';
import type { Outcome } from '../checkout/pay.ts';
import type { Chaos } from '../events/chaos.ts';
import type { BalanceTransaction, Dispute, EarlyFraudWarning, Payout, Refund } from '../world/objects.ts';
import type { State } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { OtherSale, Sold } from './other-sale.ts';

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
  /** A bank debit that has settled fails after all. */
  failDebit(id: string): void;
  /** Opens a dispute, or an inquiry that moves no money, about all that is left of a charge or a part of it. */
  dispute(id: string, how?: { reason?: string; inquiry?: boolean; amountMinor?: number }): Dispute;
  /** Makes a real dispute of an inquiry. */
  escalate(disputeId: string): void;
  /** Decides; a lost dispute may still bring back a part. An inquiry ends as warning_closed. */
  closeDispute(disputeId: string, outcome: 'won' | 'lost' | 'warning_closed', returnedMinor?: number): void;
  /** The card's bank suspects fraud. */
  warnOfFraud(id: string): EarlyFraudWarning;
  payOut(): Payout[];
  /** The bank sends a payout back, whether it is on its way or was paid; `code` is Stripe's failure code. */
  failPayout(payoutId: string, code?: string): Payout;
  /** Stripe takes a fee of its own from the account, as for Radar or Billing: a line without a source. */
  chargeAccountFee(currency: string, amountMinor: number, description?: string): BalanceTransaction;
  /** Stripe corrects the balance, up or down: a line without a source and without a fee. */
  adjustBalance(currency: string, amountMinor: number, description?: string): BalanceTransaction;
  /** Another product on the same account sells something: none of our metadata, but all of Stripe's events. */
  otherSale(sale: OtherSale): Sold;
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
