import type { VariantResult, Verdict } from '../../appeal/verdict.ts';
import { daysAfter, FEWEST_PAYERS } from '../../appeal/verdict.ts';
import type { Config } from '../../config/config.ts';
import { html, type Html } from '../../http/html.ts';
import type { ExperimentData } from './experiment-data.ts';
import { experimentTexts, type ExperimentTexts } from './experiment-texts.ts';
import { stateLine } from './comparison-line.ts';
import { card, financePage, tableFrame } from './layout.ts';
import { shower, type Show } from './show.ts';
import type { PageLang } from './texts.ts';
import { queryOf } from './view.ts';

type Words = { texts: ExperimentTexts; show: Show };

/** What an experiment brought so far, and whether anything may be said of it. */
export function experimentPage(
  config: Config,
  lang: PageLang,
  data: ExperimentData | null,
  signedIn: { name: string; csrf: string },
): string {
  const { bookZone, name: publisherName, counts } = config.publisher;
  const texts = experimentTexts(lang);
  const words = { texts, show: shower(lang, bookZone) };
  const title = data === null ? texts.none : texts.title(data.name);
  return financePage(
    {
      lang,
      title,
      publisherName,
      livemode: config.stripe.livemode,
      otherLangHref: `/finance/experiments${queryOf({ lang: lang === 'en' ? 'ru' : 'en' })}`,
      signedIn,
      page: 'experiment',
    },
    html`<div class="bar">
        <div>
          <h1>${title}</h1>
          <p class="sub">${data === null ? texts.noneText : lead(words, data)}</p>
        </div>
      </div>
      ${data === null ? null : body(words, data, counts)}`,
  );
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
    <div class="stack">
      ${card('texts-title', texts.table, tableFrame(texts.table, table(words, data)))}
      <section aria-labelledby="why">
        <h2 id="why">${texts.why}</h2>
        <p>${texts.whyText}</p>
        <h2>${texts.how}</h2>
        <p>${data.currency === null ? texts.howTextNone : texts.howText(data.currency)}</p>
        <p>${texts.limits}</p>
      </section>
    </div>`;
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

function table({ texts, show }: Words, { results, currency }: ExperimentData): Html {
  const { columns } = texts;
  const share = (value: number) => show.percent(value, 2);
  // Per view it would be fractions of a cent.
  const perThousand = (minor: number) =>
    currency !== null && Number.isFinite(minor) ? show.money(Math.round(minor * 1_000), currency) : '—';
  const cells = (values: readonly string[]) => values.map((value) => html`<td class="num">${value}</td>`);
  const row = (one: VariantResult) => [
    ...[one.views, one.choices, one.checkouts, one.payers].map(show.count),
    ...(one.views === 0
      ? ['—', '—', '—', '—']
      : [
          share(one.payerRate.value),
          texts.range(share(one.payerRate.low), share(one.payerRate.high)),
          perThousand(one.value.value),
          currency === null ? '—' : texts.range(perThousand(one.value.low), perThousand(one.value.high)),
        ]),
  ];
  const sum = (pick: (one: VariantResult) => number) =>
    show.count(results.reduce((total, one) => total + pick(one), 0));
  const heads = [
    columns.views,
    columns.choices,
    columns.checkouts,
    columns.payers,
    columns.payerRate,
    columns.interval,
    columns.value,
    columns.interval,
  ];
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${columns.variant}</th>
        ${heads.map((head) => html`<th scope="col" class="num">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${results.map(
        (one) =>
          html`<tr>
            <th scope="row">${one.id}</th>
            ${cells(row(one))}
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${texts.total}</th>
        ${cells([
          sum((one) => one.views),
          sum((one) => one.choices),
          sum((one) => one.checkouts),
          sum((one) => one.payers),
          '',
          '',
          '',
          '',
        ])}
      </tr>
    </tfoot>
  </table>`;
}
