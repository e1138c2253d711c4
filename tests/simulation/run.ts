import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setup, teardown } from '../_support/places.ts';
import { replayLine, runSeeds } from './seeds.ts';
import { simulate } from './simulate.ts';
import { setUpBench } from './world.ts';

// npm run simulate -- --seeds 20000 --from 1 --workers 2     many years; a failing seed prints one line
// npm run simulate -- --postgres --seeds 100                  the same on a PostgreSQL server
// npm run simulate -- --seed 17                              one year, with everything that happened in it

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});

const engine = values.postgres ? 'postgres' : 'sqlite';
const print = (line: string) => process.stdout.write(`${line}\n`);

// The server of a PostgreSQL run is started by whoever needs it first, and ends here.
setup();
process.exitCode = values.seed === undefined ? await many() : await one(Number(values.seed));
teardown();

async function one(seed: number): Promise<number> {
  const bench = await setUpBench(engine);
  const { faults, entries, events } = await simulate(bench, seed, print);
  bench.close();
  print(`seed ${seed}: ${entries} entries from ${events} events`);
  for (const fault of faults) print(fault);
  return faults.length === 0 ? 0 : 1;
}

async function many(): Promise<number> {
  const [from, count] = [Number(values.from), Number(values.seeds)];
  const seeds = Array.from({ length: count }, (_, i) => from + i);
  const summary = await runSeeds({
    seeds,
    workers: Number(values.workers),
    engine,
    onReport: (report) => {
      if (report.faults.length > 0) print(replayLine(report));
    },
  });
  const { done, failed, entries, events, seconds } = summary;
  print(
    `${done} seeds, ${failed.length} failed, ${entries} entries from ${events} events, ` +
      `${Math.round(seconds)} s, ${(done / seconds).toFixed(2)} seeds a second`,
  );
  return failed.length === 0 ? 0 : 1;
}
