import { expect, it } from 'vitest';
import { replayLine, runSeeds } from './seeds.ts';

/** How long new years are begun. */
const BUDGET_MS = 10_000;

/** Every fourth is told again in another order, with repeats: the first one is. */
function* counting(): Generator<number> {
  for (let seed = 4; ; seed++) yield seed;
}

// The same years as on SQLite, with the same crashes: a life that died leaves what the server has committed.
it('a publisher’s year on PostgreSQL ends with the books that Stripe’s own records ask for, whatever happened', async () => {
  const { done, failed, entries } = await runSeeds({
    seeds: counting(),
    workers: 2,
    engine: 'postgres',
    untilMs: performance.now() + BUDGET_MS,
  });
  expect(failed.map((report) => `${replayLine(report)} (with --postgres)`)).toEqual([]);
  expect(done).toBeGreaterThan(0);
  expect(entries).toBeGreaterThan(0);
}, 300_000);
