import type { BalanceTransaction, Invoice } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { html, type Html, type Part } from './html.ts';
import { action, badge, day, link, money, slice, tableCard, type Column } from './inspector-parts.ts';

const amount: Column = { title: 'Amount', isNumber: true };

/** Every line of the balance, with what it cost and where it comes from. */
export function balanceTable(world: World, before?: string): Html {
  const items = world.state.balanceTransactions.all();
  const { rows, older } = slice(items, before);
  const columns = [
    { title: 'Line' },
    { title: 'Booked' },
    { title: 'Type' },
    { title: 'Source' },
    amount,
    { title: 'Fee', isNumber: true },
    { title: 'Net', isNumber: true },
    { title: 'Available' },
  ];
  const table = tableCard('Lines of the balance', columns, rows.map(lineCells), {
    total: items.length,
    older,
    path: '/inspect/balance',
  });
  return html`<div class="ctl">
      ${action('pay-out', '', 'Pay out what is available', '/inspect/payouts')}
    </div>
    ${table}`;
}

/** Invoices, with what can be done about one that is not paid. */
export function invoicesTable(world: World, before?: string): Html {
  const items = world.state.invoices.all();
  const { rows, older } = slice(items, before);
  const columns = [
    { title: 'Invoice' },
    { title: 'Drafted' },
    { title: 'Subscription' },
    amount,
    { title: 'Attempts', isNumber: true },
    { title: 'Status' },
    { title: '' },
  ];
  return tableCard('Invoices', columns, rows.map(invoiceCells), {
    total: items.length,
    older,
    path: '/inspect/invoices',
  });
}

function lineCells(line: BalanceTransaction): Part[] {
  return [
    link(line.id),
    day(line.created),
    line.type.replaceAll('_', ' '),
    link(line.source),
    money(line.amount, line.currency),
    line.fee === 0 ? '—' : money(-line.fee, line.currency),
    money(line.net, line.currency),
    day(line.available_on),
  ];
}

function invoiceCells(invoice: Invoice): Part[] {
  const button = (what: string, label: string) => action(what, invoice.id, label, '/inspect/invoices');
  return [
    link(invoice.id),
    day(invoice.created),
    link(invoice.parent?.subscription_details?.subscription as string | undefined),
    money(invoice.amount_due, invoice.currency),
    invoice.attempt_count,
    badge(invoice.status),
    invoice.status === 'open' && [
      button('pay-invoice', 'Pay'),
      button('paid-elsewhere', 'Paid elsewhere'),
      button('void-invoice', 'Void'),
      button('uncollectible', 'Write off'),
    ],
  ];
}
