import { html, type Html, type HtmlValue } from '../../http/html.ts';
import { periodRange } from '../../ledger/book-date.ts';
import { isEqual, type Comparison } from '../../ledger/reconciliation.ts';
import type { Overview } from './overview-data.ts';
import type { Visit } from './visit.ts';

const HOUR_MS = 3_600_000;
/** The comparison runs every night: after this long one was missed. */
const OLD_AFTER_MS = 26 * HOUR_MS;
/** A check leaves out the last moments before it; one this long after the end has seen the whole month. */
const WHOLE_AFTER_MS = HOUR_MS;
/** More ids than this are for the answer of /v1/reconciliation. */
const IDS_SHOWN = 5;

/** How a month stands against Stripe. */
export type Standing = 'equal' | 'differs' | 'old' | 'never';

/** What a comparison still says now. A difference stays one, however old; agreement about half a month does not. Pure. */
export function standingOf(comparison: Comparison | null, monthEnd: Date, now: Date): Standing {
  if (comparison === null) return 'never';
  if (!isEqual(comparison)) return 'differs';
  const checkedMs = comparison.checkedAt.getTime();
  const sawAll = checkedMs >= monthEnd.getTime() + WHOLE_AFTER_MS;
  return sawAll || now.getTime() - checkedMs <= OLD_AFTER_MS ? 'equal' : 'old';
}

/** Whether the month agrees with Stripe: green to the cent, amber where nobody knows, red with where to look. */
export function comparisonLine(
  { texts, show, to }: Visit,
  period: string,
  bookZone: string,
  { comparison, currency, now }: Pick<Overview, 'comparison' | 'currency' | 'now'>,
): Html {
  const words = texts.compared;
  if (comparison === null) return stateLine('amber', words.never, words.neverText, how());
  const checked = show.time(comparison.checkedAt);
  switch (standingOf(comparison, periodRange(period, bookZone).to, now)) {
    case 'equal':
      return stateLine(
        'good',
        words.equal,
        words.equalText(checked, show.money(0, currency)),
        html`${others()}${how()}`,
      );
    case 'differs':
      return stateLine(
        'bad',
        words.differs,
        words.differsText(checked, differences()),
        html`${how()}${ids()}`,
      );
    default:
      return stateLine('amber', words.old, words.oldText(checked), how());
  }

  /** Every currency that differs, not only the one on the page: an id does not say which currency it is of. */
  function differences(): string {
    const found = (comparison?.currencies ?? []).filter((each) => each.differenceMinor !== 0);
    if (found.length === 0) return show.money(0, currency);
    return found.map((each) => show.money(each.differenceMinor, each.currency)).join(', ');
  }

  function ids(): Html {
    const { missingHere = [], missingAtStripe = [], unequal = [] } = comparison ?? {};
    const all = [...missingHere, ...missingAtStripe, ...unequal];
    const shown = all.slice(0, IDS_SHOWN).map((id) => html`<code>${id}</code> `);
    const rest = all.length - shown.length;
    return html`<span class="ids">${words.ids(all.length, show.count(all.length))} ${shown}${rest > 0 ? words.moreIds(show.count(rest)) : null}</span>`;
  }

  function how(): Html {
    return html`<a class="end" href="${to(`/finance/months/${period}`)}#checked">${words.how}</a>`;
  }

  function others(): Html | null {
    const minor = comparison?.currencies.find((each) => each.currency === currency)?.otherMinor ?? 0;
    return minor === 0 ? null : html`<span>${words.others(show.money(minor, currency))}</span>`;
  }
}

/** One line of state: what it is, in bold, and what it means. */
export function stateLine(
  look: 'good' | 'amber' | 'bad',
  title: string,
  text: HtmlValue,
  more: Html | null = null,
): Html {
  return html`<p class="line ${look}" role="status">
    ${ICONS[look]}<b>${title}</b> <span>${text}</span>${more}
  </p>`;
}

const icon = (path: string) =>
  html`<svg width="18" height="18" viewBox="0 0 16 16" aria-hidden="true"><path d="${path}" /></svg>`;
const CIRCLE = 'M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0Z';
/** A tick, and a sign to look closer: the colour is never alone. */
const ICONS: Record<string, Html> = {
  good: icon(`${CIRCLE}m4.1 5.3-1.2-1L7 8.9 5 7.2 4 8.4l3.2 2.7Z`),
  amber: icon(`${CIRCLE}M7.1 3.5h1.8v5.6H7.1ZM7.1 10.7h1.8v1.8H7.1Z`),
  bad: icon(`${CIRCLE}M7.1 3.5h1.8v5.6H7.1ZM7.1 10.7h1.8v1.8H7.1Z`),
};
