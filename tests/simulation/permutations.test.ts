import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pledge } from '../../src/pledges/pledge.ts';
import { compareBooks, readBooks } from './compare.ts';
import { expectedOf } from './oracle.ts';
import { play } from './play.ts';
import { retell, toldBooks, type Beat, type Told } from './retell.ts';
import { writeScript } from './script.ts';
import { makeWorld, setUpBench, type Bench, type SimulatedWorld } from './world.ts';

/** A short history in which a lot happens. */
const HISTORY = { seed: 6, size: { pledges: 9, days: 150, crashes: 0, misfortunes: false } };

/** Each telling of the same history fills a database of its own, which a server takes longer for. */
const ENGINES = [
  { engine: 'sqlite', tellings: 80 },
  { engine: 'postgres', tellings: 8 },
] as const;

describe.each(ENGINES)('one history on $engine', ({ engine, tellings: numRuns }) => {
  let bench: Bench;
  let world: SimulatedWorld;
  let promised: Pledge[];
  let lived: Pick<Told, 'csv' | 'pledges'>;
  beforeAll(async () => {
    bench = await setUpBench(engine);
    const script = writeScript(HISTORY.seed, HISTORY.size);
    world = makeWorld(bench, script);
    await play(world, script);
    const books = await readBooks((await world.alive()).ctx.store);
    expect(compareBooks(expectedOf(world.sandbox.state, script.zone), books)).toEqual([]);
    lived = toldBooks(books);
    promised = books.pledges.flatMap(({ pledgeId }) => world.promised.get(pledgeId) ?? []);
  });
  afterAll(() => {
    world.close();
    bench.close();
  });

  /** When each event comes, how often, and when the projector looks: every history that Stripe may ring. */
  const tellings = () =>
    fc.record({
      // A large number is an event that was lost at first and listed later.
      times: fc.array(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 3 }), {
        minLength: world.rung.length,
        maxLength: world.rung.length,
      }),
      looks: fc.array(fc.nat(1_000), { maxLength: 30 }),
    });

  function beatsOf({ times, looks }: { times: number[][]; looks: number[] }): Beat[] {
    const events = world.rung.flatMap((event, i) =>
      (times[i] ?? []).map((at) => ({ at, beat: { kind: 'event', event } as Beat })),
    );
    const drains = looks.map((at) => ({ at, beat: { kind: 'drain' } as Beat }));
    return [...events, ...drains].sort((a, b) => a.at - b.at).map(({ beat }) => beat);
  }

  it('is rich: most kinds of entries and most states of a pledge occur in it', () => {
    for (const kind of ['payment', 'refund', 'dispute', 'payout'])
      expect(lived.csv, kind).toContain(`,${kind},`);
    expect(new Set(lived.pledges.map((row) => (JSON.parse(row) as Pledge).status)).size).toBeGreaterThan(3);
    expect(world.rung.length).toBeGreaterThan(100);
  });

  it('told in any order, with repeats, gaps filled later and looks in between, makes the same ledger.csv byte for byte and the same pledges', async () => {
    await fc.assert(
      fc.asyncProperty(tellings(), async (telling) => {
        const { csv, pledges, settled } = await retell(bench, world, { promised, beats: beatsOf(telling) });
        expect(settled).toBe('{"pending":0,"parked":0}');
        expect(pledges).toEqual(lived.pledges);
        expect(csv).toBe(lived.csv);
      }),
      { numRuns },
    );
  }, 300_000);
});
