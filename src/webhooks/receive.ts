import type { AppContext } from '../context.ts';
import { AppError, unavailable } from '../errors.ts';
import { errorName } from '../log.ts';
import { reasonToIgnore } from './event-types.ts';
import { readSignedEvent, secondsOutOfTime } from '../stripe/signed-event.ts';

/** What taking a delivery needs. */
export type Receiver = Pick<
  AppContext,
  'config' | 'store' | 'stripe' | 'projector' | 'metrics' | 'log' | 'now'
>;

/** Services whose log says already that signatures are out of time: a wrong clock refuses every event. */
const toldOutOfTime = new WeakSet<AppContext['log']>();

/**
 * Takes one delivery. It is on disk when this returns, and the projector looks in the next turn of the loop,
 * once the answer is out. Throws the refusal where the delivery is to come again.
 */
export async function receiveWebhook(
  ctx: Receiver,
  body: unknown,
  signature: string | undefined,
): Promise<void> {
  const { webhookSecrets, livemode } = ctx.config.stripe;
  const now = ctx.now();
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const signed = readSignedEvent(ctx.stripe, webhookSecrets, bytes, signature, now);
  if (signed === null) {
    const seconds = secondsOutOfTime(ctx.stripe, webhookSecrets, bytes, signature, now);
    if (seconds !== null && !toldOutOfTime.has(ctx.log)) {
      toldOutOfTime.add(ctx.log);
      ctx.log.error('webhook_out_of_time', { reason: 'check_the_clock', durationMs: seconds * 1000 });
    }
    ctx.metrics.webhookEvents.inc({ outcome: 'bad_signature' });
    throw new AppError(
      400,
      'bad_signature',
      'The signature is missing, wrong or too old. Check the signing secret and the clock.',
    );
  }
  toldOutOfTime.delete(ctx.log);
  const ignored = reasonToIgnore(signed.event, { livemode, account: signed.account });
  let verdict: 'new' | 'duplicate' | undefined;
  try {
    [verdict] = await ctx.store.recordWebhookEvents([{ event: signed.event, ignored }], now);
  } catch (error) {
    // Stripe tries again for three days; acknowledging what is not on disk would lose it.
    ctx.log.error('webhook_not_recorded', {
      error: errorName(error),
      eventId: signed.event.stripeEventId,
    });
    throw unavailable('The event could not be recorded. Send it again.', 60, error);
  }
  ctx.metrics.webhookEvents.inc({
    outcome: verdict === 'duplicate' ? 'duplicate' : (ignored ?? 'recorded'),
  });
  if (verdict === 'new' && ignored === null) ctx.projector.nudge();
}
