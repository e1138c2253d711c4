import type { Charge } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import type { Html, Part } from './html.ts';
import { action, badge, day, link, money, slice, tableCard, type Column } from './inspector-parts.ts';

export const paymentColumns: readonly Column[] = [
  { title: 'Charge' },
  { title: 'Time' },
  { title: 'Method' },
  { title: 'Paid', isNumber: true },
  { title: 'Fee', isNumber: true },
  { title: 'Net', isNumber: true },
  { title: 'Status' },
];

/** The last few payments, with what they cost and brought. */
export function latestPayments(world: World, limit: number): Html {
  const items = world.state.charges.all();
  const rows = slice(items, undefined, limit).rows.map((charge) => paymentCells(world, charge));
  return tableCard('Latest payments', paymentColumns, rows, { total: items.length });
}

/** One payment, with what it cost and brought. */
export function paymentCells(world: World, charge: Charge): Part[] {
  const line = world.state.balanceTransactions.get(charge.balance_transaction ?? '');
  const card = charge.payment_method_details?.card;
  return [
    link(charge.id),
    day(charge.created),
    card === undefined ? 'Bank debit' : `•••• ${card.last4} ${card.country}`,
    money(charge.amount, charge.currency),
    line === undefined ? '—' : money(-line.fee, line.currency),
    line === undefined ? '—' : money(line.net, line.currency),
    badge(statusOf(charge)),
  ];
}

/** What can be done with a payment. */
export function paymentActions(charge: Charge): Part {
  const isOpen = charge.status === 'succeeded' && !charge.refunded && !charge.disputed;
  const isCard = charge.payment_method_details?.type === 'card';
  const button = (what: string, label: string) => action(what, charge.id, label, '/inspect/payments');
  return (
    isOpen && [
      button('refund', 'Refund'),
      button('dispute', 'Dispute'),
      isCard ? button('inquire', 'Inquire') : button('fail-debit', 'Let it fail'),
      isCard && button('fraud-warning', 'Warn'),
    ]
  );
}

function statusOf(charge: Charge): string {
  if (charge.disputed) return 'disputed';
  if (charge.refunded) return 'refunded';
  return charge.amount_refunded > 0 ? 'partly refunded' : charge.status;
}
