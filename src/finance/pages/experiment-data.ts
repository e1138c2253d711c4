import {
  judgementDay,
  mainCurrency,
  variantResults,
  verdictOf,
  type Trial,
  type VariantResult,
  type Verdict,
} from '../../appeal/verdict.ts';
import type { AppContext } from '../../context.ts';
import { bookDate, startOfDay } from '../../ledger/book-date.ts';

export type ExperimentData = {
  name: string;
  trial: Trial;
  /** The first day that does not count: today, or the day of judgement. */
  until: string;
  currency: string | null;
  results: VariantResult[];
  verdict: Verdict;
};

/** The experiment of the publisher file with its figures; null where there is none. */
export async function readExperiment({
  config,
  store,
  now,
}: Pick<AppContext, 'config' | 'store' | 'now'>): Promise<ExperimentData | null> {
  const { experiment: trial, bookZone } = config.publisher;
  if (trial === undefined) return null;
  const counts = await store.variantCounts(trial.since);
  const today = bookDate(now(), bookZone);
  const judgedOn = judgementDay(trial, counts, today);
  // Today is not over, so it does not count.
  const until = judgedOn ?? today;
  const pledges = await store.variantPledges({
    from: startOfDay(trial.since, bookZone),
    to: startOfDay(until, bookZone),
  });
  const results = variantResults(trial, counts, pledges, until);
  const verdict = verdictOf(trial, results, judgedOn);
  return { name: trial.name, trial, until, currency: mainCurrency(pledges), results, verdict };
}
