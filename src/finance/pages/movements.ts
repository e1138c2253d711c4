import { html, type Html } from '../../http/html.ts';
import type { EntryKind } from '../../ledger/entry.ts';
import { pledgeReference } from '../../pledges/pledge.ts';
import type { LedgerRow } from '../rows.ts';
import { card, tableFrame } from './layout.ts';
import type { Overview } from './overview-data.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';
import { CHOICES, isFiltered, queryOf, viewHref, type View } from './view.ts';

type Words = { texts: FinanceTexts; show: Show };

/** Green: money in. Grey: money moved on. Red: taken back. Amber: someone should look. */
const LOOK: Record<EntryKind, 'g' | 'n' | 'r' | 'y'> = {
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

/** The newest movements of the view, with its filters above and the way to older ones below. */
export function movementsCard(words: Words, view: View, data: Overview): Html {
  const { texts, show } = words;
  const { movements, ledgerRows, hasOlder } = data;
  const last = movements.at(-1);
  const older =
    hasOlder && last !== undefined
      ? html`<a
          href="${viewHref(view, { before: { createdAtMs: last.createdAt.getTime(), id: last.entryId } })}#movements"
          >${texts.older}</a
        >`
      : null;
  const newest =
    view.before === null ? null : html`<a href="${viewHref(view)}#movements">${texts.newest}</a>`;
  const body = html`${filters(words, view)}
  ${
    movements.length === 0
      ? empty(words, view, data.isRunning)
      : html`${tableFrame(texts.table(texts.movements), table(words, data))}
          <div class="more">
            <span>${texts.shown(show.count(movements.length), show.count(ledgerRows))}</span>
            <span class="links">${newest} ${older}</span>
          </div>`
  }`;
  return html`<div id="movements">${card('movements-title', texts.movements, body)}</div>`;
}

function empty({ texts, show }: Words, view: View, isRunning: boolean): Html {
  if (!isFiltered(view)) {
    const words = isRunning ? texts.emptyRunningMonth : texts.emptyMonth;
    return html`<p class="empty">${words(show.month(view.period))}</p>`;
  }
  const clear = viewHref(view, { kind: null, frequency: null, campaign: null });
  return html`<p class="empty">${texts.emptyFilter} <a href="${clear}#movements">${texts.clear}</a></p>`;
}

function filters({ texts }: Words, view: View): Html {
  const hidden = { lang: view.lang, period: view.period, currency: view.currency };
  const choice = (value: string, name: string, chosen: string | null) =>
    value === chosen
      ? html`<option value="${value}" selected>${name}</option>`
      : html`<option value="${value}">${name}</option>`;
  return html`<form class="filters" method="get" action="/finance#movements" role="search">
    ${hiddenFields(hidden)}
    <select class="b" name="kind" aria-label="${texts.kindFilter}">
      <option value="">${texts.allKinds}</option>
      ${CHOICES.kinds.map((kind) => choice(kind, texts.kinds[kind], view.kind))}
    </select>
    <select class="b" name="frequency" aria-label="${texts.frequencyFilter}">
      <option value="">${texts.allFrequencies}</option>
      ${CHOICES.frequencies.map((each) => choice(each, texts.frequencies[each], view.frequency))}
    </select>
    <input
      name="campaign"
      value="${view.campaign}"
      aria-label="${texts.campaignFilter}"
      placeholder="${texts.campaignFilter}"
      maxlength="100"
      autocomplete="off"
    />
    <button class="b" type="submit">${texts.apply}</button>
    ${
      isFiltered(view)
        ? html`<a
            class="clear"
            href="${viewHref(view, { kind: null, frequency: null, campaign: null })}#movements"
            >${texts.clear}</a
          >`
        : null
    }
  </form>`;
}

/** Keeps the rest of the view in a form's address. */
export function hiddenFields(fields: Record<string, string | null>): Html[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

function table({ texts, show }: Words, { movements, currency }: Overview): Html {
  const columns = texts.movementColumns;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.reference}</th>
        <th scope="col" aria-sort="descending">${columns.time} ↓</th>
        <th scope="col">${columns.type}</th>
        <th scope="col">${columns.campaign}</th>
        <th scope="col" class="num">${columns.paid}</th>
        <th scope="col" class="num">${texts.grossIn(currency)}</th>
        <th scope="col" class="num">${columns.fee}</th>
        <th scope="col" class="num">${columns.net}</th>
        <th scope="col">${columns.status}</th>
      </tr>
    </thead>
    <tbody>
      ${movements.map((row) => movement({ texts, show }, row))}
    </tbody>
  </table>`;
}

function movement({ texts, show }: Words, row: LedgerRow): Html {
  return html`<tr>
    <th scope="row" class="ref">${row.pledgeId !== null && html`<b>${pledgeReference(row.pledgeId)}</b> `}<span>${row.stripeSourceId}</span></th>
    <td>${show.time(row.createdAt)}</td>
    <td>${row.frequency === null ? '—' : texts.frequencies[row.frequency]}</td>
    <td>${row.campaign ?? '—'}</td>
    <td class="num">
      ${row.charged === null ? '—' : show.money(row.charged.amountMinor, row.charged.currency)}
    </td>
    <td class="num">${show.amount(row.grossMinor, row.currency)}</td>
    <td class="num">${show.amount(row.feeMinor === 0 ? 0 : -row.feeMinor, row.currency)}</td>
    <td class="num">${show.amount(row.netMinor, row.currency)}</td>
    <td><span class="st ${LOOK[row.kind]}">${texts.kinds[row.kind]}</span></td>
  </tr>`;
}

/** The files of the view: the same filters, and how many rows each will have. */
export function downloads({ texts, show }: Words, view: View, data: Overview): Html {
  const { period, kind, frequency, campaign } = view;
  const currency = data.currencies.length > 1 ? data.currency : null;
  const ledger = queryOf({ period, currency, kind, frequency, campaign });
  const pledges = queryOf({ period, frequency, campaign });
  const payouts = queryOf({ period, currency });
  const file = (href: string, name: string, text: string, rows: number) =>
    html`<a href="${href}" download
      ><b>${name}</b><span>${text} · ${texts.rows(rows, show.count(rows))}</span></a
    >`;
  return html`<nav class="card exp" id="downloads" aria-label="${texts.downloads}">
    ${file(`/v1/ledger.csv${ledger}`, texts.ledgerCsv, texts.ledgerCsvText, data.ledgerRows)}
    ${file(`/v1/ledger.jsonl${ledger}`, texts.ledgerJson, texts.ledgerJsonText, data.ledgerRows)}
    ${file(`/v1/payouts.csv${payouts}`, texts.payoutsCsv, texts.payoutsCsvText, data.deposits.length)}
    ${file(`/v1/pledges.csv${pledges}`, texts.pledgesCsv, texts.pledgesCsvText, data.pledgeRows)}
  </nav>`;
}
