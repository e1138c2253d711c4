import type { PledgeRow } from '../../finance/rows.ts';
import type { Sqlite } from './open.ts';

type PledgeSums = Pick<PledgeRow, 'payments' | 'paidMinor' | 'refundedMinor'>;

const NOTHING_PAID: PledgeSums = { payments: 0, paidMinor: 0, refundedMinor: 0 };

/** What was paid for pledges and given back: one grouped look at the ledger for all of them, not one for each. */
export function pledgeSums(reader: Sqlite): (ids: readonly string[]) => (pledgeId: string) => PledgeSums {
  const sums = reader.prepare(
    `select pledge_id as pledgeId, count(*) filter (where kind = 'payment') as payments,
       coalesce(sum(charged_minor) filter (where kind = 'payment'), 0) as paidMinor,
       coalesce(-sum(charged_minor) filter (where kind in ('refund', 'refund_failed')), 0) as refundedMinor
     from ledger_entries where pledge_id in (select value from json_each(?)) group by pledge_id`,
  );
  return (ids) => {
    const rows = sums.all(JSON.stringify(ids)) as ({ pledgeId: string } & PledgeSums)[];
    const found = new Map(rows.map(({ pledgeId, ...sum }) => [pledgeId, sum]));
    return (pledgeId) => found.get(pledgeId) ?? NOTHING_PAID;
  };
}
