import { fc, test } from '@fast-check/vitest';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bookedTo,
  closedBefore,
  closedNow,
  closedThroughOf,
  linkOf,
  manifestOf,
  type Manifest,
} from '../../src/ledger/period.ts';

describe('the month of an entry', () => {
  it.each([
    ['2026-11-22', null, '2026-11', null],
    ['2026-11-22', '2026-10', '2026-11', null],
    ['2026-11-22', '2026-11', '2026-12', '2026-11'],
    ['2026-11-22', '2026-12', '2027-01', '2026-11'],
    ['2025-01-01', '2026-10', '2026-11', '2025-01'],
  ])('of %s where all up to %s is closed is %s, and belongs to %s', (day, closed, period, originalPeriod) => {
    expect(bookedTo(day, closed)).toEqual({ period, originalPeriod });
  });

  const days = fc
    .date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2028-12-31T00:00:00Z'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));
  test.prop([days, fc.option(days.map((day) => day.slice(0, 7)))])(
    'is open, and its own wherever that is (I9, I11)',
    (day, closed) => {
      const { period, originalPeriod } = bookedTo(day, closed);
      if (closed !== null) expect(period > closed).toBe(true);
      expect(originalPeriod ?? period).toBe(day.slice(0, 7));
      expect(originalPeriod === null).toBe(closed === null || day.slice(0, 7) > closed);
    },
  );
}); // prettier-ignore

describe('a link of the chain', () => {
  const manifest: Manifest = {
    format: 1,
    action: 'close',
    period: '2026-10',
    zone: 'Europe/Amsterdam',
    closedThrough: '2026-10',
    at: '2026-11-03T09:00:00.000Z',
    by: 'command',
    reason: null,
    bound: { entries: 12, payoutItems: 3 },
    rows: 9,
    ledgerCsvSha256: 'aa',
    totals: [],
    previousHash: '',
  };

  it('is the hash of the very text that is kept, and gives the manifest back', () => {
    const link = linkOf(manifest);
    expect(link.hash).toBe(createHash('sha256').update(link.manifest).digest('hex'));
    expect(manifestOf(link)).toEqual(manifest);
  });

  it('changes with anything inside, the link before included', () => {
    const hashes = [manifest, { ...manifest, rows: 10 }, { ...manifest, previousHash: 'bb' }].map(
      (one) => linkOf(one).hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('the chain', () => {
  /** A chain of changes, each with the `closedThrough` that the code derives from the links before it. */
  const chain = (...steps: [action: 'close' | 'reopen', period: string][]) => {
    const changes: { seq: number; manifest: string; hash: string }[] = [];
    for (const [action, period] of steps) {
      const closedThrough = action === 'close' ? period : closedBefore(changes);
      changes.push({
        seq: changes.length + 1,
        ...linkOf({ action, period, closedThrough } as Manifest),
      });
    }
    return changes;
  };

  it.each([
    ['nothing', chain(), []],
    ['one month', chain(['close', '2026-01']), ['2026-01']],
    ['a month without entries left out', chain(['close', '2026-01'], ['close', '2026-03']), ['2026-01', '2026-03']],
    ['the last one opened again', chain(['close', '2026-01'], ['close', '2026-02'], ['reopen', '2026-02']), ['2026-01']],
    ['all opened again', chain(['close', '2026-01'], ['reopen', '2026-01']), []],
    [
      'opened twice and closed otherwise',
      chain(['close', '2026-01'], ['close', '2026-03'], ['reopen', '2026-03'], ['reopen', '2026-01'], ['close', '2026-02'], ['close', '2026-03']),
      ['2026-02', '2026-03'],
    ],
  ])('of %s tells what is closed now and what is the last', (_what, changes, closed) => {
    expect(closedNow(changes).map(({ period }) => period)).toEqual(closed);
    expect(closedThroughOf(changes)).toBe(closed.at(-1) ?? null);
    expect(closedBefore(changes)).toBe(closed.at(-2) ?? null);
  });

  it('names the link that closed a month last', () => {
    const redone = chain(['close', '2026-01'], ['reopen', '2026-01'], ['close', '2026-01']);
    expect(closedNow(redone).map(({ hash }) => hash)).toEqual([redone[2]?.hash]);
  });
}); // prettier-ignore
