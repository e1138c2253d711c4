import type { AppContext } from '../../../context.ts';
import { html, type Html } from '../../../http/html.ts';
import { explainDeposit, type Payout } from '../../../ledger/payout.ts';
import { isCurrency } from '../../../money.ts';
import type { PayoutSum } from '../../../store/lookup-store.ts';
import type { Cursor, PayoutFilter, PayoutRow } from '../../../store/store.ts';
import type { Selection } from '../../filters.ts';
import { cursorText } from '../address.ts';
import { hiddenFields, monthStepper, option, printHint, printLink, zoneField } from '../controls.ts';
import { fileLinks } from '../files.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { paymentTexts } from '../payments/texts.ts';
import { shower } from '../show.ts';
import type { Built, Visit } from '../visit.ts';
import { payoutTexts } from './texts.ts';

/** Deposits on a page: a month has one a day in each currency. */
const ROWS = 100;

export type PayoutsView = {
  /** The contract's filters as they stand in the address. */
  given: Record<string, string>;
  selection: Selection<PayoutFilter>;
  after: Cursor | null;
};

export type Payouts = { rows: PayoutRow[]; hasMore: boolean; sums: PayoutSum[] };

export async function readPayouts(
  { store }: Pick<AppContext, 'store'>,
  { selection: { filter }, after }: PayoutsView,
): Promise<Payouts> {
  const found = await store.payoutPage(filter, after, ROWS + 1);
  return { rows: found.slice(0, ROWS), hasMore: found.length > ROWS, sums: await store.payoutSums(filter) };
}

export const STATUS_LOOK: Record<Payout['status'], 'g' | 'n' | 'r' | 'y'> = {
  pending: 'n',
  in_transit: 'n',
  paid: 'g',
  failed: 'r',
  canceled: 'n',
  unknown: 'y',
};

/** What the bank got, and why each deposit is what it is. Each row adds up to its amount. */
export function payoutsList(visit: Visit, view: PayoutsView, data: Payouts): Built {
  const { texts, show } = visit;
  const words = payoutTexts(visit.lang);
  const { given, selection } = view;
  const { period, zone } = selection;
  const count = data.sums.reduce((sum, each) => sum + each.count, 0);
  const href = (query: Record<string, string | null>) => visit.to('/finance/payouts', query);
  const { period: _, ...rest } = given;
  const title = period === null ? words.title : `${words.title}, ${show.month(period)}`;
  const controls = html`<form class="ctl" method="get" action="/finance/payouts">
    ${hiddenFields({ lang: visit.lang })}
    ${monthStepper(visit, period, (to) => href({ ...rest, period: to }), { any: paymentTexts(visit.lang).any.month })}
    ${currencyField(visit, given['currency'], data.sums)} ${zoneField(visit, zone)}
    <button class="b" type="submit">${texts.show}</button>
    ${printLink(visit, href({ ...given, print: '1' }))}
  </form>`;
  const edges =
    period === null
      ? null
      : texts.edges(
          shower(visit.lang, zone).firstDay(period),
          shower(visit.lang, zone).lastDay(period),
          zone,
        );
  const list =
    count === 0
      ? html`<p class="empty">${period === null ? texts.emptyFilter : words.empty(show.month(period))} <a href="${href({})}">${texts.clear}</a></p>`
      : [
          tableFrame(texts.table(words.title), table(visit, data)),
          turner(visit, view, data, count, href),
          notes(visit, data),
        ];
  return {
    title,
    period,
    main: html`${printHint(visit, href(given))}
      ${bar(title, html`${words.lead}<br />${edges} ${texts.asOf(show.time(visit.now))}`, controls)}
      <div class="stack">${card('list-title', words.deposits(count, show.count(count)), list)}</div>
      ${count > 0 && files(visit, given, count)}`,
  };
}

function files(visit: Visit, query: Record<string, string>, rows: number): Html {
  const { texts } = visit;
  return fileLinks(visit, [
    { path: '/v1/payouts.csv', query, name: texts.payoutsCsv, text: texts.payoutsCsvText, rows },
  ]);
}

function currencyField(
  { lang, config }: Visit,
  chosen: string | undefined,
  sums: readonly PayoutSum[],
): Html {
  const { any, fields } = paymentTexts(lang);
  const known = [
    ...sums.map((sum) => sum.currency),
    ...config.publisher.currencies.map((each) => each.currency),
    chosen ?? '',
  ];
  const currencies = [...new Set(known)].filter(isCurrency).sort();
  return html`<select class="b" name="currency" aria-label="${fields.currency}">
    ${option('', any.currency, chosen === undefined)}
    ${currencies.map((each) => option(each, each, each === chosen))}
  </select>`;
}

function table(visit: Visit, { rows, sums }: Payouts): Html {
  const { texts, show, lang } = visit;
  const words = payoutTexts(lang);
  const { columns } = texts.deposits;
  const explained = rows.map((row) => ({ row, why: explainDeposit(row, row.parts) }));
  const hasUnexplained = explained.some(({ why }) => why.unexplainedMinor !== 0);
  const isMixed = sums.length > 1;
  const money = [columns.gifts, columns.refunds, columns.disputes, columns.fees, columns.other];
  const rest = money.length + (hasUnexplained ? 2 : 1);
  return html`<table class="movements">
    <thead>
      <tr>
        <th scope="col">${columns.date}</th>
        <th scope="col" class="num">${columns.amount}</th>
        ${isMixed && html`<th scope="col">${texts.currency}</th>`}
        ${money.map((name) => html`<th scope="col" class="num">${name}</th>`)}
        ${hasUnexplained && html`<th scope="col" class="num">${columns.unexplained}</th>`}
        <th scope="col">${columns.status}</th>
      </tr>
    </thead>
    <tbody>
      ${explained.map((each) => deposit(visit, each, { hasUnexplained, isMixed }))}
    </tbody>
    <tfoot>
      ${sums.map(
        (sum) =>
          html`<tr>
            <th scope="row">
              ${words.total(sum.currency, words.deposits(sum.count, show.count(sum.count)))}
            </th>
            <td class="num">${show.amount(sum.amountMinor, sum.currency)}</td>
            <td colspan="${isMixed ? rest + 1 : rest}"></td>
          </tr>`,
      )}
    </tfoot>
  </table>`;
}

type Explained = { row: PayoutRow; why: ReturnType<typeof explainDeposit> };
type Columns = { hasUnexplained: boolean; isMixed: boolean };

function deposit(visit: Visit, { row, why }: Explained, { hasUnexplained, isMixed }: Columns): Html {
  const { texts, show } = visit;
  const { statuses } = texts.deposits;
  const amount = (minor: number) => show.amount(minor, row.currency);
  return html`<tr>
    <th scope="row" class="ref">
      <a href="${visit.to(`/finance/payouts/${row.payoutId}`)}">${show.day(row.arrivalAt)}</a>
      <span>${row.payoutId}</span>
    </th>
    <td class="num"><b>${amount(row.amountMinor)}</b></td>
    ${isMixed && html`<td>${row.currency}</td>`} ${contents()}
    <td class="ref">
      <b class="st ${STATUS_LOOK[row.status]}">${statuses[row.status]}</b>
      ${row.failureCode !== null && html`<span>${row.failureCode}</span>`}
    </td>
  </tr>`;

  function contents(): Html {
    const { notListed, byHand } = texts.deposits;
    if (why.by !== 'items')
      return html`<td colspan="${hasUnexplained ? 6 : 5}" class="mut mid">
        ${why.by === 'pending' ? notListed : byHand}
      </td>`;
    const other = why.adjustmentsMinor + why.returnedMinor + why.otherMinor;
    const fees = why.feesMinor === 0 ? 0 : -why.feesMinor;
    const cells = [why.giftsMinor, why.refundsMinor, why.disputesMinor, fees, other];
    return html`${cells.map((minor) => html`<td class="num">${amount(minor)}</td>`)}
    ${hasUnexplained && html`<td class="num ${why.unexplainedMinor === 0 ? '' : 'down'}">${amount(why.unexplainedMinor)}</td>`}`;
  }
}

function notes({ texts }: Visit, { rows }: Payouts): Html[] {
  const { byHandText, unexplainedText } = texts.deposits;
  const explained = rows.map((row) => explainDeposit(row, row.parts));
  return [
    explained.some((why) => why.unexplainedMinor !== 0) ? unexplainedText : null,
    explained.some((why) => why.by === 'running_balance') ? byHandText : null,
  ].flatMap((text) => (text === null ? [] : html`<p class="foot">${text}</p>`));
}

function turner(
  { texts, show, lang }: Visit,
  { given, after }: PayoutsView,
  { rows, hasMore }: Payouts,
  count: number,
  href: (query: Record<string, string | null>) => string,
): Html | null {
  if (!hasMore && after === null) return null;
  const words = paymentTexts(lang);
  const last = rows.at(-1);
  return html`<div class="more">
    <span>${texts.shown(show.count(rows.length), show.count(count))}</span>
    <span class="links">
      ${after !== null && html`<a href="${href(given)}">${words.first}</a>`}
      ${hasMore && last !== undefined && html`<a href="${href({ ...given, after: cursorText(last, last.payoutId) })}">${words.next}</a>`}
    </span>
  </div>`;
}
