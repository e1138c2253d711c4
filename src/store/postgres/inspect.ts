import { Client } from 'pg';
import { readMigrations } from './migrate.ts';
import { POOL_SIZE } from './open.ts';
import { serverFault, type ServerFault } from './server-fault.ts';

/** What a look at a database of a server found, without changing anything there. */
export type ServerInspection =
  | { kind: 'unreached'; fault: ServerFault }
  | {
      kind: 'read';
      /** As the server calls itself, `15.14`, and as a number, 150014. */
      version: { name: string; number: number };
      /** Whether this connection is encrypted; null over a socket of this machine. */
      tls: boolean | null;
      /** Null where the server has no such setting. */
      settings: Record<'fsync' | 'full_page_writes' | 'synchronous_commit', string | null>;
      /** A standby that only answers reads. */
      isStandby: boolean;
      encoding: string;
      /** How many of this version's migrations it has, of how many. */
      migrations: { applied: number; known: number; newer: boolean };
      /** `tablesOfOthers`: how many tables it does not own. */
      role: { isSuperuser: boolean; mayMakeTables: boolean; tablesOfOthers: number };
      /** Connections that the role may have in all, and those that one instance takes. */
      connections: { most: number; each: number };
      sealedBy: Map<string, number>;
      secretsBy: Map<string, number>;
    };

/** Reads what the server says of itself: for the doctor, who must not migrate and must not write. */
export async function inspectServer(url: string): Promise<ServerInspection> {
  let client: Client | null = null;
  try {
    client = new Client({
      connectionString: url,
      application_name: 'reader-support doctor',
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
    });
    // A server that goes away meanwhile fails the query; without a listener it would end the process.
    client.on('error', () => {});
    await client.connect();
    // Whatever is asked below, the server itself refuses to write.
    await client.query('begin transaction isolation level repeatable read read only');
    return await look(client);
  } catch (error) {
    const fault = serverFault(error);
    if (fault === null) throw error;
    return { kind: 'unreached', fault };
  } finally {
    await client?.end().catch(() => {});
  }
}

type Said = {
  name: string;
  number: number;
  fsync: string | null;
  full_page_writes: string | null;
  synchronous_commit: string | null;
  encoding: string;
  is_standby: boolean;
  is_superuser: boolean;
  may_make_tables: boolean;
  tables_of_others: number;
  most: number;
};

async function look(client: Client): Promise<ServerInspection> {
  // The setting before the role's and the database's own: both would be overruled by the service as well.
  const { rows } = await client.query<Said>(`
    select current_setting('server_version') as name, current_setting('server_version_num')::int as number,
      current_setting('fsync', true) as fsync, current_setting('full_page_writes', true) as full_page_writes,
      current_setting('synchronous_commit', true) as synchronous_commit,
      current_setting('server_encoding') as encoding, pg_is_in_recovery() as is_standby, r.rolsuper as is_superuser,
      has_schema_privilege('public', 'create') as may_make_tables,
      (select count(*)::int from pg_tables where schemaname = 'public' and not pg_has_role(tableowner, 'usage')) as tables_of_others,
      least(current_setting('max_connections')::int - coalesce(current_setting('superuser_reserved_connections', true)::int, 0)
          - coalesce(current_setting('reserved_connections', true)::int, 0),
        nullif(r.rolconnlimit, -1), nullif((select datconnlimit from pg_database where datname = current_database()), -1)) as most
    from pg_roles r where r.rolname = current_user`);
  const [said] = rows;
  if (said === undefined) throw new Error('the server does not know the role that it let in');
  const { fsync, full_page_writes, synchronous_commit } = said;
  return {
    kind: 'read',
    version: { name: said.name, number: said.number },
    tls: isEncrypted(client),
    settings: { fsync, full_page_writes, synchronous_commit },
    isStandby: said.is_standby,
    encoding: said.encoding,
    migrations: await migrationsOf(client),
    role: {
      isSuperuser: said.is_superuser,
      mayMakeTables: said.may_make_tables,
      tablesOfOthers: said.tables_of_others,
    },
    connections: { most: said.most, each: POOL_SIZE },
    sealedBy: await sealedBy(client, 'reminders', 'sealed_address'),
    secretsBy: await sealedBy(client, 'address_secrets', 'sealed'),
  };
}

/** As this side of the connection knows it: what the server says of TLS may be about a pooler in between. */
function isEncrypted(client: Client): boolean | null {
  const { connection, host } = client as unknown as {
    connection?: { stream?: { encrypted?: boolean } };
    host: string;
  };
  return host.startsWith('/') ? null : connection?.stream?.encrypted === true;
}

async function migrationsOf(client: Client): Promise<{ applied: number; known: number; newer: boolean }> {
  const known = readMigrations().map(({ folderMillis }) => folderMillis);
  const done = (await hasTable(client, '__drizzle_migrations'))
    ? (await client.query<{ at: string }>('select created_at as at from public.__drizzle_migrations where id > 0')).rows.map(({ at }) => Number(at))
    : [];
  const newest = known.at(-1) ?? 0;
  return {
    applied: known.filter((at) => done.includes(at)).length,
    known: known.length,
    newer: done.some((at) => at > newest),
  };
} // prettier-ignore

/** How many rows a key sealed, by its id: the second part of what is sealed. */
async function sealedBy(client: Client, table: string, column: string): Promise<Map<string, number>> {
  if (!(await hasTable(client, table))) return new Map();
  const { rows } = await client.query<{ id: string; n: number }>(
    `select coalesce(substring(${column} from '^[0-9]+\\.([a-z0-9]{1,12})\\.'), 'unknown') as id, count(*)::int as n
     from public.${table} where ${column} is not null group by 1 order by 1`,
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

async function hasTable(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>('select to_regclass($1) is not null as is', [`public.${name}`]);
  return rows[0]?.is === true;
} // prettier-ignore
