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
 * The contract is 28 KB and 9 KB brotli for rs.js. With every state, the panel and both languages inside, it
 * came to some 11.6 KB brotli even with short names, so what few readers need is loaded when they need it,
 * from the same folder: what follows Continue, the reminder panel, what few pages ask for, and the words of any other
 * language. What is said when the payment page is away moved to what follows Continue, to make room. An English reader
 * loads rs.js and nothing else before Continue; any other one the words of the box too, hence the second sum.
 * The words of what comes later are files of their own: nine readers in ten never press anything, and for them all
 * words of a language in one file would be twice the bytes.
 */
const LIMITS: Record<string, { bytes: number; brotliBytes: number }> = {
  'rs.js': { bytes: 28 * 1024, brotliBytes: 9 * 1024 },
  'rs.css': { bytes: 13 * 1024, brotliBytes: Math.floor(3.3 * 1024) },
  'an English reader before Continue': { bytes: 28 * 1024, brotliBytes: 9 * 1024 },
  'a Russian reader before Continue': { bytes: 28 * 1024, brotliBytes: 10 * 1024 },
  'what follows Continue': { bytes: 7 * 1024, brotliBytes: Math.floor(2.9 * 1024) },
  'the reminder panel': { bytes: 11 * 1024, brotliBytes: Math.floor(4.2 * 1024) },
  'what few pages ask for': { bytes: 9 * 1024, brotliBytes: Math.floor(3.6 * 1024) },
};

const published = new URL('../../public/rs/', import.meta.url);

test('the box keeps within its budgets', () => {
  buildWidget();
  const sizes: Manifest['files'] = {
    ...manifest().files,
    'an English reader before Continue': sum('rs'),
    'a Russian reader before Continue': sum('rs', 'ru'),
    'what follows Continue': sum('continue'),
    'the reminder panel': sum('reminder'),
    'what few pages ask for': sum('more'),
  };
  const over = Object.entries(LIMITS).flatMap(([name, limits]) =>
    (['bytes', 'brotliBytes'] as const)
      .filter((what) => (sizes[name]?.[what] ?? Infinity) > limits[what])
      .map(
        (what) =>
          `${name} is ${(sizes[name]?.[what] ?? Infinity) - limits[what]} over its ${limits[what]} ${what}`,
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

/** The sizes of files together; all but rs.js carry a hash in their names. */
function sum(...names: string[]): Manifest['files'][string] {
  const wanted = Object.entries(manifest().files).filter(([name]) =>
    names.some((one) => name === `${one}.js` || new RegExp(`^${one}-[0-9a-f]{8}\\.js$`).test(name)),
  );
  expect(wanted).toHaveLength(names.length);
  return {
    integrity: '',
    bytes: wanted.reduce((total, [, { bytes }]) => total + bytes, 0),
    brotliBytes: wanted.reduce((total, [, { brotliBytes }]) => total + brotliBytes, 0),
  };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(new URL('manifest.json', published), 'utf8')) as Manifest;
}
