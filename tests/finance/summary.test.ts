import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { summarise } from '../../src/finance/summary.ts';
import type { SummaryRow } from '../../src/finance/rows.ts';
import { ENTRY_KINDS } from '../../src/ledger/entry.ts';

const rowOf = (changed: Partial<SummaryRow>): SummaryRow => {
  const row = {
    currency: 'EUR',
    kind: 'payment' as const,
    frequency: null,
    count: 1,
    grossMinor: 0,
    feeMinor: 0,
    ...changed,
  };
  return { ...row, netMinor: row.grossMinor - row.feeMinor };
};

describe('summary', () => {
  it('adds up a month', () => {
    const [line] = summarise(
      [
        rowOf({ frequency: 'monthly', count: 3, grossMinor: 3000, feeMinor: 150 }),
        rowOf({ frequency: 'once', count: 1, grossMinor: 5000, feeMinor: 170 }),
        rowOf({ kind: 'refund', grossMinor: -1000 }),
        rowOf({ kind: 'dispute', grossMinor: -1000, feeMinor: 2000 }),
        rowOf({ kind: 'fee', grossMinor: -300 }),
        rowOf({ kind: 'adjustment', grossMinor: 7 }),
        rowOf({ kind: 'payout', grossMinor: -3000 }),
        rowOf({ kind: 'payout_failed', grossMinor: 500 }),
      ],
      [{ currency: 'EUR', netMinor: 100 }],
    );
    expect(line).toEqual({
      currency: 'EUR', grossMinor: 8000, refundsMinor: -1000, disputesMinor: -1000, feesMinor: 2620, adjustmentsMinor: 7, netMinor: 3387,
      openingMinor: 100, payoutsMinor: -2500, closingMinor: 987, payments: 4, byFrequency: { once: 1, monthly: 3, annual: 0 },
    }); // prettier-ignore
  });

  it('keeps a currency that only has a balance, and none without', () => {
    const lines = summarise(
      [],
      [
        { currency: 'USD', netMinor: 5 },
        { currency: 'GBP', netMinor: 0 },
      ],
    );
    expect(lines.map((line) => [line.currency, line.closingMinor])).toEqual([['USD', 5]]);
  });

  const amount = fc.integer({ min: -1e9, max: 1e9 });
  const row = fc
    .record({
      currency: fc.constantFrom('EUR', 'USD', 'JPY'),
      kind: fc.constantFrom(...ENTRY_KINDS),
      frequency: fc.constantFrom('once' as const, 'monthly' as const, 'annual' as const, null),
      count: fc.integer({ min: 1, max: 1000 }),
      grossMinor: amount,
      feeMinor: amount,
    })
    .map(rowOf);

  prop.prop([fc.array(row, { maxLength: 40 }), amount])('both sums hold whatever moved', (rows, opening) => {
    for (const line of summarise(rows, [{ currency: 'EUR', netMinor: opening }])) {
      const { grossMinor, refundsMinor, disputesMinor, adjustmentsMinor, feesMinor } = line;
      expect(grossMinor + refundsMinor + disputesMinor + adjustmentsMinor - feesMinor).toBe(line.netMinor);
      expect(line.openingMinor + line.netMinor + line.payoutsMinor).toBe(line.closingMinor);
      const all = rows.filter((each) => each.currency === line.currency);
      expect(all.reduce((sum, each) => sum + each.netMinor, line.openingMinor)).toBe(line.closingMinor);
    }
  });
});
