import type { Frequency } from '../../checkout/contract.ts';
import { html, type Html } from '../../http/html.ts';
import { currencyDigits, minorToDecimal } from '../../money.ts';
import type { MonthRow } from '../rows.ts';
import { card, tableFrame } from './layout.ts';
import type { Show } from './show.ts';
import type { FinanceTexts } from './texts.ts';

/** From the bottom of a bar to its top. */
const STACK: readonly Frequency[] = ['monthly', 'once', 'annual'];

const WIDTH = 760;
const TOP = 18;
const BOTTOM = 286;
const HEIGHT = 314;
/** Between two parts of a bar, in the colour of the card. */
const GAP = 1.5;

type Bar = { period: string; parts: Record<Frequency, number>; totalMinor: number };

/** Gross of twelve months as a stacked chart, with the same numbers as a table. */
export function chartCard(
  { texts, show }: { texts: FinanceTexts; show: Show },
  { months, monthRows, currency }: { months: string[]; monthRows: MonthRow[]; currency: string },
  isOpen = false,
): Html {
  const bars = months.map((period) => barOf(period, monthRows));
  const key = html`<ul class="key" role="list">
    ${STACK.map((each) => html`<li><i class="sw-${each}"></i>${texts.frequencies[each]}</li>`)}
  </ul>`;
  const empty = bars.every((bar) => bar.totalMinor === 0);
  const picture = empty
    ? html`<p class="empty">${texts.chartEmpty}</p>`
    : html`<div
        class="tw chart"
        tabindex="0"
        role="region"
        aria-label="${texts.chartLabel(show.month(months[0] ?? ''), show.month(months.at(-1) ?? ''))}"
      >
        ${svg({ texts, show }, bars, currency)}
      </div>`;
  return card(
    'chart-title',
    texts.chartTitle,
    html`${picture}
      <details class="as-table"${isOpen && html` open`}>
        <summary>${texts.showAsTable}</summary>
        ${tableFrame(texts.table(texts.chartTitle), table({ texts, show }, bars, currency))}
      </details>`,
    key,
  );
}

function svg({ texts, show }: { texts: FinanceTexts; show: Show }, bars: Bar[], currency: string): Html {
  const ticks = ticksFor(Math.max(...bars.map((bar) => bar.totalMinor)), currency);
  const highest = ticks.at(-1) ?? 1;
  const y = (minor: number) => BOTTOM - ((BOTTOM - TOP) * minor) / highest;
  const labels = ticks.map((tick) => (tick === 0 ? '0' : show.compact(tick, currency)));
  const left = 14 + 7 * Math.max(...labels.map((label) => label.length));
  const step = (WIDTH - left) / bars.length;
  const labelled = labelledBars(bars);
  const [first, last, peak] = [bars[0], bars.at(-1), bars.toSorted((a, b) => b.totalMinor - a.totalMinor)[0]];
  const name = (bar: Bar | undefined) => show.month(bar?.period ?? '');
  const sum = (bar: Bar | undefined) => show.money(bar?.totalMinor ?? 0, currency);

  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-label chart-text">
    <title id="chart-label">${texts.chartLabel(name(first), name(last))}</title>
    <desc id="chart-text">${texts.chartText(name(peak), sum(peak), name(last), sum(last))}</desc>
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="c-annual" />
        <path d="M0 0V5" class="hatch-line" stroke-width="1.6" />
      </pattern>
    </defs>
    ${ticks.map(
      (tick, i) =>
        html`<path d="M${left} ${px(y(tick))}H${WIDTH}" class="grid" /><text
            x="${left - 8}"
            y="${px(y(tick) + 4)}"
            text-anchor="end"
            >${labels[i]}</text
          >`,
    )}
    ${bars.map((bar, i) => {
      const x = left + step * (i + 0.19);
      const middle = px(left + step * (i + 0.5));
      const isLast = i === bars.length - 1;
      return html`${rects(bar, { x, width: step * 0.62, y })}
        <text class="${isLast ? 'last' : ''}" x="${middle}" y="${BOTTOM + 20}" text-anchor="middle"
          >${show.shortMonth(bar.period)}</text
        >
        ${
          labelled.has(i)
            ? html`<text class="last" x="${px(labelPlace(left + step * (i + 0.5), show.compact(bar.totalMinor, currency)))}" y="${px(y(bar.totalMinor) - 6)}" text-anchor="middle"
                >${show.compact(bar.totalMinor, currency)}</text
              >`
            : null
        }`;
    })}
  </svg>`;
}

/** The middle of a label: over its bar, and never beyond the edge of the picture. */
function labelPlace(middle: number, label: string): number {
  return Math.min(middle, WIDTH - 4 * label.length);
}

function rects(bar: Bar, at: { x: number; width: number; y: (minor: number) => number }): Html[] {
  let below = 0;
  return STACK.flatMap((frequency) => {
    const minor = bar.parts[frequency];
    const [bottom, top] = [at.y(below), at.y(below + minor)];
    below += minor;
    const height = bottom - top - GAP;
    if (height <= 0) return [];
    return html`<rect
      x="${px(at.x)}"
      y="${px(top)}"
      width="${px(at.width)}"
      height="${px(height)}"
      class="c-${frequency}"
    />`;
  });
}

function table({ texts, show }: { texts: FinanceTexts; show: Show }, bars: Bar[], currency: string): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${texts.month}</th>
        ${STACK.map((each) => html`<th scope="col" class="num">${texts.frequencies[each]}</th>`)}
        <th scope="col" class="num">${texts.total}, ${currency}</th>
      </tr>
    </thead>
    <tbody>
      ${bars.map(
        (bar) =>
          html`<tr>
            <th scope="row">${show.month(bar.period)}</th>
            ${STACK.map((each) => html`<td class="num">${show.amount(bar.parts[each], currency)}</td>`)}
            <td class="num">${show.amount(bar.totalMinor, currency)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function barOf(period: string, rows: readonly MonthRow[]): Bar {
  const parts: Record<Frequency, number> = { once: 0, monthly: 0, annual: 0 };
  // A payment without a pledge's frequency cannot be told apart from a single one.
  for (const row of rows) if (row.period === period) parts[row.frequency ?? 'once'] += row.grossMinor;
  return { period, parts, totalMinor: parts.once + parts.monthly + parts.annual };
}

/** The last month, and months that stand out from both neighbours; the rest would be clutter. */
function labelledBars(bars: readonly Bar[]): Set<number> {
  const total = (i: number) => bars[i]?.totalMinor ?? 0;
  const last = bars.length - 1;
  const mean = bars.reduce((sum, bar) => sum + bar.totalMinor, 0) / bars.length;
  const peaks = bars.flatMap((_, i) => {
    const isPeak = total(i) > mean * 1.25 && total(i) > total(i - 1) * 1.1 && total(i) > total(i + 1) * 1.1;
    // Next to the last month there is no room for a second label.
    return isPeak && i < last - 1 ? [i] : [];
  });
  return new Set(total(last) > 0 ? [...peaks, last] : peaks);
}

/** Round steps from zero to just above the highest bar: at most five lines. */
export function ticksFor(highestMinor: number, currency: string): number[] {
  const unit = 10 ** currencyDigits(currency);
  const whole = Math.max(1, Number(minorToDecimal(Math.ceil(highestMinor), currency)));
  const rough = whole / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(whole / step);
  return Array.from({ length: count + 1 }, (_, i) => Math.round(i * step * unit));
}

function px(value: number): string {
  return value.toFixed(1);
}
