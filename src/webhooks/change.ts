import type { LedgerEntry } from '../ledger/entry.ts';
import type { OtherMovement, Payout } from '../ledger/payout.ts';
import type { PledgeUpdate } from '../store/store.ts';
import type { Concern } from '../tasks/task.ts';

/** One write that the projector asks for. The store applies all changes of a projection, or none. */
export type Change =
  | { kind: 'update_pledge'; pledgeId: string; update: PledgeUpdate }
  /** Writes an entry unless the ledger has one for the same balance transaction. */
  | { kind: 'book_entry'; entry: LedgerEntry }
  /** Raises a task of staff, or settles it. */
  | { kind: 'note_concern'; concern: Concern; pledgeId: string | null }
  /** Keeps what Stripe says of a payout now. */
  | { kind: 'note_payout'; payout: Payout }
  /** Keeps what a payout holds: once, for it never changes. */
  | { kind: 'itemise_payout'; payoutId: string; paidOutAt: Date; balanceTransactionIds: string[] }
  /** Remembers that a movement belongs to another product of the account, so that it is looked up once. */
  | { kind: 'note_other'; movement: OtherMovement };
