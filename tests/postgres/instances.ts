import { Client } from 'pg';
import { sha256 } from '../../src/ids.ts';
import { linkOf, type LedgerBound } from '../../src/ledger/period.ts';
import { nextPeriod } from '../../src/ledger/book-date.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import type { Projection, Store } from '../../src/store/store.ts';
import { makePledge, NOON } from '../_support/make.ts';
import { freshPostgres } from '../_support/postgres.ts';
import { makeDice } from '../simulation/dice.ts';

/** `SEED=…` plays one schedule again. */
export const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
export const dice = makeDice(SEED);

/** Three stores over one database, as three processes have them, and a connection beside them that sees what is there. */
export type Instances = {
  url: string;
  stores: readonly [Store, Store, Store];
  /** Rows of a statement, as the adapter has nothing to do with them. */
  ask: <Row>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** One more connection beside the stores. */
  connect: () => Promise<Client>;
  /** Waits until the server has ended every connection of a store: it hands in what it has counted a moment after its client went. */
  ended: () => Promise<void>;
  /** Ends the three stores; once is enough. */
  endStores: () => Promise<unknown>;
  /** Ends the stores, and counts how often two transactions waited for each other. */
  deadlocks: () => Promise<number>;
  close: () => Promise<void>;
};

export async function openInstances(): Promise<Instances> {
  const database = await freshPostgres('UTC');
  const { url } = database;
  const open = async () => (await openPostgresStore(url, 'UTC')) as Store;
  const stores = [await open(), await open(), await open()] as const;
  const clients: Client[] = [];
  const connect = async () => {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  };
  const beside = await connect();
  let ending: Promise<unknown> | null = null;
  const endStores = () => (ending ??= Promise.all(stores.map((store) => store.close())));
  const ended = async () => {
    for (let open = 1; open > 0;) {
      const { rows } = await beside.query<{ open: number }>(
        `select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name = 'reader-support'`,
      );
      open = rows[0]?.open ?? 0;
    }
  };
  return {
    url,
    stores,
    ended,
    endStores,
    ask: async <Row>(text: string, values: unknown[] = []) =>
      (await beside.query(text, values)).rows as Row[],
    connect,
    async deadlocks() {
      await endStores();
      await ended();
      const { rows } = await beside.query<{ deadlocks: number }>(
        'select deadlocks::int from pg_stat_database where datname = current_database()',
      );
      return rows[0]?.deadlocks ?? 0;
    },
    async close() {
      await Promise.all([endStores(), ...clients.map((client) => client.end())]);
      await database.drop();
    },
  };
}

/** A projection that nobody's event asked for. */
export function projection(over: Partial<Projection>): Projection {
  return {
    seq: null,
    coveredObjectIds: [],
    upToSeq: 0,
    readStartedAt: NOON,
    pledge: null,
    closedThrough: null,
    changes: [],
    retryAt: null,
    ...over,
  };
}

/** A new open pledge in the database. */
export async function claimed(store: Store, over: Parameters<typeof makePledge>[0] = {}) {
  const pledge = makePledge(over);
  await store.claimCheckout({ keyHash: sha256(pledge.pledgeId), bodyHash: 'b', pledge }, NOON);
  return pledge;
}

/** Lets others go first, now and then for a while. */
export async function aMoment(): Promise<void> {
  const ms = dice.chance(0.3) ? dice.between(0, 6) : 0;
  await new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)));
}

/** The link that closes a month behind a chain that ends with `previousHash`. */
export function closing(period: string, bound: LedgerBound, previousHash: string) {
  return linkOf({
    format: 1,
    action: 'close',
    period,
    zone: 'UTC',
    closedThrough: period,
    at: NOON.toISOString(),
    by: 'command',
    reason: null,
    bound,
    rows: 0,
    ledgerCsvSha256: null,
    totals: [],
    previousHash,
  });
}

/** Months from one on. */
export function monthsFrom(first: string, count: number): string[] {
  const months = [first];
  while (months.length < count) months.push(nextPeriod(months.at(-1) ?? first));
  return months;
}
