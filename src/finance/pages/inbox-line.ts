import { html, type Html } from '../../http/html.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';

/** An event that waits longer than this is a sign that something is down. */
const LATE_MS = 10 * 60_000;

/** What became of Stripe's events: every one is counted once. Amber where a person should look. */
export function inboxLine({ texts, show }: { texts: FinanceTexts; show: Show }, data: Overview): Html {
  const { inbox, now } = data;
  const late =
    inbox.oldestPendingAt !== null && now.getTime() - inbox.oldestPendingAt.getTime() > LATE_MS
      ? inbox.oldestPendingAt
      : null;
  const amber = inbox.parked > 0 || late !== null;
  const counts = {
    received: show.count(inbox.received),
    applied: show.count(inbox.applied),
    ignored: show.count(inbox.ignored),
    parked: show.count(inbox.parked),
    waiting: show.count(inbox.pending),
  };
  return html`<p class="line ${amber ? 'amber' : ''}" role="status">
    <b>${texts.inboxTitle}</b>
    <span>${texts.inbox(counts)}. ${late === null ? null : texts.inboxLate(show.time(late))}</span>
  </p>`;
}

/** The parked events, so that someone can look them up in Stripe. */
export function parkedCard(
  { texts, show }: { texts: FinanceTexts; show: Show },
  { parked, inbox }: Overview,
): Html | null {
  if (parked.length === 0) return null;
  const title = texts.parkedTitle(inbox.parked);
  const columns = texts.parkedColumns;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.type}</th>
        <th scope="col">${columns.object}</th>
        <th scope="col">${columns.reason}</th>
        <th scope="col" class="num">${columns.attempts}</th>
        <th scope="col">${columns.since}</th>
      </tr>
    </thead>
    <tbody>
      ${parked.map(
        (event) =>
          html`<tr>
            <th scope="row">${event.type}</th>
            <td class="ref">${event.objectId}</td>
            <td class="ref">${event.lastError ?? '—'}</td>
            <td class="num">${show.count(event.attempts)}</td>
            <td>${event.parkedAt === null ? '—' : show.time(event.parkedAt)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return card('parked-title', title, tableFrame(texts.table(title), table));
}
