import { createHash } from 'node:crypto';
import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { bookDate } from '../ledger/book-date.ts';
import {
  linkOf,
  manifestOf,
  type LedgerBound,
  type Manifest,
  type MonthTotals,
  type PeriodChange,
} from '../ledger/period.ts';
import { isEqual } from '../ledger/reconciliation.ts';
import { csvWriter } from './columns.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { NO_FILTER } from './rows.ts';
import { summarise } from './summary.ts';

type Needs = Pick<AppContext, 'store' | 'config' | 'now'>;

/** What a person should know about a month that was closed all the same. */
export type Warning =
  | { code: 'events_waiting'; count: number }
  | { code: 'events_parked'; count: number }
  | { code: 'not_compared' }
  | { code: 'not_equal' };

export type Closed = { manifest: Manifest; hash: string; warnings: Warning[] };

const PAGE = 500;
/** An entry may come to the month while its file is hashed: the manifest is then made anew. */
const TRIES = 5;

/** Closes a month: from now on its export never changes, and what arrives late goes to the next open one. */
export async function closeMonth(ctx: Needs, period: string, by: string): Promise<Closed> {
  const { store, config, now } = ctx;
  const { bookZone } = config.publisher;
  for (let tries = 1; tries <= TRIES; tries++) {
    const changes = await store.periodChanges();
    const closedThrough = closedThroughOf(changes);
    if (closedThrough !== null && period <= closedThrough)
      throw new AppError(409, 'month_closed', `${period} is closed already.`);
    if (period >= bookDate(now(), bookZone).slice(0, 7))
      throw new AppError(
        409,
        'month_running',
        `${period} is not over yet in ${bookZone}. Close it on its first day after.`,
      );
    const first = await store.firstOpenPeriod();
    if (first !== null && first < period)
      throw new AppError(409, 'earlier_month_open', `Months close in order: close ${first} first.`);
    const manifest: Manifest = {
      format: 1,
      action: 'close',
      period,
      zone: bookZone,
      closedThrough: period,
      at: now().toISOString(),
      by,
      reason: null,
      ...(await contentsOf(ctx, period, await store.ledgerBound())),
      previousHash: changes.at(-1)?.hash ?? '',
    };
    const link = linkOf(manifest);
    if (await store.changePeriod(link))
      return { manifest, hash: link.hash, warnings: await warningsOf(ctx, period) };
  }
  throw new AppError(503, 'month_busy', `Entries keep arriving in ${period}. Try again in a minute.`, {
    retryAfterSeconds: 60,
  });
}

/** Opens the last closed month again, with a reason that stays in the chain. */
export async function reopenMonth(ctx: Needs, period: string, reason: string, by: string): Promise<Closed> {
  const { store, config, now } = ctx;
  const changes = await store.periodChanges();
  const closedThrough = closedThroughOf(changes);
  if (closedThrough === null || period > closedThrough)
    throw new AppError(409, 'month_open', `${period} is open already.`);
  if (period !== closedThrough)
    throw new AppError(
      409,
      'later_month_closed',
      `Months open in the reverse order: reopen ${closedThrough} first.`,
    );
  const manifest: Manifest = {
    format: 1,
    action: 'reopen',
    period,
    zone: config.publisher.bookZone,
    closedThrough: closedBefore(changes, period),
    at: now().toISOString(),
    by,
    reason,
    bound: await store.ledgerBound(),
    rows: 0,
    ledgerCsvSha256: null,
    totals: [],
    previousHash: changes.at(-1)?.hash ?? '',
  };
  const link = linkOf(manifest);
  if (!(await store.changePeriod(link)))
    throw new AppError(
      409,
      'month_changed',
      'Somebody else closed or reopened a month at this moment. Look again.',
    );
  return { manifest, hash: link.hash, warnings: [] };
}

/** Every month up to this one is closed after the last change of the chain. */
export function closedThroughOf(changes: readonly PeriodChange[]): string | null {
  const last = changes.at(-1);
  return last === undefined ? null : manifestOf(last).closedThrough;
}

/** What was closed before a month was: the chain read backwards, without what was reopened meanwhile. */
export function closedBefore(changes: readonly PeriodChange[], period: string): string | null {
  const closed: string[] = [];
  for (const { action, period: each } of changes.map(manifestOf)) {
    if (action === 'close') closed.push(each);
    else closed.splice(closed.indexOf(each));
  }
  return closed[closed.indexOf(period) - 1] ?? null;
}

/** What a month holds at a bound: the part of a manifest that can be computed again at any time. */
export async function contentsOf(
  { store }: Pick<AppContext, 'store'>,
  period: string,
  bound: LedgerBound,
): Promise<Pick<Manifest, 'bound' | 'rows' | 'ledgerCsvSha256' | 'totals'>> {
  const filter = { ...NO_FILTER, period };
  const writer = csvWriter(LEDGER_COLUMNS);
  const hash = createHash('sha256').update(writer.header);
  let count = 0;
  for (let after: { createdAtMs: number; id: string } | null = null; ;) {
    const rows = await store.ledgerPage(filter, bound, after, PAGE);
    for (const row of rows) hash.update(writer.row(row));
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
  }
  const sums = await store.ledgerSums(filter, bound);
  const opening = await store.balancesBefore({ ...NO_FILTER, beforePeriod: period }, bound);
  const totals = summarise(sums, opening).map(
    ({ payments: _, byFrequency: __, ...money }): MonthTotals => money,
  );
  return { bound, rows: count, ledgerCsvSha256: hash.digest('hex'), totals };
}

async function warningsOf({ store }: Needs, period: string): Promise<Warning[]> {
  const { pending, parked } = await store.queueState();
  const comparison = await store.comparison(period);
  return [
    ...(pending > 0 ? [{ code: 'events_waiting', count: pending } as const] : []),
    ...(parked > 0 ? [{ code: 'events_parked', count: parked } as const] : []),
    ...(comparison === null ? [{ code: 'not_compared' } as const] : []),
    ...(comparison !== null && !isEqual(comparison) ? [{ code: 'not_equal' } as const] : []),
  ];
}
