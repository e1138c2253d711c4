import { WEBHOOK_SECRET } from '../_support/settings.ts';
import { OPERATIONS } from '../../src/api/operations/all.ts';
import { METRICS_TOKEN, type FilledService } from './filled-service.ts';

/** A request to the service as the documentation shows it, and what really came back. */
export type Exchange = {
  /** The operation; `error` for one that shows what goes wrong. */
  id: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: string };
  answer: { status: number; headers: Record<string, string>; body: string };
};

type Call = { method?: string; path: string; headers?: Record<string, string>; body?: string; open?: true };

/** Headers that a reader of the documentation wants to see. */
const SHOWN = ['content-type', 'content-disposition', 'repr-digest', 'retry-after'];

const json = { 'Content-Type': 'application/json' };

/** One call of every operation in an order that makes sense, and three that go wrong. */
function calls(event: string, signature: string): [id: string, call: Call][] {
  const files = OPERATIONS.flatMap(({ id, path, file }): [string, Call][] =>
    file === undefined ? [] : [[id, { path: `${path}?${file.table === 'payouts' ? 'currency=EUR&' : ''}period=2026-09` }]],
  ); // prettier-ignore
  return [
    ['widgetConfig', { path: '/v1/widget-config?lang=en', open: true }],
    ['startCheckout', { method: 'POST', path: '/v1/checkout', open: true, headers: { ...json, 'Idempotency-Key': '5f0c1f8e-2f7d-4f0e-9f1b-0d8c6a9b7e21' }, body: '{"frequency":"monthly","amountMinor":500,"currency":"USD","campaign":"article","lang":"en"}' }],
    ['askForReminder', { method: 'POST', path: '/v1/reminders', open: true, headers: json, body: '{"email":"reader@mail.example","when":"next_month","lang":"en"}' }],
    ['reminderCalendar', { path: '/v1/reminders/calendar.ics?when=next_month&lang=en', open: true }],
    ['countEvent', { method: 'POST', path: '/v1/counts', open: true, headers: { 'Content-Type': 'text/plain', Origin: 'https://news.example.org' }, body: '{"event":"view","campaign":"article","lang":"en"}' }],
    ['oembed', { path: '/oembed?url=https%3A%2F%2Fnews.example.org%2Fan-article', open: true }],
    ['summary', { path: '/v1/summary?period=2026-09' }],
    ['reconciliation', { path: '/v1/reconciliation?period=2026-09' }],
    ['closePeriod', { method: 'POST', path: '/v1/periods/2026-09/close', headers: json, body: '{}' }],
    ['periods', { path: '/v1/periods' }],
    ...files,
    ['dictionary', { path: '/v1/dictionary.json', open: true }],
    ['dictionaryCsv', { path: '/v1/dictionary.csv', open: true }],
    ['reopenPeriod', { method: 'POST', path: '/v1/periods/2026-09/reopen', headers: json, body: '{"reason":"A refund of September was missing."}' }],
    ['auditLines', { path: '/v1/audit.jsonl?action=month_close' }],
    ['stripeWebhook', { method: 'POST', path: '/webhooks/stripe', open: true, headers: { ...json, 'Stripe-Signature': signature }, body: event }],
    ['livez', { path: '/livez', open: true }],
    ['readyz', { path: '/readyz', open: true }],
    ['metrics', { path: '/metrics', open: true, headers: { Authorization: `Bearer ${METRICS_TOKEN}` } }],
    ['openapi', { path: '/openapi.json', open: true }],
    ['error', { path: '/v1/ledger.csv?perod=2026-10' }],
    ['error', { path: '/v1/summary?period=2026-13' }],
    ['error', { path: '/v1/summary', open: true }],
  ]; // prettier-ignore
}

/** Calls everything once and keeps what was said, whole. */
export async function callEverything({ service, key }: FilledService): Promise<Exchange[]> {
  const event = JSON.stringify({
    id: 'evt_1TestEvent', object: 'event', api_version: '2026-10-28.endive', created: Math.floor(service.ctx.now().getTime() / 1000),
    livemode: false, type: 'payout.paid', data: { object: { id: 'po_1TestPayout', object: 'payout' } },
  }); // prettier-ignore
  const signature = service.ctx.stripe.webhooks.generateTestHeaderString({
    payload: event,
    secret: WEBHOOK_SECRET,
    timestamp: Math.floor(service.ctx.now().getTime() / 1000),
  });
  const exchanges: Exchange[] = [];
  for (const [id, { method = 'GET', path, body, open, headers = {} }] of calls(event, signature)) {
    const sent = { ...(open ? {} : { Authorization: `Bearer ${key}` }), ...headers };
    const answer = await fetch(`${service.url}${path}`, { method, headers: sent, ...(body && { body }) });
    exchanges.push({
      id,
      request: { method, path, headers: sent, ...(body && { body }) },
      answer: {
        status: answer.status,
        headers: Object.fromEntries([...answer.headers].filter(([name]) => SHOWN.includes(name))),
        body: await answer.text(),
      },
    });
  }
  return exchanges;
}
