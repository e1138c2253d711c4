import { html, type Html } from '../../../http/html.ts';
import type { MonthTotals } from '../../../ledger/period.ts';
import { actorName } from '../actors.ts';
import { comparisonLine, standingOf, stateLine } from '../comparison-line.ts';
import { printHint, printLink } from '../controls.ts';
import { facts } from '../facts.ts';
import { allFormats, fileLinks } from '../files.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { notice } from '../notice.ts';
import type { Built, Visit } from '../visit.ts';
import { periodRange } from '../../../ledger/book-date.ts';
import { checkedCard } from './checked.ts';
import { closeCard, reopenCard } from './close-card.ts';
import type { Month } from './data.ts';
import { STATE_LOOK } from './list.ts';
import { monthTexts, type MonthTexts } from './texts.ts';

export type Said = keyof MonthTexts['said'];

/** One month: what it holds, what stands against closing it, its seal, its files, and how it is checked. */
export function monthPage(visit: Visit, month: Month, said: Said | null): Built {
  const words = monthTexts(visit.lang);
  const { show, texts, config, now } = visit;
  const { bookZone } = config.publisher;
  const { period, state, comparison, closed } = month;
  const title = show.month(period);
  const path = `/finance/months/${period}`;
  const lead = { open: words.openLead, running: words.runningLead, closed: words.closedLead }[state];
  const currency =
    comparison?.currencies[0]?.currency ??
    month.totals[0]?.currency ??
    config.publisher.currencies[0]?.currency ??
    'EUR';
  return {
    title,
    period,
    main: html`${printHint(visit, visit.to(path))}
      ${bar(
        html`${title} <span class="st ${STATE_LOOK[state]}">${words.states[state]}</span>`,
        html`${lead}<br />${texts.edges(show.firstDay(period), show.lastDay(period), bookZone)}`,
        html`<div class="ctl">
          <a class="b" href="${visit.to('/finance', { period })}">${texts.overview}</a>
          ${printLink(visit, visit.to(path, { print: '1' }))}
        </div>`,
      )}
      <div class="lines">
        ${said !== null && notice(said === 'closed' || said === 'reopened' ? 'good' : 'bad', words.said[said])}
        ${comparisonLine(visit, period, bookZone, { comparison, currency, now })}
        ${state !== 'closed' && warnings(visit, month)}
      </div>
      <div class="stack">
        ${card('holds-title', words.holds, holds(visit, month))}
        ${state !== 'closed' && closeCard(visit, month)} ${closed !== null && sealCard(visit, month, closed)}
        ${visit.may('ledger:read') && month.rows > 0 && files(visit, month)}
        ${closed !== null && reopenCard(visit, month)} ${checkedCard(visit, month)}
        ${month.history.length > 0 && historyCard(visit, month)}
      </div>`,
  };
}

/** What a person should know before closing; green where nothing is. */
function warnings(visit: Visit, { queue, comparison, period }: Month): Html {
  const words = monthTexts(visit.lang);
  const { show, config, now } = visit;
  const found = [
    queue.pending > 0 ? words.warnings.waiting(queue.pending, show.count(queue.pending)) : null,
    queue.parked > 0 ? words.warnings.parked(queue.parked, show.count(queue.parked)) : null,
  ].filter((part) => part !== null);
  if (found.length > 0) {
    const link = html`<a class="end" href="${visit.to('/finance/waiting')}">${words.toWaiting}</a>`;
    return stateLine('amber', words.against, html`${found.join(', ')}. ${words.warningText}`, link);
  }
  const isEqual = standingOf(comparison, periodRange(period, config.publisher.bookZone).to, now) === 'equal';
  return isEqual ? stateLine('good', words.nothingAgainst, words.nothingAgainstText) : html``;
}

/** One column for each currency: they are never added up. */
function holds(visit: Visit, { totals, rows, closed }: Month): Html {
  const { texts, show } = visit;
  const words = monthTexts(visit.lang);
  const written = texts.rows(rows, show.count(rows));
  if (totals.length === 0) return html`<p class="empty">${words.empty}</p>`;
  const line = (name: string, of: (sum: MonthTotals) => number, isTotal = false) =>
    html`<tr class="${isTotal ? 'tot' : ''}">
      <th scope="row">${name}</th>
      ${totals.map((sum) => html`<td class="num">${show.amount(of(sum), sum.currency)}</td>`)}
    </tr>`;
  const { lines } = words;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${words.line}</th>
        ${totals.map((sum) => html`<th scope="col" class="num">${sum.currency}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${line(lines.opening, (sum) => sum.openingMinor)} ${line(lines.gross, (sum) => sum.grossMinor)}
      ${line(lines.fees, (sum) => (sum.feesMinor === 0 ? 0 : -sum.feesMinor))}
      ${line(lines.refunds, (sum) => sum.refundsMinor)} ${line(lines.disputes, (sum) => sum.disputesMinor)}
      ${totals.some((sum) => sum.adjustmentsMinor !== 0) && line(lines.adjustments, (sum) => sum.adjustmentsMinor)}
      ${line(lines.net, (sum) => sum.netMinor, true)} ${line(lines.payouts, (sum) => sum.payoutsMinor)}
      ${line(lines.closing, (sum) => sum.closingMinor, true)}
    </tbody>
  </table>`;
  return html`${tableFrame(texts.table(words.holds), table)}
    <p class="foot">${closed === null ? words.holdsText(written) : words.holdsClosed(written)}</p>`;
}

function sealCard(visit: Visit, { names }: Month, closed: NonNullable<Month['closed']>): Html {
  const { show } = visit;
  const words = monthTexts(visit.lang);
  return card('seal-title', words.closedTitle, [
    facts([
      [words.facts.at, show.time(new Date(closed.at))],
      [words.facts.by, actorName(visit, closed.by, names)],
      [words.facts.rows, show.count(closed.rows)],
      [words.facts.zone, closed.zone],
    ]),
    facts(
      [
        [words.facts.hash, html`<code>${closed.hash}</code>`],
        [words.facts.file, closed.ledgerCsvSha256 !== null && html`<code>${closed.ledgerCsvSha256}</code>`],
      ],
      'wide',
    ),
    html`<p class="foot">${words.keepHash}</p>`,
  ]);
}

function files(visit: Visit, { period, rows }: Month): Html {
  const { texts } = visit;
  const query = { period };
  return fileLinks(visit, [
    { path: '/v1/ledger.csv', query, name: texts.ledgerCsv, text: texts.ledgerCsvText, rows },
    { path: '/v1/journal.csv', query, name: texts.journalCsv, text: texts.journalCsvText, rows: null },
    { path: '/v1/payouts.csv', query, name: texts.payoutsCsv, text: texts.payoutsCsvText, rows: null },
    allFormats(visit, query),
  ]); // prettier-ignore
}

function historyCard(visit: Visit, { history, names }: Month): Html {
  const { texts, show } = visit;
  const words = monthTexts(visit.lang);
  const { historyColumns: columns } = words;
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.at}</th>
        <th scope="col">${columns.what}</th>
        <th scope="col">${columns.by}</th>
        <th scope="col">${columns.why}</th>
        <th scope="col">${columns.hash}</th>
      </tr>
    </thead>
    <tbody>
      ${history.map(
        (link) =>
          html`<tr>
            <th scope="row">${show.time(new Date(link.at))}</th>
            <td>${words.actions[link.action]}</td>
            <td>${actorName(visit, link.by, names)}</td>
            <td class="say">${link.reason ?? '—'}</td>
            <td><code>${link.hash.slice(0, 12)}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return card('history-title', words.history, tableFrame(texts.table(words.history), table));
}
