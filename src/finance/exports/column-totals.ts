import { safeInteger } from '../../money.ts';
import type { Column } from './columns.ts';

/** What the rows of one currency add up to: every column of minor units in `currency`. */
export type ColumnTotals = { currency: string; rows: number; sums: Record<string, number> };

/** Adds up what stands in the rows of a file, currency by currency. */
export function columnTotals<Row>(columns: readonly Column<Row>[]): {
  add: (rows: readonly Row[]) => void;
  result: () => { rows: number; totals: ColumnTotals[] };
} {
  const currencyOf = columns.find(({ name }) => name === 'currency');
  const summed = columns.filter(({ type, money }) => type === 'integer' && money === 'currency');
  const found = new Map<string, ColumnTotals>();
  let count = 0;
  return {
    add(rows) {
      count += rows.length;
      for (const row of rows) {
        const currency = String(currencyOf?.value(row) ?? '');
        let totals = found.get(currency);
        if (totals === undefined) {
          totals = { currency, rows: 0, sums: Object.fromEntries(summed.map(({ name }) => [name, 0])) };
          found.set(currency, totals);
        }
        totals.rows += 1;
        for (const column of summed)
          totals.sums[column.name] = safeInteger(
            (totals.sums[column.name] ?? 0) + Number(column.value(row) ?? 0),
          );
      }
    },
    result: () => ({
      rows: count,
      totals: [...found.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    }),
  };
}
