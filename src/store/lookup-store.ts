import type { LedgerRow, PledgeRow } from '../finance/rows.ts';
import type { PayoutFilter } from './store.ts';

/** How many deposits a filter selects, and their sum in one currency. */
export type PayoutSum = { currency: string; count: number; amountMinor: number };

/** Finding one gift again: what staff ask when somebody calls. */
export interface LookupStore {
  /** Pledges with this short reference, newest first: eight random letters may meet twice. */
  pledgesByReference(reference: string, limit: number): Promise<PledgeRow[]>;
  /** A pledge with what was paid for it. */
  pledgeWithSums(pledgeId: string): Promise<PledgeRow | null>;
  /** The newest movements of a pledge, in the order of time. */
  movementsOfPledge(pledgeId: string, limit: number): Promise<LedgerRow[]>;
  /** A payment with its refunds and disputes, in the order of time. */
  movementsOfPayment(paymentId: string): Promise<LedgerRow[]>;
  /** One movement by its id; null where there is none. */
  movementById(entryId: string): Promise<LedgerRow | null>;
  /**
   * Movements of which the supporter's amount, the gross or the net is one of these, whatever its sign, newest
   * first. Looks through the newest `among` movements, so that a rare amount cannot hold up everybody.
   */
  movementsByAmount(minor: readonly number[], limit: number, among: number): Promise<LedgerRow[]>;
  /** Campaigns with payments in a booked month, by name. */
  campaignsOf(period: string): Promise<string[]>;
  /** Count and sum of deposits, per currency. */
  payoutSums(filter: PayoutFilter): Promise<PayoutSum[]>;
}
