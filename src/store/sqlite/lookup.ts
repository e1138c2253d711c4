import type { PledgeRow } from '../../finance/rows.ts';
import type { LookupStore, PayoutSum } from '../lookup-store.ts';
import { safeInteger } from '../../money.ts';
import { ledgerRowOf, PAGE_COLUMNS, type RawEntry } from '../sql/entry-rows.ts';
import { pledgeOf } from '../sql/pledge-rows.ts';
import type { Connections } from './open.ts';
import { pledgeSums } from './pledge-sums.ts';
import { pledges } from './schema.ts';
import { eq } from 'drizzle-orm';

const BOUND = `(select coalesce(max(seq), 0) from ledger_entries)`;
const ITEMS_BOUND = `(select coalesce(max(seq), 0) from payout_items)`;

/** The columns of an export's line, up to what is written now. */
const COLUMNS = PAGE_COLUMNS.replaceAll(':bound', BOUND).replaceAll(':payoutItems', ITEMS_BOUND);

export function lookupStore({ reader, read }: Connections): LookupStore {
  const movements = (where: string) =>
    reader.prepare(`select ${COLUMNS} from ledger_entries e where ${where}`).raw();
  // Stripe's times are whole seconds: a payment comes before what went back of it in the same one.
  const inOrder = `order by e.created_at, e.kind <> 'payment', e.entry_id`;
  const ofPledge = movements(
    `e.seq in (select seq from ledger_entries where pledge_id = :pledgeId order by created_at desc, entry_id desc limit :limit) ${inOrder}`,
  );
  const ofPayment = movements(`e.payment_id = :paymentId ${inOrder}`);
  const byId = movements('e.entry_id = :entryId');
  const byAmount = movements(
    `e.seq > ${BOUND} - :among and (abs(e.charged_minor) in (select value from json_each(:minor))
       or abs(e.gross_minor) in (select value from json_each(:minor)) or abs(e.net_minor) in (select value from json_each(:minor)))
     order by e.created_at desc, e.entry_id desc limit :limit`,
  );
  // The expression is that of the index pledges_reference.
  const byReference = reader
    .prepare(
      `select pledge_id from pledges where substr(pledge_id, -9, 8) = ? order by created_at desc, pledge_id limit ?`,
    )
    .pluck();
  const paid = pledgeSums(reader);
  const sumPayouts = (where: string) =>
    reader.prepare(
      `select currency, count(*) as count, sum(amount_minor) as amountMinor from payouts
       where created_at >= :from and created_at < :to and (:currency is null or currency = :currency) and ${where}
       group by currency order by 1`,
    );
  const payoutSums = sumPayouts(':payoutId is null');
  const sumsOfPayout = sumPayouts('payout_id = :payoutId');
  const campaigns = reader
    .prepare(
      `select distinct campaign from campaign_sums where period = ? and kind = 'payment' and campaign <> '' order by 1`,
    )
    .pluck();
  const rows = (found: unknown[]) => (found as RawEntry[]).map(ledgerRowOf);
  const pledgeWithSums = async (pledgeId: string): Promise<PledgeRow | null> => {
    const row = read.select().from(pledges).where(eq(pledges.pledgeId, pledgeId)).get();
    if (row === undefined) return null;
    return { ...pledgeOf(row), ...paid([pledgeId])(pledgeId) };
  };

  return {
    pledgeWithSums,
    async pledgesByReference(reference, limit) {
      const letters = reference.replaceAll('-', '').toLowerCase();
      const found = await Promise.all((byReference.all(letters, limit) as string[]).map(pledgeWithSums));
      return found.filter((row) => row !== null);
    },
    async movementsOfPledge(pledgeId, limit) {
      return rows(ofPledge.all({ pledgeId, limit }));
    },
    async movementsOfPayment(paymentId) {
      return rows(ofPayment.all({ paymentId }));
    },
    async movementById(entryId) {
      return rows(byId.all({ entryId }))[0] ?? null;
    },
    async movementsByAmount(minor, limit, among) {
      return rows(byAmount.all({ minor: JSON.stringify(minor.map(Math.abs)), limit, among }));
    },
    async campaignsOf(period) {
      return campaigns.all(period) as string[];
    },
    async payoutSums({ from, to, currency, payoutId }) {
      const found = (payoutId === null ? payoutSums : sumsOfPayout).all({
        from: from?.getTime() ?? Number.MIN_SAFE_INTEGER,
        to: to?.getTime() ?? Number.MAX_SAFE_INTEGER,
        currency,
        payoutId,
      }) as PayoutSum[];
      found.forEach((row) => safeInteger(row.amountMinor));
      return found;
    },
  };
}
