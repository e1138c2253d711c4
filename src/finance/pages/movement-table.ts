import { html, type Html } from '../../http/html.ts';
import type { EntryKind } from '../../ledger/entry.ts';
import { pledgeReference } from '../../pledges/pledge.ts';
import type { LedgerRow } from '../rows.ts';
import { paymentTexts } from './payments/texts.ts';
import type { Show } from './show.ts';
import type { Visit } from './visit.ts';

/** Green: money in. Grey: money moved on. Red: taken back. Amber: someone should look. */
export const KIND_LOOK: Record<EntryKind, 'g' | 'n' | 'r' | 'y'> = {
  payment: 'g',
  refund: 'n',
  refund_failed: 'y',
  dispute: 'r',
  dispute_reversed: 'g',
  fee: 'n',
  adjustment: 'y',
  payout: 'n',
  payout_failed: 'y',
};

/** The page that a movement leads to: its payment, or the deposit that it is; null where it has none. */
export function movementPath({
  paymentId,
  stripePayoutId,
}: Pick<LedgerRow, 'paymentId' | 'stripePayoutId'>): string | null {
  if (paymentId !== null) return `/finance/payments/${paymentId}`;
  return stripePayoutId === null ? null : `/finance/payouts/${stripePayoutId}`;
}

/** The settlement currency of all rows; null where there are several. */
export function onlyCurrency(rows: readonly Pick<LedgerRow, 'currency'>[]): string | null {
  const [first] = rows;
  return first !== undefined && rows.every((row) => row.currency === first.currency) ? first.currency : null;
}

export type MovementTable = {
  rows: readonly LedgerRow[];
  /** The one settlement currency of all rows; null where there are several, and each row says its own. */
  currency: string | null;
  /** Writes in the zone of the view. */
  show: Show;
  /** Which end comes first, and the button that turns it around where there is one. */
  sort: 'newest' | 'oldest';
  sortForm?: string;
  foot?: Html | null;
};

/** Movements line by line, each leading to its payment or deposit. */
export function movementTable(
  visit: Visit,
  { rows, currency, show, sort, sortForm, foot = null }: MovementTable,
): Html {
  const { columns, sortNewest, sortOldest } = paymentTexts(visit.lang);
  const [way, arrow, other] =
    sort === 'newest' ? ['descending', '↓', 'oldest'] : ['ascending', '↑', 'newest'];
  const time =
    sortForm === undefined
      ? html`${columns.time} ${arrow}`
      : html`<button class="sort" type="submit" form="${sortForm}" name="sort" value="${other}">
          ${columns.time} <span aria-hidden="true">${arrow}</span><span class="vh">, ${other === 'oldest' ? sortOldest : sortNewest}</span>
        </button>`;
  const money = (name: string) =>
    html`<th scope="col" class="num">${currency === null ? name : `${name}, ${currency}`}</th>`;
  return html`<table class="movements">
    <thead>
      <tr>
        <th scope="col">${columns.reference}</th>
        <th scope="col" aria-sort="${way}">${time}</th>
        <th scope="col">${columns.frequency}</th>
        <th scope="col">${columns.campaign}</th>
        <th scope="col" class="num">${columns.paid}</th>
        ${money(columns.gross)}
        <th scope="col" class="num">${columns.fee}</th>
        <th scope="col" class="num">${columns.net}</th>
        ${currency === null && html`<th scope="col">${columns.currency}</th>`}
        <th scope="col">${columns.kind}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line(visit, row, { currency, show }))}
    </tbody>
    ${foot}
  </table>`;
}

function line(
  visit: Visit,
  row: LedgerRow,
  { currency, show }: Pick<MovementTable, 'currency' | 'show'>,
): Html {
  const { texts, lang } = visit;
  const words = paymentTexts(lang);
  const isRenewal = row.sequence !== null && row.frequency !== 'once';
  return html`<tr>
    ${reference(visit, row)}
    <td>${show.time(row.createdAt)}${row.originalPeriod !== null && html`<small>${words.late(show.month(row.originalPeriod))}</small>`}</td>
    <td>${row.frequency === null ? '—' : texts.frequencies[row.frequency]}${isRenewal && html` <small class="in">${words.nth(row.sequence ?? 1)}</small>`}</td>
    <td class="slug">${row.campaign ?? '—'}</td>
    <td class="num">
      ${row.charged === null ? '—' : show.money(row.charged.amountMinor, row.charged.currency)}
    </td>
    <td class="num">${show.amount(row.grossMinor, row.currency)}</td>
    <td class="num">${show.amount(row.feeMinor === 0 ? 0 : -row.feeMinor, row.currency)}</td>
    <td class="num">${show.amount(row.netMinor, row.currency)}</td>
    ${currency === null && html`<td>${row.currency}</td>`}
    <td><span class="st ${KIND_LOOK[row.kind]}">${texts.kinds[row.kind]}</span></td>
  </tr>`;
}

/** `po_…7XulTL`: enough to tell one from another; the page it leads to has the whole id. */
function shortId(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`;
}

/** The short reference leads to the payment; what belongs to no pledge is named by Stripe's own id. */
function reference(visit: Visit, row: LedgerRow): Html {
  const name = row.pledgeId === null ? shortId(row.stripeSourceId) : pledgeReference(row.pledgeId);
  const path = movementPath(row);
  return html`<th scope="row" class="ref">
    ${path === null ? html`<span>${name}</span>` : html`<a href="${visit.to(path)}">${name}</a>`}
  </th>`;
}
