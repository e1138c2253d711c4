import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/config.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { WebhookEvent } from '../../src/webhooks/webhook-event.ts';
import type { Log } from '../../src/log.ts';
import { createSandbox, type QuietSandbox } from '../../src/sandbox/sandbox.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { configOf, settings, WEBHOOK_SECRET } from '../_support/settings.ts';
import { makeDice, type Dice } from './dice.ts';
import type { Script } from './script.ts';
import { startLife, Died, type Doom, type Life } from './service.ts';
import { fileShelves, serverShelves, type Shelf } from './shelf.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Live deliveries are tried for three days, ever more rarely (stripe.md section 8). */
const STRIPE_RETRIES_MS = [
  5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR,
]; // prettier-ignore

/** A Stripe and a service in one process, on one clock that only the script moves. */
export type SimulatedWorld = {
  sandbox: QuietSandbox;
  dice: Dice;
  doom: Doom;
  config: Config;
  /** Every event that the endpoint asked for, in Stripe's order, whether it arrived or not. */
  rung: readonly WebhookEvent[];
  /** Every pledge that was asked for, as it was made. */
  promised: ReadonlyMap<string, Pledge>;
  /** What was printed, for the log of a replay. */
  say(line: string): void;
  life(): Life | null;
  /** Ends the present life and begins another one later. */
  crash(downMs: number): void;
  /** Copies the database as it is, and puts the latest copy in the place of what there is. */
  backUp(): void;
  restore(): void;
  /** Passes time of the clock, for what the product waits for by itself. */
  wait(ms: number): Promise<void>;
  /** How long the next crash keeps the service down. */
  downMs: number;
  receiverDownUntilMs: number;
  /** What our service's clock is ahead of Stripe's. */
  clockOffsetMs: number;
  /** Moves the clock, with everything that Stripe and the service do on the way. */
  advance(toMs: number): Promise<void>;
  /** Moves the clock until something the service does has come to its end, or the service has died. */
  during<T>(life: Life, work: () => Promise<T>): Promise<T>;
  /** Brings a life about, if there is none, and returns it. */
  alive(): Promise<Life>;
  /** Adds a signing secret, from the next life on. */
  learnSecret(secret: string): void;
  close(): void;
};

/** What every world of a process shares: settings, and where databases that are only migrated come from. */
export type Bench = { config: Config; newShelf(): Shelf; close(): void };

/** Which engine the lives of a bench keep their books on. */
export type Engine = 'sqlite' | 'postgres';

export async function setUpBench(engine: Engine = 'sqlite'): Promise<Bench> {
  const folder = mkdtempSync(
    join(isFolder('/dev/shm') ? '/dev/shm' : tmpdir(), 'reader-support-simulation-'),
  );
  const url = 'http://127.0.0.1:9';
  const env = settings(folder, {
    STRIPE_API_BASE: url,
    ADDRESS_KEYS: undefined,
    PUBLIC_URL: 'http://127.0.0.1:8080',
  });
  return {
    config: configOf(env),
    newShelf: engine === 'sqlite' ? fileShelves(folder) : serverShelves(folder),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function makeWorld(
  bench: Bench,
  script: Script,
  say: (line: string) => void = () => {},
): SimulatedWorld {
  const dice = makeDice(`world ${script.seed}`);
  const doom: Doom = { awaitsLeft: null };
  const secrets: Config['stripe']['webhookSecrets'][number][] = [{ secret: WEBHOOK_SECRET, until: null }];
  const publisher = { ...bench.config.publisher, bookZone: script.zone };
  const config: Config = { ...bench.config, publisher };
  let lives = 0;
  let shelf = bench.newShelf();
  const promised = new Map<string, Pledge>();
  const rung: WebhookEvent[] = [];
  /** The present life, and whether it may have something to do. */
  const present: { life: Life | null; isRestless: boolean } = { life: null, isRestless: true };

  const sandbox = createSandbox(
    {
      clock: new Date(script.startMs),
      seed: script.seed,
      order: 'shuffled',
      webhook: {
        url: 'http://127.0.0.1:9/webhooks/stripe',
        secret: WEBHOOK_SECRET,
        enabledEvents: [...HANDLED_TYPES.keys()],
      },
      retryDelaysMs: STRIPE_RETRIES_MS,
      recordEvents: 'enabled',
      validateEmitted: 'sample',
      payouts: script.payouts,
      deliveryConcurrency: script.deliveriesAtOnce,
      disputeFeeReturned: script.disputeFeeReturned,
      debitsBookedWhen: script.debitsBookedWhen,
      lateBalanceTransactions: script.lateBalanceTransactions,
    },
    async (payload, signature) => {
      const receiver = present.life;
      if (receiver === null || sandbox.now().getTime() < world.receiverDownUntilMs)
        throw new Error('connection refused');
      present.isRestless = true;
      return receiver.receive(payload, signature);
    },
  );

  // Wherever the clock waits for deliveries, it waits for what the service makes of them as well.
  const { deliveries } = sandbox.world;
  const delivered = deliveries.drain.bind(deliveries);
  deliveries.drain = async (timeoutMs) => {
    do {
      await delivered(timeoutMs);
      await settleService();
    } while (present.isRestless && present.life !== null);
  };

  const enqueue = deliveries.enqueue.bind(deliveries);
  deliveries.enqueue = (event, endpoints) => {
    rung.push({
      stripeEventId: event.id,
      type: event.type,
      objectId: event.objectId,
      objectType: (JSON.parse(event.objectJson) as { object: string }).object,
      createdAt: new Date(event.created * 1000),
      livemode: false,
      apiVersion: null,
    });
    enqueue(event, endpoints);
  };

  async function settleService(): Promise<void> {
    const { life } = present;
    if (!present.isRestless || life === null) return;
    present.isRestless = false;
    try {
      // Where an answer of Stripe's takes its time, that time must be able to pass.
      await life.orDeath(Promise.race([life.ctx.projector.drain(), stalled()]));
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  }

  let lingering = 0;
  let noteStall: () => void = () => {};

  /** Resolves once an answer lingers and everything that does not wait for it has been done. */
  async function stalled(): Promise<void> {
    if (lingering === 0) await new Promise<void>((resolve) => (noteStall = resolve));
    for (let turn = 0; turn < 40; turn++) {
      await new Promise(setImmediate);
      // A server answers in its own time: until then nothing stands still.
      while (present.life?.isAsking() === true) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        turn = 0;
      }
    }
  }

  const linger = () => wait(dice.between(500, 7_000));

  function wait(ms: number): Promise<void> {
    lingering += 1;
    noteStall();
    return new Promise((resolve) => {
      sandbox.world.clock.at((sandbox.now().getTime() + ms) / 1000, () => {
        lingering -= 1;
        present.isRestless = true;
        resolve();
      });
    });
  }

  /** The job that looks every second for what is due: it finds something only when something is. */
  function wake(at: Date): void {
    const inMs = at.getTime() - sandbox.now().getTime() - world.clockOffsetMs;
    sandbox.world.clock.at(
      (sandbox.now().getTime() + Math.max(inMs, 0) + dice.between(1, 1_000)) / 1000,
      () => {
        present.isRestless = true;
      },
    );
  }

  function begin(): void {
    if (present.life !== null) return;
    lives += 1;
    const { stripe } = bench.config;
    present.life = startLife({
      config: {
        ...config,
        database: shelf.database,
        stripe: { ...stripe, webhookSecrets: [...secrets] },
      },
      shelf,
      http: sandbox.httpClient,
      now: () => new Date(sandbox.now().getTime() + world.clockOffsetMs),
      log: logTo(say),
      doom,
      dice: makeDice(`life ${lives} of ${script.seed}`),
      christen,
      slowAnswers: script.slowAnswers,
      linger,
      onDue: wake,
      onDeath,
    });
    // As every start does.
    void present.life.ctx.leases.begin();
    present.isRestless = true;
    say(`life ${lives} begins`);
  }

  function onDeath(): void {
    const old = shelf;
    shelf = old.afterCrash();
    present.life = null;
    if (shelf !== old) graves.push(old);
    say('the service dies');
    sandbox.world.clock.at((sandbox.now().getTime() + world.downMs) / 1000, begin);
  }

  function christen(pledge: Pledge): Pledge {
    const pledgeId = `plg_${String(script.seed).padStart(8, '0')}${String(promised.size).padStart(18, '0')}`;
    promised.set(pledgeId, { ...pledge, pledgeId });
    return { ...pledge, pledgeId };
  }

  let backup: Shelf | null = null;
  const graves: Shelf[] = [];

  const world: SimulatedWorld = {
    sandbox,
    dice,
    doom,
    config,
    rung,
    promised,
    say: (line) => say(`${sandbox.now().toISOString()} ${line}`),
    life: () => present.life,
    crash(downMs) {
      world.downMs = downMs;
      present.life?.end();
    },
    backUp() {
      backup ??= bench.newShelf();
      backup.copyFrom(shelf);
    },
    restore() {
      if (backup === null) return;
      world.crash(60_000);
      shelf.copyFrom(backup);
    },
    wait,
    downMs: 1_000,
    receiverDownUntilMs: 0,
    clockOffsetMs: 0,
    async advance(toMs) {
      await sandbox.advance(new Date(Math.max(toMs, sandbox.now().getTime())));
      for (const grave of graves.splice(0)) grave.remove();
    },
    async during(life, work) {
      const done = life.orDeath(work());
      const over = done.then(
        () => true,
        () => true,
      );
      while (!(await Promise.race([over, stalled().then(() => false)])))
        await world.advance(sandbox.now().getTime() + 500);
      return done;
    },
    async alive() {
      while (present.life === null) await world.advance(sandbox.now().getTime() + 10_000);
      return present.life;
    },
    learnSecret(secret) {
      secrets.unshift({ secret, until: null });
    },
    close() {
      doom.awaitsLeft = null;
      present.life?.end();
      sandbox.close();
      for (const grave of [...graves.splice(0), shelf, backup]) grave?.remove();
    },
  };
  begin();
  return world;
}

function logTo(say: (line: string) => void): Log {
  const at = (level: string) => (event: string, fields?: object) =>
    say(`  ${level} ${event} ${fields === undefined ? '' : JSON.stringify(fields)}`);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
