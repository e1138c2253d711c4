import { csvWriter } from '../../src/finance/exports/csv.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { NO_FILTER, type LedgerRow, type PledgeRow } from '../../src/finance/rows.ts';
import { postingsOf } from '../../src/ledger/entry.ts';
import type { Store } from '../../src/store/store.ts';
import type { Expected, ExpectedEntry } from './oracle.ts';

/** Everything the books say, as the exports read it. */
export type Books = { entries: LedgerRow[]; pledges: PledgeRow[] };

const PAGE = 1_000;

export async function readBooks(store: Store): Promise<Books> {
  const bound = await store.ledgerBound();
  const entries: LedgerRow[] = [];
  for (;;) {
    const last = entries.at(-1);
    const after = last === undefined ? null : { createdAtMs: last.createdAt.getTime(), id: last.entryId };
    const page = await store.ledgerPage(NO_FILTER, bound, after, PAGE);
    entries.push(...page);
    if (page.length < PAGE) break;
  }
  const pledges = await store.pledgePage(
    {
      from: null,
      to: null,
      currency: null,
      frequency: null,
      campaign: null,
      status: null,
      updatedSince: null,
    },
    null,
    PAGE,
  );
  return { entries, pledges };
}

/** ledger.csv byte for byte but for the one column that says when we wrote a line down. */
export function ledgerCsv({ entries }: Books): string {
  const writer = csvWriter(LEDGER_COLUMNS.filter(({ name }) => name !== 'recorded_utc'));
  return writer.header + entries.map((row) => writer.row(row)).join('');
}

/** The differences between what must be and what is, each a line. */
export function compareBooks(expected: Expected, books: Books): string[] {
  return [...compareEntries(expected.entries, books), ...comparePledges(expected, books)];
}

function compareEntries(expected: Map<string, ExpectedEntry>, { entries }: Books): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  const byEntry = new Map(entries.map((row) => [row.entryId, row]));
  for (const row of entries) {
    const id = row.stripeBalanceTransactionId;
    if (seen.has(id)) faults.push(`${id} is booked twice`);
    seen.add(id);
    const wanted = expected.get(id);
    const original = row.originalEntryId === null ? undefined : byEntry.get(row.originalEntryId);
    const found: ExpectedEntry = {
      id,
      kind: row.kind,
      pledge: row.pledgeId,
      gross: row.grossMinor,
      fee: row.feeMinor,
      net: row.netMinor,
      currency: row.currency,
      month: row.originalPeriod ?? row.period,
      charged: row.charged === null ? null : `${row.charged.amountMinor} ${row.charged.currency}`,
      of: original?.stripeBalanceTransactionId ?? null,
    };
    if (wanted === undefined) faults.push(`booked and not to be: ${JSON.stringify(found)}`);
    else faults.push(...differences(`entry ${id} (${wanted.kind} of ${wanted.pledge})`, wanted, found));
    if (original !== undefined && original.paymentId !== row.paymentId)
      faults.push(`entry ${id} has another payment than its original`);
    const sum = postingsOf(row).reduce((total, posting) => total + posting.amountMinor, 0);
    if (sum !== 0) faults.push(`the postings of ${id} sum to ${sum}`);
  }
  for (const wanted of expected.values())
    if (!seen.has(wanted.id)) faults.push(`not booked: ${JSON.stringify(wanted)}`);
  return faults;
}

function comparePledges({ pledges: expected }: Expected, { pledges }: Books): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const row of pledges) {
    seen.add(row.pledgeId);
    const wanted = expected.get(row.pledgeId);
    // A pledge whose page was never made.
    if (wanted === undefined) {
      if (row.status !== 'abandoned' && row.status !== 'open')
        faults.push(`pledge ${row.pledgeId} is ${row.status}, and Stripe knows nothing of it`);
      continue;
    }
    const found = {
      status: row.status,
      amountMinor: row.amountMinor,
      nextPaymentAt: row.marks.nextPaymentAt?.getTime() ?? null,
    };
    faults.push(...differences(`pledge ${row.pledgeId} (${row.frequency})`, wanted, found));
  }
  for (const id of expected.keys()) if (!seen.has(id)) faults.push(`pledge ${id} is not in the database`);
  return faults;
}

function differences<T extends object>(what: string, wanted: T, found: T): string[] {
  return Object.keys(wanted)
    .map((key) => key as keyof T & string)
    .filter((key) => wanted[key] !== found[key])
    .map((key) => `${what}: ${key} is ${String(found[key])}, must be ${String(wanted[key])}`);
}
