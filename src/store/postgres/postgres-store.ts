import type { Store } from '../store.ts';
import { addressStore } from './addresses.ts';
import { appealStore } from './appeal.ts';
import { auditStore } from './audit.ts';
import { copyStore, refuseHalfFilled } from './copy.ts';
import { countStore } from './counts.ts';
import { deliveryStore } from './deliveries.ts';
import { overFaults } from './faults.ts';
import { financeAccessStore } from './finance-access.ts';
import { webhookInbox } from './inbox.ts';
import { leaseStore } from './leases.ts';
import { ledgerStore } from './ledger.ts';
import { lookupStore } from './lookup.ts';
import { migrateThroughGate, pendingMigrations, readMigrations } from './migrate.ts';
import { openDatabase, type Database } from './open.ts';
import { payoutStore } from './payouts.ts';
import { periodStore } from './periods.ts';
import { pledgeStore } from './pledges.ts';
import { reconcileStore } from './reconciliations.ts';
import { reminderStore } from './reminders.ts';
import { openingFault } from './server-fault.ts';
import { signInStore } from './sign-ins.ts';
import { staffStore } from './staff.ts';
import { keepBookZone, sumStore } from './sum-store.ts';
import { taskStore } from './tasks.ts';
import { verifyStore } from './verify.ts';

/**
 * Opens the PostgreSQL store: settings read back, migrations through their gate, then the port. Without a zone the months
 * of the sums stay those that the database was opened with before.
 */
export async function openPostgresStore(
  url: string,
  bookZone?: string,
  { toFill = false } = {},
): Promise<Omit<Store, 'backUp'>> {
  const migrations = readMigrations();
  const version = await prepareStore(url, async (patient) => {
    await migrateThroughGate(patient, migrations);
    if (!toFill) await refuseHalfFilled(patient);
    if (bookZone !== undefined) await keepBookZone(patient, bookZone);
  });
  const database = openDatabase(url);
  return {
    engine: `postgres ${version}`,
    // A server that cannot flush ends itself and starts from its log: what it acknowledged is there.
    broken: new Promise<never>(() => {}),
    ...overFaults({
      ...leaseStore(database),
      ...pledgeStore(database),
      ...webhookInbox(database),
      ...ledgerStore(database),
      ...lookupStore(database),
      ...sumStore(database),
      ...payoutStore(database),
      ...verifyStore(database),
      ...periodStore(database),
      ...taskStore(database),
      ...reconcileStore(database),
      ...auditStore(database),
      ...countStore(database),
      ...appealStore(database),
      ...financeAccessStore(database),
      ...staffStore(database),
      ...signInStore(database),
      ...deliveryStore(database),
      ...reminderStore(database),
      ...addressStore(database),
      ...copyStore(database),
      async checkReady() {
        if ((await pendingMigrations(database, migrations)) > 0)
          throw new Error('the database lacks migrations');
        // Reads work on a full disk and on a standby: only a write tells. This one changes nothing.
        await database.rows(`update write_locks set highest = highest where name = 'months'`);
      },
    }),
    async close() {
      await database.close();
    },
  };
}

/** What may take its time, over connections of its own that are closed again; what goes wrong is said in words. Returns the server's version. */
async function prepareStore(url: string, work: (patient: Database) => Promise<void>): Promise<string> {
  const patient = openDatabase(url, { isPatient: true });
  try {
    await work(patient);
    const [server] = await patient.rows<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    return server?.version ?? '';
  } catch (error) {
    throw openingFault(error);
  } finally {
    await patient.close();
  }
}
