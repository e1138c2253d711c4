import * as z from 'zod';
import { countSchema } from '../../appeal/count-routes.ts';
import { checkoutBodySchema, configQuery } from '../../checkout/request.ts';
import { oembedQuery } from '../../embed/oembed.ts';
import { PUBLIC } from '../../http/route.ts';
import { calendarQuery, reminderBody } from '../../reminders/request-schemas.ts';
import { checkoutAnswer, oembedAnswer, reminderAnswer, widgetConfig } from '../answers/readers.ts';
import type { Operation } from '../operation.ts';

const idempotencyKey = z.object({
  'Idempotency-Key': z.string().meta({
    description:
      'A new random text for each choice of a reader, kept for every try of that choice: one key leads to one payment page.',
    pattern: '^[ -~]{8,200}$',
    examples: ['5f0c1f8e-2f7d-4f0e-9f1b-0d8c6a9b7e21'],
  }),
});

const json = 'application/json';

/** What the box on a page calls, and whoever writes a box of their own. */
export const READERS = [
  {
    id: 'widgetConfig',
    group: 'readers',
    method: 'get',
    path: '/v1/widget-config',
    access: PUBLIC,
    query: configQuery,
    answers: { 200: { type: json, schema: widgetConfig } },
    problems: [],
  },
  {
    id: 'startCheckout',
    group: 'readers',
    method: 'post',
    path: '/v1/checkout',
    access: PUBLIC,
    headers: idempotencyKey,
    body: { type: json, schema: checkoutBodySchema },
    answers: { 201: { type: json, schema: checkoutAnswer } },
    problems: [
      'idempotency_key_required',
      'closed',
      'stopped_for_safety',
      'idempotency_key_reused',
      'currency_not_offered',
      'amount_too_small',
      'amount_too_large',
      'amount_step',
      'too_many_requests',
      'unavailable',
    ],
  },
  {
    id: 'askForReminder',
    group: 'readers',
    method: 'post',
    path: '/v1/reminders',
    access: PUBLIC,
    body: { type: json, schema: reminderBody },
    answers: { 202: { type: json, schema: reminderAnswer } },
    problems: ['mailbox_unsafe', 'mail_not_offered', 'too_many_requests', 'unavailable'],
  },
  {
    id: 'reminderCalendar',
    group: 'readers',
    method: 'get',
    path: '/v1/reminders/calendar.ics',
    access: PUBLIC,
    query: calendarQuery,
    answers: { 200: { type: 'text/calendar', headers: ['Content-Disposition'] } },
    // A day that no reader may choose can be read all the same.
    problems: [{ status: 422, code: 'invalid_field' }],
  },
  {
    id: 'countEvent',
    group: 'readers',
    method: 'post',
    path: '/v1/counts',
    access: PUBLIC,
    body: { type: 'text/plain', schema: countSchema },
    answers: { 204: {} },
    problems: [],
  },
  {
    id: 'oembed',
    group: 'readers',
    method: 'get',
    path: '/oembed',
    access: PUBLIC,
    query: oembedQuery,
    answers: { 200: { type: json, schema: oembedAnswer } },
    problems: ['not_found', 'format_not_implemented'],
  },
] as const satisfies readonly Operation[];
