import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayLine, runSeeds } from './seeds.ts';
import { simulate } from './simulate.ts';
import { setUpBench, type Bench } from './world.ts';

/** How long new years are begun; how many that are depends on the machine alone. */
const BUDGET_MS = 15_000;
const WORKERS = Math.min(2, availableParallelism());

/** Seeds that once failed, and what they found. */
const fixtures = JSON.parse(readFileSync(new URL('fixtures.json', import.meta.url), 'utf8')) as {
  seed: number;
  found: string;
}[];

function* counting(): Generator<number> {
  for (let seed = 1; ; seed++) yield seed;
}

describe('a publisher’s year', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await setUpBench();
  });
  afterAll(() => bench.close());

  it('is the same year each time its seed is lived', async () => {
    const lived: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const lines: string[] = [];
      await simulate(bench, 11, (line) => lines.push(line));
      lived.push(lines.join('\n'));
    }
    expect(lived[0]).toContain('the service dies');
    expect(lived[1]).toBe(lived[0]);
  }, 120_000);

  it('ends with the books that Stripe’s own records ask for, whatever happened', async () => {
    const seeds = fixtures.map(({ seed }) => seed);
    const known = await runSeeds({ seeds, workers: WORKERS });
    const fresh = await runSeeds({
      seeds: counting(),
      workers: WORKERS,
      untilMs: performance.now() + BUDGET_MS,
    });
    const failed = [...known.failed, ...fresh.failed];
    expect(failed.map(replayLine)).toEqual([]);
    expect(fresh.done).toBeGreaterThan(0);
  }, 600_000);
});
