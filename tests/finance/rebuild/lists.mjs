// Lists of movements and of deposits, one deposit, one month, and what the API says in numbers.
import { counted, dayWords, decimal, groups, monthIn, sum } from './books.mjs';
import { isMixed, movementRow, selectLines, sumsOf } from './lines.mjs';

const isTransfer = ({ kind }) => kind === 'payout' || kind === 'payout_failed';
const byCode = ([a], [b]) => (a < b ? -1 : 1);

/** The list of movements: its count, its newest fifty, or a thousand on paper, its totals, its files. */
export function payments(books, { bookZone }, { print, ...asked }) {
  const shown = print === undefined ? 50 : 1_000;
  const lines = selectLines(books, bookZone, asked);
  if (lines.length === 0) return { title: '0 rows', cards: {}, files: [] };
  const mixed = isMixed(lines);
  const totals = [...groups(lines, (line) => line.currency)].sort(byCode).map(([currency, own]) => {
    const amount = (minor) => decimal(minor, books.digits.get(currency));
    const net = sum(own, 'net_minor');
    const paidOut = sum(own.filter(isTransfer), 'net_minor');
    const besides = paidOut === 0 || paidOut === net ? '' : ` paid to the bank ${amount(paidOut)}; net without it ${amount(net - paidOut)}`;
    return [
      `Total ${currency}, ${counted(own.length, 'row')}${besides}`,
      amount(sum(own, 'gross_minor')),
      amount(0 - sum(own, 'fee_minor')),
      amount(net),
      ...(mixed ? [currency] : []),
      '',
    ];
  });
  const zone = asked.zone ?? bookZone;
  return {
    title: counted(lines.length, 'row'),
    cards: { 'list-title': [...lines.slice(-shown).toReversed().map((line) => movementRow(books, line, zone, mixed)), ...totals] },
    more: [`${Math.min(shown, lines.length)} of ${lines.length}`],
    files: [counted(lines.length, 'row'), counted(lines.length, 'row')],
  };
} // prettier-ignore

const STATUSES = { pending: 'Pending', in_transit: 'On its way', paid: 'Paid', failed: 'Came back', canceled: 'Cancelled', unknown: 'Unknown' }; // prettier-ignore

/** What a deposit holds, added up from the ledger's rows alone; what is of other products stands in no row. */
function heldIn({ ofPayout }, { payout_id: id }) {
  const held = (ofPayout.get(id) ?? []).filter((line) => line.stripe_source !== id);
  const gross = (...kinds) => sum(held.filter((line) => kinds.includes(line.kind)), 'gross_minor');
  const parts = {
    gifts: gross('payment'),
    refunds: gross('refund', 'refund_failed'),
    disputes: gross('dispute', 'dispute_reversed'),
    fees: sum(held, 'fee_minor') - gross('fee'),
    other: gross('adjustment', 'payout', 'payout_failed'),
  };
  const explained = parts.gifts + parts.refunds + parts.disputes - parts.fees + parts.other;
  if (explained !== sum(held, 'net_minor')) throw new Error(`${id}: the parts are not the rows`);
  return { held, parts, explained };
} // prettier-ignore

/** The list of deposits: every line adds up to what the bank got. */
export function payouts(books, { bookZone }, asked) {
  const { zone = bookZone, period, currency } = asked;
  const made = books.payouts.filter(
    (row) => (period === undefined || monthIn(zone, row.created_utc) === period) && (currency === undefined || row.currency === currency),
  );
  if (made.length === 0) return { title: '0 deposits', cards: {}, files: [] };
  const mixed = isMixed(made);
  const rows = made.map((payout) => {
    const amount = (minor) => decimal(minor, books.digits.get(payout.currency));
    const { parts, explained } = heldIn(books, payout);
    const isListed = payout.explained_by === 'items';
    if (isListed && explained !== payout.amount_minor) throw new Error(`${payout.payout_id}: rows of ${explained}, a deposit of ${payout.amount_minor}`);
    return [
      `${dayWords(payout.arrival_date)} ${payout.payout_id}`,
      amount(payout.amount_minor),
      ...(mixed ? [payout.currency] : []),
      ...(isListed ? [parts.gifts, parts.refunds, parts.disputes, 0 - parts.fees, parts.other].map(amount) : ['Contents not listed yet']),
      [STATUSES[payout.status], payout.failure_code].filter(Boolean).join(' '),
    ];
  });
  const totals = [...groups(made, (row) => row.currency)].sort(byCode).map(([code, own]) => [
    `Total ${code}, ${counted(own.length, 'deposit')}`,
    decimal(sum(own, 'amount_minor'), books.digits.get(code)),
    '',
  ]);
  return { title: counted(made.length, 'deposit'), cards: { 'list-title': [...rows.slice(0, 100), ...totals] }, files: [counted(made.length, 'row')] };
} // prettier-ignore

/** One deposit: why it is this amount, and the movements that it holds. */
export function payout(books, { bookZone }, id) {
  const row = books.payouts.find((each) => each.payout_id === id);
  const amount = (minor) => decimal(minor, books.digits.get(row.currency));
  const { held, parts } = heldIn(books, row);
  const all = selectLines(books, bookZone, { payout: id });
  const times = (...kinds) => {
    const count = held.filter((line) => kinds.includes(line.kind)).length;
    return count === 0 ? '' : ` (${count})`;
  };
  const back = sum(held.filter(isTransfer), 'net_minor');
  return {
    cards: {
      'why-title': [
        [`Payments${times('payment')}`, amount(parts.gifts)],
        [`Refunds${times('refund', 'refund_failed')}`, amount(parts.refunds)],
        [`Disputes${times('dispute', 'dispute_reversed')}`, amount(parts.disputes)],
        ['Stripe fees', amount(0 - parts.fees)],
        ...(times('payout', 'payout_failed') === '' ? [] : [[`Earlier deposits that came back${times('payout', 'payout_failed')}`, amount(back)]]),
        ['At the bank', amount(row.amount_minor)],
      ],
      'holds-title': all.slice(0, 100).map((line) => movementRow(books, line, bookZone, isMixed(all))),
    },
    more: [`${Math.min(100, all.length)} of ${all.length}`],
  };
} // prettier-ignore

/** One month: what it holds and what was compared, currency by currency. */
export function month(books, { bookZone }, period) {
  const sums = sumsOf(books, bookZone, { period });
  const line = (name, of) => [name, ...sums.map((each) => decimal(of(each), books.digits.get(each.currency)))];
  const rows = selectLines(books, bookZone, { period }).length;
  return {
    cards: {
      'holds-title': [
        line('In Stripe at its start', (each) => each.openingMinor),
        line('Gross payments', (each) => each.grossMinor),
        line('Stripe fees', (each) => 0 - each.feesMinor),
        line('Refunds', (each) => each.refundsMinor),
        line('Disputes', (each) => each.disputesMinor),
        ...(sums.some((each) => each.adjustmentsMinor !== 0) ? [line('Corrections by Stripe', (each) => each.adjustmentsMinor)] : []),
        line('Net received', (each) => each.netMinor),
        line('Paid to bank', (each) => each.payoutsMinor),
        line('Left in Stripe at its end', (each) => each.closingMinor),
      ],
    },
    rows,
  };
} // prettier-ignore

/** How many rows each file of a filter has. */
export function files(books, { bookZone }, asked) {
  const { zone = bookZone, period } = asked;
  const made = (rows) =>
    rows.filter((row) => period === undefined || monthIn(zone, row.created_utc) === period);
  return {
    ledger: counted(selectLines(books, bookZone, asked).length, 'row'),
    pledges: counted(made(books.pledges).length, 'row'),
    payouts: counted(made(books.payouts).length, 'row'),
  };
}

/** Answer of GET /v1/summary. */
export function summary(books, { bookZone }, asked) {
  const { zone = bookZone, period, from = '..', to = '..' } = asked;
  return { period: period ?? `${from}/${to}`, zone, currencies: sumsOf(books, bookZone, asked) };
}

/** Rows, totals and control block of a manifest; a part of the movements has no opening and no closing. */
export function manifest(books, { bookZone }, asked) {
  const lines = selectLines(books, bookZone, asked);
  const isWhole = Object.keys(asked).every((name) => ['period', 'zone', 'currency', 'from', 'to'].includes(name));
  return {
    rows: lines.length,
    totals: [...groups(lines, (line) => line.currency)].sort(byCode).map(([currency, own]) => ({
      currency,
      rows: own.length,
      sums: Object.fromEntries(['gross_minor', 'fee_minor', 'net_minor'].map((name) => [name, sum(own, name)])),
    })),
    control: (isWhole ? sumsOf(books, bookZone, asked) : sumsOf({ ...books, lines, ofCurrency: groups(lines, (line) => line.currency) }, bookZone, {})).map(
      ({ payments: _payments, byFrequency: _frequencies, ...each }) => (isWhole ? each : { ...each, openingMinor: null, closingMinor: null }),
    ),
  };
} // prettier-ignore

/** What each currency moved by in each month, and what is left of it: to be held against Stripe's own books. */
export function balances({ lines }) {
  const net = (rows) => Object.fromEntries([...groups(rows, (line) => line.currency)].map(([code, own]) => [code, sum(own, 'net_minor')]));
  return {
    months: Object.fromEntries([...groups(lines, (line) => line.period)].map(([period, own]) => [period, net(own)])),
    left: net(lines),
    lines: Object.fromEntries(lines.map((line) => [line.stripe_balance_transaction, [line.currency, line.gross_minor, line.fee_minor, line.net_minor]])),
  };
} // prettier-ignore
