import type { PayoutFilter, PayoutRow, PayoutStore } from '../store.ts';
import type { Payout, PayoutPart } from '../../ledger/payout.ts';
import { safeInteger } from '../../money.ts';
import { afterValues, whereOf } from './filter.ts';
import type { Connections } from './open.ts';

type Raw = Omit<Payout, 'createdAt' | 'arrivalAt' | 'automatic' | 'isReconciled'> & {
  createdAt: number;
  arrivalAt: number;
  automatic: number;
  isReconciled: number;
  itemisedAt: number | null;
};

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
  const balanceBefore = reader
    .prepare(
      `select coalesce((select sum(net_minor) from ledger_entries where currency = @currency and created_at < @at), 0)
         + coalesce((select sum(net_minor) from other_movements where currency = @currency and created_at < @at), 0)`,
    )
    .pluck();

  const rowOf = (raw: Raw): PayoutRow => {
    const { createdAt, arrivalAt, itemisedAt, automatic, isReconciled, ...rest } = raw;
    const before = safeInteger(Number(balanceBefore.get({ currency: raw.currency, at: createdAt })));
    return {
      ...rest,
      automatic: automatic === 1,
      isReconciled: isReconciled === 1,
      createdAt: new Date(createdAt),
      arrivalAt: new Date(arrivalAt),
      itemisedAt: itemisedAt === null ? null : new Date(itemisedAt),
      parts: partsOf.all(raw.payoutId) as PayoutPart[],
      balanceBeforeMinor: before,
      balanceAfterMinor: safeInteger(before - raw.amountMinor),
    };
  };

  return {
    async isItemised(payoutId) {
      return itemised.get(payoutId) === 1;
    },
    async payoutPage(filter, after, limit) {
      const { where, values } = payoutWhere(filter);
      const next = after === null ? '' : 'and (p.created_at, p.payout_id) > (:afterMs, :afterId)';
      const rows = reader
        .prepare(
          `select ${COLUMNS} from payouts p where ${where} ${next} order by p.created_at, p.payout_id limit :limit`,
        )
        .all({ ...values, ...afterValues(after), limit }) as Raw[];
      return rows.map(rowOf);
    },
    async payoutsToItemise(before, limit) {
      return waiting.all(before.getTime(), limit) as string[];
    },
  };
}

function payoutWhere(filter: PayoutFilter) {
  return whereOf([
    ['p.created_at >= :from', 'from', filter.from?.getTime()],
    ['p.created_at < :to', 'to', filter.to?.getTime()],
    ['p.currency = :currency', 'currency', filter.currency],
    ['p.payout_id = :payoutId', 'payoutId', filter.payoutId],
  ]);
}
