// The overview of a month: five figures, from gross to bank, twelve months, currencies, campaigns, latest movements, files.
import {
  counted, decimal, groups, lastDay, monthAfter, monthIn, monthName, monthWords, monthsBetween, percent, sum,
} from './books.mjs'; // prettier-ignore
import { movementRow, selectLines, sumsOf } from './lines.mjs';
import { plansOf, recurringMonthsOf, runningPerMonth } from './plans.mjs';

/** A currency in which nothing moved and nothing was left. */
const NOTHING = {
  grossMinor: 0, refundsMinor: 0, disputesMinor: 0, feesMinor: 0, adjustmentsMinor: 0,
  netMinor: 0, openingMinor: 0, payoutsMinor: 0, closingMinor: 0, payments: 0,
}; // prettier-ignore

/** What stands on the overview that an address asks for. */
export function overview(books, { bookZone, thisPeriod }, asked) {
  const { zone = bookZone, period, currency } = asked;
  const digits = books.digits.get(currency);
  const amount = (minor) => decimal(minor, digits);
  const sums = sumsOf(books, bookZone, { zone, period });
  const isNarrowed = new Set([...sums.map((each) => each.currency), currency]).size > 1;
  const month = sums.find((each) => each.currency === currency) ?? NOTHING;
  const lines = selectLines(books, bookZone, { zone, period, currency });
  const payments = lines.filter((line) => line.kind === 'payment');
  const count = (kind) => lines.filter((line) => line.kind === kind).length;
  const made = (rows) => rows.filter((row) => monthIn(zone, row.created_utc) === period);
  return {
    figures: figures(),
    cards: {
      'chart-title': chart(),
      'bridge-title': bridge(),
      'currency-title': byCurrency(),
      'campaigns-title': zone === bookZone ? byCampaign() : undefined,
      'movements-title': lines.length === 0 ? undefined : lines.slice(-12).toReversed().map((line) => movementRow(books, line, zone, false)),
    },
    more: lines.length === 0 ? [] : [`${Math.min(12, lines.length)} of ${lines.length}`],
    files: [
      lines.length,
      lines.length,
      made(books.payouts).filter((row) => !isNarrowed || row.currency === currency).length,
      made(books.pledges).length,
    ].map((rows) => counted(rows, 'row')),
  }; // prettier-ignore

  function figures() {
    const before = monthAfter(period, -1);
    const previous =
      period >= thisPeriod
        ? undefined
        : sumsOf(books, bookZone, { zone, period: before }).find((each) => each.currency === currency);
    const wasThen = (of) =>
      previous !== undefined && previous.payments > 0 ? ` ${monthName(before)}: ${amount(of(previous))}` : '';
    const change = () => {
      if (period >= thisPeriod) return 'The month is not over yet.';
      if (previous === undefined || previous.netMinor <= 0) return '';
      const grown = month.netMinor - previous.netMinor;
      const share = percent(Math.abs(grown / previous.netMinor), 1);
      return `${grown >= 0 ? '▲' : '▼'} ${share} ${grown >= 0 ? 'more' : 'less'} than in ${monthName(before)}`;
    };
    const given = ({ refundsMinor, disputesMinor }) => 0 - refundsMinor - disputesMinor;
    const back = `${counted(count('refund'), 'refund')}, ${counted(count('dispute'), 'dispute')}`;
    const fees = month.grossMinor > 0 ? `${percent(month.feesMinor / month.grossMinor, 2)} of gross` : '—';
    return [
      ['Net received', amount(month.netMinor), change()],
      ['Gross', amount(month.grossMinor), `${counted(month.payments, 'payment')}${wasThen((of) => of.grossMinor)}`],
      ['Fees', amount(month.feesMinor), `${fees}${wasThen((of) => of.feesMinor)}`],
      ['Refunds and disputes', amount(given(month)), `${back}${wasThen(given)}`],
      recurring(),
    ];
  } // prettier-ignore

  function recurring() {
    const plans = plansOf(books, bookZone);
    const running = (status) => plans.filter((plan) => plan.status === status);
    const perMonth = [...groups(running('active'), (plan) => plan.currency)]
      .map(([code, own]) => [code, runningPerMonth(own)])
      .sort((a, b) => b[1] - a[1]);
    const [first, own] = perMonth.find(([code]) => code === currency) ?? perMonth[0];
    const whole = (minor) => String(Math.round(minor / 10 ** digits));
    const others = perMonth.filter(([code]) => code !== first).map(([, minor]) => whole(minor));
    const now = recurringMonthsOf(plans, period).at(-1);
    const risk = running('past_due').length === 0 ? '' : `, ${running('past_due').length} at risk`;
    const change = now === undefined ? 0 : now.started - now.ended;
    const changed = now === undefined ? '' : ` ${change > 0 ? '+' : ''}${change} in ${monthName(period)}`;
    const also = others.length === 0 ? '' : ` and ${others.join(', ')}`;
    return [
      'Recurring, per month',
      whole(own),
      `${counted(running('active').length, 'supporter')} now${risk}${also}${changed}`,
    ];
  }

  /** Booked months, whatever zone the month is counted in. */
  function chart() {
    const all = books.ofCurrency.get(currency).filter((line) => line.kind === 'payment');
    return monthsBetween(monthAfter(period, -11), period).map((each) => {
      const paid = all.filter((line) => line.period === each);
      const parts = ['monthly', 'once', 'annual'].map((of) => sum(paid.filter((line) => line.frequency === of), 'gross_minor'));
      return [monthWords(each), ...parts.map(amount), amount(sum(paid, 'gross_minor'))];
    });
  } // prettier-ignore

  function bridge() {
    const adjusted = ['Corrections by Stripe', amount(month.adjustmentsMinor)];
    const payouts = counted(count('payout'), 'payout');
    return [
      ['Gross payments', amount(month.grossMinor)],
      ['Stripe fees', amount(0 - month.feesMinor)],
      ['Refunds', amount(month.refundsMinor)],
      ['Disputes', amount(month.disputesMinor)],
      ...(month.adjustmentsMinor === 0 ? [] : [adjusted]),
      ['Net received', amount(month.netMinor)],
      [`In Stripe on 1 ${monthName(period)}`, amount(month.openingMinor)],
      [`Paid to bank (${payouts})`, amount(month.payoutsMinor)],
      [`Left in Stripe, ${lastDay(period)} ${monthName(period)}`, amount(month.closingMinor)],
    ];
  }

  function byCurrency() {
    if (payments.length === 0) return undefined;
    const rows = [...groups(payments, (line) => line.charged_currency)]
      .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
      .map(([code, own]) => [
        code,
        decimal(sum(own, 'charged_minor'), books.digits.get(code)),
        String(own.length),
        amount(sum(own, 'gross_minor')),
      ]);
    return [...rows, ['Total', '', String(payments.length), amount(sum(payments, 'gross_minor'))]];
  }

  function byCampaign() {
    if (payments.length === 0) return undefined;
    const row = (name, own) => [
      name,
      String(own.length),
      amount(sum(own, 'gross_minor')),
      amount(sum(own, 'net_minor')),
    ];
    const named = [...groups(payments, (line) => line.campaign)]
      .sort(([a, one], [b, other]) => sum(other, 'gross_minor') - sum(one, 'gross_minor') || (a < b ? -1 : 1))
      .map(([name, own]) => row(name, own));
    return [...named, row('Total', payments)];
  }
}
