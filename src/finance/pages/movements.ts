import { FREQUENCIES } from '../../checkout/contract.ts';
import { html, type Html } from '../../http/html.ts';
import { ENTRY_KINDS } from '../../ledger/entry.ts';
import { PLEDGE_STATUSES } from '../../pledges/pledge.ts';
import { hiddenFields, option } from './controls.ts';
import { allFormats, fileLinks } from './files.ts';
import { card, tableFrame } from './layout.ts';
import { movementTable } from './movement-table.ts';
import type { Overview } from './overview-data.ts';
import { paymentTexts } from './payments/texts.ts';
import { shower } from './show.ts';
import type { View } from './view.ts';
import type { Visit } from './visit.ts';

/** The newest movements of the month, with the way to find one and the way to all of them. */
export function movementsCard(visit: Visit, view: View, data: Overview): Html {
  const { texts } = visit;
  const show = shower(view.lang, view.zone ?? visit.config.publisher.bookZone);
  const { movements, ledgerRows, currency } = data;
  const all = visit.to('/finance/payments', {
    period: view.period,
    zone: view.zone,
    currency: narrowed(data),
  });
  const body = html`${search(visit, view, data)}
  ${
    movements.length === 0
      ? html`<p class="empty">
          ${data.isRunning ? texts.emptyRunningMonth(show.month(view.period)) : texts.emptyMonth(show.month(view.period))}
        </p>`
      : html`${tableFrame(texts.table(texts.movements), movementTable(visit, { rows: movements, currency, show, sort: 'newest' }))}
          <div class="more">
            <span>${texts.shown(show.count(movements.length), show.count(ledgerRows))}</span>
            ${movements.length < ledgerRows && html`<a href="${all}">${texts.older}</a>`}
          </div>`
  }`;
  return html`<div id="movements">${card('movements-title', texts.movements, body)}</div>`;
}

/** The list's filters, one step earlier: what is chosen here opens there. */
function search(visit: Visit, view: View, data: Overview): Html {
  const { texts } = visit;
  const { fields, any, statuses } = paymentTexts(visit.lang);
  const kinds = ENTRY_KINDS.map((kind) => option(kind, texts.kinds[kind], false));
  const frequencies = FREQUENCIES.map((each) => option(each, texts.frequencies[each], false));
  const states = PLEDGE_STATUSES.map((each) => option(each, statuses[each], false));
  const select = (name: 'kind' | 'frequency' | 'status', options: Html[]) =>
    html`<select class="b" name="${name}" aria-label="${fields[name]}">${option('', any[name], false)}${options}</select>`;
  return html`<form class="filters" method="get" action="/finance/payments" role="search" aria-label="${texts.apply}">
    ${hiddenFields({ lang: view.lang, period: view.period, zone: view.zone })}
    <input name="find" aria-label="${fields.find}" placeholder="${fields.find}" maxlength="80" autocomplete="off" />
    ${select('kind', kinds)} ${select('frequency', frequencies)} ${select('status', states)}
    <select class="b" name="currency" aria-label="${fields.currency}">
      ${option('', any.currency, data.currencies.length < 2)}
      ${data.currencies.map((each) => option(each, each, data.currencies.length > 1 && each === data.currency))}
    </select>
    <button class="b" type="submit">${texts.apply}</button>
  </form>`;
}

/** The files of the month: how many rows each will have. */
export function downloads(visit: Visit, { period, zone }: View, data: Overview): Html {
  const { texts } = visit;
  const currency = narrowed(data);
  return fileLinks(visit, [
    { path: '/v1/ledger.csv', query: { period, zone, currency }, name: texts.ledgerCsv, text: texts.ledgerCsvText, rows: data.ledgerRows },
    { path: '/v1/ledger.xlsx', query: { period, zone, currency }, name: texts.ledgerXlsx, text: texts.ledgerXlsxText, rows: data.ledgerRows },
    { path: '/v1/payouts.csv', query: { period, zone, currency }, name: texts.payoutsCsv, text: texts.payoutsCsvText, rows: data.payoutRows },
    { path: '/v1/pledges.csv', query: { period, zone }, name: texts.pledgesCsv, text: texts.pledgesCsvText, rows: data.pledgeRows },
    allFormats(visit, { period, zone, currency }),
  ]); // prettier-ignore
}

/** The page shows one settlement currency: where there are several, its files and lists do too. */
function narrowed({ currencies, currency }: Overview): string | null {
  return currencies.length > 1 ? currency : null;
}
