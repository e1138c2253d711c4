import { html, type Html } from '../../../http/html.ts';
import { churnOf } from '../../retention.ts';
import type { PlanStatusRow } from '../../rows.ts';
import { option, printHint, printLink } from '../controls.ts';
import { figure } from '../facts.ts';
import { bar, card, tableFrame } from '../layout.ts';
import type { Built, Visit } from '../visit.ts';
import { cohortCard } from './cohorts.ts';
import type { Recurring, StatusSum } from './data.ts';
import { recurringTexts } from './texts.ts';

type Status = PlanStatusRow['status'];

/** Months in the table of months. */
const MONTHS = 13;
const STATUSES: readonly Status[] = ['active', 'past_due', 'paused', 'ended'];

/** Recurring support: what runs, what is at risk, what ended, and who stays. */
export function recurringPage(visit: Visit, data: Recurring, frequency: 'monthly' | 'annual' | null): Built {
  const words = recurringTexts(visit.lang);
  const { texts, show } = visit;
  const path = '/finance/recurring';
  const controls = html`<form class="ctl" method="get" action="${path}">
    <input type="hidden" name="lang" value="${visit.lang}" />
    <select class="b" name="frequency" aria-label="${words.frequency}">
      ${option('', words.all, frequency === null)}
      ${(['monthly', 'annual'] as const).map((each) => option(each, texts.frequencies[each], each === frequency))}
    </select>
    <button class="b" type="submit">${texts.show}</button>
    ${printLink(visit, visit.to(path, { frequency, print: '1' }))}
  </form>`;
  const isEmpty = data.months.length === 0 && data.sums.length === 0;
  return {
    title: words.title,
    main: html`${printHint(visit, visit.to(path, { frequency }))}
      ${bar(words.title, html`${words.lead}<br />${texts.asOf(show.time(visit.now))}`, controls)}
      ${
        isEmpty
          ? html`<p class="card empty">${words.none}</p>`
          : html`${figures(visit, data)}
              <div class="stack">
                ${card('currency-title', words.byCurrency, byCurrency(visit, data))}
                ${card('months-title', words.months, months(visit, data))} ${cohortCard(visit, data.cohorts)}
              </div>`
      }`,
  };
}

function figures(visit: Visit, { sums, months: all }: Recurring): Html {
  const words = recurringTexts(visit.lang);
  const { show } = visit;
  const month = all.at(-1);
  const plans = (status: Status) =>
    sums.reduce((sum, row) => (row.status === status ? sum + row.plans : sum), 0);
  const churn = month === undefined ? null : churnOf(month);
  return html`<dl class="card kpis">
    ${figure(words.figures.active, words.plans(plans('active'), show.count(plans('active'))), perMonth(visit, sums, 'active'))}
    ${figure(words.figures.atRisk, show.count(plans('past_due')), plans('past_due') === 0 ? words.atRiskText : html`${perMonth(visit, sums, 'past_due')}<br />${words.atRiskText}`)}
    ${figure(words.figures.paused, show.count(plans('paused')), words.pausedText)}
    ${figure(words.figures.ended, show.count(month?.ended ?? 0), words.startedText(month?.started ?? 0, show.count(month?.started ?? 0)))}
    ${figure(words.figures.churn, churn === null ? '—' : show.percent(churn, 1), month === undefined || churn === null ? words.churnNone : words.churnText(show.count(month.ended), show.count(month.activeAtStart)))}
  </dl>`;
}

/** What plans of a status bring in a month, currency by currency. */
function perMonth({ lang, show }: Visit, sums: readonly StatusSum[], status: Status): Html {
  const words = recurringTexts(lang);
  const own = sums.filter((row) => row.status === status).toSorted((a, b) => b.plans - a.plans);
  return html`${own.map((row, i) => html`${i > 0 && html`<br />`}${words.perMonth(show.money(row.perMonthMinor, row.currency))}`)}`;
}

function byCurrency(visit: Visit, { sums }: Recurring): Html {
  const { texts, show } = visit;
  const words = recurringTexts(visit.lang);
  const { monthColumns: columns } = words;
  const currencies = [...new Set(sums.map((row) => row.currency))].sort();
  const find = (currency: string, status: Status) =>
    sums.find((row) => row.currency === currency && row.status === status);
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col" rowspan="2">${words.currency}</th>
        ${STATUSES.map((status) => html`<th scope="colgroup" colspan="2" class="num group">${words.statuses[status]}</th>`)}
      </tr>
      <tr>
        ${STATUSES.map(
          () =>
            html`<th scope="col" class="num">${columns.plans}</th>
              <th scope="col" class="num">${columns.perMonth}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${currencies.map(
        (currency) =>
          html`<tr>
            <th scope="row">${currency}</th>
            ${STATUSES.map((status) => {
              const row = find(currency, status);
              return html`<td class="num">${show.count(row?.plans ?? 0)}</td>
                <td class="num">${show.amount(row?.perMonthMinor ?? 0, currency)}</td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`${tableFrame(texts.table(words.byCurrency), table)}
    <p class="foot">${words.endedIn(show.month(visit.thisPeriod))} ${words.perMonthText}</p>`;
}

function months(visit: Visit, { months: all }: Recurring): Html {
  const { texts, show, thisPeriod } = visit;
  const words = recurringTexts(visit.lang);
  const { monthsColumns: columns } = words;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col" aria-sort="descending">${columns.month}</th>
        <th scope="col" class="num">${columns.start}</th>
        <th scope="col" class="num">${columns.started}</th>
        <th scope="col" class="num">${columns.ended}</th>
        <th scope="col" class="num">${columns.end}</th>
        <th scope="col" class="num">${columns.churn}</th>
      </tr>
    </thead>
    <tbody>
      ${all
        .slice(-MONTHS)
        .toReversed()
        .map((month) => {
          const churn = churnOf(month);
          return html`<tr>
            <th scope="row">
              ${show.month(month.period)}${month.period === thisPeriod && html` <span class="mut">(${words.running})</span>`}
            </th>
            <td class="num">${show.count(month.activeAtStart)}</td>
            <td class="num">${show.count(month.started)}</td>
            <td class="num">${show.count(month.ended)}</td>
            <td class="num">${show.count(month.activeAtEnd)}</td>
            <td class="num">${churn === null ? '—' : show.percent(churn, 1)}</td>
          </tr>`;
        })}
    </tbody>
  </table>`;
  return html`${tableFrame(texts.table(words.months), table)}
    <p class="foot">${words.monthsText}</p>`;
}
