import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: fileURLToPath(new URL('_support/places.ts', import.meta.url)),
    pool: 'forks',
    // Half of the files wait for a disk, a browser or another process: one more at a time than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Reading what all files have in common anew for each cost a third of the whole run. What a file changes of its
    // process (a variable, a clock, a handler), it puts back.
    isolate: false,
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    // No test is about how long it takes; a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
