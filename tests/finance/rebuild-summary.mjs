// Rebuilds the summary of every month from ledger.csv alone: node rebuild-summary.mjs ledger.csv Europe/Amsterdam. It knows
// nothing of the service: no import of ours, only the columns that the contract names and the zone of the books, by which
// it holds every row's day and month against its instant. Prints JSON: [{period, currencies}].
import { readFileSync } from 'node:fs';
import { readCsv } from './rebuild/csv.mjs';

/** The exact decimal of a count of minor units, to hold the two columns of an amount against each other. */
function minorOf(decimal) {
  return BigInt(decimal.replace('.', ''));
}

const dayIn = new Intl.DateTimeFormat('sv-SE', { timeZone: process.argv[3], dateStyle: 'short' });

const rows = readCsv(readFileSync(process.argv[2], 'utf8'));
for (const row of rows) {
  for (const name of ['gross', 'fee', 'net'])
    if (minorOf(row[name]) !== BigInt(row[`${name}_minor`]))
      throw new Error(`${row.entry_id}: ${name} is not ${name}_minor`);
  if (BigInt(row.gross_minor) - BigInt(row.fee_minor) !== BigInt(row.net_minor))
    throw new Error(`${row.entry_id}: net is not gross less fee`);
  if (dayIn.format(new Date(row.created_utc)) !== row.book_date)
    throw new Error(`${row.entry_id}: not of that day`);
  const own = row.book_date.slice(0, 7);
  const isLate = row.original_period !== '';
  if (isLate ? row.original_period !== own || row.period <= own : row.period !== own)
    throw new Error(`${row.entry_id}: not of that month`);
}

const sum = (lines, column) => lines.reduce((total, line) => total + BigInt(line[column]), 0n);
const isPayout = (line) => line.kind === 'payout' || line.kind === 'payout_failed';
const periods = [...new Set(rows.map((row) => row.period))].sort();

const months = periods.map((period) => ({
  period,
  currencies: [...new Set(rows.map((row) => row.currency))].sort().flatMap((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const lines = own.filter((row) => row.period === period);
    const opening = sum(own.filter((row) => row.period < period), 'net_minor');
    if (lines.length === 0 && opening === 0n) return [];
    const of = (...kinds) => lines.filter((line) => kinds.includes(line.kind));
    const moved = lines.filter((line) => !isPayout(line));
    const payments = of('payment');
    const net = sum(moved, 'net_minor');
    const payouts = sum(lines.filter(isPayout), 'net_minor');
    const times = (frequency) => payments.filter((line) => line.frequency === frequency).length;
    return [{
      currency,
      grossMinor: Number(sum(payments, 'gross_minor')),
      refundsMinor: Number(sum(of('refund', 'refund_failed'), 'gross_minor')),
      disputesMinor: Number(sum(of('dispute', 'dispute_reversed'), 'gross_minor')),
      feesMinor: Number(sum(moved, 'fee_minor')) - Number(sum(of('fee'), 'gross_minor')),
      adjustmentsMinor: Number(sum(of('adjustment'), 'gross_minor')),
      netMinor: Number(net),
      openingMinor: Number(opening),
      payoutsMinor: Number(payouts),
      closingMinor: Number(opening + net + payouts),
      payments: payments.length,
      byFrequency: { once: times('once'), monthly: times('monthly'), annual: times('annual') },
    }];
  }),
})); // prettier-ignore

process.stdout.write(JSON.stringify(months));
