import { describe, expect, it, onTestFinished } from 'vitest';
import { newId } from '../../src/ids.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import type { AddressStore, ReminderStore } from '../../src/store/reminder-store.ts';
import { after, NOON } from '../_support/make.ts';
import { DAY, HOUR, MINUTE } from './reminder-app.ts';

/** A reminder that waits for its confirmation mail. */
export function makeReminder(over: Partial<Reminder> = {}): Reminder {
  const reminderId = newId('rem');
  return {
    reminderId,
    status: 'pending',
    dueDay: '2027-01-01',
    dueAt: after(NOON, 40 * DAY),
    lang: 'en',
    campaign: null,
    sealedAddress: '1.k1.sealed',
    addressHash: `hash of the address of ${reminderId}`,
    tokenHash: `hash of ${reminderId}`,
    postponed: 0,
    createdAt: NOON,
    confirmedAt: null,
    sentAt: null,
    expiresAt: after(NOON, 2 * DAY),
    attempts: 0,
    nextAttemptAt: NOON,
    leaseUntil: null,
    ...over,
  };
}

/** What every adapter promises about reminders. `open` gives an empty store and what closes it. */
export function reminderContract(
  open: () => Promise<{ store: ReminderStore & AddressStore; close: () => Promise<void> }>,
): void {
  const start = async (over: Partial<Reminder> = {}) => {
    const { store, close } = await open();
    onTestFinished(close);
    const reminder = makeReminder(over);
    await store.addReminder(reminder);
    return { store, reminder, id: reminder.reminderId };
  };
  const lease = after(NOON, 5 * MINUTE);
  const read = async (store: ReminderStore, id: string) => {
    const found = await store.reminderById(id);
    if (found === null) throw new Error('the reminder is gone');
    return found;
  };

  describe('a reminder in the store', () => {
    it('is read back as it was written, by id and by token, and written once', async () => {
      const { store, reminder, id } = await start({ campaign: 'article', postponed: 2 });
      expect(await store.reminderById(id)).toEqual(reminder);
      expect(await store.reminderByToken(reminder.tokenHash)).toEqual(reminder);
      expect(await store.addReminder({ ...reminder, lang: 'ru' })).toBe(false);
      expect((await read(store, id)).lang).toBe('en');
      expect(await store.reminderByToken('another')).toBeNull();
    });

    it('is taken by one sender only, for as long as the lease lasts', async () => {
      const { store } = await start();
      const taken = await Promise.all([1, 2, 3].map(() => store.claimDueReminders(NOON, lease, 5)));
      expect(taken.flat()).toHaveLength(1);
      expect(taken.flat()[0]?.repeat).toBe(false);
      expect(await store.claimDueReminders(after(lease, -1), lease, 5)).toEqual([]);
    });

    it('is taken once more where it was never settled, and then never again', async () => {
      const { store, id } = await start({ status: 'confirmed' });
      await store.claimDueReminders(NOON, lease, 5);
      const [again] = await store.claimDueReminders(lease, after(lease, MINUTE), 5);
      expect(again?.repeat).toBe(true);
      expect(await store.claimDueReminders(after(lease, DAY), after(lease, 2 * DAY), 5)).toEqual([]);
      expect(await store.failLostReminders(after(lease, DAY))).toBe(1);
      expect(await read(store, id)).toMatchObject({
        status: 'failed',
        sealedAddress: null,
        leaseUntil: null,
      });
    });

    it('is taken in the order in which mails are due, and not before they are', async () => {
      const { store, id } = await start();
      const earlier = makeReminder({ nextAttemptAt: after(NOON, -HOUR) });
      await store.addReminder(earlier);
      await store.addReminder(makeReminder({ nextAttemptAt: after(NOON, 1) }));
      const taken = await store.claimDueReminders(NOON, lease, 5);
      expect(taken.map(({ reminderId }) => reminderId)).toEqual([earlier.reminderId, id]);
    });

    it('is confirmed until it expires, once, and then waits for its day', async () => {
      const { store, reminder, id } = await start();
      expect(await store.confirmReminder(id, reminder.expiresAt)).toBe(false);
      expect(await store.confirmReminder(id, after(NOON, HOUR))).toBe(true);
      expect(await store.confirmReminder(id, after(NOON, HOUR))).toBe(false);
      expect(await read(store, id)).toMatchObject({
        status: 'confirmed',
        confirmedAt: after(NOON, HOUR),
        nextAttemptAt: reminder.dueAt,
      });
    });

    it('keeps its address after the confirmation mail, and loses it with the reminder mail', async () => {
      const { store, reminder, id } = await start();
      await store.claimDueReminders(NOON, lease, 1);
      await store.markReminderMailed(id, 'confirmation', NOON);
      expect(await read(store, id)).toMatchObject({
        nextAttemptAt: null,
        leaseUntil: null,
        status: 'pending',
      });
      expect((await read(store, id)).sealedAddress).toBe(reminder.sealedAddress);
      await store.confirmReminder(id, NOON);
      await store.markReminderMailed(id, 'reminder', reminder.dueAt);
      expect(await read(store, id)).toMatchObject({
        status: 'sent',
        sealedAddress: null,
        sentAt: reminder.dueAt,
      });
    });

    it('is not moved by the end of a mail that it no longer waits for', async () => {
      const { store, reminder, id } = await start();
      await store.claimDueReminders(NOON, lease, 1);
      await store.confirmReminder(id, NOON);
      await store.markReminderMailed(id, 'confirmation', NOON);
      await store.failReminder(id, 'confirmation', null);
      expect(await read(store, id)).toMatchObject({ status: 'confirmed', nextAttemptAt: reminder.dueAt });
    });

    it('loses its address when it is stopped, and keeps its lease until the sender is done', async () => {
      const { store, id } = await start({ status: 'confirmed' });
      await store.claimDueReminders(NOON, lease, 1);
      expect(await store.stopReminder(id)).toBe(true);
      expect(await store.stopReminder(id)).toBe(false);
      expect(await read(store, id)).toMatchObject({
        status: 'stopped',
        sealedAddress: null,
        leaseUntil: lease,
      });
      await store.markReminderMailed(id, 'reminder', NOON);
      expect(await read(store, id)).toMatchObject({ status: 'stopped', leaseUntil: null });
    });

    it('is due again after a failed try, as a first try or, where it may have arrived, as a repeat', async () => {
      for (const unsure of [false, true]) {
        const { store, id } = await start();
        await store.claimDueReminders(NOON, lease, 1);
        await store.failReminder(id, 'confirmation', { at: after(NOON, HOUR), unsure });
        expect((await read(store, id)).attempts).toBe(1);
        expect(await store.claimDueReminders(after(NOON, HOUR - 1), lease, 1)).toEqual([]);
        const [again] = await store.claimDueReminders(after(NOON, HOUR), after(NOON, 2 * HOUR), 1);
        expect(again?.repeat).toBe(unsure);
      }
    });

    it('is due again without having been tried where the fault had nothing to do with it', async () => {
      const { store, id } = await start();
      await store.claimDueReminders(NOON, lease, 1);
      await store.failReminder(id, 'confirmation', { at: after(NOON, HOUR), unsure: false, isTry: false });
      expect(await read(store, id)).toMatchObject({ attempts: 0, nextAttemptAt: after(NOON, HOUR) });
    });

    it('is given up with its address erased', async () => {
      const { store, id } = await start();
      await store.failReminder(id, 'confirmation', null);
      expect(await read(store, id)).toMatchObject({
        status: 'failed',
        sealedAddress: null,
        nextAttemptAt: null,
      });
    });

    it('expires unconfirmed only, is listed while it is open, and is deleted once it is settled and old', async () => {
      const { store, reminder } = await start();
      const confirmed = makeReminder({ status: 'confirmed', dueAt: NOON });
      await store.addReminder(confirmed);
      expect((await store.openReminders('', 10)).length).toBe(2);
      expect((await store.openReminders(reminder.reminderId, 10)).length).toBeLessThan(2);
      expect(await store.expireReminders(reminder.expiresAt)).toBe(1);
      expect(await store.openReminders('', 10)).toEqual([confirmed]);
      expect(await store.deleteSettledReminders(after(reminder.dueAt, 1))).toBe(1);
      expect(await store.reminderCounts()).toEqual({ confirmed: 1 });
    });

    it('is found by the hashes of its address while it is open, and loses the hash with the address', async () => {
      const { store, reminder } = await start({ status: 'confirmed', addressHash: 'h1' });
      await store.addReminder(makeReminder({ addressHash: 'h2', sealedAddress: null, status: 'sent' }));
      expect(await store.openRemindersOf(['h0', 'h1'])).toEqual([reminder]);
      expect(await store.openRemindersOf([])).toEqual([]);
      await store.stopReminder(reminder.reminderId);
      expect(await store.openRemindersOf(['h1'])).toEqual([]);
      expect((await read(store, reminder.reminderId)).addressHash).toBeNull();
    });

    it('is stopped with all others of its address, but not what was asked for later or by someone else', async () => {
      const { store } = await start({ addressHash: 'h1' });
      await store.addReminder(makeReminder({ addressHash: 'h1', status: 'confirmed' }));
      await store.addReminder(makeReminder({ addressHash: 'h1', createdAt: after(NOON, HOUR) }));
      await store.addReminder(makeReminder({ addressHash: 'h2' }));
      expect(await store.stopRemindersOf(['h1', 'h9'], after(NOON, HOUR))).toBe(2);
      expect(await store.stopRemindersOf(['h1', 'h9'], after(NOON, HOUR))).toBe(0);
      expect(await store.stopRemindersOf([], after(NOON, DAY))).toBe(0);
      expect(await store.reminderCounts()).toEqual({ stopped: 2, pending: 2 });
    });

    it('is sealed anew only as it was read', async () => {
      const { store, id } = await start();
      const to = { sealedAddress: '1.k2.sealed', addressHash: 'h2' };
      expect(await store.resealReminder(id, 'something else', to)).toBe(false);
      expect(await store.resealReminder(id, '1.k1.sealed', to)).toBe(true);
      expect(await read(store, id)).toMatchObject(to);
    });
  });

  describe('addresses in the store', () => {
    it('are hashed under secrets that are written once and sealed anew only as they were read', async () => {
      const { store } = await start();
      const secret = { secretId: 's1', sealed: 'sealed', createdAt: NOON };
      await store.addAddressSecret({ ...secret, secretId: 's2', createdAt: after(NOON, HOUR) });
      await store.addAddressSecret(secret);
      await store.addAddressSecret({ ...secret, sealed: 'another' });
      expect((await store.addressSecrets()).map(({ secretId }) => secretId)).toEqual(['s1', 's2']);
      expect((await store.addressSecrets())[0]).toEqual(secret);
      expect(await store.resealAddressSecret('s1', 'another', 'new')).toBe(false);
      expect(await store.resealAddressSecret('s1', 'sealed', 'new')).toBe(true);
      expect((await store.addressSecrets())[0]?.sealed).toBe('new');
    });

    it('are suppressed until a day, a second wish prolongs it, and are forgotten after it', async () => {
      const { store } = await start();
      await store.suppressAddress('h1', '2028-01-01');
      await store.suppressAddress('h1', '2028-06-01');
      expect(await store.isSuppressed(['h0', 'h1'])).toBe(true);
      expect(await store.isSuppressed(['h0'])).toBe(false);
      expect(await store.isSuppressed([])).toBe(false);
      expect(await store.deleteSuppressions('2028-06-01')).toBe(0);
      expect(await store.deleteSuppressions('2028-06-02')).toBe(1);
      expect(await store.isSuppressed(['h1'])).toBe(false);
    });
  });
}
