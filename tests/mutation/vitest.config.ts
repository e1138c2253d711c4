import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of pure functions, that cover what is mutated: some hundreds in a second. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: [
      'tests/money.test.ts',
      'tests/ledger/{book-date,entry,payout,period,reconciliation}.test.ts',
      'tests/stripe/*.test.ts',
      'tests/webhooks/{project,project-order,receipts,signed-event}.test.ts',
    ],
    setupFiles: ['tests/mutation/seed.ts'],
    pool: 'forks',
  },
});
