import { sweepAbandoned } from '../../src/checkout/sweep.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { WebhookEvent } from '../../src/webhooks/webhook-event.ts';
import { ledgerCsv, readBooks, type Books } from './compare.ts';
import { heal } from './heal.ts';
import { startLife } from './service.ts';
import type { Bench, SimulatedWorld } from './world.ts';

/** A history as Stripe rings it, told again to a service that knows nothing but what its readers promised. */
export type Told = { csv: string; pledges: string[]; settled: string };

/** One thing that happens while it is told. */
export type Beat = { kind: 'event'; event: WebhookEvent } | { kind: 'drain' };

/** Tells events in any order to an empty database, and reads the books that come of it. */
export async function retell(
  bench: Bench,
  world: SimulatedWorld,
  { promised, beats }: { promised: readonly Pledge[]; beats: Iterable<Beat> },
): Promise<Told> {
  let aheadMs = 0;
  const shelf = bench.newShelf();
  const life = startLife({
    config: { ...world.config, database: shelf.database },
    shelf,
    http: world.sandbox.httpClient,
    now: () => new Date(world.sandbox.now().getTime() + aheadMs),
    log: { debug() {}, info() {}, warn() {}, error() {} },
    doom: { awaitsLeft: null },
    dice: world.dice,
    christen: (pledge) => pledge,
    slowAnswers: 0,
    linger: async () => {},
    onDue: () => {},
    onDeath: () => {},
  });
  const { ctx } = life;
  try {
    for (const [i, pledge] of promised.entries()) {
      const claim = { keyHash: `told ${i}`, bodyHash: 'told', pledge };
      await ctx.store.claimCheckout(claim, pledge.createdAt);
    }
    for (const beat of beats) {
      if (beat.kind === 'drain') await ctx.projector.drain();
      else await ctx.store.recordWebhookEvents([{ event: beat.event, ignored: null }], ctx.now());
    }
    await toTheEnd();
    // Some lines of the balance no event tells of.
    await heal(ctx);
    await toTheEnd();
    await sweepAbandoned(ctx);
    const counts = await ctx.store.inboxCounts();
    const { pending, parked } = counts;
    return { ...toldBooks(await readBooks(ctx.store)), settled: JSON.stringify({ pending, parked }) };
  } finally {
    life.end();
    shelf.remove();
  }

  async function toTheEnd(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) {
      await ctx.projector.drain();
      const { pending } = await ctx.store.queueState();
      if (pending === 0) return;
      // What overtook each other is due again in a moment, and the clock stands still here.
      aheadMs += 1_200_000;
    }
  }
}

/** What two tellings must have in common: the export byte for byte, and each pledge as it stands. */
export function toldBooks(books: Books): { csv: string; pledges: string[] } {
  const pledges = books.pledges.map(({ pledgeId, status, amountMinor, marks, ...row }) => {
    // When a page that was never finished was given up depends on when somebody looked.
    const { expiredAt: _, ...kept } = marks;
    const { stripeSubscriptionId, stripeCustomerId, payments, paidMinor, refundedMinor } = row;
    const ids = { stripeSubscriptionId, stripeCustomerId };
    return JSON.stringify({
      pledgeId,
      status,
      amountMinor,
      ...kept,
      ...ids,
      payments,
      paidMinor,
      refundedMinor,
    });
  });
  return { csv: ledgerCsv(books), pledges: pledges.sort() };
}
