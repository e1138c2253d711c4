import { html, type Html } from '../../http/html.ts';
import { nextPeriod, previousPeriod } from '../../ledger/book-date.ts';
import { navTexts } from './nav-texts.ts';
import { monthsUpTo } from './show.ts';
import type { Visit } from './visit.ts';

/** Months that the period field offers. */
const MONTHS_OFFERED = 36;

/** Keeps the rest of a view in a form's address. */
export function hiddenFields(fields: Record<string, string | null>): Html[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

/** One choice of a select field. */
export function option(value: string, name: string, isChosen: boolean): Html {
  return isChosen
    ? html`<option value="${value}" selected>${name}</option>`
    : html`<option value="${value}">${name}</option>`;
}

/** ‹ month ›: the steps are links, so that they work at one press; the field needs its form's button. */
export function monthStepper(
  { texts, show, thisPeriod }: Visit,
  period: string | null,
  hrefOf: (period: string) => string,
  { any, form }: { any?: string; form?: string } = {},
): Html {
  const step = (to: string, sign: string, label: string) =>
    html`<a class="b i" href="${hrefOf(to)}" aria-label="${label}">${sign}</a>`;
  const recent = monthsUpTo(thisPeriod, MONTHS_OFFERED);
  const months = period === null || recent.includes(period) ? recent : [period, ...recent];
  return html`${period !== null && step(previousPeriod(period), '‹', texts.previousMonth)}
    <select class="b" name="period" aria-label="${texts.month}"${formOf(form)}>
      ${any !== undefined && option('', any, period === null)}
      ${months
        .toSorted()
        .reverse()
        .map((each) => option(each, show.month(each), each === period))}
    </select>
    ${period !== null && nextPeriod(period) <= thisPeriod && step(nextPeriod(period), '›', texts.nextMonth)}`;
}

/** The zone that days and times are read in: the books' own, or UTC, in which Stripe's reports close their days. */
export function zoneField({ lang, config }: Visit, zone: string, form?: string): Html {
  const { bookZone } = config.publisher;
  const { zone: label, utc } = navTexts(lang);
  const zones = [...new Set([bookZone, 'UTC', zone])];
  return html`<select class="b" name="zone" aria-label="${label}"${formOf(form)}>
    ${zones.map((each) => option(each === bookZone ? '' : each, each === 'UTC' ? utc : each, each === zone))}
  </select>`;
}

/** Leads to the page as it is printed; no script of ours can open the browser's own dialogue. */
export function printLink({ lang }: Visit, href: string): Html {
  return html`<a class="b" href="${href}">${navTexts(lang).print}</a>`;
}

/** What stands above a page that is about to be printed; not on paper. */
export function printHint({ lang, isPrint }: Visit, backHref: string): Html | null {
  if (!isPrint) return null;
  const { printHint: hint, backFromPrint } = navTexts(lang);
  return html`<p class="line noprint"><span>${hint}</span> <a class="end" href="${backHref}">${backFromPrint}</a></p>`;
}

/** A field outside of its form names it. */
function formOf(form: string | undefined): Html | null {
  return form === undefined ? null : html` form="${form}"`;
}
