import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEntryOf, auditLink, type AuditFact, type AuditHead } from '../../src/finance/audit-entry.ts';
import { sha256 } from '../../src/ids.ts';
import { ledgerEntry } from '../../src/ledger/entry.ts';
import { manifestOf } from '../../src/ledger/period.ts';
import type { Store } from '../../src/store/store.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { makeEntry, makeEvent, makeMovement, makePledge, NOON } from '../_support/make.ts';
import { aMoment, claimed, closing, dice, monthsFrom, openInstances, projection, SEED, type Instances } from './instances.ts'; // prettier-ignore

let here: Instances;
beforeEach(async () => {
  here = await openInstances();
});
afterEach(async () => {
  // They wait for each other in one order: the second that a server takes to see a deadlock would be a reader's.
  expect(await here.deadlocks()).toBe(0);
  await here.close();
});

/** The same by all three instances at once, in an order of chance. */
const byAll = <T>(work: (store: Store, i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(
    here.stores.map(async (store, i) => {
      await aMoment();
      return work(store, i);
    }),
  );

const count = async (table: string): Promise<number> =>
  Number((await here.ask<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

describe(`three instances over one database (seed ${SEED})`, { timeout: 60_000 }, () => {
  it('make one pledge of an idempotency key, and give one answer', async () => {
    for (let round = 1; round <= 60; round++) {
      const keyHash = sha256(`key ${round}`);
      const claims = await byAll((store) =>
        store.claimCheckout({ keyHash, bodyHash: 'b', pledge: makePledge() }, NOON),
      );
      const ids = claims.map((claim) => (claim.kind === 'claimed' ? claim.pledge.pledgeId : claim.kind));
      expect(new Set(ids).size).toBe(1);
      expect(await here.ask('select 1 from pledges where pledge_id = $1', [ids[0]])).toHaveLength(1);
      expect(await count('pledges')).toBe(round);
      const answers = await byAll((store, i) =>
        store.answerCheckout(keyHash, { id: `cs_${i}`, answer: `cs_${i}` }, NOON),
      );
      expect(new Set(answers).size).toBe(1);
      expect(await here.stores[0].pledgeById(ids[0] ?? '')).toMatchObject({
        stripeCheckoutSessionId: answers[0],
      });
    }
  });

  it('record an event once, whatever else comes with it and in whatever order', async () => {
    const fate = (i: number) => (i % 3 === 0 ? ('type_not_handled' as const) : null);
    for (let round = 1; round <= 40; round++) {
      const events = Array.from({ length: 12 }, (_, i) => ({ event: makeEvent(), ignored: fate(i) }));
      const told = new Map<string, string[]>();
      await byAll(async (store) => {
        const mine = events.toSorted(() => dice.next() - 0.5);
        const halves = [mine.slice(0, 5), mine.slice(5)];
        const verdicts = await Promise.all(halves.map((half) => store.recordWebhookEvents(half, NOON)));
        halves.flat().forEach(({ event }, i) => {
          const id = event.stripeEventId;
          told.set(id, [...(told.get(id) ?? []), verdicts.flat()[i] ?? '']);
        });
      });
      for (const verdicts of told.values())
        expect(verdicts.sort()).toEqual(['duplicate', 'duplicate', 'new']);
    }
    expect(await here.stores[1].inboxCounts()).toMatchObject({ received: 480, ignored: 160, pending: 320 });
    expect(await here.stores[1].inboxCounts('lines')).toMatchObject({ received: 480, ignored: 160 });
  });

  it('write one of the projections that were decided on the same pledge, and all of it', async () => {
    for (let round = 0; round < 40; round++) {
      const pledge = await claimed(here.stores[0]);
      const entries = here.stores.map(() => [makeEntry(pledge), makeEntry(pledge)]);
      const done = await byAll((store, i) =>
        store.applyProjection(projection({ pledge, changes: (entries[i] ?? []).map(booking) }), NOON),
      );
      expect(done.map(({ kind }) => kind).sort()).toEqual(['applied', 'stale', 'stale']);
      const winner = done.findIndex(({ kind }) => kind === 'applied');
      const kept = await here.ask<{ entry_id: string }>(
        'select entry_id from ledger_entries where pledge_id = $1 order by seq',
        [pledge.pledgeId],
      );
      expect(kept.map((row) => row.entry_id)).toEqual(entries[winner]?.map((entry) => entry.entryId));
      expect((await here.stores[2].pledgeById(pledge.pledgeId))?.version).toBe(1);
    }
  });

  it('never change what is up to a bound that somebody has read', async () => {
    const writing = { isOver: false };
    const seen = new Map<string, string>();
    const upTo = async (table: string, bound: number) => {
      const [all] = await here.ask<{ all: string }>(
        `select coalesce(string_agg(seq::text, ' ' order by seq), '') as all from ${table} where seq <= $1`,
        [bound],
      );
      return all?.all ?? '';
    };
    const reader = async () => {
      while (!writing.isOver) {
        const { entries, payoutItems } = await here.stores[2].ledgerBound();
        // What is there a moment after the bound was read is what an export of that moment holds.
        for (const [table, bound] of [
          ['ledger_entries', entries],
          ['payout_items', payoutItems],
        ] as const) {
          const key = `${table} ${bound}`;
          if (!seen.has(key)) seen.set(key, await upTo(table, bound));
        }
      }
    };
    const reading = reader();
    // Nothing that they write is in the same sum: only the lock can make one wait for the other.
    await byAll(async (store, i) => {
      const currency = ['USD', 'EUR', 'GBP'][i] ?? '';
      const pledge = await claimed(store, { currency });
      await store.applyProjection(
        projection({ changes: [{ kind: 'note_payout', payout: payout(i) }] }),
        NOON,
      );
      for (let round = 0; round < 60; round++) {
        await aMoment();
        const lines = dice.chance(0.5) ? 1 : dice.between(10, 60);
        const entries = Array.from({ length: lines }, () => makeEntry(pledge, { currency, charged: { amountMinor: 500, currency } })); // prettier-ignore
        const ids = entries.map((entry) => entry.stripeBalanceTransactionId);
        const changes: Change[] = [
          ...entries.map(booking),
          { kind: 'itemise_payout', payoutId: payout(i).payoutId, paidOutAt: NOON, balanceTransactionIds: ids },
        ]; // prettier-ignore
        await store.applyProjection(projection({ changes }), NOON);
      }
    });
    writing.isOver = true;
    await reading;
    expect(seen.size).toBeGreaterThan(40);
    for (const [key, then] of seen) {
      const [table = '', bound = ''] = key.split(' ');
      expect(await upTo(table, Number(bound)), `what is up to ${bound} in ${table}`).toBe(then);
    }
  });

  it('close months that others book into: an entry is within the bound, or in the month after', async () => {
    const months = monthsFrom('2024-01', 8);
    let booked = 0;
    for (const month of months) {
      const at = new Date(`${month}-15T12:00:00Z`);
      const state = { isClosed: false };
      const book = async (store: Store) => {
        for (let i = 0; i < 12 || !state.isClosed; i++) {
          await aMoment();
          const closedThrough = await store.closedThrough();
          const entry = ledgerEntry(makeMovement({ createdAt: at }), null, {
            bookDate: at.toISOString().slice(0, 10),
            closedThrough,
            recordedAt: NOON,
          });
          const done = await store.applyProjection(
            projection({ closedThrough, changes: [booking(entry)] }),
            NOON,
          );
          if (done.kind === 'applied') booked += 1;
        }
      };
      const close = async (store: Store) => {
        while (!state.isClosed) {
          await aMoment();
          const bound = await store.ledgerBound();
          const previousHash = (await store.periodChanges()).at(-1)?.hash ?? '';
          // A manifest takes its time to be made, and others book meanwhile.
          await aMoment();
          const link = closing(month, bound, previousHash);
          state.isClosed = await store.changePeriod(link, { audit: next(month), deliveries: [] });
        }
      };
      const [closer, ...bookers] = dice.chance(0.5) ? here.stores : here.stores.toReversed();
      await Promise.all([...bookers.map(book), close(closer)]);
    }
    const changes = await here.stores[0].periodChanges();
    expect(changes.map((change) => manifestOf(change).period)).toEqual(months);
    expect(changes.map(({ seq }) => seq)).toEqual(months.map((_, i) => i + 1));
    for (const { period, bound } of changes.map(manifestOf))
      expect(
        await here.ask('select entry_id from ledger_entries where period = $1 and seq > $2', [
          period,
          bound.entries,
        ]),
        `entries of ${period} that its manifest lacks`,
      ).toEqual([]);
    expect(await count('ledger_entries')).toBe(booked);
  });

  it('write one chain of the audit: no number is left out, and each names the one before', async () => {
    await byAll(async (store, i) => {
      for (let round = 0; round < 40; round++) {
        await aMoment();
        await Promise.all([
          store.appendAudit(next(`${i}.${round}`)),
          ...(dice.chance(0.3) ? [store.appendAudit(next(`${i}.${round} too`))] : []),
          ...(dice.chance(0.2) ? [expect(store.appendAudit(refused)).rejects.toThrow('no entry')] : []),
        ]);
      }
    });
    const links = await here.stores[0].auditPage({ action: null, by: null, outcome: null }, null, 1_000, 'oldest_first'); // prettier-ignore
    expect(links.length).toBeGreaterThan(120);
    links.forEach((link, i) => {
      expect(link.number).toBe(i + 1);
      expect(link.hash).toBe(sha256(link.entry));
      expect(auditEntryOf(link).previousHash).toBe(links[i - 1]?.hash ?? '');
    });
    // What was refused took no number: a chain whose end was cut off shows by the highest one.
    expect(await here.ask(`select highest::int from write_locks where name = 'audit'`)).toEqual([
      { highest: links.length },
    ]);
    expect(await here.ask('select max(seq)::int as seq from audit_entries')).toEqual([{ seq: links.length }]);
  });
});

function booking(entry: ReturnType<typeof makeEntry>): Change {
  return { kind: 'book_entry', entry };
}

function payout(i: number) {
  return {
    payoutId: `po_${i}`,
    amountMinor: 0,
    currency: 'USD',
    status: 'paid' as const,
    automatic: true,
    createdAt: NOON,
    arrivalAt: NOON,
    isReconciled: true,
    failureCode: null,
  };
}

function next(object: string) {
  const fact: AuditFact = { by: 'command', action: 'export', object, outcome: 'done' };
  return (head: AuditHead | null) => auditLink(fact, NOON, head);
}

function refused(): never {
  throw new Error('no entry');
}
