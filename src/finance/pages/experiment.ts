import type { Interval } from '../../appeal/intervals.ts';
import type { Verdict } from '../../appeal/verdict.ts';
import { daysAfter, FEWEST_PAYERS } from '../../appeal/verdict.ts';
import { html, type Html } from '../../http/html.ts';
import type { ExperimentData } from './experiment-data.ts';
import { experimentTexts, type ExperimentTexts } from './experiment-texts.ts';
import { stateLine } from './comparison-line.ts';
import { intervalChart } from './interval-chart.ts';
import { bar, card, tableFrame } from './layout.ts';
import type { Show } from './show.ts';
import type { Built, Visit } from './visit.ts';

type Words = { texts: ExperimentTexts; show: Show };

/** What an experiment brought so far, and whether anything may be said of it. */
export function experimentPage({ lang, show, config }: Visit, data: ExperimentData | null): Built {
  const texts = experimentTexts(lang);
  const words = { texts, show };
  const title = data === null ? texts.none : texts.title(data.name);
  return {
    title,
    main: html`${bar(title, data === null ? texts.noneText : lead(words, data))}
      ${data === null ? null : body(words, data, config.publisher.counts)}`,
  };
}

function lead({ texts, show }: Words, { trial, until }: ExperimentData): Html {
  const day = (text: string) => show.day(new Date(`${text}T00:00:00Z`));
  const first = day(trial.since);
  const span = until > trial.since ? texts.span(first, day(daysAfter(until, -1))) : texts.noDayYet(first);
  return html`${span}<br />${texts.plan(show.count(trial.viewsPerVariant))}`;
}

function body(words: Words, data: ExperimentData, counts: boolean): Html {
  const { texts } = words;
  return html`<div class="lines">
      ${counts ? verdictLine(words, data.verdict) : stateLine('amber', texts.verdict.countsOff, texts.countsOffText)}
    </div>
    <div class="stack trial">
      ${card('texts-title', texts.table, [
        tableFrame(texts.tableLabel, table(words, data)),
        html`<p class="note">${texts.intervals}</p>`,
      ])}
      ${drawing(words, data)}
      <div class="two">
        ${card('why-title', texts.why, html`<p>${texts.whyText}</p>`)}
        ${card(
          'how-title',
          texts.how,
          html`<p>${data.currency === null ? texts.howTextNone : texts.howText(data.currency)}</p>
            <p>${texts.limits}</p>`,
        )}
      </div>
    </div>`;
}

/** Lines that touch or do not; nothing while there is no money to draw. */
function drawing({ texts, show }: Words, { results, currency }: ExperimentData): Html | null {
  const drawn = results.filter(({ value }) => Number.isFinite(value.high) && value.high > 0);
  if (currency === null || drawn.length === 0) return null;
  const rows = drawn.map(({ id, value: { value, low, high } }) => ({
    id,
    value: { value: value * PER, low: low * PER, high: high * PER },
  }));
  const chart = { rows, currency, label: texts.chartLabel, text: texts.chartText };
  return card('chart-title', texts.chart, intervalChart(show, chart));
}

function verdictLine({ texts, show }: Words, verdict: Verdict): Html {
  const { verdict: names } = texts;
  switch (verdict.kind) {
    case 'waiting': {
      const earliest = show.day(new Date(`${verdict.earliest}T00:00:00Z`));
      return stateLine('amber', names.waiting, texts.waitingText(earliest, show.count(verdict.lacking)));
    }
    case 'views_missing':
      return stateLine('bad', names.viewsMissing, texts.viewsMissingText);
    case 'too_few_payers':
      return stateLine('amber', names.tooFewPayers, texts.tooFewPayersText(show.count(FEWEST_PAYERS)));
    case 'no_difference':
      return stateLine('good', names.noDifference, texts.noDifferenceText);
    case 'fewer_supporters':
      return stateLine('amber', names.fewerSupporters, texts.fewerSupportersText(verdict.id, verdict.than));
    case 'winner':
      return stateLine('good', names.winner, texts.winnerText(verdict.id));
    default:
      return verdict satisfies never;
  }
}

/** The value is shown for so many views: for one it would be fractions of a cent. */
const PER = 1_000;

function table({ texts, show }: Words, { results, currency }: ExperimentData): Html {
  const { columns } = texts;
  const share = (value: number) => show.percent(value, 2);
  const money = (minor: number) =>
    currency !== null && Number.isFinite(minor) ? show.money(Math.round(minor * PER), currency) : '—';
  const figure = ({ value, low, high }: Interval, write: (value: number) => string) =>
    html`<td class="num">
      ${write(value)}${Number.isFinite(high) && html`<small>${texts.range(write(low), write(high))}</small>`}
    </td>`;
  const counts = [
    ['views', columns.views],
    ['choices', columns.choices],
    ['checkouts', columns.checkouts],
    ['payers', columns.payers],
  ] as const;
  const none = html`<td class="num">—</td>`;
  const head = (words: string) => html`<th scope="col" class="num">${words}</th>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.variant}</th>
        ${counts.map(([, words]) => head(words))}${head(columns.payerRate)}${head(columns.value)}
      </tr>
    </thead>
    <tbody>
      ${results.map(
        (one) =>
          html`<tr>
            <th scope="row">${one.id}</th>
            ${counts.map(([name]) => html`<td class="num">${show.count(one[name])}</td>`)}
            ${one.views === 0 ? none : figure(one.payerRate, share)}
            ${one.views === 0 || currency === null ? none : figure(one.value, money)}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${texts.total}</th>
        ${counts.map(
          ([name]) =>
            html`<td class="num">${show.count(results.reduce((sum, one) => sum + one[name], 0))}</td>`,
        )}
        <td></td>
        <td></td>
      </tr>
    </tfoot>
  </table>`;
}
