import { Socket } from 'node:net';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, types, type ClientBase, type PoolClient, type QueryConfig } from 'pg';
import { AppError } from '../../errors.ts';
import { safeInteger } from '../../money.ts';
import { numbered, type Value } from './numbered.ts';

/** What runs statements: the pool, each in a transaction of its own, or one transaction. */
export type Sql = {
  /** drizzle over it, for what it says better than text. */
  db: NodePgDatabase;
  /** Rows of a statement whose values are named `:name`, as objects. */
  rows: <Row>(text: string, values?: Record<string, Value>) => Promise<Row[]>;
  /** The same as lists: an export's lines cost less so. */
  lists: <Row>(text: string, values?: Record<string, Value>) => Promise<Row[]>;
  /** Runs text as it is, one statement or several: migrations, settings. */
  exec: (text: string) => Promise<void>;
};

/** The connections of a store. */
export type Database = Sql & {
  /** Runs work in one transaction, again where the database asks for that: it must do nothing outside of it. */
  transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Several reads of one picture of the database. */
  snapshot: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** Connections of one process: enough that a slow read holds nobody up, few enough for a dozen processes at a small server. */
export const POOL_SIZE = 10;
/** How often a transaction is tried that lost against another one. */
const MOST_TRIES = 10;

// Counts and amounts come as bigint, which the driver hands on as text lest it lose digits. Here all are within what a
// number holds exactly, and one that were not would throw. The driver keeps these readers for the whole process.
types.setTypeParser(types.builtins.INT8, (text) => safeInteger(Number(text)));

/** How long a statement of the service may take or wait. */
const LIMITS = {
  // A server that is gone without a word: the query ends here, for the network may take minutes to say so.
  query_timeout: 60_000,
  statement_timeout: 50_000,
  lock_timeout: 10_000,
};

/** Opens a pool. Nothing is asked of the server yet. `isPatient`: for migrations, which take as long as the tables are large. */
export function openDatabase(url: string, { isPatient = false } = {}): Database {
  const sockets = new Set<Socket>();
  const pool = new Pool({
    connectionString: url,
    stream: () => {
      const socket = new Socket();
      sockets.add(socket.once('close', () => sockets.delete(socket)));
      return socket;
    },
    max: POOL_SIZE,
    application_name: 'reader-support',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(isPatient ? {} : LIMITS),
    // A process that was cut off in a transaction lets go of what it holds.
    idle_in_transaction_session_timeout: 10_000,
    onConnect: prepare,
  });
  // A connection that breaks while nobody uses it is taken out of the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // Nor may one that breaks in use: its query fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}));

  const inTransaction = async <T>(begin: string, work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken: unknown = null;
    try {
      await client.query(begin);
      const result = await work(sqlOver(client));
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot even roll back is not given back to the pool.
      await client.query('rollback').catch((failed: unknown) => (broken = failed));
      throw error;
    } finally {
      client.release(broken !== null);
    }
  };

  // A statement of its own is a transaction of its own: one that lost has done nothing, and is sent again.
  const again = Object.create(pool, {
    query: {
      value: (config: QueryConfig, values?: unknown[]) => untilItHolds(() => pool.query(config, values)),
    },
  }) as Pool;
  return {
    ...sqlOver(again),
    transaction: (work) => untilItHolds(() => inTransaction('begin', work)),
    snapshot: (work) => inTransaction('begin isolation level repeatable read read only', work),
    async close() {
      await pool.end();
      // A connection that failed before it was made may be left open by the driver until the server's patience ends.
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Does work again while the database undoes it for another's sake. */
async function untilItHolds<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MOST_TRIES || !lostToAnother(error)) throw error;
      // Not in step with the one it lost to.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries));
    }
  }
}

/** Two transactions got in each other's way, and the server undid this one: serialization_failure, deadlock_detected. */
function lostToAnother(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === '40001' || code === '40P01' || (cause instanceof Error && lostToAnother(cause));
}

/** What a server says of itself; null where it has no such setting. */
type Settings = { commits: string; fsync: string | null; encoding: string; jit: string | null };

/** Sets what durability and sameness depend on, and reads it back: a server's or a role's own default may be another. */
async function prepare(client: ClientBase): Promise<void> {
  await client.query(
    `set synchronous_commit = on; set client_encoding = 'UTF8'; set search_path = public; set default_transaction_isolation = 'read committed'`,
  );
  const { rows } = await client.query<Settings>(
    `select current_setting('synchronous_commit') as commits, current_setting('fsync', true) as fsync,
       current_setting('server_encoding') as encoding, current_setting('jit', true) as jit`,
  );
  const [found] = rows;
  if (found?.commits !== 'on' || found.fsync === 'off')
    throw new AppError(
      500,
      'postgres_not_durable',
      'The PostgreSQL server does not keep what it has acknowledged through a power cut. Set fsync = on and synchronous_commit = on there.',
    );
  if (found.encoding !== 'UTF8')
    throw new AppError(
      500,
      'postgres_not_utf8',
      `The database holds text as ${found.encoding}, which lacks letters of some languages. Make it anew with ENCODING 'UTF8' TEMPLATE template0.`,
    );
  // What a page asks for is answered in milliseconds; compiling the question first took up to three seconds. Not every engine
  // knows the setting.
  if (found.jit !== null) await client.query('set jit = off');
}

function sqlOver(client: Pool | PoolClient): Sql {
  return {
    db: drizzle(client),
    rows: async <Row>(text: string, values = {}) =>
      (await client.query(numbered(text, values))).rows as Row[],
    lists: async <Row>(text: string, values = {}) =>
      (await client.query({ ...numbered(text, values), rowMode: 'array' })).rows as Row[],
    exec: async (text) => {
      await client.query(text);
    },
  };
}
