import type { LedgerEntry } from '../ledger/entry.ts';
import type { PledgeUpdate } from '../store/store.ts';

/** One write that the projector asks for. The store applies all changes of a projection, or none. */
export type Change =
  | { kind: 'update_pledge'; pledgeId: string; update: PledgeUpdate }
  /** Writes an entry unless the ledger has one for the same balance transaction. */
  | { kind: 'book_entry'; entry: LedgerEntry };
