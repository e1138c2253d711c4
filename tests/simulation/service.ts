import { returnAddresses } from '../../src/checkout/return-address.ts';
import { checkoutDesk, type CheckoutDesk } from '../../src/checkout/start-checkout.ts';
import type { Config } from '../../src/config/config.ts';
import { createContext, type AppContext } from '../../src/context.ts';
import { AppError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { MemoryClient } from '../../src/sandbox/http/memory-client.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import { stripeClient } from '../../src/stripe/client.ts';
import { receiveWebhook } from '../../src/webhooks/receive.ts';
import type { Dice } from './dice.ts';
import type { Shelf } from './shelf.ts';

/** One life of the service, from its start to its crash. What a dead one had begun goes no step further. */
export type Life = {
  ctx: AppContext;
  desk: CheckoutDesk;
  /** Takes a delivery as the route does; rejects where the process died before it had answered. */
  receive(payload: string, signature: string): Promise<number>;
  /** Waits for something this life does, or for its death. */
  orDeath<T>(work: Promise<T>): Promise<T>;
  /** Ends it here and now. */
  end(): void;
  isAlive(): boolean;
  /** Whether it waits for its database, which may take its time. */
  isAsking(): boolean;
};

/** Counts the awaits of all lives; the one that is told to ends the life it is passed in. */
export type Doom = { awaitsLeft: number | null };

export class Died extends Error {
  constructor() {
    super('the service died');
  }
}

const metrics = createMetrics();

export function startLife(from: {
  config: Config;
  shelf: Shelf;
  http: MemoryClient;
  now: () => Date;
  log: Log;
  doom: Doom;
  dice: Dice;
  /** Gives a new pledge another id: those of the product are random, and a seed must replay. */
  christen: (pledge: Pledge) => Pledge;
  /** How many of Stripe's answers take some seconds of the clock, and what passes them. */
  slowAnswers: number;
  linger: () => Promise<void>;
  /** Something waits in the inbox until then. */
  onDue: (at: Date) => void;
  onDeath: () => void;
}): Life {
  let isDead = false;
  let announce: (error: Died) => void = () => {};
  const death = new Promise<never>((_resolve, reject) => (announce = reject));
  death.catch(() => {});
  const realStore = from.shelf.open();

  function die(): void {
    isDead = true;
    from.onDeath();
    announce(new Died());
    // Only the descriptors or connections go; what the next life finds was copied before, or is the server's.
    realStore.close().catch(() => {});
  }

  /** An await of the product: the life may end before it or after it, and nothing of a dead life goes on. */
  async function gate<T>(work: () => Promise<T>): Promise<T> {
    if (isDead || strikes()) return never();
    let result: T;
    try {
      result = await work();
    } catch (error) {
      if (isDead || strikes()) return never();
      throw error;
    }
    if (isDead || strikes()) return never();
    return result;
  }

  function strikes(): boolean {
    const { doom } = from;
    if (doom.awaitsLeft === null) return false;
    doom.awaitsLeft -= 1;
    if (doom.awaitsLeft > 0) return false;
    doom.awaitsLeft = null;
    die();
    return true;
  }

  const http: MemoryClient = {
    ...from.http,
    makeRequest: (...call) =>
      gate(async () => {
        // Some answers take a turn of the loop, so that deliveries and reads overtake each other.
        if (from.dice.chance(0.15)) await new Promise(setImmediate);
        const answer = await from.http.makeRequest(...call);
        // Others are on the way for seconds: what they say is old when it comes.
        if (from.dice.chance(from.slowAnswers)) await from.linger();
        return answer;
      }),
  };
  let asking = 0;
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    asking += 1;
    try {
      return await work();
    } finally {
      asking -= 1;
    }
  };
  const store = gated(realStore, (work) => gate(() => ask(work)), from);
  const stripe = stripeClient(from.config.stripe, http);
  const ctx = createContext(from.config, {
    store,
    stripe,
    now: from.now,
    log: from.log,
    metrics,
    mailer: null,
  });
  return {
    ctx,
    desk: checkoutDesk(ctx, returnAddresses(from.config)),
    isAlive: () => !isDead,
    isAsking: () => asking > 0,
    end: () => {
      if (!isDead) die();
    },
    orDeath: (work) => Promise.race([work, death]),
    receive: (payload, signature) =>
      Promise.race([gate(() => statusOf(receiveWebhook(ctx, Buffer.from(payload), signature))), death]),
  };
}

function gated(
  store: Store,
  gate: <T>(work: () => Promise<T>) => Promise<T>,
  { christen, onDue }: { christen: (pledge: Pledge) => Pledge; onDue: (at: Date) => void },
): Store {
  const entries = Object.entries(store).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const method = value as (...args: unknown[]) => Promise<unknown>;
    return [name, (...args: unknown[]) => gate(() => method(...args))];
  });
  const made = Object.fromEntries(entries) as Store;
  return {
    ...made,
    claimCheckout: (claim, now) => made.claimCheckout({ ...claim, pledge: christen(claim.pledge) }, now),
    failWebhookEvent(seq, failure, now) {
      if (failure.nextAttemptAt !== null) onDue(failure.nextAttemptAt);
      return made.failWebhookEvent(seq, failure, now);
    },
    applyProjection(projection, now) {
      if (projection.retryAt !== null) onDue(projection.retryAt);
      return made.applyProjection(projection, now);
    },
  };
}

async function statusOf(work: Promise<void>): Promise<number> {
  try {
    await work;
    return 200;
  } catch (error) {
    if (error instanceof AppError) return error.status;
    throw error;
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
