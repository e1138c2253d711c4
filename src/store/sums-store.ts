import type { PlanSpan, PlanStatusRow } from '../finance/rows.ts';
import type { Finding } from './store.ts';

/** Sums that are kept beside the rows, in the transaction that writes them: as quick to read from ten million rows as from ten. */
export interface SumStore {
  /**
   * Recurring pledges that were paid at least once, by the book month of their first payment and that of their end.
   * `recurringMonths` and `cohortsOf` (finance/retention.ts) make churn and retention of them.
   */
  planSpans(): Promise<PlanSpan[]>;
  /** Recurring pledges by currency, frequency and status; of the ended ones those that ended in a book month. */
  plansByStatus(endedIn: string): Promise<PlanStatusRow[]>;
  /** Adds up every sum anew and compares: the first one of each kind that is not what its rows are. */
  wrongSums(): Promise<Finding[]>;
  /** Adds up every sum anew beside a running service and makes right what does not hold. How many rows did not, by sum. */
  rebuildSums(): Promise<{ table: string; wrong: number }[]>;
}
