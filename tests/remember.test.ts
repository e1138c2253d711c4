import { expect, it } from 'vitest';
import { remember } from '../src/remember.ts';

it('makes a value once for each name, and anew when there were too many', () => {
  const lengths = remember<number>(2);
  const made: string[] = [];
  const lengthOf = (name: string) => lengths(name, () => made.push(name) && name.length);
  expect([lengthOf('a'), lengthOf('bb'), lengthOf('a'), lengthOf('bb')]).toEqual([1, 2, 1, 2]);
  expect(made).toEqual(['a', 'bb']);
  lengthOf('ccc');
  lengthOf('a');
  expect(made).toEqual(['a', 'bb', 'ccc', 'a']);
});

it('remembers nothing of what throws', () => {
  const answers = remember<string>(2);
  expect(() => answers('q', () => { throw new Error('not yet'); })).toThrow('not yet'); // prettier-ignore
  expect(answers('q', () => 'now')).toBe('now');
});
