import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildWidget } from './site.ts';

type Manifest = {
  version: string;
  files: Record<string, { integrity: string; bytes: number; brotliBytes: number }>;
};

/**
 * What a reader's phone may be asked to load; raising one is a decision, with its reason.
 *
 * The study hoped for 28 KB and 9 KB brotli in rs.js. Measured, the styles take 3.0 KB of brotli, the two
 * languages 2.7 KB and the code 9.3 KB: all states, the reminder panel, slots and parts. The limit stands at
 * what that costs, so that nothing is added unseen.
 */
const LIMITS: Record<string, { bytes: number; brotliBytes: number }> = {
  'rs.js': { bytes: 47_500, brotliBytes: 15_300 },
  'rs.css': { bytes: 13 * 1024, brotliBytes: Math.floor(3.3 * 1024) },
};

const published = new URL('../../public/rs/', import.meta.url);

test('the box keeps within its budgets', () => {
  buildWidget();
  const { files } = manifest();
  const over = Object.entries(LIMITS).flatMap(([name, limits]) =>
    (['bytes', 'brotliBytes'] as const)
      .filter((what) => (files[name]?.[what] ?? Infinity) > limits[what])
      .map(
        (what) =>
          `${name} is ${(files[name]?.[what] ?? Infinity) - limits[what]} over its ${limits[what]} ${what}`,
      ),
  );
  expect(over).toEqual([]);
});

test('the same sources give the same bytes and hashes', () => {
  buildWidget();
  const first = readFileSync(new URL('manifest.json', published), 'utf8');
  expect(buildWidget()).toMatch(/^widget \d+\.\d+\.\d+: rs\.js \d+ B \(\d+ B brotli\), .*\n$/);
  expect(readFileSync(new URL('manifest.json', published), 'utf8')).toBe(first);
  expect(manifest().files['rs.js']?.integrity).toMatch(/^sha384-[\w+/]{64}$/);
});

function manifest(): Manifest {
  return JSON.parse(readFileSync(new URL('manifest.json', published), 'utf8')) as Manifest;
}
