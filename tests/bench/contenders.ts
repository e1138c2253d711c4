import Database from 'better-sqlite3';
import { countOn, keptByPeer, peerFolder } from './peer.ts';
import type { Measured } from './generator.ts';
import { processorMs } from './processor-time.ts';
import { startRealService } from './real-service.ts';
import { startTarget } from './targets.ts';

/** One way to take webhooks; the time of a database that is a process of its own is in its processor time. */
export type Contender = Measured & {
  /** How many events are in its database; null where it keeps none. */
  kept(): Promise<number> | null;
  /** While another is measured it does nothing, not even what it has left to do. */
  pause(): void;
  resume(): void;
  stop(): void;
};

/** The database server of a contender: its time counts as well. */
type Beside = { pid: number };

/** The service as a publisher runs it, with all its jobs, on the database that an address names. */
export async function ourService(
  name: string,
  given: { folder: string; stripeUrl: string; databaseUrl?: string; database?: Beside },
): Promise<Contender> {
  const place = given.databaseUrl === undefined ? {} : { DATABASE_URL: given.databaseUrl };
  const service = await startRealService(given.folder, { STRIPE_API_BASE: given.stripeUrl, ...place });
  const { child, pid, port, databaseUrl } = service;
  const count = 'select count(*) from webhook_events';
  return {
    name,
    port,
    processorMs: () => timeOf(pid, given.database),
    kept: async () => {
      if (!databaseUrl.startsWith('file:')) return countOn(databaseUrl, count);
      const db = new Database(databaseUrl.slice('file:'.length), { readonly: true });
      try {
        return db.prepare(count).pluck().get() as number;
      } finally {
        db.close();
      }
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** @supabase/stripe-sync-engine on a PostgreSQL. */
export async function thePeer(databaseUrl: string, database: Beside): Promise<Contender> {
  return target('the peer', ['peer', peerFolder(), databaseUrl], () => keptByPeer(databaseUrl), database);
}

/** Who verifies and parses, and keeps nothing. */
export async function theLimit(): Promise<Contender> {
  return target('verify only', ['limit'], () => null);
}

async function target(
  name: string,
  args: string[],
  kept: Contender['kept'],
  database?: Beside,
): Promise<Contender> {
  const { child, port } = await startTarget('webhook-target.ts', ...args);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} has no process`);
  return {
    name,
    port,
    processorMs: () => timeOf(pid, database),
    kept,
    pause: () => {},
    resume: () => {},
    stop: () => void child.kill('SIGKILL'),
  };
}

function timeOf(pid: number, database: Beside | undefined): number {
  return processorMs(pid) + (database === undefined ? 0 : processorMs(database.pid, { children: true }));
}
