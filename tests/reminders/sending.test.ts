import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailer } from '../../src/email/mailer.ts';
import { seal } from '../../src/sealed/seal.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { NOON } from '../_support/make.ts';
import { reminderApp, type ReminderApp } from './reminder-app.ts';
import { makeReminder } from './store-contract.ts';

let app: ReminderApp;
beforeEach(async () => (app = await reminderApp()));
afterEach(() => app.close());

async function due(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const reminder = makeReminder({ status: 'confirmed', dueAt: NOON });
    const sealedAddress = seal(app.config.addressKeys, `reader-${i}@example.org`, reminder.reminderId);
    await app.store.addReminder({ ...reminder, sealedAddress });
  }
}

/** A server that takes everything; `took` hears of each mail before its answer. */
const taking = (took: (count: number) => Promise<void> | void): Mailer => {
  let count = 0;
  return {
    async send() {
      await took(++count);
      return { kind: 'accepted' };
    },
    rest: () => {},
    close: async () => {},
  };
};

describe('a run', () => {
  it('goes on until nothing is due, over a few connections', async () => {
    let connections = 0;
    app.smtp.net.on('connection', () => connections++);
    await due(120);
    expect(await app.send()).toEqual({ sent: 120, failed: 0, retried: 0 });
    expect(new Set(app.smtp.accepted.map(({ to }) => to)).size).toBe(120);
    expect(connections).toBeLessThanOrEqual(4);
  });

  it('ends where the service stops, once the mails under way are settled; the next run sends the rest', async () => {
    await due(30);
    const stop = new AbortController();
    const mailer = taking((count) => {
      if (count === 5) stop.abort();
    });
    const first = await sendDueReminders({ ...app.ctx, mailer }, stop.signal);
    expect(first.sent).toBeGreaterThanOrEqual(5);
    expect(first.sent).toBeLessThan(10);
    const open = await app.store.openReminders('', 100);
    expect(open).toHaveLength(30 - first.sent);
    expect(open.filter(({ leaseUntil }) => leaseUntil !== null)).toEqual([]);
    expect(await app.send()).toMatchObject({ sent: 30 - first.sent });
  });

  it('scrubs the log of the database on its way, and not only at its end', async () => {
    await due(260);
    const at: number[] = [];
    let sent = 0;
    const store = {
      ...app.store,
      scrubErased() {
        at.push(sent);
        return app.store.scrubErased();
      },
    };
    await sendDueReminders({ ...app.ctx, store, mailer: taking((count) => void (sent = count)) });
    expect(at).toHaveLength(2);
    expect(at[0]).toBeLessThan(260);
    expect(at.at(-1)).toBe(260);
  });
});
