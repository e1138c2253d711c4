import { endSubscription } from '../billing/ending.ts';
import type { Controls } from '../control/sandbox-type.ts';
import { invalidRequest } from '../http/fault.ts';
import type { World } from '../world/world.ts';

/** Presses one button of the inspector. */
export async function actOn(world: World, controls: Controls, form: URLSearchParams): Promise<void> {
  const id = form.get('id') ?? '';
  switch (form.get('do')) {
    case 'advance-hour':
      return controls.advance({ hours: 1 });
    case 'advance-day':
      return controls.advance({ days: 1 });
    case 'advance-month':
      return controls.advance(nextMonth(controls.now()));
    case 'pay':
      return void controls.pay(id);
    case 'refund':
      return void controls.refund(id);
    case 'fail-refund':
      return controls.failRefund(id);
    case 'dispute':
      return void controls.dispute(id);
    case 'fail-payout':
      return void controls.failPayout(id);
    case 'fail-debit':
      return controls.failDebit(id);
    case 'inquire':
      return void controls.dispute(id, { inquiry: true });
    case 'escalate':
      return controls.escalate(id);
    case 'close-inquiry':
      return controls.closeDispute(id, 'warning_closed');
    case 'fraud-warning':
      return void controls.warnOfFraud(id);
    case 'pay-invoice':
      return void controls.call('POST', `/v1/invoices/${id}/pay`);
    case 'paid-elsewhere':
      return void controls.call('POST', `/v1/invoices/${id}/pay`, { paid_out_of_band: true });
    case 'void-invoice':
      return void controls.call('POST', `/v1/invoices/${id}/void`);
    case 'uncollectible':
      return void controls.call('POST', `/v1/invoices/${id}/mark_uncollectible`);
    case 'pay-out':
      return void controls.payOut();
    case 'win':
      return controls.closeDispute(id, 'won');
    case 'lose':
      return controls.closeDispute(id, 'lost');
    case 'cancel': {
      const subscription = world.state.subscriptions.get(id);
      if (subscription !== undefined)
        endSubscription(world, subscription, { reason: 'cancellation_requested' });
      return;
    }
    case 'resend': {
      const event = world.state.events.get(id);
      if (event !== undefined) world.deliveries.resend(event);
      return;
    }
    default:
      throw invalidRequest('There is no such button.', 'do');
  }
}

/** The same day of the next month, or its last day. */
function nextMonth(now: Date): Date {
  const lastDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 0)).getUTCDate();
  const moved = new Date(now);
  moved.setUTCMonth(now.getUTCMonth() + 1, Math.min(now.getUTCDate(), lastDay));
  return moved;
}
