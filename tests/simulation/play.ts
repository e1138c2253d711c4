import { eraseServedTokens, purgeCheckouts, sweepAbandoned } from '../../src/checkout/sweep.ts';
import { heal } from './heal.ts';
import type { Script, Step } from './script.ts';
import type { SimulatedWorld } from './world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How often the jobs of the day run here. A backup of twenty days is still healed from the thirty that Stripe lists. */
const JOBS_EVERY_MS = 3 * DAY;

/** What the script's readers have got: their session at Stripe by number of the pledge. */
export type Cast = { sessions: Map<number, string>; promised: Map<number, string> };

/** Plays the year, then lets everything that is under way come to its end. */
export async function play(world: SimulatedWorld, script: Script): Promise<Cast> {
  const cast: Cast = { sessions: new Map(), promised: new Map() };
  world.sandbox.call('POST', '/v1/products', { id: world.config.publisher.stripeProduct, name: 'Support' });
  troubleDeliveries(world, script);
  let nextJobsMs = script.startMs + JOBS_EVERY_MS;
  for (const step of script.steps) {
    while (nextJobsMs < step.atMs) {
      await world.advance(nextJobsMs);
      await runJobs(world);
      nextJobsMs += JOBS_EVERY_MS;
    }
    await world.advance(step.atMs);
    world.say(JSON.stringify(step));
    await take(world, cast, step);
  }
  await world.advance(script.endMs);
  await comeToRest(world);
  return cast;
}

function troubleDeliveries({ sandbox }: SimulatedWorld, { deliveries }: Script): void {
  const delays = [30_000, 40 * MINUTE, 20 * 60 * MINUTE];
  for (const fault of ['duplicate', 'badSignature', 'staleTimestamp', 'twoSignatures', 'reorder'] as const)
    if (deliveries[fault] > 0)
      sandbox.chaos.deliveries.push({ fault, probability: deliveries[fault], delayMs: 5 * MINUTE });
  if (deliveries.lostUpdates > 0)
    sandbox.chaos.deliveries.push({
      fault: 'drop',
      types: ['charge.updated'],
      probability: deliveries.lostUpdates,
    });
  if (deliveries.lost > 0) sandbox.chaos.deliveries.push({ fault: 'drop', probability: deliveries.lost });
  for (const delayMs of delays)
    if (deliveries.delay > 0)
      sandbox.chaos.deliveries.push({
        fault: 'delay',
        probability: deliveries.delay / delays.length,
        delayMs,
      });
}

/** False where a job ended early: it is tried again at its time. */
async function runJobs(world: SimulatedWorld): Promise<boolean> {
  const life = world.life();
  if (life === null) return false;
  const run = async () => {
    await sweepAbandoned(life.ctx);
    await eraseServedTokens(life.ctx);
    await purgeCheckouts(life.ctx);
    await heal(life.ctx);
  };
  try {
    await world.during(life, run);
    return true;
  } catch (error) {
    world.say(`  a job ends early: ${error instanceof Error ? error.message : 'no reason'}`);
    return false;
  }
}

/** Outages over, clocks right, everything that was sent has arrived and was looked at. */
async function comeToRest(world: SimulatedWorld): Promise<void> {
  const { sandbox, doom } = world;
  sandbox.chaos.clear();
  doom.awaitsLeft = null;
  world.clockOffsetMs = 0;
  world.receiverDownUntilMs = 0;
  let isHealed = false;
  for (let turn = 0; turn < 2_000; turn++) {
    const life = await world.alive();
    await world.advance(sandbox.now().getTime() + 10 * MINUTE);
    const { pending } = await life.ctx.store.queueState();
    if (pending > 0 || sandbox.world.deliveries.outstanding() > 0) continue;
    // What the healing finds may be more work.
    if (isHealed) return;
    isHealed = await runJobs(world);
  }
  throw new Error('the world does not come to rest');
}

async function take(world: SimulatedWorld, cast: Cast, step: Step): Promise<void> {
  const { sandbox, doom } = world;
  const now = () => sandbox.now().getTime();
  switch (step.do) {
    case 'checkout':
      return checkout(world, cast, step);
    case 'crash':
      // One that is still on its way has met no await for long: it strikes now.
      if (doom.awaitsLeft !== null) world.crash(step.downMs);
      world.downMs = step.downMs;
      doom.awaitsLeft = step.afterAwaits;
      return;
    case 'restart':
      return world.crash(step.downMs);
    case 'backup':
      return world.backUp();
    case 'restore':
      return world.restore();
    case 'receiver_outage':
      world.receiverDownUntilMs = Math.max(world.receiverDownUntilMs, now() + step.lastsMs);
      return;
    case 'clock_step':
      world.clockOffsetMs = step.offsetMs;
      return;
    case 'api_trouble':
      sandbox.chaos.api.push({
        fault: step.fault,
        status: step.status,
        executed: step.executed,
        times: step.times,
      });
      return;
    case 'api_outage': {
      const rule = { fault: 'status', status: step.status, times: 1e9 } as const;
      sandbox.chaos.api.unshift(rule);
      sandbox.world.clock.at((now() + step.lastsMs) / 1000, () => {
        const at = sandbox.chaos.api.indexOf(rule);
        if (at >= 0) sandbox.chaos.api.splice(at, 1);
      });
      return;
    }
    case 'rotate_secret': {
      const secret = `whsec_${Buffer.from(`rotated secret number ${world.dice.between(0, 1e9)}`).toString('base64')}`;
      if (step.part === 'learn') {
        cast.promised.set(-1, secret);
        world.learnSecret(secret);
      } else {
        const [endpoint] = sandbox.state.webhookEndpoints.all();
        sandbox.state.webhookSecrets.set(endpoint?.id ?? '', cast.promised.get(-1) ?? secret);
      }
      return;
    }
    default:
      return atStripe(world, cast, step);
  }
}

/** A reader presses Continue, again where it failed, and pays some time after. */
async function checkout(world: SimulatedWorld, cast: Cast, step: Step & { do: 'checkout' }): Promise<void> {
  const { sandbox } = world;
  const { frequency, amountMinor, currency, campaign, card, payAfterMs } = step.plan;
  const accepted = { frequency, amountMinor, currency, campaign, lang: 'en', variant: null };
  for (let press = 0; press < 5; press++) {
    const life = await world.alive();
    try {
      const answer = await world.during(life, () =>
        life.desk.start(`key of pledge ${step.pledge}`, accepted, null),
      );
      const sessionId = new URL((JSON.parse(answer) as { url: string }).url).pathname.split('/').at(-1) ?? '';
      cast.sessions.set(step.pledge, sessionId);
      if (payAfterMs !== null)
        sandbox.world.clock.at((sandbox.now().getTime() + payAfterMs) / 1000, () => {
          const outcome = sandbox.pay(sessionId, { card });
          if (outcome.result === 'challenge') sandbox.answerChallenge(sessionId, step.pledge % 4 !== 0);
        });
      return;
    } catch (error) {
      world.say(`  the reader is told: ${error instanceof Error ? error.message : 'no answer'}`);
      await world.advance(sandbox.now().getTime() + MINUTE);
    }
  }
}

/** What staff, supporters and banks do at Stripe; what Stripe refuses does not happen. */
function atStripe(world: SimulatedWorld, cast: Cast, step: Step): void {
  try {
    actAtStripe(world, cast, step);
  } catch (error) {
    world.say(`  Stripe refuses: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function actAtStripe({ sandbox }: SimulatedWorld, cast: Cast, step: Step): void {
  const { state } = sandbox;
  if (step.do === 'other_sale') {
    sandbox.otherSale({
      amountMinor: step.amountMinor,
      currency: step.currency.toLowerCase(),
      ...(step.monthly ? { recurring: 'month' as const } : {}),
    });
    return;
  }
  if (step.do === 'fail_payout') {
    const sent = state.payouts.all().filter(({ status }) => status === 'in_transit' || status === 'paid');
    const latest = sent.at(-1);
    if (latest !== undefined) sandbox.failPayout(latest.id, step.code);
    return;
  }
  if (step.do === 'account_line') {
    if (step.line === 'fee') sandbox.chargeAccountFee(step.currency, step.amountMinor);
    else sandbox.adjustBalance(step.currency, step.amountMinor);
    return;
  }
  if (!('pledge' in step)) return;
  const session = state.sessions.get(cast.sessions.get(step.pledge) ?? '');
  if (session === undefined) return;
  const subscription = session.subscription;
  const charges = state.charges
    .all()
    .filter((charge) => charge.status === 'succeeded' && chargesSession(charge.payment_intent as string));
  function chargesSession(intent: string): boolean {
    if (subscription === null) return intent === session?.payment_intent;
    return state.invoicePayments
      .by('payment_intent', intent)
      .some(({ invoice }) =>
        state.invoices.by('subscription', subscription ?? '').some(({ id }) => id === invoice),
      );
  }
  const disputeIn = (status: string) =>
    state.disputes
      .all()
      .find((dispute) => dispute.status === status && charges.some(({ id }) => id === dispute.charge));
  const charge = 'last' in step && step.last ? charges.at(-1) : charges[0];
  switch (step.do) {
    case 'refund': {
      if (charge === undefined) return;
      const left = charge.amount - charge.amount_refunded;
      const refund = sandbox.refund(charge.id, Math.max(1, Math.floor(left * step.share)));
      if (step.fails)
        sandbox.world.clock.at(sandbox.world.clock.now() + 2 * 86_400, () => sandbox.failRefund(refund.id));
      return;
    }
    case 'dispute':
      if (charge !== undefined)
        sandbox.dispute(charge.id, {
          inquiry: step.inquiry,
          amountMinor: Math.max(1, Math.floor(charge.amount * step.share)),
        });
      return;
    case 'escalate': {
      const asked = disputeIn('warning_needs_response');
      if (asked !== undefined) sandbox.escalate(asked.id);
      return;
    }
    case 'close_dispute': {
      const asked = disputeIn('warning_needs_response');
      if (asked !== undefined) return sandbox.closeDispute(asked.id, 'warning_closed');
      const open = disputeIn('needs_response');
      if (open !== undefined)
        sandbox.closeDispute(open.id, step.outcome, Math.floor(open.amount * step.returned) || undefined);
      return;
    }
    case 'warn_of_fraud':
      if (charge !== undefined) sandbox.warnOfFraud(charge.id);
      return;
    case 'pay_elsewhere': {
      const open = state.invoices
        .by('subscription', subscription ?? '')
        .find(({ status }) => status === 'open');
      if (open === undefined) return;
      if (step.how === 'write_off') sandbox.call('POST', `/v1/invoices/${open.id}/mark_uncollectible`);
      else
        sandbox.call(
          'POST',
          `/v1/invoices/${open.id}/pay`,
          step.how === 'elsewhere' ? { paid_out_of_band: true } : {},
        );
      return;
    }
    case 'second_subscription': {
      const first = state.subscriptions.get(subscription ?? '');
      const price = first?.items.data[0]?.price.id;
      if (first === undefined || price === undefined) return;
      sandbox.call('POST', '/v1/subscriptions', {
        customer: first.customer,
        items: [{ price }],
        metadata: first.metadata,
      });
      return;
    }
    case 'cancel':
      if (subscription === null) return;
      if (step.how === 'now') sandbox.call('DELETE', `/v1/subscriptions/${subscription}`);
      else
        sandbox.call('POST', `/v1/subscriptions/${subscription}`, {
          cancel_at_period_end: step.how === 'at_period_end',
        });
      return;
    case 'pause':
      if (subscription === null) return;
      sandbox.call('POST', `/v1/subscriptions/${subscription}`, {
        pause_collection: step.behavior === null ? '' : { behavior: step.behavior },
      });
      return;
    case 'change_amount': {
      const item = state.subscriptions.get(subscription ?? '')?.items.data[0];
      if (item === undefined) return;
      sandbox.call('POST', `/v1/subscriptions/${subscription}`, {
        proration_behavior: 'none',
        items: [
          {
            id: item.id,
            price_data: {
              currency: item.price.currency,
              product: item.price.product,
              unit_amount: Math.ceil((item.price.unit_amount ?? 0) * step.factor),
              recurring: { interval: item.price.recurring?.interval },
            },
          },
        ],
      });
      return;
    }
    case 'change_card':
      if (subscription !== null && state.subscriptions.get(subscription)?.status !== 'canceled')
        sandbox.changeCard(subscription, step.card);
      return;
    default:
  }
}
