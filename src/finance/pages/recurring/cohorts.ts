import { html, type Html } from '../../../http/html.ts';
import type { Cohort } from '../../retention.ts';
import { card, tableFrame } from '../layout.ts';
import type { Visit } from '../visit.ts';
import { recurringTexts } from './texts.ts';

/** Lines and columns that a page can hold and an eye can follow. */
const COHORTS = 24;
const AFTER = 12;

/** Steps of the scale: the share from which each begins. A cell says its number; the shade only helps the eye. */
export const SHADES = [0, 0.2, 0.4, 0.6, 0.8, 0.95] as const;

/** Which shade a share gets: 0 for the lightest. Pure. */
export function shadeOf(share: number): number {
  return SHADES.findLastIndex((from) => share >= from);
}

/** Retention by month of first payment: every cell is a number, shaded so that the pattern shows. */
export function cohortCard(visit: Visit, cohorts: readonly Cohort[]): Html | null {
  if (cohorts.length === 0) return null;
  const { texts, show } = visit;
  const words = recurringTexts(visit.lang);
  const shown = cohorts.slice(-COHORTS).toReversed();
  const columns = Math.min(AFTER + 1, Math.max(...shown.map((cohort) => cohort.kept.length)));
  const offsets = Array.from({ length: columns }, (_, i) => i);
  const table = html`<table class="heat">
    <thead>
      <tr>
        <th scope="col" aria-sort="descending">${words.cohortsColumns.month}</th>
        <th scope="col" class="num">${words.cohortsColumns.started}</th>
        ${offsets.map(
          (months) =>
            html`<th scope="col" class="num"><span aria-hidden="true">${words.after(months)}</span><span class="vh">${words.afterSay(months)}</span></th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${shown.map((cohort) => line(visit, cohort, offsets))}
    </tbody>
    <tfoot>
      ${totals(visit, cohorts, offsets)}
    </tfoot>
  </table>`;
  return card('cohorts-title', words.cohorts, [
    html`<p class="say-all">${words.cohortsText}</p>`,
    tableFrame(texts.table(words.cohorts), table),
    html`<p class="foot scale" aria-hidden="true">
      ${words.scale}:
      ${SHADES.map((from, i) => html`<span class="heat-${i}">${show.percent(from, 0)}${i === SHADES.length - 1 ? '+' : '–'}</span>`)}
    </p>`,
    cohorts.length > COHORTS && html`<p class="foot">${words.cohortsCut(show.count(COHORTS))}</p>`,
  ]);
}

function line({ show }: Visit, { period, started, kept }: Cohort, offsets: readonly number[]): Html {
  return html`<tr>
    <th scope="row">${show.month(period)}</th>
    <td class="num">${show.count(started)}</td>
    ${offsets.map((months) => cell(show, kept[months], started))}
  </tr>`;
}

/** All months together, each column over those that are old enough for it. */
function totals({ lang, show }: Visit, cohorts: readonly Cohort[], offsets: readonly number[]): Html {
  const words = recurringTexts(lang);
  const sum = (of: readonly Cohort[], pick: (cohort: Cohort) => number) =>
    of.reduce((all, each) => all + pick(each), 0);
  return html`<tr>
    <th scope="row">${words.totals}</th>
    <td class="num">${show.count(sum(cohorts, (cohort) => cohort.started))}</td>
    ${offsets.map((months) => {
      const old = cohorts.filter((cohort) => cohort.kept.length > months);
      const kept = sum(old, (cohort) => cohort.kept[months] ?? 0);
      return cell(
        show,
        old.length === 0 ? undefined : kept,
        sum(old, (cohort) => cohort.started),
      );
    })}
  </tr>`;
}

function cell(show: Visit['show'], kept: number | undefined, started: number): Html {
  if (kept === undefined || started === 0) return html`<td></td>`;
  const share = kept / started;
  return html`<td class="num heat-${shadeOf(share)}">${show.percent(share, 0)}</td>`;
}
