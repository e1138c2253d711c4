import type { StoredEvent } from '../events/event.ts';
import type { World } from '../world/world.ts';
import { html, type Html } from './html.ts';
import { action, badge, count, day, link, slice, tableCard } from './inspector-parts.ts';

/** Events, where they went and how that ended. */
export function eventsTable(world: World, before?: string): Html {
  const items = world.state.events.all();
  const { rows, older } = slice(items, before);
  const cells = rows.map((event) => {
    const deliveries = world.deliveries.of(event.id);
    const attempts = deliveries.reduce((sum, delivery) => sum + delivery.attempts.length, 0);
    return [
      link(event.id),
      day(event.created),
      event.type,
      link(event.objectId),
      badge(deliveryStatus(world, event)),
      attempts,
      action('resend', event.id, 'Send again', '/inspect/events'),
    ];
  });
  const columns = [
    { title: 'Event' },
    { title: 'Time' },
    { title: 'Type' },
    { title: 'Object' },
    { title: 'Delivery' },
    { title: 'Attempts', isNumber: true },
    { title: '' },
  ];
  return tableCard('Events of the last 30 days', columns, cells, {
    total: items.length,
    older,
    path: '/inspect/events',
  });
}

/** Every attempt to deliver one event. */
export function eventPage(world: World, event: StoredEvent): Html {
  const rows = world.deliveries
    .of(event.id)
    .flatMap((delivery) =>
      delivery.attempts.map((attempt, i) => [
        `${i + 1}.`,
        day(Math.floor(attempt.atMs / 1000)),
        world.state.webhookEndpoints.get(delivery.endpointId)?.url ?? 'an endpoint that is gone',
        attempt.status ?? 'no answer',
        attempt.note,
        `${count(attempt.durationMs)} ms`,
      ]),
    );
  const columns = [
    { title: 'Attempt' },
    { title: 'Time' },
    { title: 'Endpoint' },
    { title: 'Answer' },
    { title: 'Note' },
    { title: 'Took', isNumber: true },
  ];
  return html`<div class="ctl">
      ${action('resend', event.id, 'Send again', `/inspect/events/${event.id}`)}
    </div>
    ${tableCard('Attempts', columns, rows, { empty: 'No endpoint is registered for this type, or no attempt was made yet.' })}`;
}

/** The last requests and what was said about them. */
export function requestsTable(
  world: World,
  { only, limit = 100 }: { only?: string; limit?: number } = {},
): Html {
  const entries = world.requestLog.filter((entry) => only === undefined || entry.id === only).reverse();
  const rows = entries
    .slice(0, limit)
    .map((entry) => [
      html`<span class="mono">${entry.method} ${entry.path}</span>`,
      day(Math.floor(entry.atMs / 1000)),
      html`<span class="st ${entry.status >= 400 || entry.status === 0 ? 'r' : 'g'}">${entry.status}</span>`,
      html`<span class="wide">${entry.verdict}</span>`,
      `${entry.durationMs} ms`,
    ]);
  const columns = [
    { title: 'Request' },
    { title: 'Time' },
    { title: 'Status' },
    { title: 'Verdict' },
    { title: 'Took', isNumber: true },
  ];
  return tableCard('Latest requests', columns, rows, { total: world.counts.requests });
}

export function deliveryStatus(world: World, event: StoredEvent): string {
  const deliveries = world.deliveries.of(event.id);
  if (deliveries.length === 0) return 'not asked for';
  return deliveries.find((delivery) => delivery.status !== 'delivered')?.status ?? 'delivered';
}
