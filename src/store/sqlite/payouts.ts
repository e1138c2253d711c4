import type { PayoutRow, PayoutStore } from '../store.ts';
import type { Payout, PayoutPart } from '../../ledger/payout.ts';
import { safeInteger } from '../../money.ts';
import type { Connections } from './open.ts';

type Raw = Omit<Payout, 'createdAt' | 'arrivalAt' | 'automatic' | 'isReconciled'> & {
  createdAt: number;
  arrivalAt: number;
  automatic: number;
  isReconciled: number;
  itemisedAt: number | null;
  movedMinor: number;
};

/** Before and after every instant that a Date can hold. */
const FIRST_MS = -8_640_000_000_000_001;
const LAST_MS = 8_640_000_000_000_001;

const COLUMNS = `p.payout_id as payoutId, p.amount_minor as amountMinor, p.currency, p.status, p.automatic, p.created_at as createdAt,
  p.arrival_at as arrivalAt, p.is_reconciled as isReconciled, p.failure_code as failureCode, p.itemised_at as itemisedAt`;

export function payoutStore({ reader, writer }: Connections): PayoutStore {
  const itemised = writer.prepare('select itemised_at is not null from payouts where payout_id = ?').pluck();
  const waiting = writer
    .prepare(
      `select payout_id from payouts where automatic = 1 and itemised_at is null and created_at < ? and status <> 'canceled'
       order by created_at, payout_id limit ?`,
    )
    .pluck();
  // A line that is neither booked nor another product's leaves the deposit unexplained, and shows.
  const partsOf = reader.prepare(
    `select kind, items as count, gross_minor as grossMinor, fee_minor as feeMinor, net_minor as netMinor
     from payout_sums where payout_id = ? and items > 0 order by kind`,
  );
  // One text for every filter, prepared once: what is not asked for is a bound that holds for all.
  const page = reader.prepare(
    `select ${COLUMNS},
       coalesce((select sum(e.net_minor) from ledger_entries e where e.stripe_payout_id = p.payout_id and e.kind = 'payout'),
         -p.amount_minor) as movedMinor
     from payouts p
     where p.created_at >= :from and p.created_at < :to and (p.created_at, p.payout_id) > (:afterMs, :afterId)
       and (:currency is null or p.currency = :currency) and (:payoutId is null or p.payout_id = :payoutId)
     order by p.created_at, p.payout_id limit :limit`,
  );
  const balances = runningBalances(reader);

  const rowOf = (raw: Raw, balanceBeforeMinor: number): PayoutRow => {
    const { createdAt, arrivalAt, itemisedAt, automatic, isReconciled, movedMinor, ...rest } = raw;
    return {
      ...rest,
      automatic: automatic === 1,
      isReconciled: isReconciled === 1,
      createdAt: new Date(createdAt),
      arrivalAt: new Date(arrivalAt),
      itemisedAt: itemisedAt === null ? null : new Date(itemisedAt),
      parts: partsOf.all(raw.payoutId) as PayoutPart[],
      balanceBeforeMinor,
      balanceAfterMinor: safeInteger(balanceBeforeMinor + movedMinor),
    };
  };

  return {
    async isItemised(payoutId) {
      return itemised.get(payoutId) === 1;
    },
    async payoutPage({ from, to, currency, payoutId }, after, limit) {
      const rows = page.all({
        // Where the page before ended, not where the range begins: SQLite enters the index there.
        from: Math.max(from?.getTime() ?? FIRST_MS, after?.createdAtMs ?? FIRST_MS),
        to: to?.getTime() ?? LAST_MS,
        currency,
        payoutId,
        afterMs: after?.createdAtMs ?? FIRST_MS,
        afterId: after?.id ?? '',
        limit,
      }) as Raw[];
      const before = balances();
      return rows.map((raw) => rowOf(raw, before(raw.currency, raw.createdAt)));
    },
    async payoutsToItemise(before, limit) {
      return waiting.all(before.getTime(), limit) as string[];
    },
  };
}

/** Milliseconds of an hour of `hour_balances`. */
const HOUR_MS = 3_600_000;

/**
 * What a currency held before an instant: every whole hour from its sum, the rest of the last one line by line. Asked
 * in the order of time, each hour is added once for a whole page.
 */
function runningBalances(reader: Connections['reader']) {
  const hours = reader
    .prepare(
      'select coalesce(sum(net_minor), 0) from hour_balances where currency = @currency and hour >= @since and hour < @hour',
    )
    .pluck();
  const rest = reader
    .prepare(
      `select coalesce((select sum(net_minor) from ledger_entries where +currency = @currency and created_at >= @from and created_at < @at), 0)
         + coalesce((select sum(net_minor) from other_movements where +currency = @currency and created_at >= @from and created_at < @at), 0)`,
    )
    .pluck();
  return () => {
    const known = new Map<string, { hour: number; minor: number }>();
    return (currency: string, at: number): number => {
      const hour = Math.floor(at / HOUR_MS);
      const last = known.get(currency);
      const since = last?.hour ?? Number.MIN_SAFE_INTEGER;
      const minor = safeInteger((last?.minor ?? 0) + Number(hours.get({ currency, since, hour })));
      known.set(currency, { hour, minor });
      return safeInteger(minor + Number(rest.get({ currency, from: hour * HOUR_MS, at })));
    };
  };
}
