import * as z from 'zod';
import { PUBLIC } from '../../http/route.ts';
import { alive, notReady, ready, webhookAnswer } from '../answers/service.ts';
import type { Operation } from '../operation.ts';

const json = 'application/json';

/** What Stripe calls, and whoever runs the service. */
export const SERVICE = [
  {
    id: 'stripeWebhook',
    group: 'service',
    method: 'post',
    path: '/webhooks/stripe',
    access: { kind: 'stripe_signature' },
    body: {
      type: '*/*',
      schema: z.unknown().meta({
        description:
          'An event of Stripe’s, byte for byte as it was signed. Its id, type and object are kept, nothing else.',
      }),
    },
    answers: { 200: { type: json, schema: webhookAnswer } },
    problems: ['bad_signature', 'unavailable'],
  },
  {
    id: 'livez',
    group: 'service',
    method: 'get',
    path: '/livez',
    access: PUBLIC,
    answers: { 200: { type: json, schema: alive } },
    problems: [],
  },
  {
    id: 'readyz',
    group: 'service',
    method: 'get',
    path: '/readyz',
    access: PUBLIC,
    answers: { 200: { type: json, schema: ready }, 503: { type: json, schema: notReady } },
    problems: [],
  },
  {
    id: 'metrics',
    group: 'service',
    method: 'get',
    path: '/metrics',
    access: { kind: 'metrics_token' },
    answers: { 200: { type: 'text/plain' } },
    problems: [],
  },
  {
    id: 'openapi',
    group: 'service',
    method: 'get',
    path: '/openapi.json',
    access: PUBLIC,
    answers: {
      200: { type: json, schema: z.looseObject({ openapi: z.string() }), headers: ['ETag'] },
      304: {},
    },
    problems: [],
  },
] as const satisfies readonly Operation[];
