import Database from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { Client } from 'pg';

/** What the database of a running service holds. */
export type Counts = { pending: number; settled: number; payments: number; parked: number };

/** What the service costs its database, beside what it holds. */
export type Held =
  { kind: 'sqlite'; walMb: number } | { kind: 'postgres'; connections: number; oldestTransactionS: number };

/** Somebody who looks into the database beside the service. */
export type Onlooker = {
  counts(): Promise<Counts>;
  held(): Promise<Held>;
  close(): Promise<void>;
};

export async function onlooker(databaseUrl: string): Promise<Onlooker> {
  return databaseUrl.startsWith('file:')
    ? beside(databaseUrl.slice('file:'.length))
    : besideServer(databaseUrl);
}

const COUNTS = `select
  (select count(*) from webhook_events where next_attempt_at is not null) as pending,
  (select count(*) from webhook_events where parked_at is not null) as parked,
  (select count(*) from webhook_events where applied_at is not null) as settled,
  (select count(*) from ledger_entries where kind = 'payment') as payments`;

function beside(file: string): Onlooker {
  const db = new Database(file, { readonly: true });
  const counts = db.prepare(COUNTS);
  const wal = `${file}-wal`;
  return {
    counts: async () => counts.get() as Counts,
    held: async () => ({ kind: 'sqlite', walMb: existsSync(wal) ? statSync(wal).size / 2 ** 20 : 0 }),
    close: async () => void db.close(),
  };
}

/** Of the service's own sessions. A transaction that stays open keeps every row that was changed since. */
const SESSIONS = `select count(*)::int as connections,
  coalesce(max(extract(epoch from clock_timestamp() - xact_start)) filter (where state <> 'idle'), 0)::float8 as oldest
from pg_stat_activity where datname = current_database() and application_name = 'reader-support'`;

async function besideServer(url: string): Promise<Onlooker> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return {
    async counts() {
      const { rows } = await client.query<Record<keyof Counts, string>>(COUNTS);
      const [found] = rows;
      return {
        pending: Number(found?.pending),
        settled: Number(found?.settled),
        payments: Number(found?.payments),
        parked: Number(found?.parked),
      };
    },
    async held() {
      const { rows } = await client.query<{ connections: number; oldest: number }>(SESSIONS);
      return { kind: 'postgres', connections: rows[0]?.connections ?? 0, oldestTransactionS: rows[0]?.oldest ?? 0 };
    },
    close: () => client.end(),
  };
} // prettier-ignore
