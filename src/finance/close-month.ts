import type { AppContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { bookDate } from '../ledger/book-date.ts';
import {
  closedBefore,
  closedNow,
  closedThroughOf,
  linkOf,
  type LedgerBound,
  type Manifest,
  type MonthTotals,
} from '../ledger/period.ts';
import { isEqual } from '../ledger/reconciliation.ts';
import { nextLink } from './audit.ts';
import { deliveriesOf } from './delivery/deliveries-of.ts';
import type { AuditFact } from './audit-entry.ts';
import { hashLedgerCsv } from './exports/ledger-file.ts';
import { NO_FILTER } from './rows.ts';
import { summarise, type CurrencySummary } from './summary.ts';

type Needs = Pick<AppContext, 'store' | 'config' | 'now'>;

/** What a person should know about a month that was closed all the same. */
export type Warning =
  | { code: 'events_waiting'; count: number }
  | { code: 'events_parked'; count: number }
  | { code: 'not_compared' }
  | { code: 'not_equal' };

export type Closed = { manifest: Manifest; hash: string; warnings: Warning[] };

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
    // Before the look for open months: an entry that comes to one of them afterwards lies behind the bound,
    // and the store refuses the link.
    const bound = await store.ledgerBound();
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
      // Every line before it is in a closed month, which takes none any more: where the last one ended, this one begins.
      ...(await contentsOf(ctx, period, bound, closedNow(changes).at(-1)?.totals ?? [])),
      previousHash: changes.at(-1)?.hash ?? '',
    };
    const link = linkOf(manifest);
    const audit = nextLink(auditOf(manifest, link.hash), now());
    const deliveries = await deliveriesOf(ctx, { period, manifestHash: link.hash });
    if (await store.changePeriod(link, { audit, deliveries }))
      return { manifest, hash: link.hash, warnings: await warningsOf(ctx, period) };
  }
  throw new AppError(
    503,
    'month_busy',
    `Entries keep arriving in ${period} or before it. Try again in a minute.`,
    {
      retryAfterSeconds: 60,
    },
  );
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
    closedThrough: closedBefore(changes),
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
  const audit = nextLink(auditOf(manifest, link.hash), now());
  if (!(await store.changePeriod(link, { audit, deliveries: [] })))
    throw new AppError(
      409,
      'month_changed',
      'Somebody else closed or reopened a month at this moment. Look again.',
    );
  return { manifest, hash: link.hash, warnings: [] };
}

/** The two chains name each other: whoever cuts one leaves the other pointing nowhere. */
function auditOf({ action, period, by, rows }: Manifest, hash: string): AuditFact {
  return {
    by,
    action: action === 'close' ? 'month_close' : 'month_reopen',
    object: period,
    outcome: 'done',
    detail: { rows, manifest: hash },
  };
}

/**
 * What a month holds at a bound: the part of a manifest that can be computed again at any time.
 *
 * @param before how the closed month before it ended; without it every earlier line is added up, as `verify` does
 */
export async function contentsOf(
  { store }: Pick<AppContext, 'store'>,
  period: string,
  bound: LedgerBound,
  before: readonly MonthTotals[] | null = null,
): Promise<Pick<Manifest, 'bound' | 'rows' | 'ledgerCsvSha256' | 'totals'>> {
  const filter = { ...NO_FILTER, period };
  const { rows, sha256 } = await hashLedgerCsv({ store }, filter, bound);
  // What is closed is proved by its lines, never by sums that were kept of them.
  const sums = await store.ledgerSums(filter, bound, 'lines');
  const opening =
    before === null
      ? await store.balancesBefore({ ...NO_FILTER, beforePeriod: period }, bound, 'lines')
      : before.map(({ currency, closingMinor }) => ({ currency, netMinor: closingMinor }));
  return { bound, rows, ledgerCsvSha256: sha256, totals: summarise(sums, opening).map(monthTotals) };
}

/** Field by field: what a later version adds to the summary must not change the hash of an old manifest. */
function monthTotals(sum: CurrencySummary): MonthTotals {
  return {
    currency: sum.currency,
    grossMinor: sum.grossMinor,
    refundsMinor: sum.refundsMinor,
    disputesMinor: sum.disputesMinor,
    feesMinor: sum.feesMinor,
    adjustmentsMinor: sum.adjustmentsMinor,
    netMinor: sum.netMinor,
    openingMinor: sum.openingMinor,
    payoutsMinor: sum.payoutsMinor,
    closingMinor: sum.closingMinor,
  };
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
