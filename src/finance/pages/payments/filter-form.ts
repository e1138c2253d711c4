import { FREQUENCIES } from '../../../checkout/contract.ts';
import { html, type Html } from '../../../http/html.ts';
import { ENTRY_KINDS } from '../../../ledger/entry.ts';
import { isCurrency } from '../../../money.ts';
import { PLEDGE_STATUSES } from '../../../pledges/pledge.ts';
import { hiddenFields, option } from '../controls.ts';
import type { Visit } from '../visit.ts';
import type { Given, PaymentsView } from './query.ts';
import { paymentTexts } from './texts.ts';

/** The id of the page's one form: fields in the head of the page belong to it too. */
export const FILTER_FORM = 'filters';

const DATES = ['created', 'available', 'paid_out'] as const;
/** Filters behind “More filters”. */
const RARE = ['from', 'to', 'date', 'campaign', 'payout', 'updatedSince'] as const;

/** Every filter of the contract as a form that works without scripts; a field left empty is no filter. */
export function filterForm(visit: Visit, { given, sort }: PaymentsView, currencies: readonly string[]): Html {
  const words = paymentTexts(visit.lang);
  const { texts } = visit;
  const { fields, any } = words;
  const select = (
    name: keyof typeof any & keyof typeof fields,
    values: readonly string[],
    nameOf: (value: string) => string,
  ) =>
    html`<select class="b" name="${name}" aria-label="${fields[name]}">
      ${option('', any[name], given[name] === undefined)}
      ${values.map((value) => option(value, nameOf(value), given[name] === value))}
    </select>`;
  const field = (name: (typeof RARE)[number], type: 'date' | 'text', hint: string | null = null) =>
    html`<label>${fields[name]}<input type="${type}" name="${name}" value="${given[name]}" autocomplete="off" ${hint !== null && html`placeholder="${hint}"`} /></label>`;
  const known = [...new Set([...currencies, given['currency'] ?? ''])].filter(isCurrency).sort();
  const kinds: Record<string, string> = texts.kinds;
  const frequencies: Record<string, string> = texts.frequencies;
  const statuses: Record<string, string> = words.statuses;
  return html`<form class="filters" id="${FILTER_FORM}" method="get" action="/finance/payments" role="search" aria-label="${texts.apply}">
    ${hiddenFields({ lang: visit.lang, sort: sort === 'newest' ? null : sort })}
    <input name="find" aria-label="${fields.find}" placeholder="${fields.find}" maxlength="80" autocomplete="off" />
    ${select('kind', ENTRY_KINDS, (kind) => kinds[kind] ?? kind)}
    ${select('frequency', FREQUENCIES, (each) => frequencies[each] ?? each)}
    ${select('status', PLEDGE_STATUSES, (each) => statuses[each] ?? each)}
    ${select('currency', known, (code) => code)}
    <button class="b" type="submit">${texts.apply}</button>
    <details class="rare"${RARE.some((name) => given[name] !== undefined) && html` open`}>
      <summary>${words.moreFilters}</summary>
      <div class="fields">
        ${field('from', 'date')} ${field('to', 'date')}
        <label>${fields.date}<select class="b" name="date">
          ${DATES.map((each) => option(each === 'created' ? '' : each, words.dates[each], (given['date'] ?? 'created') === each))}
        </select></label>
        ${field('campaign', 'text')} ${field('payout', 'text', 'po_…')}
        ${field('updatedSince', 'text', '2026-10-31T12:00:00Z')}
      </div>
    </details>
  </form>`;
}

/** What narrows the list down, each with the way to be rid of it. */
export function filterChips(visit: Visit, given: Given, hrefOf: (given: Given) => string): Html | null {
  const { texts } = visit;
  const words = paymentTexts(visit.lang);
  const names = Object.keys(given).filter((name) => !['period', 'zone', 'from', 'to'].includes(name));
  if (names.length === 0) return null;
  const kinds: Record<string, string> = {
    ...texts.kinds,
    ...texts.frequencies,
    ...words.statuses,
    ...words.dates,
  };
  const fields: Record<string, string> = words.fields;
  const chips = names.map((name) => {
    const { [name]: value = '', ...rest } = given;
    const text = `${fields[name] ?? name}: ${kinds[value] ?? value}`;
    return html`<a class="chip" href="${hrefOf(rest)}" aria-label="${words.remove(text)}">${text} <span aria-hidden="true">×</span></a>`;
  });
  const cleared = Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
  return html`<p class="chips">${chips} <a href="${hrefOf(cleared)}">${words.clear}</a></p>`;
}
