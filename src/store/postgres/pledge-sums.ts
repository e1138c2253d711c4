import type { PledgeRow } from '../../finance/rows.ts';
import type { Sql } from './open.ts';

type PledgeSums = Pick<PledgeRow, 'payments' | 'paidMinor' | 'refundedMinor'>;

const NOTHING_PAID: PledgeSums = { payments: 0, paidMinor: 0, refundedMinor: 0 };

/** What was paid for pledges and given back: one grouped look at the ledger for all of them, not one for each. */
export async function pledgeSums(
  { rows }: Sql,
  ids: readonly string[],
): Promise<(pledgeId: string) => PledgeSums> {
  const sums = await rows<{ pledgeId: string } & PledgeSums>(
    `select pledge_id as "pledgeId", count(*) filter (where kind = 'payment') as payments,
       coalesce(sum(charged_minor) filter (where kind = 'payment'), 0)::bigint as "paidMinor",
       coalesce(-sum(charged_minor) filter (where kind in ('refund', 'refund_failed')), 0)::bigint as "refundedMinor"
     from ledger_entries where pledge_id = any(:ids) group by pledge_id`,
    { ids },
  );
  const found = new Map(sums.map(({ pledgeId, ...sum }) => [pledgeId, sum]));
  return (pledgeId) => found.get(pledgeId) ?? NOTHING_PAID;
}
