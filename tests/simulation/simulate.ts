import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { compareBooks, ledgerCsv, readBooks, type Books } from './compare.ts';
import { heal } from './heal.ts';
import { expectedOf } from './oracle.ts';
import { play } from './play.ts';
import { writeScript } from './script.ts';
import { makeWorld, type Bench, type SimulatedWorld } from './world.ts';
import { retell, toldBooks, type Beat } from './retell.ts';
import { makeDice } from './dice.ts';

/** What came of one seed: nothing wrong, or lines that say what. */
export type Outcome = { seed: number; faults: string[]; csv: string; entries: number; events: number };

/** One year of so many is told again in one night, to a service that has forgotten it. */
const RETOLD_EVERY = 4;

/** Lives one publisher's year and holds the books against the oracle. */
export async function simulate(bench: Bench, seed: number, say?: (line: string) => void): Promise<Outcome> {
  const script = writeScript(seed);
  const random = Math.random;
  const { stackTraceLimit } = Error;
  // The product's back-off jitter and the SDK draw from it: a seed must replay.
  const jitter = makeDice(`jitter ${seed}`);
  Math.random = () => jitter.next();
  // Refusals are everyday life here, and a stack costs more than all the rest of one.
  if (say === undefined) Error.stackTraceLimit = 0;
  const world = makeWorld(bench, script, say);
  // What the product waits for by itself passes by the simulated clock.
  const { setTimeout: wait } = timers;
  timers.setTimeout = (async (ms: number) => world.wait(ms)) as typeof wait;
  syncBuiltinESMExports();
  const outcome: Outcome = { seed, faults: [], csv: '', entries: 0, events: 0 };
  try {
    await play(world, script);
    const life = await world.alive();
    const { store } = life.ctx;
    const isEqual = await world.during(life, () => heal(life.ctx));
    // What the last night brought about itself, such as the end of a plan on a listed card, rings once more.
    await world.during(life, () => life.ctx.projector.drain());
    const books = await readBooks(store);
    outcome.csv = ledgerCsv(books);
    outcome.entries = books.entries.length;
    outcome.faults = compareBooks(expectedOf(world.sandbox.state, script.zone), books);
    if (!isEqual) outcome.faults.push('reconcile finds a difference');
    if (seed % RETOLD_EVERY === 0) outcome.faults.push(...(await retold(bench, world, books)));
    const { received, applied, ignored, parked, pending } = await store.inboxCounts('lines');
    outcome.events = received;
    if (pending !== 0 || parked !== 0 || received !== applied + ignored)
      outcome.faults.push(
        `the inbox does not add up: ${JSON.stringify({ received, applied, ignored, parked, pending })}`,
      );
  } catch (error) {
    outcome.faults.push(
      `the simulation broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  } finally {
    world.close();
    timers.setTimeout = wait;
    syncBuiltinESMExports();
    Math.random = random;
    Error.stackTraceLimit = stackTraceLimit;
  }
  return outcome;
}

/** The same history in another order, with repeats: the same books to the byte, and the same pledges. */
async function retold(bench: Bench, world: SimulatedWorld, books: Books): Promise<string[]> {
  const { dice } = world;
  const lived = toldBooks(books);
  const events = [...world.rung, ...world.rung.filter(() => dice.chance(0.1))];
  const order = events.map((event) => ({ event, at: dice.next() })).sort((a, b) => a.at - b.at);
  const beats = order.flatMap(({ event }): Beat[] =>
    dice.chance(0.02) ? [{ kind: 'event', event }, { kind: 'drain' }] : [{ kind: 'event', event }],
  );
  const promised = books.pledges.map(({ pledgeId }) => world.promised.get(pledgeId));
  const told = await retell(bench, world, {
    promised: promised.filter((pledge) => pledge !== undefined),
    beats,
  });
  return [
    ...lineDifferences('told again, ledger.csv', lived.csv.split('\r\n'), told.csv.split('\r\n')),
    ...lineDifferences('told again, the pledges', lived.pledges, told.pledges),
  ];
}

function lineDifferences(what: string, lived: readonly string[], told: readonly string[]): string[] {
  return Array.from({ length: Math.max(lived.length, told.length) }, (_, i) => i)
    .filter((i) => lived[i] !== told[i])
    .map((i) => `${what}: ${told[i] ?? 'nothing'} instead of ${lived[i] ?? 'nothing'}`);
}
