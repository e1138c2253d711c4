import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of half a minute and more, the longest first, by their path from `tests/`. */
const LONG = [
  'demo/history.test.ts',
  'simulation/simulation.test.ts',
  'durability/send-crash.test.ts',
  'durability/kill.test.ts',
  'simulation/permutations.test.ts',
  'simulation/postgres.test.ts',
  'durability/power-cut.test.ts',
  'browser/looks.test.ts',
  'commands/commands.test.ts',
  'reminders/indistinguishable.test.ts',
  'durability/io-error.test.ts',
  'embed/docs.test.ts',
  'api/pages.test.ts',
  'browser/finance.test.ts',
  'browser/pages.test.ts',
  'browser/life.test.ts',
  'durability/clock.test.ts',
  'postgres/away.test.ts',
  'reminders/life.test.ts',
  'demo/preview.test.ts',
  'jobs/processes.test.ts',
  'demo/demo.test.ts',
];

/**
 * Begins the long files first. A fresh checkout knows no durations and goes by the size of files: a short file that
 * takes minutes then begins among the last and keeps one worker busy while the other has nothing left.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((path) => moduleId.endsWith(`/tests/${path}`));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
