import { setTimeout as wait } from 'node:timers/promises';
import type { AppContext } from '../context.ts';
import { StorageFault } from '../errors.ts';
import { errorName } from '../log.ts';
import { isStripeAway } from '../stripe/errors.ts';
import type { BalanceLine } from '../stripe/balance-line.ts';
import { READ_ORDER } from '../stripe/read-facts.ts';
import type { LineFate } from './fill.ts';
import { createLook, type Looked, type Target } from './look.ts';
import { Overtaken } from './overtaken.ts';
import { eachAtOnce } from './pool.ts';
import type { InboxEvent } from './webhook-event.ts';

/**
 * Turns recorded events into pledges and entries, at its own pace, outside any request. Of several instances the one that
 * holds the lease `project` works the inbox that all of them fill; the others leave it alone.
 */
export type Projector = {
  /** Something was recorded: look soon. */
  nudge(): void;
  /** Works until nothing is due, if that is this instance's to do. */
  drain(): Promise<ProjectionRun>;
  /** The same, and waits where another instance works the inbox: until nothing is due any more, or patience is over. */
  settle(patience: AbortSignal): Promise<ProjectionRun>;
  /** Looks at one object now, whatever the inbox says of it. */
  look(target: Target): Promise<Looked>;
  /** Books what of the listed movements is missing, through the same looks; says how each stands. */
  fill(lines: readonly BalanceLine[]): Promise<Map<string, LineFate>>;
  /** Finishes what is under way and takes no more. */
  stop(): Promise<void>;
};

/** How many events were settled, and how many tries failed. `elsewhere`: another instance works the inbox. */
export type ProjectionRun = { settled: number; failed: number; elsewhere: boolean };

type Needs = Parameters<typeof createLook>[0] & Pick<AppContext, 'leases'>;

const BATCH = 200;
/** Reads under way at once: one slow answer of Stripe's holds up nobody else. */
const AT_ONCE = 8;
/** After this many tries an event waits for a person. Stripe or the database being away is not the event's fault. */
const PARK_AFTER = 10;
const PARK_AFTER_AWAY = 200;
/** The holder of the lease looks every second: after a refusal we need not ask for each event that is recorded. */
const ASK_AGAIN_MS = 1_000;
/** How often is looked whether the holder is done. */
const LOOK_EVERY_MS = 200;

export function createProjector(needs: Needs): Projector {
  const { store, now } = needs;
  const { lookOnce, look, fill } = createLook(needs);
  let running: Promise<ProjectionRun> | null = null;
  let refusedAtMs = Number.NEGATIVE_INFINITY;
  const wish = { again: false, stop: false };
  const isOurs = () => needs.leases.hold('project');

  function drain(): Promise<ProjectionRun> {
    // One loop at a time: a second call asks the running one to look once more, and waits for it.
    wish.again = true;
    running ??= loop();
    return running;
  }

  async function loop(): Promise<ProjectionRun> {
    const run: ProjectionRun = { settled: 0, failed: 0, elsewhere: false };
    try {
      // Not before `running` is set: the end of the loop must be able to take it back.
      await Promise.resolve();
      while (wish.again && !wish.stop) {
        wish.again = false;
        while (!wish.stop) {
          run.elsewhere = !(await isOurs());
          if (run.elsewhere) break;
          const due = await store.dueWebhookEvents(now(), BATCH);
          if (due.length === 0) break;
          await batch(due, run);
        }
      }
      if (run.elsewhere) refusedAtMs = performance.now();
      return run;
    } finally {
      // In the same step as the last look at `again`: a call in between would be answered by a loop that is over.
      running = null;
    }
  }

  /** One read of a telling object settles the others' events: those come first, the rest is looked at after. */
  async function batch(due: InboxEvent[], run: ProjectionRun): Promise<void> {
    const settled = new Set<number>();
    const ranks = [
      ...READ_ORDER.map((type) => due.filter((event) => event.objectType === type)),
      due.filter((event) => !READ_ORDER.includes(event.objectType)),
    ];
    for (const rank of ranks) {
      await eachAtOnce(rank, AT_ONCE, async (event) => {
        if (wish.stop || settled.has(event.seq)) return;
        // Whoever was held up and has lost the lease meanwhile leaves the rest to its new holder.
        if (await isOurs()) await attempt(event, settled, run);
      });
    }
    run.settled += settled.size;
    needs.metrics.webhookEvents.inc({ outcome: 'applied' }, settled.size);
  }

  async function attempt(event: InboxEvent, settled: Set<number>, run: ProjectionRun): Promise<void> {
    try {
      for (const seq of await projectEvent(event)) settled.add(seq);
    } catch (error) {
      run.failed += 1;
      const isNotItsFault =
        isStripeAway(error) || error instanceof StorageFault || error instanceof Overtaken;
      const limit = isNotItsFault ? PARK_AFTER_AWAY : PARK_AFTER;
      const parked = event.attempts + 1 >= limit;
      const nextAttemptAt = parked
        ? null
        : new Date(now().getTime() + (error instanceof Overtaken ? 500 : backoffMs(event.attempts)));
      await store.failWebhookEvent(event.seq, { error: errorName(error), nextAttemptAt }, now());
      needs.metrics.webhookEvents.inc({ outcome: parked ? 'parked' : 'retry' });
      const fields = {
        eventId: event.stripeEventId,
        eventType: event.type,
        error: errorName(error),
        attempt: event.attempts + 1,
      };
      if (parked) needs.log.error('webhook_event_parked', fields);
      else needs.log.warn('projection_failed', fields);
    }
  }

  /** Returns the events that a look at one event's object settled. */
  async function projectEvent(event: InboxEvent): Promise<readonly number[]> {
    const looked = await lookOnce(event, event);
    if (looked.kind === 'applied') return looked.settledSeqs;
    await store.ignoreWebhookEvent(event.seq, 'not_ours', now());
    needs.metrics.webhookEvents.inc({ outcome: 'not_ours' });
    return [event.seq];
  }

  async function settle(patience: AbortSignal): Promise<ProjectionRun> {
    for (;;) {
      const run = await drain();
      const isOver = !run.elsewhere || wish.stop || patience.aborted;
      if (isOver || (await store.dueWebhookEvents(now(), 1)).length === 0) return run;
      await wait(LOOK_EVERY_MS, undefined, { signal: patience }).catch(() => {});
    }
  }

  return {
    nudge() {
      if (wish.stop || performance.now() - refusedAtMs < ASK_AGAIN_MS) return;
      setImmediate(() => {
        drain().catch((error: unknown) => needs.log.error('projector_failed', { error: errorName(error) }));
      });
    },
    drain,
    settle,
    look,
    fill,
    async stop() {
      wish.stop = true;
      await running?.catch(() => {});
    },
  };
}

/** 5 s, doubling, at most 15 minutes, with up to a fifth of jitter so that retries do not march in step. */
function backoffMs(attempts: number): number {
  return Math.min(5_000 * 2 ** attempts, 900_000) * (1 + Math.random() / 5);
}
