import type Stripe from 'stripe';
import type { Config } from '../config/config.ts';
import type { WebhookEvent } from '../webhooks/webhook-event.ts';

/** Five minutes either way: Stripe's own bound for the past, and ours for the future. */
const TOLERANCE_SECONDS = 300;

/** An event whose signature holds, with the connected account it came from, if any. */
export type SignedEvent = { event: WebhookEvent; account: string | null };

/**
 * Checks the signature over the raw body against every secret that is still valid, and takes the few
 * fields that the inbox keeps. Null: no valid, fresh signature, or no event.
 *
 * The SDK bounds only the past; a signature dated in the future would stay valid until then.
 */
export function readSignedEvent(
  stripe: Stripe,
  secrets: Config['stripe']['webhookSecrets'],
  body: Buffer,
  header: string | undefined,
  now: Date,
): SignedEvent | null {
  if (header === undefined || body.length === 0) return null;
  // Two times in one header: the SDK would believe the last, we the first.
  if ((header.match(/(?:^|,)\s*t=/g) ?? []).length !== 1) return null;
  const ageSeconds = now.getTime() / 1000 - signedAtOf(header);
  if (!(Math.abs(ageSeconds) <= TOLERANCE_SECONDS)) return null;
  for (const { secret, until } of secrets) {
    if (until !== null && until <= now) continue;
    try {
      const event = stripe.webhooks.constructEvent(
        body,
        header,
        secret,
        TOLERANCE_SECONDS,
        undefined,
        now.getTime(),
      );
      return signedEventOf(event);
    } catch {
      // Another secret may fit: during a rotation there are two.
    }
  }
  return null;
}

/**
 * How many seconds lie between our clock and a signature that is right in everything else: either the delivery
 * is old, or the clock is wrong. Null where the signature does not hold anyway.
 */
export function secondsOutOfTime(
  stripe: Stripe,
  secrets: Config['stripe']['webhookSecrets'],
  body: Buffer,
  header: string | undefined,
  now: Date,
): number | null {
  const signedAt = signedAtOf(header ?? '');
  if (Number.isNaN(signedAt)) return null;
  const holds = readSignedEvent(stripe, secrets, body, header, new Date(signedAt * 1000)) !== null;
  return holds ? Math.round(now.getTime() / 1000 - signedAt) : null;
}

/** The header's time in Unix seconds; NaN without one. */
function signedAtOf(header: string): number {
  return Number(/(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(header)?.[1] ?? Number.NaN);
}

function signedEventOf(event: Stripe.Event): SignedEvent | null {
  if (typeof event.id !== 'string' || typeof event.type !== 'string' || typeof event.created !== 'number')
    return null;
  return { account: event.account ?? null, event: webhookEventOf(event) };
}

/** The few fields of an event that the inbox keeps. */
export function webhookEventOf(event: Stripe.Event): WebhookEvent {
  const object = (event.data as { object?: { id?: unknown; object?: unknown } } | undefined)?.object;
  return {
    stripeEventId: event.id,
    type: event.type,
    // A few objects (upcoming invoices) have no id; no handled type is among them.
    objectId: typeof object?.id === 'string' ? object.id : '',
    objectType: typeof object?.object === 'string' ? object.object : '',
    createdAt: new Date(event.created * 1000),
    livemode: event.livemode,
    apiVersion: event.api_version,
  };
}
