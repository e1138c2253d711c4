import type { Pledge, PledgeMarks } from '../../pledges/pledge.ts';

/** A row of `pledges`, with each mark in a column of its own. */
export type PledgeTableRow = Omit<Pledge, 'marks'> & PledgeMarks & { updatedAt: Date; readAt: Date | null };

/** A row as the noun: the marks gathered. */
export function pledgeOf(row: PledgeTableRow): Pledge {
  const {
    completedAt,
    expiredAt,
    failedAt,
    firstPaidAt,
    lastPaidAt,
    paidElsewhereAt,
    nextPaymentAt,
    ...more
  } = row;
  const { subscriptionState, endedAt, endedReason, updatedAt: _updated, readAt: _read, ...rest } = more;
  const times = { completedAt, expiredAt, failedAt, firstPaidAt, lastPaidAt, paidElsewhereAt, nextPaymentAt };
  return { ...rest, marks: { ...times, subscriptionState, endedAt, endedReason } };
}
