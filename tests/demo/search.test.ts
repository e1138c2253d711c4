import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { search, spellings } from '../../src/demo/search.ts';

const ADDRESS = 'Anna.Walker+notes@Example-Post.org';
const found = (haystack: Buffer | string) => search(Buffer.from(haystack), spellings(ADDRESS));

/** The ways in which a program may write a text into a file, each made by other means than the search's own. */
const WRITTEN: [name: string, write: (text: string) => Buffer][] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8', (text) => Buffer.from(text.toUpperCase())],
  ['UTF-8', (text) => Buffer.from(text.toLowerCase())],
  ['UTF-16', (text) => Buffer.from(text, 'utf16le')],
  ['UTF-16', (text) => Buffer.from(text.split('').flatMap((letter) => [0, letter.charCodeAt(0)]))],
  ['hex', (text) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['hex', (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase())],
  [
    'percent',
    (text) =>
      Buffer.from(new URLSearchParams({ text }).toString().replaceAll('.', '%2E').replaceAll('-', '%2D')),
  ],
  ['percent', (text) => Buffer.from(encodeURIComponent(text))],
  ['percent', (text) => Buffer.from([...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join(''))],
  ['base64', (text) => Buffer.from(btoa(text))],
  ['base64', (text) => Buffer.from(Buffer.from(text.toLowerCase()).toString('base64url'))],
];

// Zero bytes around UTF-16 would make it readable from either end, and be counted twice: nothing is missed by that.
describe('the search through everything', () => {
  it.each(WRITTEN.filter(([, write]) => !write(ADDRESS).includes('text=')))(
    'finds %s wherever it lies in the clear (%#)',
    (name, write) => {
      for (const before of ['', 'x', 'xy', 'xyz'])
        for (const after of ['', '=', '@', 'xyz'])
          expect(
            found(Buffer.concat([Buffer.from(before), write(ADDRESS), Buffer.from(after)])),
          ).toMatchObject({
            times: 1,
            spellings: [name],
          });
    },
  );

  it('finds base64 of a text inside any other text, whatever stands around it', () => {
    assert(
      property(uint8Array({ maxLength: 9 }), uint8Array({ maxLength: 9 }), (before, after) => {
        const whole = Buffer.concat([before, Buffer.from(ADDRESS), after]);
        for (const encoding of ['base64', 'base64url'] as const)
          expect(found(whole.toString(encoding)).spellings).toContain('base64');
      }),
    );
  });

  it('counts every place, also where two of them touch', () => {
    expect(found(`${ADDRESS}${ADDRESS} ${ADDRESS}`).times).toBe(3);
    expect(search(Buffer.from('aaaaaa'), spellings('aaaaa')).times).toBe(2);
  });

  it('finds nothing where there is nothing, or a part alone', () => {
    expect(found('')).toEqual({ times: 0, spellings: [] });
    expect(found(ADDRESS.slice(1)).times).toBe(0);
    expect(found(Buffer.from(ADDRESS).reverse()).times).toBe(0);
  });
});
