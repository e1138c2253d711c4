import type { Payout, PayoutPart } from '../../ledger/payout.ts';
import { safeInteger } from '../../money.ts';
import type { PayoutRow, PayoutStore } from '../store.ts';
import type { Database, Sql } from './open.ts';

type Raw = Omit<Payout, 'createdAt' | 'arrivalAt'> & {
  createdAt: number;
  arrivalAt: number;
  itemisedAt: number | null;
  movedMinor: number;
  hoursMinor: number;
  restMinor: number;
};

/** Milliseconds of an hour of `hour_balances`. */
const HOUR_MS = 3_600_000;
/** Before and after every instant that a Date can hold. */
const FIRST_MS = -8_640_000_000_000_001;
const LAST_MS = 8_640_000_000_000_001;

/**
 * Deposits of a page, each with what its currency moved since the one before it on the page: in whole hours from their sums,
 * and line by line in the part of an hour before it. So each hour is added once for a page, however many deposits it has.
 */
const PAGE = `with page as (
    select p.*, p.created_at / ${HOUR_MS} as hour, lag(p.created_at / ${HOUR_MS}) over (partition by p.currency order by p.created_at, p.payout_id) as since
    from (
      select * from payouts p
      where p.created_at >= :from and p.created_at < :to and (p.created_at, p.payout_id) > (:afterMs, :afterId)
        and (:currency::text is null or p.currency = :currency) and (:payoutId::text is null or p.payout_id = :payoutId)
      order by p.created_at, p.payout_id limit :limit
    ) p
  )
  select p.payout_id as "payoutId", p.amount_minor as "amountMinor", p.currency, p.status, p.automatic, p.created_at as "createdAt",
    p.arrival_at as "arrivalAt", p.is_reconciled as "isReconciled", p.failure_code as "failureCode", p.itemised_at as "itemisedAt",
    coalesce((select sum(e.net_minor) from ledger_entries e where e.stripe_payout_id = p.payout_id and e.kind = 'payout'),
      -p.amount_minor)::bigint as "movedMinor",
    (select coalesce(sum(h.net_minor), 0) from hour_balances h
      where h.currency = p.currency and h.hour >= coalesce(p.since, :firstHour) and h.hour < p.hour)::bigint as "hoursMinor",
    ((select coalesce(sum(e.net_minor), 0) from ledger_entries e
        where e.currency = p.currency and e.created_at >= p.hour * ${HOUR_MS} and e.created_at < p.created_at)
      + (select coalesce(sum(o.net_minor), 0) from other_movements o
        where o.currency = p.currency and o.created_at >= p.hour * ${HOUR_MS} and o.created_at < p.created_at))::bigint as "restMinor"
  from page p order by p.created_at, p.payout_id`;

export function payoutStore({ rows, lists, snapshot }: Database): PayoutStore {
  return {
    async isItemised(payoutId) {
      const found = await lists<[boolean]>(
        'select itemised_at is not null from payouts where payout_id = :payoutId',
        { payoutId },
      );
      return found[0]?.[0] === true;
    },
    async payoutPage({ from, to, currency, payoutId }, after, limit) {
      return snapshot(async (sql) => {
        const raws = await sql.rows<Raw>(PAGE, {
          from: Math.max(from?.getTime() ?? FIRST_MS, after?.createdAtMs ?? FIRST_MS),
          to: to?.getTime() ?? LAST_MS,
          currency,
          payoutId,
          afterMs: after?.createdAtMs ?? FIRST_MS,
          afterId: after?.id ?? '',
          firstHour: Number.MIN_SAFE_INTEGER,
          limit,
        });
        const partsOf = await parts(
          sql,
          raws.map((raw) => raw.payoutId),
        );
        const held = new Map<string, number>();
        return raws.map(({ hoursMinor, restMinor, ...raw }) => {
          const hours = safeInteger((held.get(raw.currency) ?? 0) + hoursMinor);
          held.set(raw.currency, hours);
          return rowOf(raw, safeInteger(hours + restMinor), partsOf(raw.payoutId));
        });
      });
    },
    async payoutsToItemise(before, limit) {
      const found = await rows<{ id: string }>(
        `select payout_id as id from payouts where automatic and itemised_at is null and created_at < :before and status <> 'canceled'
         order by created_at, payout_id limit :limit`,
        { before: before.getTime(), limit },
      );
      return found.map(({ id }) => id);
    },
  };
}

function rowOf(
  { movedMinor, ...raw }: Omit<Raw, 'hoursMinor' | 'restMinor'>,
  beforeMinor: number,
  held: PayoutPart[],
): PayoutRow {
  return {
    ...raw,
    createdAt: new Date(raw.createdAt),
    arrivalAt: new Date(raw.arrivalAt),
    itemisedAt: raw.itemisedAt === null ? null : new Date(raw.itemisedAt),
    parts: held,
    balanceBeforeMinor: beforeMinor,
    balanceAfterMinor: safeInteger(beforeMinor + movedMinor),
  };
}

/** What deposits hold. A line that is neither booked nor another product's leaves the deposit unexplained, and shows. */
async function parts({ rows }: Sql, ids: readonly string[]): Promise<(payoutId: string) => PayoutPart[]> {
  const found = await rows<PayoutPart & { payoutId: string }>(
    `select payout_id as "payoutId", kind, items as count, gross_minor as "grossMinor", fee_minor as "feeMinor", net_minor as "netMinor"
     from payout_sums where payout_id = any(:ids) and items > 0 order by kind`,
    { ids },
  );
  const held = Map.groupBy(found, ({ payoutId }) => payoutId);
  return (payoutId) => (held.get(payoutId) ?? []).map(({ payoutId: _id, ...part }) => part);
}
