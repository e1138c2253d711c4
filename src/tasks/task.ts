import { derivedId } from '../ids.ts';

/** What a person has to look at, because no rule of ours may decide it. */
export type TaskKind =
  /** A second subscription collects money for one pledge: refund it and end one of the two. */
  | 'second_subscription'
  /** The card's issuer reports fraud: refunding early avoids a dispute. */
  | 'early_fraud_warning'
  /** A bank disputes a payment and waits for an answer until `dueAt`. */
  | 'dispute'
  /** A refund came back: the supporter still waits for the money. */
  | 'refund_failed'
  /** The bank sent a deposit back. */
  | 'payout_failed'
  /** Stripe could not issue the invoice of a renewal: nothing will be collected. */
  | 'invoice_not_issued';

/** A concern that a read of Stripe found, or found settled. */
export type Concern = {
  kind: TaskKind;
  /** What it is about: `sub_…`, `issfr_…`, `du_…`, `re_…`, `po_…`, `in_…`. */
  stripeObjectId: string;
  dueAt: Date | null;
  /** False once Stripe says that nothing is left to do. */
  isOpen: boolean;
};

/** A task of staff. It names Stripe's objects and nobody. */
export type StaffTask = {
  taskId: string;
  kind: TaskKind;
  pledgeId: string | null;
  stripeObjectId: string;
  dueAt: Date | null;
  raisedAt: Date;
  /** When it was settled, by Stripe or by a person. A settled task is never raised again. */
  doneAt: Date | null;
  /** What the person who settled it wrote. */
  doneNote: string | null;
};

/** One concern is one task, however often it is read. */
export function taskIdOf({ kind, stripeObjectId }: Pick<Concern, 'kind' | 'stripeObjectId'>): string {
  return derivedId('tsk', `${kind} ${stripeObjectId}`);
}
