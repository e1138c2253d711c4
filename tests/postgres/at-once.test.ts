import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statusOf, type Pledge } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { after, makeEntry, makeEvent, NOON } from '../_support/make.ts';
import { claimed, dice, openInstances, projection, SEED, type Instances } from './instances.ts';

const HOUR = 3_600_000;

let here: Instances;
beforeEach(async () => {
  here = await openInstances();
});
afterEach(async () => here.close());

describe(`whatever three instances do at once (seed ${SEED})`, () => {
  it('none of it fails, and the sums are those of the lines', async () => {
    const pledges: Pledge[] = [];
    for (let i = 0; i < 12; i++)
      pledges.push(await claimed(here.stores[0], { createdAt: after(NOON, -i * HOUR) }));
    let applied = 0;

    /** What one read of a pledge leads to: it is paid, late, ended or only looked at, with lines or without. */
    const project = async (store: Store) => {
      const pledge = await store.pledgeById(dice.pick(pledges).pledgeId);
      if (pledge === null) throw new Error('a pledge is gone');
      const state = dice.pick(['active', 'past_due', 'paused', null] as const);
      const marks = {
        ...pledge.marks,
        firstPaidAt: dice.chance(0.8) ? NOON : null,
        subscriptionState: state,
      };
      const status = statusOf(pledge.frequency, marks);
      const update = { marks, status, amountMinor: dice.pick([500, 700]) };
      const lines = Array.from({ length: dice.between(0, 3) }, (): Change => ({ kind: 'book_entry', entry: makeEntry(pledge) })); // prettier-ignore
      const due = await store.dueWebhookEvents(NOON, 10);
      const done = await store.applyProjection(
        projection({
          pledge,
          seq: due[0]?.seq ?? null,
          coveredObjectIds: due.map(({ objectId }) => objectId),
          upToSeq: 1_000_000,
          changes: [{ kind: 'update_pledge', pledgeId: pledge.pledgeId, update }, ...lines],
        }),
        NOON,
      );
      if (done.kind === 'applied') applied += lines.length;
    };
    const fail = async (store: Store) => {
      for (const { seq } of await store.dueWebhookEvents(NOON, 3))
        await store.failWebhookEvent(seq, { error: 'SomeError', nextAttemptAt: dice.chance(0.5) ? null : NOON }, NOON); // prettier-ignore
    };
    const ways: ((store: Store) => Promise<unknown>)[] = [
      project,
      project,
      fail,
      (store) => claimed(store, { createdAt: after(NOON, -dice.between(0, 30) * HOUR) }),
      (store) => store.sweepOpenPledges(after(NOON, -dice.between(3, 20) * HOUR), NOON),
      (store) => store.eraseThanksTokens({ paidBefore: after(NOON, 1), madeBefore: after(NOON, -9 * HOUR) }),
      (store) => store.requeueParkedEvents(NOON),
      (store) => store.recordWebhookEvents([{ event: makeEvent(), ignored: null }, { event: makeEvent(), ignored: dice.chance(0.5) ? 'not_ours' : null }], NOON), // prettier-ignore
      (store) => store.count('2026-11-22', 'country_stop'),
      // Beside all that, what is right is found right.
      async (store) => expect((await store.rebuildSums()).filter(({ wrong }) => wrong > 0)).toEqual([]),
    ];
    await Promise.all(
      [...here.stores, ...here.stores].map(async (store) => {
        for (let round = 0; round < 60; round++) await dice.pick(ways)(store);
      }),
    );
    expect(await here.ask('select 1 from ledger_entries')).toHaveLength(applied);
    // And with one event that waits and one that is parked.
    const [store] = here.stores;
    await store.recordWebhookEvents(
      [makeEvent(), makeEvent()].map((event) => ({ event, ignored: null })),
      NOON,
    );
    const [event] = await store.dueWebhookEvents(NOON, 1);
    await store.failWebhookEvent(event?.seq ?? 0, { error: 'SomeError', nextAttemptAt: null }, NOON);
    expect(await store.wrongSums()).toEqual([]);
    expect(await store.inboxCounts()).toEqual(await store.inboxCounts('lines'));
    expect(applied).toBeGreaterThan(20);
  });
});
