import type { AppContext } from '../../../context.ts';
import { html, type Html } from '../../../http/html.ts';
import type { LedgerRow, SummaryRow } from '../../rows.ts';
import { cursorText } from '../address.ts';
import { hiddenFields, monthStepper, printHint, printLink, zoneField } from '../controls.ts';
import { allFormats, fileLinks } from '../files.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { movementTable } from '../movement-table.ts';
import { shower } from '../show.ts';
import type { Built, Visit } from '../visit.ts';
import { filterChips, FILTER_FORM, filterForm } from './filter-form.ts';
import type { Given, PaymentsView } from './query.ts';
import { rangeWords } from './range.ts';
import { paymentTexts } from './texts.ts';

/** Rows on a page; on paper there is no next page to turn to. */
const ROWS = 50;
const ROWS_PRINTED = 1_000;

/** What a filter selects: one page of it, and the sums and the count of all of it. */
export type Payments = { rows: LedgerRow[]; hasMore: boolean; count: number; sums: CurrencySum[] };

/** Of one settlement currency; what went to the bank is in the sums, and beside them. */
type CurrencySum = {
  currency: string;
  count: number;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
  payoutsMinor: number;
};

export async function readPaymentRows(
  { store }: Pick<AppContext, 'store'>,
  { selection: { filter }, sort, after }: PaymentsView,
  isPrint: boolean,
): Promise<Payments> {
  const bound = await store.ledgerBound(filter.period);
  const limit = isPrint ? ROWS_PRINTED : ROWS;
  const order = sort === 'newest' ? 'newest_first' : 'oldest_first';
  const found = await store.ledgerPage(filter, bound, after, limit + 1, order);
  const sums = sumsByCurrency(await store.ledgerSums(filter, bound));
  const count = sums.reduce((all, each) => all + each.count, 0);
  return { rows: found.slice(0, limit), hasMore: found.length > limit, count, sums };
}

/** The list of movements with every filter above, totals and files below. */
export function paymentsList(visit: Visit, view: PaymentsView, data: Payments): Built {
  const { texts } = visit;
  const words = paymentTexts(visit.lang);
  const { given, selection, sort } = view;
  const { zone, period } = selection;
  const show = shower(visit.lang, zone);
  const href = (changed: Given, own: Record<string, string | null> = {}) =>
    visit.to('/finance/payments', { ...changed, sort: sort === 'newest' ? null : sort, ...own });
  const { period: _, from: _from, to: _to, ...undated } = given;
  const controls = html`<div class="ctl">
    ${monthStepper(visit, period, (to) => href({ ...undated, period: to }), { any: words.any.month, form: FILTER_FORM })}
    ${zoneField(visit, zone, FILTER_FORM)}
    <button class="b" type="submit" form="${FILTER_FORM}">${texts.show}</button>
    ${printLink(visit, href(given, { print: '1' }))}
  </div>`;
  const empty = data.count === 0 ? nothing(visit, view, href(period === null ? {} : { period })) : null;
  const list = html`${filterForm(
    visit,
    view,
    data.sums.map((each) => each.currency),
  )}
    ${filterChips(visit, given, (changed) => href(changed))}
    ${empty ?? [tableFrame(texts.table(words.title), table(visit, view, data, show)), turner(visit, view, data, href)]}`;
  return {
    title: period === null ? words.title : `${words.title}, ${show.month(period)}`,
    period,
    main: html`${printHint(visit, href(given))}
      ${bar(period === null ? words.title : html`${words.title}, ${show.month(period)}`, html`${words.lead}<br />${rangeWords(visit, given, selection)}`, controls)}
      <form id="sort" method="get" action="/finance/payments">${hiddenFields({ lang: visit.lang, ...given })}</form>
      <div class="stack">${card('list-title', texts.rows(data.count, show.count(data.count)), list)}</div>
      ${data.count > 0 && files(visit, given, data.count)}
      <p class="note">${words.stripeNote}</p>`,
  };
}

function table(visit: Visit, { sort }: PaymentsView, { rows, sums }: Payments, show: Visit['show']): Html {
  const words = paymentTexts(visit.lang);
  const currency = sums.length === 1 ? (sums[0]?.currency ?? null) : null;
  const foot = html`<tfoot>
    ${sums.map(
      (sum) =>
        html`<tr>
          <th scope="row" colspan="5">
            ${words.total(sum.currency, visit.texts.rows(sum.count, show.count(sum.count)))}
            ${sum.payoutsMinor !== 0 && sum.payoutsMinor !== sum.netMinor && html`<small>${words.ofThemPayouts(show.amount(sum.payoutsMinor, sum.currency), show.amount(sum.netMinor - sum.payoutsMinor, sum.currency))}</small>`}
          </th>
          <td class="num">${show.amount(sum.grossMinor, sum.currency)}</td>
          <td class="num">${show.amount(sum.feeMinor === 0 ? 0 : -sum.feeMinor, sum.currency)}</td>
          <td class="num">${show.amount(sum.netMinor, sum.currency)}</td>
          ${currency === null && html`<td>${sum.currency}</td>`}
          <td></td>
        </tr>`,
    )}
  </tfoot>`;
  return movementTable(visit, { rows, currency, show, sort, sortForm: 'sort', foot });
}

function turner(
  visit: Visit,
  view: PaymentsView,
  { rows, hasMore, count }: Payments,
  href: (given: Given, own?: Record<string, string | null>) => string,
): Html {
  const { texts, show } = visit;
  const words = paymentTexts(visit.lang);
  const last = rows.at(-1);
  return html`<div class="more">
    <span>${texts.shown(show.count(rows.length), show.count(count))}</span>
    <span class="links">
      ${view.after !== null && html`<a href="${href(view.given)}">${words.first}</a>`}
      ${hasMore && last !== undefined && html`<a href="${href(view.given, { after: cursorText(last, last.entryId) })}">${words.next}</a>`}
    </span>
  </div>`;
}

function files(visit: Visit, given: Given, rows: number): Html {
  const { texts } = visit;
  return fileLinks(visit, [
    { path: '/v1/ledger.csv', query: given, name: texts.ledgerCsv, text: texts.ledgerCsvText, rows },
    { path: '/v1/ledger.xlsx', query: given, name: texts.ledgerXlsx, text: texts.ledgerXlsxText, rows },
    allFormats(visit, given),
  ]);
}

/** An empty month says so; an empty selection offers the way out of it. */
function nothing(
  { texts, show, thisPeriod }: Visit,
  { given, selection: { period } }: PaymentsView,
  cleared: string,
): Html {
  if (Object.keys(given).every((name) => name === 'period') && period !== null)
    return html`<p class="empty">
      ${period >= thisPeriod ? texts.emptyRunningMonth(show.month(period)) : texts.emptyMonth(show.month(period))}
    </p>`;
  return html`<p class="empty">${texts.emptyFilter} <a href="${cleared}">${texts.clear}</a></p>`;
}

function sumsByCurrency(rows: readonly SummaryRow[]): CurrencySum[] {
  const sums = new Map<string, CurrencySum>();
  for (const { currency, kind, count, grossMinor, feeMinor, netMinor } of rows) {
    const sum = sums.get(currency) ?? {
      currency,
      count: 0,
      grossMinor: 0,
      feeMinor: 0,
      netMinor: 0,
      payoutsMinor: 0,
    };
    sum.count += count;
    sum.grossMinor += grossMinor;
    sum.feeMinor += feeMinor;
    sum.netMinor += netMinor;
    if (kind === 'payout' || kind === 'payout_failed') sum.payoutsMinor += netMinor;
    sums.set(currency, sum);
  }
  return [...sums.values()];
}
