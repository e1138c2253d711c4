import { html, type Html } from '../../../http/html.ts';
import { previousPeriod } from '../../../ledger/book-date.ts';
import { actorName } from '../actors.ts';
import type { Standing } from '../comparison-line.ts';
import { bar, card, tableFrame } from '../layout.ts';
import type { Built, Visit } from '../visit.ts';
import type { MonthLine, Months, MonthState } from './data.ts';
import { monthTexts } from './texts.ts';

export const STATE_LOOK: Record<MonthState, 'g' | 'n' | 'y'> = { open: 'y', running: 'n', closed: 'g' };
const STANDING_LOOK: Record<Standing, 'g' | 'n' | 'r' | 'y'> = {
  equal: 'g',
  differs: 'r',
  old: 'y',
  never: 'y',
};

/** Every month with its state, how it stands against Stripe, and what was sealed. */
export function monthsList(visit: Visit, data: Months, upTo: string | null): Built {
  const words = monthTexts(visit.lang);
  const { texts, show } = visit;
  const last = data.lines.at(-1);
  const body =
    data.lines.length === 0
      ? html`<p class="empty">${words.none}</p>`
      : [
          tableFrame(texts.table(words.title), table(visit, data)),
          (data.hasOlder || upTo !== null) &&
            html`<div class="more">
              <span></span>
              <span class="links">
                ${upTo !== null && html`<a href="${visit.to('/finance/months')}">${words.newest}</a>`}
                ${data.hasOlder && last !== undefined && html`<a href="${visit.to('/finance/months', { upTo: previousPeriod(last.period) })}">${words.older}</a>`}
              </span>
            </div>`,
        ];
  const { closable } = data;
  const close =
    closable !== null &&
    visit.may('periods:close') &&
    html`<div class="ctl">
      <a class="b p" href="${visit.to(`/finance/months/${closable}`)}">${words.close(show.month(closable))}</a>
    </div>`;
  return {
    title: words.title,
    main: html`${bar(words.title, words.lead, close)}
      <div class="stack">${card('months-title', words.title, body)}</div>`,
  };
}

function table(visit: Visit, { lines, closable, names }: Months): Html {
  const { columns } = monthTexts(visit.lang);
  return html`<table>
    <thead>
      <tr>
        <th scope="col" aria-sort="descending">${columns.month}</th>
        <th scope="col">${columns.state}</th>
        <th scope="col">${columns.stripe}</th>
        <th scope="col" class="num">${columns.rows}</th>
        <th scope="col">${columns.closed}</th>
        <th scope="col">${columns.by}</th>
        <th scope="col">${columns.hash}</th>
        <th scope="col">${columns.action}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => row(visit, line, { closable, names }))}
    </tbody>
  </table>`;
}

function row(
  visit: Visit,
  { period, state, standing, closed }: MonthLine,
  { closable, names }: Pick<Months, 'closable' | 'names'>,
): Html {
  const { show } = visit;
  const words = monthTexts(visit.lang);
  const href = visit.to(`/finance/months/${period}`);
  const mayClose = period === closable && visit.may('periods:close');
  return html`<tr>
    <th scope="row"><a href="${href}">${show.month(period)}</a></th>
    <td><span class="st ${STATE_LOOK[state]}">${words.states[state]}</span></td>
    <td><span class="st ${STANDING_LOOK[standing]}">${words.standing[standing]}</span></td>
    <td class="num">${closed === null ? '—' : show.count(closed.rows)}</td>
    <td>${closed === null ? '—' : show.time(new Date(closed.at))}</td>
    <td>${closed === null ? '—' : actorName(visit, closed.by, names)}</td>
    <td>${closed === null ? '—' : html`<code>${closed.hash.slice(0, 12)}</code>`}</td>
    <td>
      ${mayClose ? html`<a href="${href}#close">${words.close(show.month(period))}</a>` : html`<a href="${href}">${words.look}<span class="vh">: ${show.month(period)}</span></a>`}
    </td>
  </tr>`;
}
