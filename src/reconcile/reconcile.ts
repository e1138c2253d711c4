import type { AppContext } from '../context.ts';
import { bookDate, instantOf, monthsThrough, periodRange } from '../ledger/book-date.ts';
import { compareMovements, isEqual, type Comparison, type MoneyLine } from '../ledger/reconciliation.ts';
import type { BalanceLine } from '../stripe/balance-line.ts';
import { isMissingObject } from '../stripe/errors.ts';
import { balanceLines, events, type Range } from '../stripe/lists.ts';
import type { Cursor } from '../store/store.ts';
import { HANDLED_TYPES, reasonToIgnore } from '../webhooks/event-types.ts';

type Needs = Pick<AppContext, 'config' | 'store' | 'stripe' | 'pace' | 'projector' | 'log' | 'now'>;

/** What a run did and found. */
export type Reconciliation = {
  from: Date;
  /** Events that Stripe made and never delivered here. */
  eventsFound: number;
  /** Movements that were missing and are booked now. */
  entriesFilled: number;
  /** One for each month from `from` to now, oldest first. */
  months: Comparison[];
  /** Nothing is missing, too much or unequal, in any month and currency. */
  isEqual: boolean;
};

const DAY_MS = 86_400_000;
/** Stripe lists events for thirty days; the last hour of them may be gone while we ask. */
const EVENTS_LISTED_MS = 30 * DAY_MS - 3_600_000;
/** The next run begins a day before the last one began: what Stripe wrote down late is still found. */
const OVERLAP_MS = DAY_MS;
/** Movements of the last moments may be on their way here: they are booked, and compared the next time. */
const SETTLING_MS = 120_000;
/** Renewals are collected within hours of their date; a plan that is later than this was not heard of. */
const OVERDUE_MS = 3 * DAY_MS;
/** Stripe lists the contents of a deposit within days. */
const ITEMISED_AFTER_MS = DAY_MS;
/** Where another instance works the inbox it is given so long; what it has not booked by then is filled from the lines. */
const EVENTS_WAIT_MS = 60_000;
const PAGE = 500;

/**
 * Holds the ledger against Stripe, both ways, and fills every gap through the same looks as any event:
 * after an outage that outlasted Stripe's retries, or a restored backup, the ledger is the same again.
 *
 * @param since where to begin; a day before the last run without it, and at the first pledge for the first run
 */
export async function reconcile(ctx: Needs, since?: Date): Promise<Reconciliation> {
  const startedAt = ctx.now();
  const from = since ?? (await beginning(ctx, startedAt));
  const eventsFound = await collectEvents(ctx, { from, to: startedAt });
  await ctx.projector.settle(AbortSignal.timeout(EVENTS_WAIT_MS));
  await lookAtOverduePlans(ctx, startedAt);
  const months: Comparison[] = [];
  let entriesFilled = 0;
  const { bookZone } = ctx.config.publisher;
  const last = bookDate(startedAt, bookZone).slice(0, 7);
  for (const period of monthsThrough(bookDate(from, bookZone).slice(0, 7), last)) {
    const month = await compareMonth(ctx, period, startedAt);
    entriesFilled += month.filled;
    months.push(month.comparison);
    await ctx.store.saveComparison(month.comparison);
  }
  await itemisePayouts(ctx, startedAt);
  await ctx.store.noteReconcile({ startedAt, finishedAt: ctx.now(), eventsFound, entriesFilled });
  const result = { from, eventsFound, entriesFilled, months, isEqual: months.every(isEqual) };
  ctx.log.info('reconciled', { count: months.reduce((sum, month) => sum + month.movements, 0) });
  if (!result.isEqual)
    ctx.log.error('reconcile_differs', { count: months.filter((month) => !isEqual(month)).length });
  return result;
}

/** A restored database remembers the run before its backup: from there on everything is looked at again. */
async function beginning({ store }: Needs, now: Date): Promise<Date> {
  const run = await store.lastReconcile();
  if (run !== null) return new Date(Math.min(run.startedAt.getTime(), now.getTime()) - OVERLAP_MS);
  const first = await store.firstPledgeAt();
  // An empty database may be a new one in place of a lost one: what Stripe still lists is looked at.
  return new Date(Math.min(first?.getTime() ?? now.getTime(), now.getTime() - EVENTS_LISTED_MS) - OVERLAP_MS);
}

/** Events that were never delivered, or were lost with a disk, go through the same inbox. */
async function collectEvents(ctx: Needs, { from, to }: Range): Promise<number> {
  const first = new Date(Math.max(from.getTime(), to.getTime() - EVENTS_LISTED_MS));
  let found = 0;
  const { livemode } = ctx.config.stripe;
  for await (const page of events(ctx, { from: first, to: later(to) }, [...HANDLED_TYPES.keys()])) {
    const arrivals = page.map((event) => ({
      event,
      ignored: reasonToIgnore(event, { livemode, account: null }),
    }));
    const verdicts = await ctx.store.recordWebhookEvents(arrivals, ctx.now());
    found += verdicts.filter((verdict) => verdict === 'new').length;
  }
  return found;
}

/** Ends, pauses and failures that are older than the listed events still show on the plan itself. */
async function lookAtOverduePlans({ store, projector, log }: Needs, now: Date): Promise<void> {
  const before = new Date(now.getTime() - OVERDUE_MS);
  for (let afterId = ''; ;) {
    const plans = await store.overduePlans(before, afterId, PAGE);
    for (const { pledgeId, stripeSubscriptionId } of plans) {
      try {
        await projector.look({ objectType: 'subscription', objectId: stripeSubscriptionId });
      } catch (error) {
        // Test data that was deleted at Stripe: no reason to leave the other months uncompared.
        if (!isMissingObject(error)) throw error;
        log.warn('plan_not_found', { pledgeId });
      }
    }
    const last = plans.at(-1);
    if (last === undefined || plans.length < PAGE) return;
    afterId = last.pledgeId;
  }
}

async function itemisePayouts({ store, projector }: Needs, now: Date): Promise<void> {
  for (const payoutId of await store.payoutsToItemise(new Date(now.getTime() - ITEMISED_AFTER_MS), PAGE))
    await projector.look({ objectType: 'payout', objectId: payoutId });
}

/** Fills the gaps of a month and compares it, line by line. The month is that of Stripe's times, however late an entry was booked. */
async function compareMonth(
  ctx: Needs,
  period: string,
  checkedAt: Date,
): Promise<{ comparison: Comparison; filled: number }> {
  const { from, to } = periodRange(period, ctx.config.publisher.bookZone);
  const until = new Date(Math.min(to.getTime(), later(checkedAt).getTime()));
  const settled = new Date(checkedAt.getTime() - SETTLING_MS);
  const ours: MoneyLine[] = [];
  const others: MoneyLine[] = [];
  let filled = 0;
  for await (const page of balanceLines(ctx, { from, to: until })) {
    const fates = await ctx.projector.fill(page);
    for (const line of page) {
      const fate = fates.get(line.stripeBalanceTransactionId);
      if (fate === 'filled') filled += 1;
      if (line.createdAt < settled) (fate === 'other' ? others : ours).push(moneyOf(line));
    }
  }
  const end = new Date(Math.min(to.getTime(), settled.getTime()));
  const entries = end <= from ? [] : await entriesOf(ctx, { from, to: end });
  return { comparison: { period, checkedAt, ...compareMovements({ ours, others }, entries) }, filled };
}

async function entriesOf({ store }: Needs, range: Range): Promise<MoneyLine[]> {
  const entries: MoneyLine[] = [];
  for (let after: Cursor | null = null; ;) {
    const page = await store.entriesCreated(range, after, PAGE);
    entries.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return entries;
    after = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
  }
}

function moneyOf({
  stripeBalanceTransactionId,
  currency,
  grossMinor,
  feeMinor,
  netMinor,
}: BalanceLine): MoneyLine {
  return { stripeBalanceTransactionId, currency, grossMinor, feeMinor, netMinor };
}

/** Stripe's clock may be a little ahead of ours. */
function later(at: Date): Date {
  return new Date(at.getTime() + 300_000);
}

/** The nightly run: due once after three in the morning of the book zone; a failed one is tried again. */
export async function reconcileNightly(ctx: Needs): Promise<Record<string, number>> {
  const now = ctx.now();
  const { bookZone } = ctx.config.publisher;
  const due = instantOf(bookDate(now, bookZone), '03:00', bookZone);
  const last = await ctx.store.lastReconcile();
  if (now < due || (last !== null && last.startedAt >= due)) return {};
  const { eventsFound, entriesFilled, months } = await reconcile(ctx);
  return { eventsFound, entriesFilled, failed: months.filter((month) => !isEqual(month)).length };
}
