import type { VariantCount, VariantPledges } from './count.ts';
import { meanInterval, wilsonInterval, type Interval } from './intervals.ts';

// When an experiment may be judged, and what it then says. Whoever looks every day and stops at the first
// difference finds one where there is none: so the day of judgement follows from the plan alone, what comes
// after it changes nothing, and only intervals that do not touch name a winner.

/** What the plan of an experiment says; see publisher/options.ts. */
export type Trial = { since: string; viewsPerVariant: number; variants: readonly { id: string }[] };

/** Full days that count at least: two of every day of the week. */
export const FEWEST_DAYS = 14;
/** Payers per variant below which the interval of a mean of gifts is too narrow to be believed. */
export const FEWEST_PAYERS = 30;
/**
 * Payments that a plan brings within a year. Monthly news subscriptions keep about 34 % of their payers after
 * twelve months (Piano, 400 publishers): twelve months of steady loss down to there are 8 payments.
 */
export const PAYMENTS_A_YEAR = { once: 1, monthly: 8, annual: 1 } as const;

export type VariantResult = {
  id: string;
  views: number;
  /** Page views on which a reader changed the choice. */
  choices: number;
  /** Checkouts that were opened, paid or not. */
  checkouts: number;
  payers: number;
  /** Payers per view. */
  payerRate: Interval;
  /** Expected net of a year per view, in minor units of the experiment's currency. */
  value: Interval;
};

/** What may be said. Only `winner` names one. */
export type Verdict =
  /** The plan is not reached. `earliest`: the first day on which it can be; `lacking`: views of the variant that has fewest. */
  | { kind: 'waiting'; earliest: string; lacking: number }
  /** Fewer views than checkouts: the counters missed readers, and no rate can be believed. */
  | { kind: 'views_missing' }
  | { kind: 'too_few_payers' }
  | { kind: 'no_difference' }
  /** The most money comes with clearly fewer supporters than under another variant. */
  | { kind: 'fewer_supporters'; id: string; than: string }
  | { kind: 'winner'; id: string };

/** The day after a day, or some days after it, by the calendar. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The first day that does not count any more, once the plan is reached: fourteen full days, and the planned
 * views of every variant. Null before. It depends on nothing but views, never on what they brought.
 */
export function judgementDay(trial: Trial, counts: readonly VariantCount[], today: string): string | null {
  const seen = new Map(trial.variants.map(({ id }) => [id, 0]));
  const views = counts.filter(
    ({ event, day, variant }) => event === 'view' && day >= trial.since && seen.has(variant),
  );
  for (let day = trial.since; day < today; day = daysAfter(day, 1)) {
    for (const one of views)
      if (one.day === day) seen.set(one.variant, (seen.get(one.variant) ?? 0) + one.count);
    const next = daysAfter(day, 1);
    const enough = [...seen.values()].every((count) => count >= trial.viewsPerVariant);
    if (enough && next >= daysAfter(trial.since, FEWEST_DAYS)) return next;
  }
  return null;
}

/** The currency that most payers are settled in; values in others are left out, for totals never cross currencies. */
export function mainCurrency(pledges: readonly VariantPledges[]): string | null {
  const payers = new Map<string, number>();
  for (const { currency, payers: more } of pledges)
    if (currency !== null) payers.set(currency, (payers.get(currency) ?? 0) + more);
  return [...payers].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0] ?? null;
}

/** What each variant brought before `until`, in the order of the plan. */
export function variantResults(
  trial: Trial,
  counts: readonly VariantCount[],
  pledges: readonly VariantPledges[],
  until: string,
): VariantResult[] {
  const currency = mainCurrency(pledges);
  return trial.variants.map(({ id }) => {
    const counted = (event: VariantCount['event']) =>
      counts
        .filter(
          (one) => one.variant === id && one.event === event && one.day >= trial.since && one.day < until,
        )
        .reduce((sum, one) => sum + one.count, 0);
    const own = pledges.filter(({ variant }) => variant === id);
    const sum = (rows: readonly VariantPledges[], pick: (row: VariantPledges) => number) =>
      rows.reduce((total, row) => total + pick(row), 0);
    const settled = own.filter((row) => row.currency === currency);
    const views = counted('view');
    const payers = sum(own, (row) => row.payers);
    return {
      id,
      views,
      choices: counted('change'),
      checkouts: sum(own, (row) => row.pledges),
      payers,
      payerRate: wilsonInterval(Math.min(payers, views), views),
      value: meanInterval(
        views,
        sum(settled, (row) => yearValue(row).sum),
        sum(settled, (row) => yearValue(row).squares),
      ),
    };
  });
}

/** A plan that runs counts as its first payment times those of a year; one that is over as what it brought. */
function yearValue(row: VariantPledges): { sum: number; squares: number } {
  if (!row.running) return { sum: row.netMinor, squares: row.netSquares };
  const times = PAYMENTS_A_YEAR[row.frequency];
  return { sum: row.firstNetMinor * times, squares: row.firstNetSquares * times ** 2 };
}

/** The verdict over what was counted up to the day of judgement. */
export function verdictOf(trial: Trial, results: readonly VariantResult[], judgedOn: string | null): Verdict {
  if (judgedOn === null) {
    const lacking = Math.max(0, ...results.map(({ views }) => trial.viewsPerVariant - views));
    return { kind: 'waiting', earliest: daysAfter(trial.since, FEWEST_DAYS), lacking };
  }
  if (results.some(({ views, checkouts }) => checkouts > views)) return { kind: 'views_missing' };
  if (results.some(({ payers }) => payers < FEWEST_PAYERS)) return { kind: 'too_few_payers' };
  const best = results.find((one) =>
    results.every((other) => other === one || other.value.high < one.value.low),
  );
  if (best === undefined) return { kind: 'no_difference' };
  const richer = results.find((other) => other.payerRate.low > best.payerRate.high);
  return richer === undefined
    ? { kind: 'winner', id: best.id }
    : { kind: 'fewer_supporters', id: best.id, than: richer.id };
}
