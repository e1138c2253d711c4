import type { Store } from '../store.ts';
import { addressStore } from './addresses.ts';
import { appealStore } from './appeal.ts';
import { auditStore } from './audit.ts';
import { backUp } from './backup.ts';
import { deliveryStore } from './deliveries.ts';
import { copyStore, refuseHalfFilled } from './copy.ts';
import { countStore } from './counts.ts';
import { needRoom, watchFaults } from './faults.ts';
import { financeAccessStore } from './finance-access.ts';
import { webhookInbox } from './inbox.ts';
import { ledgerStore } from './ledger.ts';
import { leaseStore } from './leases.ts';
import { lookupStore } from './lookup.ts';
import { migrateThroughGate, pendingMigrations, readMigrations } from './migrate.ts';
import { connect, openWriter } from './open.ts';
import { payoutStore } from './payouts.ts';
import { periodStore } from './periods.ts';
import { pledgeStore } from './pledges.ts';
import { reconcileStore } from './reconciliations.ts';
import { reminderStore } from './reminders.ts';
import { signInStore } from './sign-ins.ts';
import { staffStore } from './staff.ts';
import { keepBookZone, sumStore } from './sum-store.ts';
import { taskStore } from './tasks.ts';
import { verifyStore } from './verify.ts';

/**
 * Opens the SQLite store: settings read back, migrations through their gate, then the port. Without a zone the months
 * of the sums stay those that the database was opened with before. `toFill`: also one that is being filled (operations/move.ts).
 */
export function openSqliteStore(file: string, bookZone?: string, { toFill = false } = {}): Store {
  const writer = openWriter(file);
  const migrations = readMigrations();
  migrateThroughGate(writer, migrations);
  if (!toFill) refuseHalfFilled(writer);
  if (bookZone !== undefined) keepBookZone(writer, bookZone);
  const connections = connect(writer, file);
  const { reader } = connections;
  const watch = watchFaults();
  return {
    engine: `sqlite ${String(reader.prepare('select sqlite_version()').pluck().get())}`,
    broken: watch.broken,
    ...watch.over({
      ...pledgeStore(connections),
      ...webhookInbox(connections),
      ...ledgerStore(connections),
      ...lookupStore(connections),
      ...sumStore(connections),
      ...payoutStore(connections),
      ...periodStore(connections),
      ...taskStore(connections),
      ...reconcileStore(connections),
      ...verifyStore(connections),
      ...copyStore(connections),
      ...financeAccessStore(connections),
      ...staffStore(connections),
      ...signInStore(connections),
      ...auditStore(connections),
      ...deliveryStore(connections),
      ...reminderStore(connections),
      ...addressStore(connections),
      ...countStore(connections),
      ...appealStore(connections),
      ...leaseStore(connections),
      async checkReady() {
        if (pendingMigrations(reader, migrations) > 0) throw new Error('the database lacks migrations');
        if (!watch.isFaulty()) return;
        // Reads work on a full disk: only a write tells. This one changes nothing and is flushed like any
        // other; being small, it may find room where an event finds none, hence the look at the room.
        needRoom(file);
        const version = Number(writer.pragma('user_version', { simple: true }));
        writer.pragma(`user_version = ${version}`);
        watch.healed();
      },
    }),
    async backUp(target) {
      return backUp(file, target);
    },
    async close() {
      reader.close();
      // After a failed flush the log is the only copy that can be trusted: it stays for the next start.
      if (watch.isBroken()) return;
      // Leaves no log behind: what was erased is then in no file.
      writer.pragma('wal_checkpoint(TRUNCATE)');
      writer.close();
    },
  };
}
