import { expect, it } from 'vitest';
import { cohortsOf, recurringMonths } from '../../src/finance/retention.ts';
import { NO_MARKS, statusOf, type Pledge, type PledgeMarks } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import { after, makePledge, NOON } from '../_support/make.ts';

/** What every adapter promises of recurring pledges summed by month. The store is opened for Amsterdam. */
export function plansContract(open: { store: () => Store; reopen: () => Promise<Store> }): void {
  /** Takes in a recurring pledge and lets its marks change, one projection after the other. */
  const plan = async (over: Partial<Pledge>, ...changes: Partial<PledgeMarks>[]) => {
    const pledge = makePledge({ frequency: 'monthly', ...over });
    await open.store().adoptPledge(pledge, NOON);
    for (const marks of changes) await move(pledge.pledgeId, marks);
    return pledge.pledgeId;
  };
  const move = async (pledgeId: string, changed: Partial<PledgeMarks>, amountMinor?: number) => {
    const pledge = await open.store().pledgeById(pledgeId);
    if (pledge === null) throw new Error('no pledge');
    const marks = { ...pledge.marks, ...changed };
    const update = {
      marks,
      status: statusOf(pledge.frequency, marks),
      ...(amountMinor === undefined ? {} : { amountMinor }),
    };
    const at = after(NOON, pledge.version);
    const done = await open.store().applyProjection(
      { seq: null, coveredObjectIds: [], upToSeq: 0, readStartedAt: at, pledge, closedThrough: null, retryAt: null,
        changes: [{ kind: 'update_pledge', pledgeId, update }] },
      at,
    ); // prettier-ignore
    expect(done.kind).toBe('applied');
  };
  const paid = (at: string): Partial<PledgeMarks> => ({
    firstPaidAt: new Date(at),
    subscriptionState: 'active',
  });
  const ended = (at: string): Partial<PledgeMarks> => ({ endedAt: new Date(at), endedReason: 'other' });
  const spans = async (store = open.store()) =>
    (await store.planSpans()).map((span) => [span.startedIn, span.endedIn, span.frequency, span.plans]);

  it('sums recurring pledges by the book months in which they began and ended, also where clocks change', async () => {
    // The last second of March in Amsterdam, and the first of April: summer time has begun.
    await plan({}, paid('2026-03-31T21:59:59Z'));
    await plan({}, paid('2026-03-31T22:00:00Z'), ended('2026-10-31T22:59:59Z'));
    // Winter time is back: the same hour of the night is another one in UTC.
    await plan({ currency: 'EUR' }, paid('2026-03-31T22:00:00Z'), ended('2026-10-31T23:00:00Z'));
    await plan({ frequency: 'annual' }, paid('2026-10-31T23:00:00Z'));
    await plan({ frequency: 'once' }, paid('2026-10-31T23:00:00Z'));
    await plan({}, ended('2026-10-31T23:00:00Z'));
    const all = [
      ['2026-03', null, 'monthly', 1],
      ['2026-04', '2026-10', 'monthly', 1],
      ['2026-04', '2026-11', 'monthly', 1],
      ['2026-11', null, 'annual', 1],
    ];
    expect(await spans()).toEqual(all);
    expect(await spans(await open.reopen())).toEqual(all);
  });

  it('follows what becomes of a pledge: paid, late, paused, bounced, ended, another amount', async () => {
    const id = await plan({ amountMinor: 500 }, paid('2026-09-10T12:00:00Z'));
    const states = async () =>
      (await open.store().plansByStatus('2026-11')).map((row) => [row.status, row.plans, row.amountMinor]);
    expect(await states()).toEqual([['active', 1, 500]]);
    await move(id, { subscriptionState: 'past_due' }, 700);
    expect(await states()).toEqual([['past_due', 1, 700]]);
    await move(id, { subscriptionState: 'paused' });
    expect(await states()).toEqual([['paused', 1, 700]]);
    expect(await open.store().runningPlans()).toEqual([]);
    // The debit came back: nothing was paid.
    await move(id, { firstPaidAt: null });
    expect(await states()).toEqual([]);
    expect(await spans()).toEqual([]);
    await move(id, paid('2026-08-31T22:30:00Z'));
    expect(await spans()).toEqual([['2026-09', null, 'monthly', 1]]);
    await move(id, ended('2026-11-10T12:00:00Z'));
    expect(await states()).toEqual([['ended', 1, 700]]);
    expect(await open.store().plansByStatus('2026-10')).toEqual([]);
    // An end that Stripe dates before the first payment is one in the same month.
    await move(id, ended('2026-07-10T12:00:00Z'));
    expect(await spans()).toEqual([['2026-09', '2026-09', 'monthly', 1]]);
  });

  it('takes a pledge that was lost and made anew with all that became of it', async () => {
    const marks = { ...NO_MARKS, ...paid('2026-09-10T12:00:00Z'), ...ended('2026-10-10T12:00:00Z') };
    const pledge = makePledge({ marks, status: statusOf('monthly', marks) });
    await open.store().adoptPledge(pledge, NOON);
    await open.store().adoptPledge(pledge, NOON);
    expect(await spans()).toEqual([['2026-09', '2026-10', 'monthly', 1]]);
  });

  it('tells churn and retention', async () => {
    for (const day of ['01', '02', '03', '04']) await plan({}, paid(`2026-08-${day}T12:00:00Z`));
    await plan({}, paid('2026-08-05T12:00:00Z'), ended('2026-08-20T12:00:00Z'));
    await plan({}, paid('2026-08-06T12:00:00Z'), ended('2026-10-20T12:00:00Z'));
    await plan({}, paid('2026-10-06T12:00:00Z'));
    const found = await open.store().planSpans();
    expect(recurringMonths(found, '2026-10')).toEqual([
      { period: '2026-08', activeAtStart: 0, started: 6, ended: 1, activeAtEnd: 5 },
      { period: '2026-09', activeAtStart: 5, started: 0, ended: 0, activeAtEnd: 5 },
      { period: '2026-10', activeAtStart: 5, started: 1, ended: 1, activeAtEnd: 5 },
    ]);
    expect(cohortsOf(found, '2026-10')).toEqual([
      { period: '2026-08', started: 6, kept: [5, 5, 4] },
      { period: '2026-10', started: 1, kept: [1] },
    ]);
  });
}
