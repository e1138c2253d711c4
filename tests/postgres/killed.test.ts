import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StorageFault } from '../../src/errors.ts';
import { auditLink, type AuditHead } from '../../src/finance/audit-entry.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { makeEntry, makeEvent, NOON } from '../_support/make.ts';
import { claimed, closing, openInstances, projection, type Instances } from './instances.ts';

let here: Instances;
beforeEach(async () => {
  here = await openInstances();
});
afterEach(async () => here.close());

/** Holds rows in a transaction of its own: whoever needs them stops there, in the middle of its own. */
async function hold(statement: string, values: unknown[] = []): Promise<{ letGo: () => Promise<void> }> {
  const client = await here.connect();
  await client.query('begin');
  await client.query(statement, values);
  return {
    letGo: async () => {
      await client.query('rollback');
    },
  };
}

/** The connection of a store that waits for a row, once it does; how many wait is said. */
async function whoWaits(waiting = 1): Promise<number[]> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await here.ask<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name = 'reader-support'
         and wait_event_type = 'Lock' order by query_start`,
    );
    if (found.length === waiting) return found.map(({ pid }) => pid);
    await sleep(10);
  }
  throw new Error('nobody waits');
}

const kill = (pid: number | undefined) => here.ask('select pg_terminate_backend($1)', [pid]);
const booking = (entry: ReturnType<typeof makeEntry>): Change => ({ kind: 'book_entry', entry });
const audit = (head: AuditHead | null) =>
  auditLink({ by: 'command', action: 'month_close', object: '2026-11', outcome: 'done' }, NOON, head);

/** What everything that a projection or a closing writes looks like now. */
async function picture(): Promise<string> {
  const tables = ['pledges', 'ledger_entries', 'payouts', 'payout_items', 'other_movements', 'staff_tasks', 'webhook_events', 'period_changes', 'audit_entries', 'write_locks', 'ledger_sums', 'status_sums', 'pledge_sums', 'hour_balances', 'inbox_sums'];
  const found = await Promise.all(
    tables.map((table) => here.ask<{ all: string }>(`select coalesce(json_agg(t order by t::text), '[]')::text as all from ${table} t`)),
  );
  return found.map((rows, i) => `${tables[i]}: ${rows[0]?.all}`).join('\n');
} // prettier-ignore

describe('an instance that is cut off in the middle of a transaction', () => {
  it('leaves nothing half done, and the ledger to who waits for it', async () => {
    const [first, second] = here.stores;
    const [mine, theirs] = [await claimed(first), await claimed(second)];
    await first.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON);
    const [event] = await first.dueWebhookEvents(NOON, 1);
    const seq = event?.seq ?? 0;
    const before = await picture();

    // The first has booked its lines and holds the ledger, and stops at the mark of its event.
    const held = await hold('select 1 from webhook_events where seq = $1 for update', [seq]);
    const change = projection({ seq, pledge: mine, changes: [booking(makeEntry(mine)), booking(makeEntry(mine))] }); // prettier-ignore
    const lost = first.applyProjection(change, NOON).catch((error: unknown) => error);
    const [pid] = await whoWaits();
    // The second waits for the ledger.
    const entry = makeEntry(theirs);
    const kept = second.applyProjection(projection({ pledge: theirs, changes: [booking(entry)] }), NOON);
    await whoWaits(2);
    await kill(pid);
    expect(await lost).toBeInstanceOf(StorageFault);
    expect(await kept).toEqual({ kind: 'applied', settledSeqs: [] });
    await held.letGo();
    expect(await here.ask('select entry_id from ledger_entries')).toEqual([{ entry_id: entry.entryId }]);

    // Without what the second wrote, everything is as it was.
    expect(await first.pledgeById(mine.pledgeId)).toEqual(mine);
    expect(await first.dueWebhookEvents(NOON, 9)).toEqual([event]);
    expect((await picture()).split('\n').filter((line) => /^(webhook|inbox|audit|write)/.test(line))).toEqual(
      before.split('\n').filter((line) => /^(webhook|inbox|audit|write)/.test(line)),
    );
    // And the same projection is written by whoever takes it up.
    expect(await second.applyProjection(change, NOON)).toEqual({ kind: 'applied', settledSeqs: [seq] });
    expect(await here.ask('select 1 from ledger_entries')).toHaveLength(3);
  });

  it('closes no month where its entry of the audit is not written', async () => {
    const [first, second] = here.stores;
    await first.applyProjection(projection({ changes: [booking(makeEntry(null))] }), NOON);
    const before = await picture();
    const held = await hold(`select 1 from write_locks where name = 'audit' for update`);
    const link = closing('2026-11', { entries: 1, payoutItems: 0 }, '');
    const lost = first.changePeriod(link, { audit, deliveries: [] }).catch((error: unknown) => error);
    const [pid] = await whoWaits();
    await kill(pid);
    expect(await lost).toBeInstanceOf(StorageFault);
    await held.letGo();
    expect(await picture()).toBe(before);
    expect(await second.changePeriod(link, { audit, deliveries: [] })).toBe(true);
    expect(await second.periodChanges()).toEqual([{ seq: 1, ...link }]);
  });

  it('has not recorded what it did not acknowledge, and records it when it comes again', async () => {
    const [first, second] = here.stores;
    const deliveries = [makeEvent(), makeEvent(), makeEvent()].map((event) => [{ event, ignored: null }]);
    await first.recordWebhookEvents([{ event: makeEvent(), ignored: null }], NOON);
    const before = await picture();
    // Another one has the second of them on its way.
    const held = await hold(
      `insert into webhook_events (stripe_event_id, type, object_id, object_type, created_at, livemode, received_at, next_attempt_at)
       values ($1, 'invoice.paid', 'in_1', 'invoice', 1, false, 1, 1)`,
      [deliveries[1]?.[0]?.event.stripeEventId],
    );
    const lost = Promise.allSettled(deliveries.map((each) => first.recordWebhookEvents(each, NOON)));
    const [pid] = await whoWaits();
    await kill(pid);
    // All of the group at once, and each with the error.
    expect((await lost).map((each) => each.status === 'rejected' && each.reason instanceof StorageFault)).toEqual([true, true, true]); // prettier-ignore
    await held.letGo();
    expect(await picture()).toBe(before);
    for (const store of [first, second])
      expect(await Promise.all(deliveries.map((each) => store.recordWebhookEvents(each, NOON)))).toEqual(
        deliveries.map(() => [store === first ? 'new' : 'duplicate']),
      );
  });
});
