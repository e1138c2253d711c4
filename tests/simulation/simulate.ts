import { compareBooks, ledgerCsv, readBooks } from './compare.ts';
import { expectedOf } from './oracle.ts';
import { play } from './play.ts';
import { writeScript } from './script.ts';
import { makeWorld, type Bench } from './world.ts';
import { makeDice } from './dice.ts';

/** What came of one seed: nothing wrong, or lines that say what. */
export type Outcome = { seed: number; faults: string[]; csv: string; entries: number; events: number };

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
  const outcome: Outcome = { seed, faults: [], csv: '', entries: 0, events: 0 };
  try {
    await play(world, script);
    const { store } = (await world.alive()).ctx;
    const books = await readBooks(store);
    outcome.csv = ledgerCsv(books);
    outcome.entries = books.entries.length;
    outcome.faults = compareBooks(expectedOf(world.sandbox.state, script.zone), books);
    const { received, applied, ignored, parked, pending } = await store.inboxCounts();
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
    Math.random = random;
    Error.stackTraceLimit = stackTraceLimit;
  }
  return outcome;
}
