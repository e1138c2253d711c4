import { expect, it } from 'vitest';
import type { AppealCount } from '../../src/appeal/count.ts';
import type { GiftSet, GoalFigure } from '../../src/appeal/goal.ts';
import { sha256 } from '../../src/ids.ts';
import type { Movement } from '../../src/ledger/entry.ts';
import { NO_MARKS, statusOf, type Pledge } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import { after, makeEntry, makePledge, NOON } from '../_support/make.ts';

const DAY = 86_400_000;

/** What every adapter promises of counters, experiments and goals. */
export function appealContract(open: { store: () => Store; reopen: () => Promise<Store> }): void {
  const give = async (over: Partial<Pledge>, ...movements: Partial<Movement>[]) => {
    const store = open.store();
    const marks = { ...NO_MARKS, firstPaidAt: movements.length > 0 ? NOON : null, ...over.marks };
    const frequency = over.frequency ?? 'once';
    const pledge = makePledge({ ...over, frequency, marks, status: statusOf(frequency, marks) });
    await store.claimCheckout({ keyHash: sha256(pledge.pledgeId), bodyHash: 'b', pledge }, NOON);
    await store.applyProjection(
      {
        seq: null,
        coveredObjectIds: [],
        upToSeq: 0,
        readStartedAt: NOON,
        pledge: { pledgeId: pledge.pledgeId, version: 0 },
        closedThrough: null,
        changes: movements.map((movement) => ({
          kind: 'book_entry' as const,
          entry: makeEntry(pledge, movement),
        })),
        retryAt: null,
      },
      NOON,
    );
    return pledge;
  };
  const count = (over: Partial<AppealCount> = {}): AppealCount => ({
    day: '2026-11-22',
    event: 'view',
    variant: 'a',
    campaign: '',
    lang: 'en',
    count: 1,
    ...over,
  });
  const set = async (over: Partial<GiftSet> = {}): Promise<GiftSet> => ({
    first: '2026-11',
    last: '2026-11',
    currency: 'USD',
    campaign: null,
    bound: (await open.store().ledgerBound()).entries,
    ...over,
  });

  it('adds up counters of a day, a variant and an event, over campaigns and languages', async () => {
    const store = open.store();
    await store.addCounts([count({ count: 3 }), count({ lang: 'ru' }), count({ event: 'change' })]);
    await store.addCounts([
      count({ campaign: 'river', count: 2 }),
      count({ day: '2026-11-23', variant: '' }),
    ]);
    await store.addCounts([count({ day: '2026-11-21', count: 50 })]);
    expect(await store.variantCounts('2026-11-22')).toEqual([
      { day: '2026-11-22', variant: 'a', event: 'change', count: 1 },
      { day: '2026-11-22', variant: 'a', event: 'view', count: 6 },
      { day: '2026-11-23', variant: '', event: 'view', count: 1 },
    ]);
    expect(await store.purgeCounts('2026-11-22')).toBe(1);
    expect(await (await open.reopen()).variantCounts('2000-01-01')).toHaveLength(3);
  });

  it('writes all counters of a call or none', async () => {
    const broken = count({ variant: null as unknown as string });
    await expect(open.store().addCounts([count(), broken])).rejects.toThrow();
    expect(await open.store().variantCounts('2000-01-01')).toEqual([]);
  });

  it('tells what became of the pledges of a variant', async () => {
    await give({ variant: 'a' }, { grossMinor: 1_000, feeMinor: 100 });
    await give({ variant: 'a' }, { grossMinor: 500, feeMinor: 50 }, refund(500));
    await give({ variant: 'a', frequency: 'monthly' }, { grossMinor: 600, feeMinor: 60 }, later(600, 60));
    await give({ variant: 'a' });
    await give({ variant: 'b', createdAt: after(NOON, -DAY) }, { grossMinor: 900 });
    await give({ variant: null }, { grossMinor: 900 });
    const found = await open.store().variantPledges({ from: NOON, to: after(NOON, 1) });
    expect(found).toEqual([
      {
        variant: 'a',
        frequency: 'monthly',
        running: true,
        currency: 'USD',
        pledges: 1,
        payers: 1,
        firstNetMinor: 540,
        firstNetSquares: 540 ** 2,
        netMinor: 1_080,
        netSquares: 1_080 ** 2,
      },
      {
        variant: 'a',
        frequency: 'once',
        running: false,
        currency: null,
        pledges: 1,
        payers: 0,
        firstNetMinor: 0,
        firstNetSquares: 0,
        netMinor: 0,
        netSquares: 0,
      },
      {
        variant: 'a',
        frequency: 'once',
        running: false,
        currency: 'USD',
        pledges: 2,
        payers: 2,
        firstNetMinor: 1_350,
        firstNetSquares: 900 ** 2 + 450 ** 2,
        netMinor: 850,
        netSquares: 900 ** 2 + 50 ** 2,
      },
    ]);
  });

  it('sums the gifts of a set, less what went back, and counts supporters, not payments', async () => {
    await give({ campaign: 'river' }, { grossMinor: 1_000 }, later(1_000, 45));
    await give({ campaign: null }, { grossMinor: 300 }, refund(100));
    await give({}, { grossMinor: 7_000, currency: 'EUR' });
    await give({}, { grossMinor: 9_000, createdAt: new Date('2026-10-05T12:00:00Z') });
    const store = open.store();
    expect(await store.giftSum(await set())).toEqual({ sumMinor: 2_200, supporters: 2 });
    expect(await store.giftSum(await set({ campaign: 'river' }))).toEqual({ sumMinor: 2_000, supporters: 1 });
    expect(await store.giftSum(await set({ first: '2026-01' }))).toMatchObject({ supporters: 3 });
    expect(await store.giftSum(await set({ bound: 0 }))).toEqual({ sumMinor: 0, supporters: 0 });
    expect(await store.entriesWrittenBefore(NOON)).toBe(0);
    expect(await store.entriesWrittenBefore(after(NOON, 1))).toBe((await set()).bound);
  });

  it('counts who is in one of two sets only, with campaigns and without', async () => {
    await give({ campaign: 'river' }, {});
    const early = await set();
    await give({ campaign: 'river' }, {});
    await give({ campaign: null }, {});
    const store = open.store();
    const all = await set();
    const apart = async (a: GiftSet, b: GiftSet) => [
      await store.supportersApart(a, b),
      await store.supportersApart(b, a),
    ];
    expect(await apart(early, all)).toEqual([2, 2]);
    expect(await apart(all, all)).toEqual([0, 0]);
    expect(await apart(all, await set({ campaign: 'river' }))).toEqual([1, 1]);
    expect(await apart(early, await set({ campaign: 'river' }))).toEqual([1, 1]);
    expect(await apart(all, await set({ first: '2026-12', last: '2026-12' }))).toEqual([3, 3]);
  });

  it('keeps one figure a day, and gives back the newest of each selection', async () => {
    const store = open.store();
    const figure = async (day: string, over: Partial<GoalFigure>): Promise<GoalFigure> => ({
      ...(await set()),
      day,
      reachedMinor: 5_000,
      ...over,
    });
    expect(await store.addGoalFigure(await figure('2026-11-20', {}))).toBe(true);
    const river = await figure('2026-11-21', { campaign: 'river' });
    expect(await store.addGoalFigure(river)).toBe(true);
    expect(await store.addGoalFigure(await figure('2026-11-21', { reachedMinor: 9_000 }))).toBe(false);
    const newest = await figure('2026-11-22', { reachedMinor: 7_000 });
    expect(await store.addGoalFigure(newest)).toBe(true);
    expect(await (await open.reopen()).goalFigures()).toEqual([newest, river]);
  });
}

/** The refund of a part of a payment; Stripe keeps the fee. */
function refund(grossMinor: number): Partial<Movement> {
  return { kind: 'refund', grossMinor: -grossMinor, feeMinor: 0, createdAt: after(NOON, 1_000) };
}

/** A second payment of the same pledge. */
function later(grossMinor: number, feeMinor: number): Partial<Movement> {
  return { grossMinor, feeMinor, createdAt: after(NOON, 1_000) };
}
