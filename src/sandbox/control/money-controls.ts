import { noSuch } from '../http/fault.ts';
import { adjustBalance, chargeAccountFee } from '../money/account.ts';
import { failLate } from '../money/debits.ts';
import { closeDispute, escalate, openDispute } from '../money/disputes.ts';
import { warnOfFraud } from '../money/early-fraud-warnings.ts';
import { failPayout } from '../money/payout-returns.ts';
import { payOut } from '../money/payouts.ts';
import { failRefund, refundCharge } from '../money/refunds.ts';
import type { Charge, Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import type { Controls } from './sandbox-type.ts';

type MoneyControls = Pick<
  Controls,
  | 'refund'
  | 'failRefund'
  | 'failDebit'
  | 'dispute'
  | 'escalate'
  | 'closeDispute'
  | 'warnOfFraud'
  | 'payOut'
  | 'failPayout'
  | 'chargeAccountFee'
  | 'adjustBalance'
>;

/** What banks and Stripe do to money after it was paid. */
export function moneyControls(world: World): MoneyControls {
  const { state } = world;
  return {
    refund: (id, amountMinor) => refundCharge(world, chargeFor(world, id), { amountMinor }),
    failRefund(refundId) {
      const refund = state.refunds.get(refundId);
      if (refund === undefined) throw noSuch('refund', refundId);
      failRefund(world, refund);
    },
    failDebit: (id) => failLate(world, chargeFor(world, id)),
    dispute: (id, how) => openDispute(world, chargeFor(world, id), how),
    escalate: (disputeId) => escalate(world, disputeOf(world, disputeId)),
    closeDispute: (disputeId, outcome, returnedMinor) =>
      closeDispute(world, disputeOf(world, disputeId), outcome, returnedMinor),
    warnOfFraud: (id) => warnOfFraud(world, chargeFor(world, id)),
    payOut: () => payOut(world),
    failPayout(payoutId, code) {
      const payout = state.payouts.get(payoutId);
      if (payout === undefined) throw noSuch('payout', payoutId);
      failPayout(world, payout, code);
      return payout;
    },
    chargeAccountFee: (currency, amountMinor, description) =>
      chargeAccountFee(world, { currency, amountMinor, description }),
    adjustBalance: (currency, amountMinor, description) =>
      adjustBalance(world, { currency, amountMinor, description }),
  };
}

function disputeOf(world: World, id: string): Dispute {
  const dispute = world.state.disputes.get(id);
  if (dispute === undefined) throw noSuch('dispute', id);
  return dispute;
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
