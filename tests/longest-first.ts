import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of half a minute and more, the longest first, by their path from `tests/`. */
const LONG = [
  'simulation/simulation.test.ts',
  'browser/looks.test.ts',
  'demo/history.test.ts',
  'embed/docs.test.ts',
  'durability/send-crash.test.ts',
  'durability/kill.test.ts',
  'reminders/indistinguishable.test.ts',
  'demo/preview.test.ts',
  'commands/commands.test.ts',
  'browser/finance.test.ts',
  'api/pages.test.ts',
  'simulation/permutations.test.ts',
  'simulation/postgres.test.ts',
  'widget/reminder.test.ts',
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
