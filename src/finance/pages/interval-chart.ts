import type { Interval } from '../../appeal/intervals.ts';
import { html, type Html } from '../../http/html.ts';
import { ticksFor } from './chart.ts';
import type { Show } from './show.ts';

const WIDTH = 760;
const RIGHT = 24;
const ROW = 46;
/** Half the height of the strokes at the ends of an interval. */
const CAP = 6;

/** One line of the drawing: a text of the experiment with its value, in minor units. */
export type IntervalRow = { id: string; value: Interval };

/**
 * Intervals as lines under one another: whether two of them touch is seen at once. The table beside it holds the
 * same numbers, so the drawing has a name and a sentence for those who do not see it.
 */
export function intervalChart(
  show: Show,
  {
    rows,
    currency,
    label,
    text,
  }: { rows: readonly IntervalRow[]; currency: string; label: string; text: string },
): Html {
  const ticks = ticksFor(Math.max(...rows.map(({ value }) => value.high)), currency);
  const highest = ticks.at(-1) ?? 1;
  const left = 28 + 7.5 * Math.max(...rows.map(({ id }) => id.length));
  const bottom = ROW * rows.length + 4;
  const x = (minor: number) =>
    (left + ((WIDTH - RIGHT - left) * Math.max(0, Math.min(minor, highest))) / highest).toFixed(1);
  return html`<div class="tw chart" tabindex="0" role="region" aria-label="${label}">
    <svg viewBox="0 0 ${WIDTH} ${bottom + 24}" role="img" aria-labelledby="interval-label interval-text">
      <title id="interval-label">${label}</title>
      <desc id="interval-text">${text}</desc>
      ${ticks.map(
        (tick) =>
          html`<path d="M${x(tick)} 0V${bottom}" class="grid" /><text
              x="${x(tick)}"
              y="${bottom + 18}"
              text-anchor="middle"
              >${tick === 0 ? '0' : show.compact(tick, currency)}</text
            >`,
      )}
      ${rows.map(({ id, value }, i) => {
        const y = ROW * i + 30;
        const ends = [value.low, value.high].map((end) => `M${x(end)} ${y - CAP}V${y + CAP}`);
        return html`<text class="last" x="0" y="${y + 4}">${id}</text>
          <path d="M${x(value.low)} ${y}H${x(value.high)}${ends.join('')}" class="span" />
          <circle cx="${x(value.value)}" cy="${y}" r="5" class="c-monthly" />
          <text class="last" x="${x(value.value)}" y="${y - 12}" text-anchor="middle"
            >${show.money(Math.round(value.value), currency)}</text
          >`;
      })}
    </svg>
  </div>`;
}
