// Recurring support: what runs, what is at risk, what ended, and who stays, by month of first payment.
import { counted, decimal, groups, monthIn, monthWords, monthsBetween, percent, sum } from './books.mjs';

const STATUSES = ['active', 'past_due', 'paused', 'ended'];
const COHORTS = 24;
const AFTER = 12;

const known = new WeakMap();

/** Recurring promises that were paid at least once, with the months in which they began and ended. */
export function plansOf({ pledges }, bookZone) {
  if (!known.has(pledges)) known.set(pledges, readPlans(pledges, bookZone));
  return known.get(pledges);
}

function readPlans(pledges, bookZone) {
  return pledges
    .filter(({ frequency, status }) => frequency !== 'once' && STATUSES.includes(status))
    .map((pledge) => {
      const first = pledge.first_paid_utc === '' ? pledge.created_utc : pledge.first_paid_utc;
      const last = pledge.ended_utc > first ? pledge.ended_utc : first;
      const endedIn = pledge.status === 'ended' ? monthIn(bookZone, last) : null;
      return { ...pledge, startedIn: monthIn(bookZone, first), endedIn };
    });
}

/** What plans of one currency bring in a month: an annual one a twelfth. */
export const runningPerMonth = (plans) =>
  Math.round(sum(plans, (plan) => (plan.frequency === 'annual' ? 1 : 12) * plan.amount_minor) / 12);

/** Of every month up to one: how many ran, began and ended. */
export function recurringMonthsOf(plans, last) {
  const first = plans.map((plan) => plan.startedIn).sort()[0];
  if (first === undefined) return [];
  return monthsBetween(first, last).map((period) => ({
    period,
    running: plans.filter((plan) => plan.startedIn < period && (plan.endedIn === null || plan.endedIn >= period)).length,
    started: plans.filter((plan) => plan.startedIn === period).length,
    ended: plans.filter((plan) => plan.endedIn === period).length,
  }));
} // prettier-ignore

/** What stands on the page about recurring support. */
export function recurring(books, { bookZone, thisPeriod }, { frequency }) {
  const plans = plansOf(books, bookZone).filter((plan) => frequency === undefined || plan.frequency === frequency);
  const months = recurringMonthsOf(plans, thisPeriod);
  const churn = ({ running, ended }) => (running === 0 ? '—' : percent(ended / running, 1));
  const shown = (status) => plans.filter((plan) => plan.status === status && (status !== 'ended' || plan.endedIn === thisPeriod));
  const amount = (minor, currency) => decimal(minor, books.digits.get(currency));
  const perMonth = (status) =>
    [...groups(shown(status), (plan) => plan.currency)]
      .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
      .map(([currency, own]) => `${amount(runningPerMonth(own), currency)} a month`)
      .join(' ');
  const risk = 'the last payment failed; Stripe tries again';
  const now = months.at(-1);
  return {
    figures: [
      ['Active', counted(shown('active').length, 'plan'), perMonth('active')],
      ['At risk', String(shown('past_due').length), [perMonth('past_due'), risk].filter(Boolean).join(' ')],
      ['Paused', String(shown('paused').length), 'by the supporter or by staff'],
      ['Ended this month', String(now.ended), `${now.started} began`],
      ['Churn', churn(now), now.running === 0 ? 'no plan ran when the month began' : `${now.ended} of ${now.running} ended`],
    ],
    cards: {
      'currency-title': [...groups(STATUSES.flatMap(shown), (plan) => plan.currency)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, own]) => [
          currency,
          ...STATUSES.map((status) => own.filter((plan) => plan.status === status)).flatMap((of) => [String(of.length), amount(runningPerMonth(of), currency)]),
        ]),
      'months-title': months.slice(-13).toReversed().map((month) => [
        `${monthWords(month.period)}${month.period === thisPeriod ? ' (still running)' : ''}`,
        ...[month.running, month.started, month.ended, month.running + month.started - month.ended].map(String),
        churn(month),
      ]),
      'cohorts-title': cohorts(),
    },
  };

  function cohorts() {
    const all = months.filter((month) => month.started > 0).map(({ period }) => {
      const own = plans.filter((plan) => plan.startedIn === period);
      const kept = monthsBetween(period, thisPeriod).map((at) => own.filter((plan) => plan.endedIn === null || plan.endedIn > at).length);
      return { period, started: own.length, kept };
    });
    const newest = all.slice(-COHORTS).toReversed();
    const columns = Math.min(AFTER + 1, Math.max(...newest.map(({ kept }) => kept.length)));
    const cells = (cellOf) => Array.from({ length: columns }, (_, months) => cellOf(months));
    const old = (after) => all.filter(({ kept }) => kept.length > after);
    return [
      ...newest.map(({ period, started, kept }) => [
        monthWords(period),
        String(started),
        ...cells((after) => (kept[after] === undefined ? '' : percent(kept[after] / started, 0))),
      ]),
      ['All', String(sum(all, 'started')), ...cells((after) => percent(sum(old(after), ({ kept }) => kept[after]) / sum(old(after), 'started'), 0))],
    ];
  }
} // prettier-ignore
