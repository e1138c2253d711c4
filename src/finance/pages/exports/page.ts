import { html, type Html } from '../../../http/html.ts';
import { dictionary, type TableMeaning } from '../../exports/dictionary.ts';
import { FORMATS } from '../../exports/formats.ts';
import { TABLES } from '../../exports/tables.ts';
import type { Selection } from '../../filters.ts';
import type { LedgerFilter } from '../../rows.ts';
import { hiddenFields, monthStepper, zoneField } from '../controls.ts';
import { bar, card, tableFrame } from '../layout.ts';
import { filterChips } from '../payments/filter-form.ts';
import type { Given } from '../payments/query.ts';
import { rangeWords } from '../payments/range.ts';
import { paymentTexts } from '../payments/texts.ts';
import { queryOf } from '../view.ts';
import type { Built, Visit } from '../visit.ts';
import type { Exports, TableCount } from './data.ts';
import { exportTexts } from './texts.ts';

/** Every file that can be had of what the filters select, what each is for, and what its columns mean. */
export function exportsPage(
  visit: Visit,
  { given, selection }: { given: Given; selection: Selection<LedgerFilter> },
  data: Exports,
): Built {
  const words = exportTexts(visit.lang);
  const { texts, show } = visit;
  const { period } = selection;
  const href = (query: Given) => visit.to('/finance/exports', query);
  const { period: _, from: _from, to: _to, ...rest } = given;
  const { zone: _zone, ...kept } = rest;
  const controls = html`<form class="ctl" method="get" action="/finance/exports">
    ${hiddenFields({ lang: visit.lang, ...kept })}
    ${monthStepper(visit, period, (to) => href({ ...rest, period: to }), { any: paymentTexts(visit.lang).any.month })}
    ${zoneField(visit, selection.zone)}
    <button class="b" type="submit">${texts.show}</button>
  </form>`;
  const title = period === null ? words.title : `${words.title}, ${show.month(period)}`;
  return {
    title,
    period,
    main: html`${bar(title, html`${words.lead}<br />${rangeWords(visit, given, selection)}`, controls)}
      ${filterChips(visit, given, href)}
      <div class="files">${data.tables.map((table) => tableCard(visit, table, given))}</div>
      <div class="stack">
        ${card('checks-title', words.checks, checks(visit, period, data))}
        <div class="two even">
          ${card('formats-title', words.formatsTitle, formats(visit))}
          ${card('sheets-title', words.sheets, sheets(visit))}
        </div>
        ${card('dictionary-title', words.dictionary, meanings(visit))}
      </div>`,
  };
}

function tableCard(visit: Visit, { table, rows, unknown }: TableCount, given: Given): Html {
  const words = exportTexts(visit.lang);
  const { texts, show } = visit;
  const { name, text } = words.tables[table];
  const own = TABLES.find((each) => each.name === table)?.parameters ?? [];
  const lacksCodes = table === 'accounting' && visit.config.publisher.finance.accounts === undefined;
  const files = () => {
    if (lacksCodes) return html`<p class="mut">${words.noCodes}</p>`;
    if (unknown.length > 0)
      return html`<p class="mut">
        ${words.noFilter(unknown.map((each) => words.filters[each] ?? each).join(', '))}
      </p>`;
    return html`<ul class="formats" role="list">
      ${FORMATS.map(({ ending, parameters }) => {
        const speaks = [...own, ...parameters].includes('lang');
        const query = speaks ? { ...given, lang: visit.lang } : given;
        return html`<li>
          <a class="b" href="/v1/${table}.${ending}${queryOf(query)}" download
            ><span class="vh">${name}, </span>${words.formats[ending]?.name ?? ending}</a
          >
        </li>`;
      })}
      <li>
        <a class="b quiet" href="/v1/${table}.manifest.json${queryOf(given)}"
          ><span class="vh">${name}, </span>${words.manifest}</a
        >
      </li>
    </ul>`;
  };
  return html`<section class="card file" aria-labelledby="${table}-title">
    <h2 id="${table}-title">${name}</h2>
    <p class="count">${texts.rows(rows, show.count(rows))}</p>
    <p class="mut">${text}</p>
    ${files()}
  </section>`;
}

function checks({ lang, show, to }: Visit, period: string | null, { closedSha256 }: Exports): Html {
  const words = exportTexts(lang);
  const month =
    period === null
      ? null
      : html`<br />${closedSha256 === null ? words.open(show.month(period)) : words.closed(show.month(period), closedSha256)}
          <a href="${to(`/finance/months/${period}`)}">${words.toMonth}</a>`;
  return html`<p class="say-all">${words.instant} ${words.checksText} ${words.formula} ${month}</p>`;
}

function formats({ lang, texts }: Visit): Html {
  const words = exportTexts(lang);
  const table = html`<table>
    <thead>
      <tr>
        <th scope="col">${words.formatColumns.file}</th>
        <th scope="col">${words.formatColumns.text}</th>
      </tr>
    </thead>
    <tbody>
      ${FORMATS.map(
        ({ ending }) =>
          html`<tr>
            <th scope="row">${words.formats[ending]?.name ?? ending}</th>
            <td class="say">${words.formats[ending]?.text}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return tableFrame(texts.table(words.formatsTitle), table);
}

function sheets({ lang }: Visit): Html {
  return html`<div class="steps">
    ${exportTexts(lang).sheetsSteps.map(
      ({ title, steps }) =>
        html`<h3>${title}</h3>
          <ol>
            ${steps.map((step) => html`<li>${step}</li>`)}
          </ol>`,
    )}
  </div>`;
}

function meanings(visit: Visit): Html {
  const words = exportTexts(visit.lang);
  return html`<p class="say-all">
      ${words.dictionaryText} <a href="/v1/dictionary.csv" download>dictionary.csv</a>,
      <a href="/v1/dictionary.json">dictionary.json</a>
    </p>
    ${dictionary().tables.map((table) => columnsOf(visit, table))}`;
}

function columnsOf({ lang, texts, show, isPrint }: Visit, { table, columns }: TableMeaning): Html {
  const words = exportTexts(lang);
  const { name } = words.tables[table];
  const title = words.showColumns(name, texts.columnCount(columns.length, show.count(columns.length)));
  const body = html`<table>
    <thead>
      <tr>
        <th scope="col">${words.columns.column}</th>
        <th scope="col">${words.columns.type}</th>
        <th scope="col">${words.columns.meaning}</th>
      </tr>
    </thead>
    <tbody>
      ${columns.map(
        ({ column, type, meaning }) =>
          html`<tr>
            <th scope="row"><code>${column}</code></th>
            <td>${words.types[type] ?? type}</td>
            <td class="say">${meaning[lang]}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
  return html`<details class="fold"${isPrint && html` open`}>
    <summary>${title}</summary>
    ${tableFrame(texts.table(title), body)}
  </details>`;
}
