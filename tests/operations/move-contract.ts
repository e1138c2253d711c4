import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moveStore } from '../../src/operations/move.ts';
import { COPIED_TABLES } from '../../src/store/copy-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeEntry, makeEvent, NOON } from '../_support/make.ts';
import { projection } from '../postgres/instances.ts';
import { fillEveryTable } from './fill-every-table.ts';

export type Place = {
  open(options?: { toFill?: boolean }): Promise<Store>;
  remove(): Promise<void>;
};

/** What moving promises, from one kind of database to another. */
export function moveContract(from: () => Promise<Place>, to: () => Promise<Place>): void {
  let places: { from: Place; to: Place };
  let source: Store;
  let target: Store;
  beforeEach(async () => {
    places = { from: await from(), to: await to() };
    source = await places.from.open();
    await fillEveryTable(source);
    target = await places.to.open({ toFill: true });
  });
  afterEach(async () => {
    await source.close();
    await target.close();
    await places.from.remove();
    await places.to.remove();
  });

  describe('moving', () => {
    it('takes every row of every table, with sums and both chains', async () => {
      const { rows, ledgerSha256 } = await moveStore(source, target);
      for (const { name } of COPIED_TABLES)
        expect(rows.find(({ table }) => table === name)?.rows, name).toBeGreaterThan(0);
      expect(ledgerSha256).toBe(await source.ledgerHash());
      const [was, is] = [source, target].map(async (store) => ({
        tables: await store.readTables(async (tables) =>
          Promise.all(COPIED_TABLES.map(async ({ name }) => [name, await tables.page(name, null, 10_000)])),
        ),
        ends: await store.readTables((tables) => tables.chainEnds()),
        sums: await store.wrongSums(),
        findings: await store.checkIntegrity(),
        audit: await store.auditHead(),
        plans: await store.planSpans(),
      }));
      expect(await is).toEqual(await was);
      expect((await is)?.sums).toEqual([]);
    });

    it('is of one instant, whatever is booked meanwhile', async () => {
      const before = await source.ledgerHash();
      let booked = false;
      const busy: Store = {
        ...target,
        writeRows: async (table, rows) => {
          if (!booked) {
            booked = true;
            const closedThrough = await source.closedThrough();
            const entry = { ...makeEntry(null), period: '2029-01' };
            const { kind } = await source.applyProjection(projection({ closedThrough, changes: [{ kind: 'book_entry', entry }] }), NOON); // prettier-ignore
            expect(kind).toBe('applied');
          }
          return target.writeRows(table, rows);
        },
      };
      const { ledgerSha256 } = await moveStore(source, busy);
      expect(ledgerSha256).toBe(before);
      expect(await source.ledgerHash()).not.toBe(before);
      expect(await target.ledgerHash()).toBe(before);
    });

    it('goes on behind the highest numbers', async () => {
      await moveStore(source, target);
      const event = makeEvent();
      expect(await target.recordWebhookEvents([{ event, ignored: null }], NOON)).toEqual(['new']);
      expect(await target.webhookEventState(event.stripeEventId)).toMatchObject({ state: 'waiting' });
      const [before, after] = [await source.lastWebhookSeq(), await target.lastWebhookSeq()];
      expect(after).toBeGreaterThan(before);
    });

    it('opens for no service before it is whole, and goes on where it was broken off', async () => {
      let left = 9;
      const breaking: Store = {
        ...target,
        writeRows: async (...given) => {
          if (left-- === 0) throw new Error('the cable was pulled');
          return target.writeRows(...given);
        },
      };
      await expect(moveStore(source, breaking)).rejects.toThrow('the cable was pulled');
      await expect(places.to.open()).rejects.toMatchObject({ code: 'database_half_filled' });
      await expect(moveStore(target, source)).rejects.toMatchObject({ code: 'target_not_empty' });
      let written = 0;
      const counting: Store = {
        ...target,
        writeRows: async (table, rows) => {
          written += rows.length;
          return target.writeRows(table, rows);
        },
      };
      const { rows } = await moveStore(source, counting);
      expect(written).toBeLessThan(rows.reduce((sum, each) => sum + each.rows, 0));
      const opened = await places.to.open();
      expect(await opened.wrongSums()).toEqual([]);
      await opened.close();
    });

    it('refuses a database that is in use, and one that is itself not whole', async () => {
      await moveStore(source, target);
      await expect(moveStore(source, target)).rejects.toMatchObject({ code: 'target_not_empty' });
      const third = await to();
      const half = await third.open({ toFill: true });
      await half.beginCopy();
      await expect(moveStore(half, half)).rejects.toMatchObject({ code: 'source_half_filled' });
      await half.close();
      await third.remove();
    });

    it('stays closed where the source changed between two runs', async () => {
      const breaking: Store = {
        ...target,
        writeRows: async (table, rows) => {
          if (table === 'payouts') throw new Error('the cable was pulled');
          return target.writeRows(table, rows);
        },
      };
      await expect(moveStore(source, breaking)).rejects.toThrow('the cable was pulled');
      // A pledge that was copied already moves on.
      expect(await source.sweepOpenPledges(new Date(NOON.getTime() + 86_400_000), NOON)).toBeGreaterThan(0);
      await expect(moveStore(source, target)).rejects.toMatchObject({ code: 'move_differs' });
      await expect(places.to.open()).rejects.toMatchObject({ code: 'database_half_filled' });
    });
  });
}
