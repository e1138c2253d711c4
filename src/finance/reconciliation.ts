import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { isEqual, type Comparison } from '../ledger/reconciliation.ts';
import { isoSeconds } from './exports/iso-seconds.ts';

/** Answer of GET /v1/reconciliation. */
export type Reconciliation = Omit<Comparison, 'checkedAt'> & {
  /** True where no amount differs and no movement is missing on either side. */
  isEqual: boolean;
  checkedAt: string;
};

/** How a month compared with Stripe when that was last done; 404 where it never was. */
export async function reconciliationOf(
  { store }: Pick<AppContext, 'store'>,
  period: string,
): Promise<Reconciliation> {
  const comparison = await store.comparison(period);
  if (comparison === null)
    throw new AppError(
      404,
      'never_compared',
      'This month was never compared with Stripe. The service does it every night; the command reconcile does it at once.',
      { field: 'period' },
    );
  const { currencies, movements, missingHere, missingAtStripe, unequal, checkedAt } = comparison;
  return {
    period,
    currencies,
    missingHere,
    missingAtStripe,
    unequal,
    movements,
    isEqual: isEqual(comparison),
    checkedAt: isoSeconds(checkedAt) ?? '',
  };
}
