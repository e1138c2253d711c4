import type { EntryKind } from '../../ledger/entry.ts';

/** Payments of which more went back than came, or more came back than went. */
function givenBack(out: EntryKind, back: EntryKind): string {
  return `select payment_id from ledger_entries where payment_id is not null group by payment_id
    having sum(case when kind = 'payment' then 1 else 0 end) > 0
      and -sum(case when kind in ('${out}', '${back}') then charged_minor else 0 end)
        not between 0 and sum(case when kind = 'payment' then charged_minor else 0 end)`;
}

/** What must find nothing on either engine, with the column that says where it was found. */
export const MUST_BE_EMPTY: readonly [what: string, sql: string][] = [
  [
    'an entry whose net is not gross less fee',
    'select entry_id from ledger_entries where net_minor <> gross_minor - fee_minor',
  ],
  [
    'a refund or dispute that is of another payment than the entry it goes back to',
    `select e.entry_id from ledger_entries e join ledger_entries o on o.entry_id = e.original_entry_id
     where e.payment_id is distinct from o.payment_id`,
  ],
  // In the supporter's own currency, for a later rate may settle the same money otherwise. Refunds and disputes
  // apart: a bank may dispute the whole of a payment of which a part was refunded.
  ['a payment with more refunded than was paid, or less than nothing', givenBack('refund', 'refund_failed')],
  [
    'a payment with more disputed than was paid, or less than nothing',
    givenBack('dispute', 'dispute_reversed'),
  ],
  [
    'an event that is not in exactly one state',
    `select stripe_event_id from webhook_events
     where case when next_attempt_at is null then 0 else 1 end + case when applied_at is null then 0 else 1 end
       + case when ignored_at is null then 0 else 1 end + case when parked_at is null then 0 else 1 end <> 1`,
  ],
  [
    'a movement that is booked and also counted as another product’s',
    'select balance_transaction_id from other_movements join ledger_entries on stripe_balance_transaction_id = balance_transaction_id',
  ],
  [
    'a line of a deposit that is neither booked nor another product’s',
    `select i.balance_transaction_id from payout_items i
     where not exists (select 1 from ledger_entries where stripe_balance_transaction_id = i.balance_transaction_id)
       and not exists (select 1 from other_movements where balance_transaction_id = i.balance_transaction_id)`,
  ],
  [
    'a deposit whose contents do not add up to it',
    `select p.payout_id from payouts p where p.itemised_at is not null and p.amount_minor <> (
       select coalesce(sum(coalesce(e.net_minor, o.net_minor, 0)), 0) from payout_items i
       left join ledger_entries e on e.stripe_balance_transaction_id = i.balance_transaction_id
       left join other_movements o on o.balance_transaction_id = i.balance_transaction_id
       where i.payout_id = p.payout_id)`,
  ],
];
