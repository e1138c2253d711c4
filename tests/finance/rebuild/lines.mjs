// Which rows an address selects, what they add up to, and how a movement stands in a table.
import { dayIn, decimal, monthIn, sum, timeIn } from './books.mjs';

const DATES = { created: 'created_utc', available: 'available_utc', paid_out: 'paid_out_utc' };

/** Rows of the ledger under the filters of an address. */
export function selectLines({ lines, pledgeOf, ofCurrency }, bookZone, asked) {
  const { zone = bookZone, date = 'created', period, from, to, kind, currency, frequency, campaign, status, payout } = asked;
  const isBooked = zone === bookZone && date === 'created';
  const wanted = [
    period !== undefined && ((line) => (isBooked ? line.period : monthIn(zone, line[DATES[date]])) === period),
    from !== undefined && ((line) => dayIn(zone, line[DATES[date]]) >= from),
    to !== undefined && ((line) => line[DATES[date]] !== '' && dayIn(zone, line[DATES[date]]) < to),
    kind !== undefined && ((line) => line.kind === kind),
    frequency !== undefined && ((line) => line.frequency === frequency),
    campaign !== undefined && ((line) => line.campaign === campaign),
    status !== undefined && ((line) => pledgeOf.get(line.pledge_id)?.status === status),
    payout !== undefined && ((line) => line.stripe_payout === payout),
  ].filter(Boolean);
  const all = currency === undefined ? lines : (ofCurrency.get(currency) ?? []);
  return all.filter((line) => wanted.every((isWanted) => isWanted(line)));
} // prettier-ignore

/** What came before the first day that an address asks for; nothing where it asks for none. */
function linesBefore({ lines }, bookZone, { zone = bookZone, period, from, currency }) {
  if (period === undefined && from === undefined) return [];
  const first = from ?? `${period}-01`;
  const isBefore =
    period !== undefined && zone === bookZone
      ? (line) => line.period < period
      : (line) => dayIn(zone, line.created_utc) < first;
  return lines.filter((line) => isBefore(line) && (currency === undefined || line.currency === currency));
}

const isTransfer = ({ kind }) => kind === 'payout' || kind === 'payout_failed';

/** Of each currency with movements or with money from before: the five figures, the bridge, and how many of what. */
export function sumsOf(books, bookZone, asked) {
  const lines = selectLines(books, bookZone, asked);
  const before = linesBefore(books, bookZone, asked);
  const currencies = new Set([...lines, ...before].map((line) => line.currency));
  return [...currencies].sort((a, b) => (a < b ? -1 : 1)).flatMap((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    const openingMinor = sum(before.filter((line) => line.currency === currency), 'net_minor');
    if (own.length === 0 && openingMinor === 0) return [];
    const of = (...kinds) => own.filter((line) => kinds.includes(line.kind));
    const moved = own.filter((line) => !isTransfer(line));
    const netMinor = sum(moved, 'net_minor');
    const payoutsMinor = sum(own.filter(isTransfer), 'net_minor');
    const times = (frequency) => of('payment').filter((line) => line.frequency === frequency).length;
    return [{
      currency,
      grossMinor: sum(of('payment'), 'gross_minor'),
      refundsMinor: sum(of('refund', 'refund_failed'), 'gross_minor'),
      disputesMinor: sum(of('dispute', 'dispute_reversed'), 'gross_minor'),
      feesMinor: sum(moved, 'fee_minor') - sum(of('fee'), 'gross_minor'),
      adjustmentsMinor: sum(of('adjustment'), 'gross_minor'),
      netMinor,
      openingMinor,
      payoutsMinor,
      closingMinor: openingMinor + netMinor + payoutsMinor,
      payments: of('payment').length,
      byFrequency: { once: times('once'), monthly: times('monthly'), annual: times('annual') },
    }];
  });
} // prettier-ignore

const KINDS = {
  payment: 'Payment', refund: 'Refund', refund_failed: 'Refund came back', dispute: 'Dispute', dispute_reversed: 'Dispute won',
  fee: 'Account fee', adjustment: 'Correction', payout: 'Payout', payout_failed: 'Payout came back',
}; // prettier-ignore
const FREQUENCIES = { once: 'Once', monthly: 'Monthly', annual: 'Annual' };

const shortReference = (id) => `${id.slice(-9, -5)}-${id.slice(-5, -1)}`.toUpperCase();
const shortId = (id) => (id.length <= 12 ? id : `${id.slice(0, id.indexOf('_') + 1)}…${id.slice(-6)}`);

/** A movement as it stands in a table: cell by cell, with its currency where there are several. */
export function movementRow({ digits }, line, zone, isMixed) {
  const amount = (minor) => decimal(minor, digits.get(line.currency));
  const frequency = FREQUENCIES[line.frequency] ?? '—';
  return [
    line.pledge_id === '' ? shortId(line.stripe_source) : shortReference(line.pledge_id),
    timeIn(zone, line.created_utc),
    line.sequence !== '' && line.frequency !== 'once' ? `${frequency} no. ${line.sequence}` : frequency,
    line.campaign === '' ? '—' : line.campaign,
    line.charged_minor === '' ? '—' : decimal(line.charged_minor, digits.get(line.charged_currency)),
    amount(line.gross_minor),
    amount(0 - line.fee_minor),
    amount(line.net_minor),
    ...(isMixed ? [line.currency] : []),
    KINDS[line.kind],
  ];
}

export const isMixed = (lines) => new Set(lines.map((line) => line.currency)).size !== 1;
