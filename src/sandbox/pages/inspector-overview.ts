import { balanceOf } from '../money/balance.ts';
import type { World } from '../world/world.ts';
import { html, type Html } from './html.ts';
import { count, money, tableCard } from './inspector-parts.ts';
import { latestPayments } from './inspector-payments.ts';
import { requestsTable } from './inspector-events.ts';

/** The first page: is everything delivered, what is on the balance, what came in last. */
export function overview(world: World): Html {
  return html`${deliveryNote(world)} ${figures(world)}
    <div class="two">${latestPayments(world, 10)}${balanceCard(world)}</div>
    ${requestsTable(world, { limit: 10 })}`;
}

function deliveryNote(world: World): Html {
  const outstanding = world.deliveries.outstanding();
  if (world.state.webhookEndpoints.size() === 0)
    return html`<p class="note y">
      <b>No webhook endpoint is registered</b> <span>Events are kept and can be listed, but go nowhere.</span>
    </p>`;
  if (outstanding > 0)
    return html`<p class="note y" role="status">
      <b>${count(outstanding)} ${outstanding === 1 ? 'delivery is' : 'deliveries are'} under way</b>
      <a href="/inspect/events">Show events</a>
    </p>`;
  return html`<p class="note g" role="status">
    <b>Every delivery has been settled</b> <span>${count(world.counts.events)} events so far</span
    ><a href="/inspect/events">Show events</a>
  </p>`;
}

function figures(world: World): Html {
  const { state } = world;
  const running = state.subscriptions
    .all()
    .filter((subscription) => subscription.status !== 'canceled').length;
  const paid = state.charges.all().filter((charge) => charge.status === 'succeeded').length;
  const tiles: [string, string, string][] = [
    ['Payments', count(paid), `${count(state.charges.size() - paid)} failed or pending`],
    ['Sessions', count(state.sessions.size()), 'opened'],
    ['Subscriptions', count(running), `${count(state.subscriptions.size())} ever`],
    [
      'Refunds and disputes',
      count(state.refunds.size() + state.disputes.size()),
      `${count(state.disputes.size())} disputes`,
    ],
    ['Requests', count(world.counts.requests), `${count(world.counts.refused)} refused`],
  ];
  return html`<dl class="card kpis">
    ${tiles.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="v">${value}</dd>
          <dd class="n">${note}</dd>
        </div>`,
    )}
  </dl>`;
}

function balanceCard(world: World): Html {
  const balance = balanceOf(world);
  const rows = balance.available.map((available, i) => [
    available.currency.toUpperCase(),
    money(available.amount, available.currency),
    money(balance.pending[i]?.amount ?? 0, available.currency),
  ]);
  const columns = [
    { title: 'Currency' },
    { title: 'Available', isNumber: true },
    { title: 'Pending', isNumber: true },
  ];
  return tableCard('Balance', columns, rows, { empty: 'No money has come in yet.' });
}
