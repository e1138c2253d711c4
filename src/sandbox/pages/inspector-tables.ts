import { isClosed, isInquiry } from '../money/dispute-object.ts';
import type { Dispute } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import type { Html, Part } from './html.ts';
import { action, badge, day, link, money, slice, tableCard, type Column } from './inspector-parts.ts';
import { balanceTable, invoicesTable } from './inspector-books.ts';
import { paymentActions, paymentCells, paymentColumns } from './inspector-payments.ts';

type Table = (world: World, before?: string) => Html;

const amount: Column = { title: 'Amount', isNumber: true };

/** One table for each kind of object. */
export const tables: Record<string, Table> = {
  '/inspect/sessions': (world, before) =>
    table(world.state.sessions.all(), before, {
      title: 'Checkout sessions',
      path: '/inspect/sessions',
      columns: [
        { title: 'Session' },
        { title: 'Opened' },
        { title: 'Mode' },
        amount,
        { title: 'Status' },
        { title: 'Payment' },
        { title: '' },
      ],
      row: (session) => [
        link(session.id),
        day(session.created),
        session.mode === 'subscription' ? 'Recurring' : 'Once',
        money(session.amount_total, session.currency),
        badge(session.status),
        badge(session.payment_status),
        session.status === 'open' && action('pay', session.id, 'Pay', '/inspect/sessions'),
      ],
    }),

  '/inspect/payments': (world, before) =>
    table(world.state.charges.all(), before, {
      title: 'Payments',
      path: '/inspect/payments',
      columns: [...paymentColumns, { title: '' }],
      row: (charge) => [...paymentCells(world, charge), paymentActions(charge)],
    }),

  '/inspect/subscriptions': (world, before) =>
    table(world.state.subscriptions.all(), before, {
      title: 'Subscriptions',
      path: '/inspect/subscriptions',
      columns: [
        { title: 'Subscription' },
        { title: 'Since' },
        amount,
        { title: 'Every' },
        { title: 'Next' },
        { title: 'Status' },
        { title: '' },
      ],
      row: (subscription) => {
        const [item] = subscription.items.data;
        const isRunning = subscription.status !== 'canceled';
        return [
          link(subscription.id),
          day(subscription.start_date),
          money((item?.price.unit_amount ?? 0) * (item?.quantity ?? 1), subscription.currency),
          item?.price.recurring?.interval ?? '—',
          isRunning && !subscription.cancel_at_period_end ? day(item?.current_period_end ?? 0) : '—',
          badge(subscription.status),
          [
            isRunning && action('cancel', subscription.id, 'Cancel', '/inspect/subscriptions'),
            world.state.customers.has(subscription.customer) &&
              action('portal', subscription.customer, 'Portal', '/inspect/subscriptions'),
          ],
        ];
      },
    }),

  '/inspect/refunds': (world, before) =>
    table(world.state.refunds.all(), before, {
      title: 'Refunds',
      path: '/inspect/refunds',
      columns: [
        { title: 'Refund' },
        { title: 'Made' },
        { title: 'Charge' },
        amount,
        { title: 'Status' },
        { title: '' },
      ],
      row: (refund) => [
        link(refund.id),
        day(refund.created),
        link(refund.charge),
        money(refund.amount, refund.currency),
        badge(refund.status),
        refund.status === 'succeeded' && action('fail-refund', refund.id, 'Let it fail', '/inspect/refunds'),
      ],
    }),

  '/inspect/disputes': (world, before) =>
    table(world.state.disputes.all(), before, {
      title: 'Disputes',
      path: '/inspect/disputes',
      columns: [
        { title: 'Dispute' },
        { title: 'Opened' },
        { title: 'Charge' },
        amount,
        { title: 'Reason' },
        { title: 'Status' },
        { title: '' },
      ],
      row: (dispute) => [
        link(dispute.id),
        day(dispute.created),
        link(dispute.charge),
        money(dispute.amount, dispute.currency),
        dispute.reason,
        badge(dispute.status),
        disputeActions(dispute),
      ],
    }),

  '/inspect/warnings': (world, before) =>
    table(world.state.earlyFraudWarnings.all(), before, {
      title: 'Early fraud warnings',
      path: '/inspect/warnings',
      columns: [{ title: 'Warning' }, { title: 'Received' }, { title: 'Charge' }, { title: 'Actionable' }],
      row: (warning) => [
        link(warning.id),
        day(warning.created),
        link(warning.charge),
        badge(warning.actionable ? 'open' : 'closed'),
      ],
    }),

  '/inspect/balance': balanceTable,

  '/inspect/invoices': invoicesTable,

  '/inspect/payouts': (world, before) =>
    table(world.state.payouts.all(), before, {
      title: 'Payouts',
      path: '/inspect/payouts',
      columns: [
        { title: 'Payout' },
        { title: 'Sent' },
        { title: 'Arrives' },
        amount,
        { title: 'Lines', isNumber: true },
        { title: 'Status' },
        { title: 'Reconciliation' },
        { title: '' },
      ],
      row: (payout) => [
        link(payout.id),
        day(payout.created),
        day(payout.arrival_date),
        money(payout.amount, payout.currency),
        payout.automatic ? (world.state.payoutContents.get(payout.id)?.length ?? 1) - 1 : 'By hand',
        badge(payout.status),
        badge(payout.reconciliation_status),
        payout.status !== 'failed' &&
          payout.status !== 'canceled' &&
          action('fail-payout', payout.id, 'Let it fail', '/inspect/payouts'),
      ],
    }),
};

function disputeActions(dispute: Dispute): Part {
  const button = (what: string, label: string) => action(what, dispute.id, label, '/inspect/disputes');
  if (isInquiry(dispute)) return [button('escalate', 'Escalate'), button('close-inquiry', 'Close')];
  return !isClosed(dispute) && [button('win', 'Win'), button('lose', 'Lose')];
}

function table<T extends { id: string }>(
  items: readonly T[],
  before: string | undefined,
  {
    title,
    path,
    columns,
    row,
  }: { title: string; path: string; columns: readonly Column[]; row: (item: T) => Part[] },
): Html {
  const { rows, older } = slice(items, before);
  return tableCard(title, columns, rows.map(row), { total: items.length, older, path });
}
