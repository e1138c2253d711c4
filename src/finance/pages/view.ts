import { AppError } from '../../errors.ts';
import { ledgerSelection } from '../filters.ts';
import { currentPeriod } from './show.ts';
import { pageLang, type PageLang } from './texts.ts';

/** What an overview page shows, all of it in its address, so that a view can be sent as a link. */
export type View = {
  lang: PageLang;
  period: string;
  /** Settlement currency; null: the one with the most payments. */
  currency: string | null;
  /** The book zone, or another one that the month is counted in: Stripe's own reports close their days in UTC. */
  zone: string | null;
};

/** Filters that narrow a list down; the overview's sums are of the whole month. */
const OF_LISTS = ['from', 'to', 'date', 'kind', 'frequency', 'campaign', 'status', 'payout', 'updatedSince'];

/** Reads a page's address. A form's empty fields count as not set. */
export function readView(
  query: Record<string, unknown>,
  { bookZone, defaultLang }: { bookZone: string; defaultLang: string },
  now: Date,
): View {
  const { lang, ...filters } = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  const foreign = OF_LISTS.find((name) => filters[name] !== undefined);
  if (foreign !== undefined)
    throw new AppError(400, 'invalid_field', 'This page shows whole months.', {
      field: foreign,
    });
  const thisPeriod = currentPeriod(now, bookZone);
  const { filter, period, zone } = ledgerSelection(
    { ...filters, period: filters['period'] ?? thisPeriod },
    bookZone,
  );
  return {
    lang: pageLang(lang, defaultLang),
    period: period ?? thisPeriod,
    currency: filter.currency,
    zone: zone === bookZone ? null : zone,
  };
}

/** The address of a view, with something changed. */
export function viewHref(view: View, changed: Partial<View> = {}): string {
  return `/finance${queryOf({ ...view, ...changed })}`;
}

/** A query string of what is set. */
export function queryOf(params: Record<string, string | null>): string {
  const set = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== null);
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
}
