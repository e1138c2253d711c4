import { html, type Html } from '../../http/html.ts';
import type { InboxCounts } from '../../webhooks/webhook-event.ts';
import type { Visit } from './visit.ts';

/** An event that waits longer than this is a sign that something is down. */
const LATE_MS = 10 * 60_000;

/** What became of Stripe's events: every one is counted once. Amber where a person should look. */
export function inboxLine(
  { texts, show, now }: Visit,
  { inbox, isStripeSilent }: { inbox: InboxCounts; isStripeSilent: boolean },
): Html {
  const late = isLate(inbox, now) ? inbox.oldestPendingAt : null;
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
    <span>${texts.inbox(counts)}. ${late === null ? null : isStripeSilent ? texts.inboxSilent(show.time(late)) : texts.inboxLate(show.time(late))}</span>
  </p>`;
}

/** Whether events wait for so long that something must be down. */
export function isLate({ oldestPendingAt }: Pick<InboxCounts, 'oldestPendingAt'>, now: Date): boolean {
  return oldestPendingAt !== null && now.getTime() - oldestPendingAt.getTime() > LATE_MS;
}
