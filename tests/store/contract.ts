import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, sha256 } from '../../src/ids.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import { auditLink, type AuditFact, type AuditHead } from '../../src/finance/audit-entry.ts';
import type { LedgerEntry } from '../../src/ledger/entry.ts';
import { linkOf, type Manifest } from '../../src/ledger/period.ts';
import { statusOf, type Pledge } from '../../src/pledges/pledge.ts';
import type { Projection, Store } from '../../src/store/store.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { after, makeEntry, makeEvent, makePledge, NOON } from '../_support/make.ts';
import { appealContract } from './appeal-contract.ts';
import { staffContract } from './staff-contract.ts';
import { auditContract } from './audit-contract.ts';
import { leaseContract } from './lease-contract.ts';
import { plansContract } from './plans-contract.ts';
import { sumsContract } from './sums-contract.ts';

/** What every adapter promises. One function, run once for each adapter. */
export function storeContract(
  open: () => Promise<{ store: Store; reopen: () => Promise<Store>; close: () => Promise<void> }>,
): void {
  let store: Store;
  let reopen: () => Promise<Store>;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ store, reopen, close } = await open());
  });
  afterEach(async () => close());

  const claim = (pledge: Pledge, key = 'a-key-of-a-reader', body = 'the request') => ({
    keyHash: sha256(key),
    bodyHash: sha256(body),
    pledge,
  });
  const openPledge = async (over: Partial<Pledge> = {}) => {
    const pledge = makePledge(over);
    await store.claimCheckout(claim(pledge, pledge.pledgeId), NOON);
    return pledge;
  };
  const record = async (over: Parameters<typeof makeEvent>[0] = {}, at = NOON) => {
    const event = makeEvent(over);
    await store.recordWebhookEvents([{ event, ignored: null }], at);
    const found = (await store.dueWebhookEvents(at, 1_000)).find(
      (one) => one.stripeEventId === event.stripeEventId,
    );
    if (found === undefined) throw new Error('the event is not due');
    return found;
  };
  const projection = (over: Partial<Projection> & Pick<Projection, 'seq'>): Projection => ({
    coveredObjectIds: [],
    upToSeq: 1_000,
    readStartedAt: NOON,
    pledge: null,
    closedThrough: null,
    changes: [],
    retryAt: null,
    ...over,
  });

  describe('checkouts', () => {
    it('claims a key once and answers it for ever, also after a restart', async () => {
      const pledge = makePledge();
      expect(await store.claimCheckout(claim(pledge), NOON)).toEqual({ kind: 'claimed', pledge, attempt: 1 });
      const again = await store.claimCheckout(claim(makePledge()), NOON);
      expect(again).toMatchObject({ kind: 'claimed', pledge: { pledgeId: pledge.pledgeId } });
      await store.answerCheckout(sha256('a-key-of-a-reader'), { id: 'cs_test_1', answer: '{"a":1}' }, NOON);
      const reopened = await reopen();
      expect(await reopened.claimCheckout(claim(makePledge()), NOON)).toEqual({
        kind: 'answered',
        answer: '{"a":1}',
      });
      expect(await reopened.pledgeById(pledge.pledgeId)).toMatchObject({
        stripeCheckoutSessionId: 'cs_test_1',
        status: 'open',
      });
    });

    it('tells another request under the same key', async () => {
      await store.claimCheckout(claim(makePledge()), NOON);
      expect(await store.claimCheckout(claim(makePledge(), undefined, 'another request'), NOON)).toEqual({
        kind: 'other_request',
      });
    });

    it('keeps the first of two answers', async () => {
      await store.claimCheckout(claim(makePledge()), NOON);
      const key = sha256('a-key-of-a-reader');
      expect(await store.answerCheckout(key, { id: 'cs_1', answer: 'first' }, NOON)).toBe('first');
      expect(await store.answerCheckout(key, { id: 'cs_2', answer: 'second' }, NOON)).toBe('first');
    });

    it('moves to the next attempt once for each failed one', async () => {
      await store.claimCheckout(claim(makePledge()), NOON);
      const key = sha256('a-key-of-a-reader');
      await store.nextCheckoutAttempt(key, 1);
      await store.nextCheckoutAttempt(key, 1);
      expect(await store.claimCheckout(claim(makePledge()), NOON)).toMatchObject({ attempt: 2 });
    });

    it('sweeps only old open pledges and erases served thank-you keys', async () => {
      const old = await openPledge({ createdAt: after(NOON, -86_400_000) });
      const young = await openPledge();
      expect(await store.sweepOpenPledges(after(NOON, -3_600_000), NOON)).toBe(1);
      expect((await store.pledgeById(old.pledgeId))?.status).toBe('abandoned');
      expect((await store.pledgeById(young.pledgeId))?.status).toBe('open');
      expect(await store.eraseThanksTokens({ paidBefore: NOON, madeBefore: after(NOON, -3_600_000) })).toBe(
        1,
      );
      expect(await store.pledgeByThanksToken(old.thanksToken ?? '')).toBeNull();
      expect(await store.pledgeByThanksToken(young.thanksToken ?? '')).toMatchObject({
        pledgeId: young.pledgeId,
      });
    });
  });

  describe('the inbox', () => {
    it('records an event once, however often it comes and however many come together', async () => {
      const event = makeEvent();
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, () => store.recordWebhookEvents([{ event, ignored: null }], NOON)),
      );
      expect(verdicts.flat().filter((verdict) => verdict === 'new')).toHaveLength(1);
      expect((await store.inboxCounts()).received).toBe(1);
    });

    it('does not let one event that cannot be written fail the others of its group', async () => {
      const broken = { ...makeEvent(), type: null as unknown as string };
      const results = await Promise.allSettled([
        store.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON),
        store.recordWebhookEvents([{ event: broken, ignored: null }], NOON),
        store.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.inboxCounts()).pending).toBe(2);
    });

    it('keeps acknowledged events over a restart', async () => {
      await record();
      expect(await (await reopen()).dueWebhookEvents(NOON, 10)).toHaveLength(1);
    });

    it('accounts for every event: received = applied + ignored + parked + pending', async () => {
      await store.recordWebhookEvents([{ event: makeEvent(), ignored: 'type_not_handled' }], NOON);
      const applied = await record();
      await store.applyProjection(projection({ seq: applied.seq }), NOON);
      const parked = await record();
      await store.failWebhookEvent(parked.seq, { error: 'SomeError', nextAttemptAt: null }, NOON);
      await record();
      expect(await store.inboxCounts()).toEqual({
        received: 4,
        applied: 1,
        ignored: 1,
        parked: 1,
        pending: 1,
        oldestPendingAt: NOON,
      });
      expect(await store.parkedWebhookEvents(10)).toMatchObject([
        { seq: parked.seq, lastError: 'SomeError', attempts: 1 },
      ]);
    });

    it('brings a failed event back when its time comes, not before', async () => {
      const event = await record();
      await store.failWebhookEvent(
        event.seq,
        { error: 'SomeError', nextAttemptAt: after(NOON, 5_000) },
        NOON,
      );
      expect(await store.dueWebhookEvents(after(NOON, 4_999), 10)).toHaveLength(0);
      expect(await store.dueWebhookEvents(after(NOON, 5_000), 10)).toMatchObject([
        { attempts: 1, lastError: 'SomeError' },
      ]);
    });

    it('settles the events that one read covered, and none that arrived after it began', async () => {
      const first = await record({ objectId: 'in_1' });
      const second = await record({ objectId: 'ch_1' });
      const late = await record({ objectId: 'ch_1' });
      const done = await store.applyProjection(
        projection({ seq: first.seq, coveredObjectIds: ['in_1', 'ch_1'], upToSeq: second.seq }),
        NOON,
      );
      expect(done).toMatchObject({ kind: 'applied' });
      expect((await store.dueWebhookEvents(NOON, 10)).map((event) => event.seq)).toEqual([late.seq]);
    });
  });

  describe('projections', () => {
    it('writes a payment once, whichever event announces it, and the pledge with it', async () => {
      const pledge = await openPledge();
      const entry = makeEntry(pledge);
      const marks = { ...pledge.marks, firstPaidAt: NOON };
      const changes: Change[] = [
        {
          kind: 'update_pledge',
          pledgeId: pledge.pledgeId,
          update: { marks, status: statusOf('monthly', marks), stripeSubscriptionId: 'sub_1' },
        },
        { kind: 'book_entry', entry },
      ];
      for (const [version, readStartedAt] of [NOON, after(NOON, 1)].entries()) {
        const event = await record();
        await store.applyProjection(
          projection({ seq: event.seq, pledge: { ...pledge, version }, readStartedAt, changes }),
          NOON,
        );
      }
      expect(await store.entriesOfPledge(pledge.pledgeId)).toEqual([entry]);
      expect(await store.pledgeById(pledge.pledgeId)).toMatchObject({
        status: 'active',
        stripeSubscriptionId: 'sub_1',
        marks: { firstPaidAt: NOON },
      });
      expect(await store.pledgeOfPayment(entry.paymentId ?? '')).toBe(pledge.pledgeId);
    });

    it('writes nothing where one change fails, and leaves the event pending', async () => {
      const pledge = await openPledge();
      const event = await record();
      const orphan = makeEntry({ ...pledge, pledgeId: newId('plg') });
      const changes: Change[] = [
        { kind: 'book_entry', entry: makeEntry(pledge) },
        { kind: 'book_entry', entry: orphan },
      ];
      await expect(
        store.applyProjection(projection({ seq: event.seq, pledge, changes }), NOON),
      ).rejects.toThrow(/./);
      expect(await store.entriesOfPledge(pledge.pledgeId)).toEqual([]);
      expect((await store.inboxCounts()).pending).toBe(1);
    });

    it('refuses one of two that were decided on the same state of a pledge, so that neither undoes the other', async () => {
      const pledge = await openPledge();
      const events = [await record(), await record()];
      const done = await Promise.all(
        events.map(({ seq }) => store.applyProjection(projection({ seq, pledge }), NOON)),
      );
      expect(done.map((one) => one.kind).sort()).toEqual(['applied', 'stale']);
      expect((await store.pledgeById(pledge.pledgeId))?.version).toBe(1);
      expect((await store.inboxCounts()).pending).toBe(1);
    });

    it('refuses a read that began before the one that was applied last', async () => {
      const pledge = await openPledge();
      const [a, b] = [await record(), await record()];
      await store.applyProjection(projection({ seq: a.seq, pledge, readStartedAt: after(NOON, 10) }), NOON);
      const late = await store.applyProjection(
        projection({ seq: b.seq, pledge: { ...pledge, version: 1 }, readStartedAt: NOON }),
        after(NOON, 20),
      );
      expect(late).toEqual({ kind: 'stale' });
      expect((await store.inboxCounts()).pending).toBe(1);
    });
  });

  describe('what was given up', () => {
    const parkedEvent = async (objectId: string, error = 'SomeError') => {
      const event = await record({ objectId });
      await store.failWebhookEvent(event.seq, { error, nextAttemptAt: null }, NOON);
      return event;
    };

    it('is settled by a later read that covers its object', async () => {
      await parkedEvent('ch_1');
      const other = await record({ objectId: 'in_1' });
      await store.applyProjection(projection({ seq: other.seq, coveredObjectIds: ['in_1', 'ch_1'] }), NOON);
      expect(await store.inboxCounts()).toMatchObject({ applied: 2, parked: 0, pending: 0 });
    });

    it('comes back when a person asks for it, with its tries forgotten', async () => {
      await parkedEvent('ch_1');
      expect(await store.requeueParkedEvents(after(NOON, 5))).toBe(1);
      expect(await store.dueWebhookEvents(after(NOON, 5), 10)).toMatchObject([
        { attempts: 0, parkedAt: null },
      ]);
      expect(await store.queueState()).toEqual({
        pending: 1,
        parked: 0,
        oldestPendingAt: NOON,
        newestEventAt: NOON,
      });
    });

    it('comes back alone where one is asked for, by name or by what it failed with', async () => {
      const [one, two] = [await parkedEvent('ch_1'), await parkedEvent('ch_2', 'PledgeUnknown')];
      expect(await store.requeueParkedEvents(NOON, { lastError: 'PledgeUnknown' })).toBe(1);
      expect(await store.dueWebhookEvents(NOON, 10)).toMatchObject([{ seq: two.seq }]);
      expect(await store.requeueParkedEvents(NOON, { stripeEventId: one.stripeEventId })).toBe(1);
      expect(await store.queueState()).toMatchObject({ pending: 2, parked: 0 });
    });

    it('is not what waits for a fee: its changes are written and it stays due', async () => {
      const pledge = await openPledge();
      const event = await record();
      const changes: Change[] = [{ kind: 'book_entry', entry: makeEntry(pledge) }];
      await store.applyProjection(
        projection({ seq: event.seq, pledge, changes, retryAt: after(NOON, 60_000) }),
        NOON,
      );
      expect(await store.entriesOfPledge(pledge.pledgeId)).toHaveLength(1);
      expect(await store.dueWebhookEvents(after(NOON, 59_999), 10)).toEqual([]);
      expect(await store.dueWebhookEvents(after(NOON, 60_000), 10)).toMatchObject([
        { seq: event.seq, attempts: 1 },
      ]);
    });
  });

  describe('the ledger', () => {
    const book = async (...entries: ReturnType<typeof makeEntry>[]) => {
      const event = await record();
      const changes = entries.map((entry): Change => ({ kind: 'book_entry', entry }));
      await store.applyProjection(projection({ seq: event.seq, changes }), NOON);
    };

    it('numbers payments by their own time, not by their arrival', async () => {
      const pledge = await openPledge();
      const second = makeEntry(pledge, { createdAt: after(NOON, 86_400_000) });
      const first = makeEntry(pledge);
      const refund = makeEntry(pledge, {
        kind: 'refund',
        grossMinor: -500,
        feeMinor: 0,
        createdAt: after(NOON, 2 * 86_400_000),
        stripeChargeId: second.stripeSourceId,
      });
      await book(second);
      await book(first, refund);
      const rows = await store.ledgerPage(NO_FILTER, await store.ledgerBound(), null, 10);
      expect(rows.map((row) => [row.entryId, row.sequence])).toEqual([
        [first.entryId, 1],
        [second.entryId, 2],
        [refund.entryId, 2],
      ]);
    });

    it('hands out pages that meet without gap or overlap, and stops at the bound', async () => {
      const pledge = await openPledge();
      const entries = Array.from({ length: 25 }, (_, i) =>
        makeEntry(pledge, { createdAt: after(NOON, (i % 7) * 1_000) }),
      );
      await book(...entries);
      const bound = await store.ledgerBound();
      await book(makeEntry(pledge));
      const seen: string[] = [];
      let cursor = null;
      for (;;) {
        const page = await store.ledgerPage(NO_FILTER, bound, cursor, 4);
        const last = page.at(-1);
        if (last === undefined) break;
        seen.push(...page.map((row) => row.entryId));
        cursor = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
      }
      expect(new Set(seen).size).toBe(25);
      expect(seen).toHaveLength(25);
    });

    it('has one hash whatever order its entries came in', async () => {
      const pledge = await openPledge();
      const [a, b] = [makeEntry(pledge), makeEntry(pledge, { grossMinor: 700 })];
      await book(a);
      await book(b);
      const hash = await store.ledgerHash();
      const other = await open();
      try {
        await other.store.claimCheckout(claim(pledge, pledge.pledgeId), NOON);
        const event = makeEvent();
        await other.store.recordWebhookEvents([{ event, ignored: null }], NOON);
        const changes = [b, a].map((entry): Change => ({
          kind: 'book_entry',
          entry: { ...entry, recordedAt: after(NOON, 99) },
        }));
        await other.store.applyProjection(projection({ seq: 1, changes }), NOON);
        expect(await other.store.ledgerHash()).toBe(hash);
        await other.store.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON);
        await other.store.applyProjection(
          projection({
            seq: 2,
            changes: [{ kind: 'book_entry', entry: makeEntry(pledge, { grossMinor: 1 }) }],
          }),
          NOON,
        );
        expect(await other.store.ledgerHash()).not.toBe(hash);
      } finally {
        await other.close();
      }
    });

    it('counts what was paid and given back for each pledge', async () => {
      const pledge = await openPledge({ frequency: 'once' });
      const paid = makeEntry(pledge, { grossMinor: 2_500, feeMinor: 103 });
      const refund = makeEntry(pledge, {
        kind: 'refund', grossMinor: -1_000, feeMinor: 0, stripeChargeId: paid.stripeSourceId, charged: { amountMinor: -1_000, currency: 'USD' },
      }); // prettier-ignore
      await book(paid, refund);
      const filter = {
        from: null,
        to: null,
        currency: null,
        frequency: null,
        campaign: null,
        status: null,
        updatedSince: null,
      };
      expect(await store.pledgePage(filter, null, 10)).toMatchObject([
        { pledgeId: pledge.pledgeId, payments: 1, paidMinor: 2_500, refundedMinor: 1_000 },
      ]);
    });
  });

  describe('months', () => {
    const on = (day: string) => makeEntry(null, { createdAt: new Date(`${day}T12:00:00Z`) });
    const book = (closedThrough: string | null, ...entries: LedgerEntry[]) =>
      store.applyProjection(
        projection({ seq: 0, closedThrough, changes: entries.map((entry) => ({ kind: 'book_entry', entry })) }),
        NOON,
      ); // prettier-ignore
    const link = async (period: string, over: Partial<Manifest> = {}) =>
      linkOf({
        format: 1,
        action: 'close',
        period,
        zone: 'UTC',
        closedThrough: period,
        at: NOON.toISOString(),
        by: 'command',
        reason: null,
        bound: await store.ledgerBound(),
        rows: 0,
        ledgerCsvSha256: null,
        totals: [],
        previousHash: (await store.periodChanges()).at(-1)?.hash ?? '',
        ...over,
      });

    const fact: AuditFact = { by: 'command', action: 'month_close', object: '2026-09', outcome: 'done' };
    const audited = { audit: (head: AuditHead | null) => auditLink(fact, NOON, head), deliveries: [] };

    it('are closed by a link that names the one before, and opened again', async () => {
      await book(null, on('2026-09-10'), on('2026-10-10'));
      expect([await store.closedThrough(), await store.firstOpenPeriod()]).toEqual([null, '2026-09']);
      const september = await link('2026-09');
      expect(await store.changePeriod(september, audited)).toBe(true);
      expect([await store.closedThrough(), await store.firstOpenPeriod()]).toEqual(['2026-09', '2026-10']);
      expect(await store.changePeriod(await link('2026-10', { previousHash: 'of another' }), audited)).toBe(
        false,
      );
      expect(await store.changePeriod(september, audited)).toBe(false);
      const opened = await link('2026-09', { action: 'reopen', closedThrough: null });
      expect(await store.changePeriod(opened, audited)).toBe(true);
      expect([await store.closedThrough(), await store.firstOpenPeriod()]).toEqual([null, '2026-09']);
      const kept = [september, opened].map((each, i) => ({ seq: i + 1, ...each }));
      expect(await store.periodChanges()).toEqual(kept);
    });

    it('stay open where an entry came to them, or to one before, behind the bound', async () => {
      await book(null, on('2026-09-10'));
      const [early, same, later] = [await link('2026-09'), await link('2026-09'), await link('2026-09')];
      await book(null, on('2026-08-10'));
      expect(await store.changePeriod(early, audited)).toBe(false);
      await book(null, on('2026-09-11'));
      expect(await store.changePeriod(same, audited)).toBe(false);
      expect(await store.closedThrough()).toBeNull();
      const now = await link('2026-09', { bound: await store.ledgerBound() });
      await book(null, on('2026-10-10'));
      expect(await store.changePeriod(later, audited)).toBe(false);
      expect(await store.changePeriod(now, audited)).toBe(true);
    });

    it('keep their bound while they are closed, and take no entry (I11)', async () => {
      await book(null, on('2026-09-10'));
      const bound = await store.ledgerBound();
      await store.changePeriod(await link('2026-09'), audited);
      expect(await book(null, on('2026-09-12'))).toEqual({ kind: 'stale' });
      await expect(book('2026-09', on('2026-09-12'))).rejects.toThrow(/closed month/);
      await book('2026-09', on('2026-10-10'));
      expect(await store.ledgerBound('2026-09')).toEqual(bound);
      expect((await store.ledgerBound('2026-10')).entries).toBeGreaterThan(bound.entries);
      await store.changePeriod(await link('2026-09', { action: 'reopen', closedThrough: null }), audited);
      expect(await store.ledgerBound('2026-09')).toEqual(await store.ledgerBound());
    });
  });

  describe('finance access and counts', () => {
    const key = {
      keyId: newId('key'),
      name: 'books',
      scopes: ['ledger:read' as const],
      createdAt: NOON,
      expiresAt: null,
      revokedAt: null,
      lastUsedDay: null,
    };

    it('finds a key by its hash alone, and ends its sessions when it is revoked', async () => {
      await store.createApiKey(key, sha256('secret'));
      expect(await store.apiKeyByHash(sha256('secret'))).toEqual(key);
      expect(await store.apiKeyByHash(sha256('other'))).toBeNull();
      const session = {
        tokenHash: sha256('cookie'),
        owner: { kind: 'key', id: key.keyId } as const,
        createdAt: NOON,
        lastSeenAt: NOON,
      };
      await store.openSession(session);
      const earlier = after(NOON, -1);
      const resume = (seenAfter = earlier, openedAfter = earlier) =>
        store.resumeSession(sha256('cookie'), { seenAfter, openedAfter }, NOON);
      expect(await resume()).toEqual({ session, key, staff: null });
      expect(await resume(NOON)).toBeNull();
      expect(await resume(earlier, NOON)).toBeNull();
      expect(await store.revokeApiKey(key.keyId, NOON)).toBe(true);
      expect(await resume()).toBeNull();
      expect(await store.revokeApiKey('key_none', NOON)).toBe(false);
    });

    it('adds to the counts of a day', async () => {
      await Promise.all([
        store.count('2026-11-22', 'country_stop'),
        store.count('2026-11-22', 'country_stop', 2),
      ]);
      expect(await store.countsOf('2026-11-22')).toEqual({ country_stop: 3 });
    });
  });

  describe('the audit', () => auditContract({ store: () => store, reopen: () => reopen() }));

  describe('sums', () => sumsContract({ store: () => store }));

  describe('recurring pledges', () => plansContract({ store: () => store, reopen: () => reopen() }));

  describe('what the options keep', () => appealContract({ store: () => store, reopen: () => reopen() }));

  describe('leases', () => leaseContract({ store: () => store, reopen: () => reopen() }));

  staffContract(() => store);
}
