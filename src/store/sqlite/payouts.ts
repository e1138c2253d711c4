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
    `select coalesce(e.kind, 'other') as kind, count(*) as count,
       sum(coalesce(e.gross_minor, o.net_minor, 0)) as grossMinor, sum(coalesce(e.fee_minor, 0)) as feeMinor,
       sum(coalesce(e.net_minor, o.net_minor, 0)) as netMinor
     from payout_items i
     left join ledger_entries e on e.stripe_balance_transaction_id = i.balance_transaction_id
     left join other_movements o on o.balance_transaction_id = i.balance_transaction_id
     where i.payout_id = ? group by 1 order by 1`,
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
        from: from?.getTime() ?? FIRST_MS,
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

/**
 * What a currency held before an instant. Asked in the order of time, each movement is added up once for a
 * whole page: a sum of its own for every deposit would walk the ledger as many times.
 */
function runningBalances(reader: Connections['reader']) {
  const sum = (range: string) =>
    reader
      .prepare(
        `select coalesce((select sum(net_minor) from ledger_entries where currency = @currency and ${range}), 0)
           + coalesce((select sum(net_minor) from other_movements where currency = @currency and ${range}), 0)`,
      )
      .pluck();
  // The plus lets the first one read the table from end to end, not entry by entry through an index.
  const upTo = sum('+created_at < @at');
  const between = sum('created_at >= @since and created_at < @at');
  return () => {
    const known = new Map<string, { at: number; minor: number }>();
    return (currency: string, at: number): number => {
      const last = known.get(currency);
      const added =
        last === undefined ? upTo.get({ currency, at }) : between.get({ currency, at, since: last.at });
      const minor = safeInteger((last?.minor ?? 0) + Number(added));
      known.set(currency, { at, minor });
      return minor;
    };
  };
}
