import type { Selection } from '../../filters.ts';
import type { LedgerFilter } from '../../rows.ts';
import { shower } from '../show.ts';
import type { Visit } from '../visit.ts';
import type { Given } from './query.ts';
import { paymentTexts } from './texts.ts';

/** Which days are shown, counted in which zone: the same words on the screen and on paper. */
export function rangeWords(
  visit: Visit,
  given: Given,
  { zone, period, filter }: Selection<LedgerFilter>,
): string {
  const { texts, lang } = visit;
  const words = paymentTexts(lang);
  const show = shower(lang, zone);
  const day = (at: Date) => show.date(at);
  const lastDay = (to: Date) => day(new Date(to.getTime() - 1));
  const when = () => {
    if (period !== null) return texts.edges(show.firstDay(period), show.lastDay(period), zone);
    const { from, to } = filter;
    if (from !== null && to !== null) return words.days(day(from), lastDay(to), zone);
    if (from !== null) return words.since(day(from), zone);
    return to === null ? words.everything : words.until(lastDay(to), zone);
  };
  const date = given['date'] === undefined ? null : `${words.dates[filter.date]}.`;
  const since = filter.updatedSince === null ? null : words.updated(show.time(filter.updatedSince));
  return [when(), date, since, texts.asOf(show.time(visit.now))].filter((part) => part !== null).join(' ');
}
