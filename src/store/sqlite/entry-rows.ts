import { PAID_OUT_AT } from './filter.ts';

// The first payment is number 1. Counting at reading time keeps the number right whatever order Stripe's
// events came in; counting up to the bound keeps an export one instant's picture.
const SEQUENCE = `case when e.pledge_id is not null then nullif((
    select count(*) from ledger_entries p
    where p.pledge_id = e.pledge_id and p.kind = 'payment' and p.seq <= :bound and p.created_at <= case e.kind
      when 'payment' then e.created_at
      else coalesce((select o.created_at from ledger_entries o where o.payment_id = e.payment_id and o.kind = 'payment'), e.created_at) end
  ), 0) end`;

// Which deposit holds a line is written when Stripe lists the deposit: a table of its own, for entries never change.
const PAYOUT = `coalesce(e.stripe_payout_id, (
    select i.payout_id from payout_items i
    where i.balance_transaction_id = e.stripe_balance_transaction_id and i.seq <= :payoutItems
  ))`;

/** What a line of the export is read from. */
export const PAGE_COLUMNS = `e.entry_id, e.kind, e.pledge_id, e.payment_id, e.frequency, ${SEQUENCE}, e.campaign, e.created_at, e.available_at,
  e.book_date, e.period, e.charged_minor, e.charged_currency, e.gross_minor, e.fee_minor, e.net_minor, e.currency, e.exchange_rate,
  e.stripe_balance_transaction_id, e.stripe_source_id, ${PAYOUT}, e.original_entry_id, e.original_period, e.recorded_at,
  ${PAID_OUT_AT}`;
