import { existsSync } from 'node:fs';
import { databasePlace } from '../config/database-address.ts';
import type { Config, DatabasePlace } from '../config/config.ts';
import { createContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { recordAudit } from '../finance/audit.ts';
import { newId } from '../ids.ts';
import { LEASE_MS } from '../jobs/leases.ts';
import { moveStore } from '../operations/move.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { UsageError, type Out } from './words.ts';

const HOW =
  'Name the database to read from, for example import-store file:./data/reader-support.db, or set SOURCE_DATABASE_URL: DATABASE_URL names the one to fill.';

/** Rows after which a line says how far it is. */
const SAY_EVERY = 50_000;

/**
 * `import-store [ADDRESS]`: fills the database of the settings from another one, of either kind. An address with a password
 * is better given in SOURCE_DATABASE_URL, for command lines are seen by other users of a machine.
 */
export async function importStoreCommand(
  args: string[],
  { config, env, out }: { config: Config; env: NodeJS.ProcessEnv; out: Out },
): Promise<number> {
  const from = sourceOf(args, env, config.database);
  const { publisher } = config;
  const source = await openStore({ database: from, publisher });
  try {
    await refuseRunning(source);
    const target = await openStore(config, { toFill: true });
    try {
      const { rows, ledgerSha256 } = await moveStore(source, target, {
        progress: (table, done) => done % SAY_EVERY === 0 && out(`  ${table}: ${done} rows so far`),
      });
      const ctx = createContext(config, { store: target });
      const entries = rows.find(({ table }) => table === 'ledgerEntries')?.rows ?? 0;
      const detail = { entries, ledger_sha256: ledgerSha256 };
      await recordAudit(ctx, { by: 'command', action: 'import_store', object: null, outcome: 'done', detail });
      for (const each of rows) if (each.rows > 0) out(`  ${String(each.rows).padStart(10)}  ${each.table}`);
      out(`Moved ${entries} entries. Every row is the same, every sum holds, and so does the ledger's hash:`);
      out(`  ${ledgerSha256}`);
      out('Start the service with this DATABASE_URL now, and run “verify” and “reconcile” once.');
      out('Then put the old database away: it holds the same reminders, and nothing erases them there any more.');
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
} // prettier-ignore

function sourceOf(args: readonly string[], env: NodeJS.ProcessEnv, target: DatabasePlace): DatabasePlace {
  const [address = env['SOURCE_DATABASE_URL']] = args;
  if (address === undefined || args.length > 1) throw new UsageError(HOW);
  const source = databasePlace(address);
  if (typeof source === 'string') throw new UsageError(`The database to read from ${source}. ${HOW}`);
  if (JSON.stringify(source) === JSON.stringify(target))
    throw new UsageError(`The database to read from is the one to fill. ${HOW}`);
  if (source.kind === 'sqlite' && !existsSync(source.file))
    throw new UsageError(`There is no file ${source.file}.`);
  return source;
}

/** What a running service writes meanwhile would be in the old database alone. */
async function refuseRunning(source: Store): Promise<void> {
  const me = newId('inst');
  const now = new Date();
  for (const name of ['project', 'jobs']) {
    if (!(await source.takeLease(name, me, now, new Date(now.getTime() + LEASE_MS))))
      throw new AppError(
        409,
        'source_in_use',
        `A service runs on the database to read from. Stop every one of them; if none runs, one ended without a word: wait ${LEASE_MS / 1_000} seconds. Nothing was changed.`,
      );
    await source.giveLease(name, me);
  }
}
