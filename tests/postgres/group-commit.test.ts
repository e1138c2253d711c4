import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { groupCommit } from '../../src/store/postgres/group-commit.ts';

/** Groups as they were written, with what ends each of them. */
let flushes: { group: string[]; end: () => void }[];
beforeEach(() => {
  flushes = [];
});

const committing = (most = 100) =>
  groupCommit<string, string>({
    async write(group) {
      await new Promise<void>((end) => flushes.push({ group: [...group], end }));
      if (group.includes('away')) throw new Error('away');
      if (group.includes('bad')) throw new Error('bad');
      return group.map((each) => each.toUpperCase());
    },
    strikesAll: (error) => (error as Error).message === 'away',
    most,
  });

/** Ends each flush as soon as it begins, until all is answered. */
async function endAll(answers: Promise<string>[]): Promise<string[]> {
  const all = Promise.allSettled(answers);
  const state = { isOver: false };
  void all.then(() => (state.isOver = true));
  for (let ended = 0; !state.isOver; await turn())
    for (; ended < flushes.length; ended++) flushes[ended]?.end();
  return (await all).map((each) =>
    each.status === 'fulfilled' ? each.value : (each.reason as Error).message,
  );
}

describe('writes that come together', () => {
  it('share a flush; what comes while it is under way goes into the next, and nobody is answered before its own', async () => {
    const record = committing();
    const answered: string[] = [];
    const ask = (work: string) => record(work).then((answer) => answered.push(answer));
    const first = [ask('a'), ask('b')];
    await turn();
    const later = [ask('c'), ask('d')];
    await turn();
    expect(flushes.map(({ group }) => group)).toEqual([['a', 'b']]);
    expect(answered).toEqual([]);
    flushes[0]?.end();
    await Promise.all(first);
    await turn();
    expect(answered).toEqual(['A', 'B']);
    expect(flushes.map(({ group }) => group)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    flushes[1]?.end();
    await Promise.all(later);
    expect(answered).toEqual(['A', 'B', 'C', 'D']);
    // The next one after a silence is not forgotten.
    expect(await endAll([record('e')])).toEqual(['E']);
  });

  it('fail alone where one cannot be written', async () => {
    const record = committing();
    const all = ['a', 'b', 'bad', 'c', 'd'];
    expect(await endAll(all.map(record))).toEqual(['A', 'B', 'bad', 'C', 'D']);
    expect(await endAll(['bad', 'bad'].map(record))).toEqual(['bad', 'bad']);
  });

  it('fail all at once where nothing can be written, and are tried no more', async () => {
    const record = committing();
    expect(await endAll(['a', 'away', 'b'].map(record))).toEqual(['away', 'away', 'away']);
    expect(flushes).toHaveLength(1);
    expect(await endAll([record('c')])).toEqual(['C']);
  });

  it('are no more in one flush than is good for it', async () => {
    const record = committing(2);
    expect(await endAll(['a', 'b', 'c', 'd', 'e'].map(record))).toEqual(['A', 'B', 'C', 'D', 'E']);
    expect(flushes.map(({ group }) => group.length)).toEqual([2, 2, 1]);
  });
});
