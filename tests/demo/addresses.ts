import type { Files } from './books.ts';

export const ZONE = 'Europe/Amsterdam';
const CURRENCIES = ['EUR', 'GBP', 'USD'];
/** Every so many deposits one is opened. */
const EVERY = 60;

const column = (csv: string, at: number) =>
  csv.split('\r\n').slice(1, -1).map((line) => line.split(',')[at] ?? ''); // prettier-ignore

/** Months with movements, oldest first; what these tests need of the file stands before its first quoted cell. */
export const monthsOf = ({ ledger }: Files): string[] => [...new Set(column(ledger, 9))].sort();

/** When money moved, to the second. */
export const instantsOf = ({ ledger }: Files): Date[] => column(ledger, 7).map((text) => new Date(text));

/** When clocks in Europe changed on a day that was played to its end: the last Sundays of March and October, 01:00 UTC. */
export function clockChanges(files: Files): Date[] {
  const midnight = new Date().setUTCHours(0, 0, 0, 0);
  const first = instantsOf(files)[0]?.getTime() ?? midnight;
  return monthsOf(files)
    .filter((month) => /-(03|10)$/.test(month))
    .map((month) => {
      const lastDay = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0, 1));
      return new Date(lastDay.getTime() - lastDay.getUTCDay() * 86_400_000);
    })
    .filter((at) => at.getTime() > first && at.getTime() < midnight);
}

/** Everything that finance may open: every month in every currency, other zones, every filter, every range of a year. */
export function addressesOf(files: Files): string[] {
  const months = monthsOf(files);
  const days = (at: Date | undefined, more = 0) => new Date((at?.getTime() ?? 0) + more * 86_400_000).toISOString().slice(0, 10);
  const [one, other] = clockChanges(files);
  const changeDay = `from=${days(one)}&to=${days(one, 1)}`;
  const middle = Number(months[Math.floor(months.length / 2)]?.slice(0, 4));
  const year = `from=${middle}-01-01&to=${middle + 1}-01-01`;
  const filters = [
    ...['payment', 'refund', 'refund_failed', 'dispute', 'dispute_reversed', 'fee', 'adjustment', 'payout', 'payout_failed'].map((kind) => `kind=${kind}`),
    ...['open', 'processing', 'paid', 'active', 'past_due', 'paused', 'ended', 'abandoned', 'failed'].map((status) => `status=${status}`),
    ...['once', 'monthly', 'annual'].map((frequency) => `frequency=${frequency}`),
    'campaign=article', 'campaign=newsletter&currency=EUR', 'currency=GBP', 'kind=payment&frequency=annual&currency=USD',
    year, changeDay, `${changeDay}&zone=Asia/Tokyo`, `date=available&period=${days(one).slice(0, 7)}`,
    `date=paid_out&${changeDay}`, `date=paid_out&period=${days(other).slice(0, 7)}&zone=America/New_York`,
  ];
  return [
    ...months.flatMap((month) => [
      ...CURRENCIES.map((currency) => `/finance?period=${month}&currency=${currency}`),
      `/finance?period=${month}&currency=EUR&zone=America/New_York`,
      `/finance/payments?period=${month}&print=1`,
      `/finance/payouts?period=${month}`,
      `/finance/payouts?period=${month}&currency=USD&zone=Asia/Tokyo`,
      `/finance/months/${month}`,
      `/finance/exports?period=${month}`,
      ...['', '&zone=UTC', '&zone=Pacific/Auckland'].map((zone) => `/v1/summary?period=${month}${zone}`),
      `/v1/ledger.manifest.json?period=${month}&format=csv`,
    ]),
    ...filters.map((filter) => `/finance/payments?${filter}`),
    '/finance/payments?', '/finance/exports?', '/finance/recurring?', '/finance/recurring?frequency=monthly', '/finance/recurring?frequency=annual',
    ...[year, `${year}&zone=Asia/Tokyo`, changeDay, `to=${days(other)}`, `from=${days(other)}&currency=EUR`].map((range) => `/v1/summary?${range}`),
    ...[year, 'kind=refund', `period=${days(other).slice(0, 7)}&zone=UTC`].map((filter) => `/v1/ledger.manifest.json?${filter}&format=csv`),
    ...column(files.payouts, 0).filter((_, i) => i % EVERY === 0).map((id) => `/finance/payouts/${id}`),
  ];
} // prettier-ignore
