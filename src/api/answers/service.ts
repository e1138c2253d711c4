import * as z from 'zod';
import { count } from './parts.ts';

// What Stripe and whoever runs the service hear, and the form of every error.

export const problem = z
  .strictObject({
    type: z.string().meta({ description: '`urn:reader-support:problem:` and the code.' }),
    title: z.string().meta({ description: 'The status in words.' }),
    status: z.int().meta({ description: 'The HTTP status once more.' }),
    code: z.string().meta({
      description:
        'What went wrong, for programs; each answer of this description lists its codes in `x-codes`.',
      examples: ['invalid_field'],
    }),
    detail: z.string().meta({ description: 'What went wrong, for people. It never repeats the input.' }),
    field: z
      .string()
      .meta({ description: 'The field or parameter at fault, where there is one.' })
      .optional(),
    requestId: z
      .string()
      .meta({ description: 'Name it when you ask for help. Also in the header X-Request-Id.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

export const webhookAnswer = z
  .strictObject({ received: z.literal(true) })
  .meta({ id: 'WebhookAnswer', description: 'The event is on disk.' });

export const alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

export const ready = z
  .strictObject({
    status: z.literal('ok'),
    database: z.literal('ok'),
    migrations: z.literal('ok'),
    queue: z
      .enum(['ok', 'late'])
      .meta({ description: 'late: an event of Stripe’s has waited for ten minutes.' }),
    queueAgeSeconds: count('Seconds that the oldest event waits.'),
    parkedEvents: count('Events that gave up and wait for a person.'),
    clock: z
      .enum(['ok', 'behind'])
      .meta({ description: 'behind: Stripe’s newest event is from the future.' }),
  })
  .meta({ id: 'Ready' });

export const notReady = z
  .strictObject({
    status: z.literal('unavailable'),
    database: z.string().meta({ description: 'The name of the fault.' }),
  })
  .meta({ id: 'NotReady' });
