import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';

// `*.test.ts` runs in `npm test` too; `*.all.ts` takes longer and runs only when everything is asked for. Not by
// mergeConfig: it would add these files to all the others.
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include:
      process.env['BROWSER_ALL'] === undefined
        ? ['tests/browser/**/*.test.ts']
        : ['tests/browser/**/*.{test,all}.ts'],
  },
});
