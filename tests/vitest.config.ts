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
    // Vitest leaves one core free, which on two cores is one file at a time. Most of these wait for a disk, a browser
    // or another process: two at a time take two thirds of the time. With three, browsers wait for each other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    // No test is about how long it takes; a busy machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
