import type { Store } from '../store.ts';
import { countStore } from './counts.ts';
import { financeAccessStore } from './finance-access.ts';
import { webhookInbox } from './inbox.ts';
import { ledgerStore } from './ledger.ts';
import { migrateThroughGate, pendingMigrations, readMigrations } from './migrate.ts';
import { connect, openWriter } from './open.ts';
import { pledgeStore } from './pledges.ts';
import { reminderStore } from './reminders.ts';

/** Opens the SQLite store: settings read back, migrations through their gate, then the port. */
export function openSqliteStore(file: string): Store {
  const writer = openWriter(file);
  const migrations = readMigrations();
  migrateThroughGate(writer, migrations);
  const connections = connect(writer, file);
  const { reader } = connections;
  return {
    engine: `sqlite ${String(reader.prepare('select sqlite_version()').pluck().get())}`,
    ...pledgeStore(connections),
    ...webhookInbox(connections),
    ...ledgerStore(connections),
    ...financeAccessStore(connections),
    ...reminderStore(connections),
    ...countStore(connections),
    async checkReady() {
      if (pendingMigrations(reader, migrations) > 0) throw new Error('the database lacks migrations');
    },
    async close() {
      reader.close();
      // Leaves no log behind: what was erased is then in no file.
      writer.pragma('wal_checkpoint(TRUNCATE)');
      writer.close();
    },
  };
}
