// The service's own sending in a process of its own: node sender.ts. Everything is real; `DIE_AT` names the
// step of the database at which it ends itself, and `CLOCK_MS` moves its clock. Prints what it did.
import { sqliteFile } from '../../src/config/config.ts';
import { writeSync } from 'node:fs';
import { openContext } from '../../src/context.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { configOf } from '../_support/settings.ts';

const dieAt = process.env['DIE_AT'];
const config = configOf(process.env);
const real = openSqliteStore(sqliteFile(config));
const step = (name: string) => {
  if (name === dieAt) process.kill(process.pid, 'SIGKILL');
};

const ctx = await openContext(config, {
  now: () => new Date(Date.now() + Number(process.env['CLOCK_MS'])),
  store: {
    ...real,
    async claimDueReminders(now, leaseUntil, limit) {
      step('before the claim');
      const taken = await real.claimDueReminders(now, leaseUntil, limit);
      if (taken.length > 0) step('after the claim');
      return taken;
    },
    async markReminderMailed(reminderId, mail, now) {
      step('before the note');
      await real.markReminderMailed(reminderId, mail, now);
      step('after the note');
    },
  },
});

const done = await sendDueReminders(ctx);
await ctx.mailer?.close();
await real.close();
writeSync(1, JSON.stringify(done));
