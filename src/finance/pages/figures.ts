import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { previousPeriod } from '../../ledger/book-date.ts';
import type { RecurringMonth } from '../retention.ts';
import type { PlanRow } from '../rows.ts';
import type { CurrencySummary } from '../summary.ts';
import { figure } from './facts.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';

type Words = { texts: FinanceTexts; show: Show };

/** The five figures that finance looks for first. */
export function figures({ texts, show }: Words, period: string, data: Overview): Html {
  const { month, counts, currency, previous } = data;
  const before = (of: (sum: CurrencySummary) => number) =>
    previous !== null &&
    previous.payments > 0 &&
    html`<br />${texts.monthBefore(show.monthName(previousPeriod(period)), show.money(of(previous), currency))}`;
  const givenIn = (sum: CurrencySummary) => -(sum.refundsMinor + sum.disputesMinor);
  const share = month.grossMinor > 0 ? show.percent(month.feesMinor / month.grossMinor, 2) : null;
  return html`<dl class="card kpis">
    ${figure(texts.net, show.money(month.netMinor, currency), changeOf({ texts, show }, period, data))}
    ${figure(texts.gross, show.money(month.grossMinor, currency), html`${texts.payments(month.payments, show.count(month.payments))}${before((sum) => sum.grossMinor)}`)}
    ${figure(texts.fees, show.money(month.feesMinor, currency), html`${share === null ? '—' : texts.ofGross(share)}${before((sum) => sum.feesMinor)}`)}
    ${figure(
      texts.refundsAndDisputes,
      show.money(givenIn(month), currency),
      html`${texts.refunds(counts.refunds, show.count(counts.refunds))}, ${texts.disputes(counts.disputes, show.count(counts.disputes))}${before(givenIn)}`,
    )}
    ${recurringFigure({ texts, show }, period, data)}
  </dl>`;
}

/** Plans run in the supporters' currencies: never added up, the page's own first. */
function recurringFigure(
  { texts, show }: Words,
  period: string,
  { plans, currency, recurringMonth }: Overview,
): Html {
  const lines = recurringByCurrency(plans);
  const first = lines.find((line) => line.currency === currency) ?? lines[0];
  if (first === undefined) return figure(texts.recurring, '—', texts.noPlans);
  const others = lines.filter((line) => line !== first);
  const amounts = others.map((line) => show.round(line.perMonthMinor, line.currency));
  const more =
    others.length > 2 ? texts.moreCurrencies(others.length) : texts.alsoRecurring(amounts.join(', '));
  return figure(
    texts.recurring,
    show.round(first.perMonthMinor, first.currency),
    html`${planCounts({ texts, show }, plans)}${others.length === 0 ? null : html`<br />${more}`}${recurringMonth !== null && html`<br />${planChange({ texts, show }, period, recurringMonth)}`}`,
  );
}

function changeOf(
  { texts, show }: Words,
  period: string,
  { month, previous, isRunning }: Overview,
): HtmlValue {
  if (isRunning) return texts.monthRunning;
  if (previous === null || previous.netMinor <= 0) return null;
  const change = (month.netMinor - previous.netMinor) / previous.netMinor;
  const share = show.percent(Math.abs(change), 1);
  const before = show.monthName(previousPeriod(period));
  return change >= 0
    ? html`<span class="up" aria-hidden="true">▲</span> ${texts.more(share, before)}`
    : html`<span class="down" aria-hidden="true">▼</span> ${texts.less(share, before)}`;
}

/** How many more plans ran when the month was over than when it began. */
function planChange(
  { texts, show }: Words,
  period: string,
  { activeAtStart, activeAtEnd }: RecurringMonth,
): Html {
  const change = activeAtEnd - activeAtStart;
  const words = texts.planChange(show.change(change), show.monthName(period));
  return html`<span class="${change > 0 ? 'up' : change < 0 ? 'down' : ''}">${words}</span>`;
}

function planCounts({ texts, show }: Words, plans: readonly PlanRow[]): HtmlValue {
  const count = (status: PlanRow['status']) =>
    plans.reduce((sum, row) => (row.status === status ? sum + row.plans : sum), 0);
  const [active, atRisk] = [count('active'), count('past_due')];
  const words = texts.supporters(active, show.count(active));
  return atRisk === 0
    ? words
    : html`${words}, <span class="warn">${texts.atRisk(atRisk, show.count(atRisk))}</span>`;
}

/** What active plans bring in a month, per currency they are paid in; annual ones by a twelfth. */
function recurringByCurrency(plans: readonly PlanRow[]): { currency: string; perMonthMinor: number }[] {
  const sums = new Map<string, number>();
  for (const { currency, frequency, status, amountMinor } of plans) {
    if (status !== 'active') continue;
    const perMonth = frequency === 'annual' ? Math.round(amountMinor / 12) : amountMinor;
    sums.set(currency, (sums.get(currency) ?? 0) + perMonth);
  }
  return [...sums]
    .map(([currency, perMonthMinor]) => ({ currency, perMonthMinor }))
    .sort((a, b) => b.perMonthMinor - a.perMonthMinor);
}

/** How gross becomes what reached the bank, line by line; the lines add up. */
export function bridgeCard({ texts, show }: Words, period: string, data: Overview): Html {
  const { month, counts, currency } = data;
  const line = (name: HtmlValue, minor: number, total = false) =>
    html`<tr class="${total ? 'tot' : ''}">
      <th scope="row">${name}</th>
      <td class="num">${show.amount(minor, currency)}</td>
    </tr>`;
  const payouts = texts.payouts(counts.payouts, show.count(counts.payouts));
  const table = html`<table>
    <thead class="vh">
      <tr>
        <th scope="col">${texts.line}</th>
        <th scope="col">${currency}</th>
      </tr>
    </thead>
    <tbody>
      ${line(texts.bridge.gross, month.grossMinor)} ${line(texts.bridge.fees, -month.feesMinor)}
      ${line(texts.bridge.refunds, month.refundsMinor)} ${line(texts.bridge.disputes, month.disputesMinor)}
      ${month.adjustmentsMinor === 0 ? null : line(texts.bridge.adjustments, month.adjustmentsMinor)}
      ${line(texts.bridge.net, month.netMinor, true)}
      ${line(texts.opening(show.firstDay(period)), month.openingMinor)}
      ${line(html`${texts.paidToBank} <span class="mut">(${payouts})</span>`, month.payoutsMinor)}
      ${line(texts.closing(show.lastDay(period)), month.closingMinor, true)}
    </tbody>
  </table>`;
  return card('bridge-title', texts.bridgeTitle, tableFrame(texts.table(texts.bridgeTitle), table));
}

/** Lines of the table of currencies; more are added up into one. */
const MOST_CURRENCIES = 8;

/** What supporters paid in their own currencies. Only the settled column has a total. */
export function currencyCard({ texts, show }: Words, { charged, currency }: Overview): Html | null {
  if (charged.length === 0) return null;
  const shown = charged.slice(0, charged.length > MOST_CURRENCIES ? MOST_CURRENCIES - 1 : MOST_CURRENCIES);
  const rest = charged.slice(shown.length);
  const sum = (rows: typeof charged, pick: (row: (typeof charged)[number]) => number) =>
    rows.reduce((total, row) => total + pick(row), 0);
  const settled = (rows: typeof charged) =>
    html`<td class="num">${show.count(sum(rows, (row) => row.payments))}</td>
      <td class="num">
        ${show.amount(
          sum(rows, (row) => row.grossMinor),
          currency,
        )}
      </td>`;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${texts.currency}</th>
        <th scope="col" class="num">${texts.paidInCurrency}</th>
        <th scope="col" class="num">${texts.paymentsColumn}</th>
        <th scope="col" class="num">${texts.grossIn(currency)}</th>
      </tr>
    </thead>
    <tbody>
      ${shown.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.chargedCurrency}</th>
            <td class="num">${show.amount(row.chargedMinor, row.chargedCurrency)}</td>
            ${settled([row])}
          </tr>`,
      )}
      ${
        rest.length === 0
          ? null
          : html`<tr>
              <th scope="row">${texts.others(rest.length)}</th>
              <td class="num">—</td>
              ${settled(rest)}
            </tr>`
      }
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${texts.total}</th>
        <td></td>
        ${settled(charged)}
      </tr>
    </tfoot>
  </table>`;
  return card('currency-title', texts.byCurrency, tableFrame(texts.table(texts.byCurrency), table));
}
