import { eq } from 'drizzle-orm';
import type { PledgeRow } from '../../finance/rows.ts';
import type { LookupStore, PayoutSum } from '../lookup-store.ts';
import { ledgerRowOf, PAGE_COLUMNS, type RawEntry } from '../sql/entry-rows.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import type { Value } from './numbered.ts';
import type { Database } from './open.ts';
import { pledgeSums } from './pledge-sums.ts';
import { pledges } from './schema.ts';

const BOUND = `(select coalesce(max(seq), 0) from ledger_entries)`;
const ITEMS_BOUND = `(select coalesce(max(seq), 0) from payout_items)`;

/** The columns of an export's line, up to what is written now. */
const COLUMNS = PAGE_COLUMNS.replaceAll(':bound', BOUND).replaceAll(':payoutItems', ITEMS_BOUND);
/** Stripe's times are whole seconds: a payment comes before what went back of it in the same one. */
const IN_ORDER = `order by e.created_at, e.kind <> 'payment', e.entry_id`;

export function lookupStore({ rows, lists, snapshot }: Database): LookupStore {
  const movements = async (where: string, values: Record<string, Value>) =>
    (await lists<RawEntry>(`select ${COLUMNS} from ledger_entries e where ${where}`, values)).map(
      ledgerRowOf,
    );
  const pledgeWithSums = (pledgeId: string): Promise<PledgeRow | null> =>
    snapshot(async (sql) => {
      const [row] = await sql.db.select().from(pledges).where(eq(pledges.pledgeId, pledgeId));
      if (row === undefined) return null;
      const sumsOf = await pledgeSums(sql, [pledgeId]);
      return { ...pledgeOf(row), ...sumsOf(pledgeId) };
    });

  return {
    pledgeWithSums,
    async pledgesByReference(reference, limit) {
      // The expression is that of the index pledges_reference.
      const ids = await lists<[string]>(
        `select pledge_id from pledges where substr(pledge_id, length(pledge_id) - 8, 8) = :letters order by created_at desc, pledge_id limit :limit`,
        { letters: reference.replaceAll('-', '').toLowerCase(), limit },
      );
      const found = await Promise.all(ids.flat().map(pledgeWithSums));
      return found.filter((row) => row !== null);
    },
    async movementsOfPledge(pledgeId, limit) {
      const newest = `select seq from ledger_entries where pledge_id = :pledgeId order by created_at desc, entry_id desc limit :limit`;
      return movements(`e.seq in (${newest}) ${IN_ORDER}`, { pledgeId, limit });
    },
    async movementsOfPayment(paymentId) {
      return movements(`e.payment_id = :paymentId ${IN_ORDER}`, { paymentId });
    },
    async movementById(entryId) {
      return (await movements('e.entry_id = :entryId', { entryId }))[0] ?? null;
    },
    async movementsByAmount(minor, limit, among) {
      return movements(
        // The plus, or an amount that nobody gave is sought in the order of time among all lines there ever were.
        `e.seq > ${BOUND} - :among
           and (abs(e.charged_minor) = any(:minor) or abs(e.gross_minor) = any(:minor) or abs(e.net_minor) = any(:minor))
         order by +e.created_at desc, e.entry_id desc limit :limit`,
        { minor: minor.map(Math.abs), limit, among },
      );
    },
    async campaignsOf(period) {
      const found = await lists<[string]>(
        `select distinct campaign from campaign_sums where period = :period and kind = 'payment' and campaign <> '' order by 1`,
        { period },
      );
      return found.flat();
    },
    async payoutSums({ from, to, currency, payoutId }) {
      return rows<PayoutSum>(
        `select currency, count(*) as count, sum(amount_minor)::bigint as "amountMinor" from payouts
         where created_at >= :from and created_at < :to and (:currency::text is null or currency = :currency)
           and (:payoutId::text is null or payout_id = :payoutId)
         group by currency order by 1`,
        {
          from: from?.getTime() ?? Number.MIN_SAFE_INTEGER,
          to: to?.getTime() ?? Number.MAX_SAFE_INTEGER,
          currency,
          payoutId,
        },
      );
    },
  };
}
