import { isLoopback } from '../../loopback.ts';
import type { ServerInspection } from '../../store/postgres/inspect.ts';
import { mend, mind, note, ok, plainly, type Finding } from './finding.ts';

type Read = Extract<ServerInspection, { kind: 'read' }>;

/** The oldest version that its makers still mend (14 ended in November 2026) and that the tests run on. */
const OLDEST = 150_000;
/** Instances that a newsroom may start on the night of a big appeal. */
const INSTANCES = 3;

/** The database of a server: whether it can be used, and what it does with what it acknowledged. The host alone is named. */
export function serverFindings(host: string, inspection: ServerInspection): Finding[] {
  if (inspection.kind === 'unreached') {
    const { problem, cure } = inspection.fault;
    return [mend(`The PostgreSQL server ${host} ${problem}.`, cure)];
  }
  return [
    versionFinding(host, inspection),
    wayFinding(host, inspection),
    ...durabilityFindings(inspection),
    ...databaseFindings(inspection),
    connectionFinding(inspection),
    note(
      'Erased addresses leave the tables of the server within minutes; its log, its standbys and its own backups hold them, sealed, until those are recycled (docs/postgresql.md). Keep ADDRESS_KEYS away from it and from them.',
    ),
  ];
}

function versionFinding(host: string, { version }: Read): Finding {
  const name = plainly(version.name, 40);
  return version.number >= OLDEST
    ? ok(`${host} answers and is PostgreSQL ${name}.`)
    : mend(
        `${host} answers and is PostgreSQL ${name}, which its makers no longer mend and nobody tests here.`,
        'Move to PostgreSQL 15 or newer.',
      );
}

function wayFinding(host: string, { tls }: Read): Finding {
  if (tls === true) return ok('The way there is encrypted, and the server’s certificate was held against its name.');
  if (tls === null || isLoopback(host)) return note('The way there is not encrypted, and stays on this machine.');
  return mind(
    `The way to ${host} is not encrypted, as sslmode=disable says: whoever listens in between reads everything.`,
    'Write sslmode=verify-full, unless that network is yours alone.',
  );
} // prettier-ignore

function durabilityFindings({ settings, isStandby }: Read): Finding[] {
  const { fsync, full_page_writes, synchronous_commit } = settings;
  const findings: Finding[] = [];
  if (isStandby)
    findings.push(
      mend('The server is a standby: it answers reads alone.', 'Name the primary, or an address that follows it.'),
    );
  if (fsync === 'off')
    findings.push(
      mend(
        'fsync is off: a power cut may destroy the database and what was acknowledged.',
        'Set fsync = on there. The service does not start without it.',
      ),
    );
  if (full_page_writes === 'off')
    findings.push(
      mind(
        'full_page_writes is off: after a power cut a half-written page stays broken.',
        'Set full_page_writes = on, unless the storage itself writes whole pages (ZFS, some managed services).',
      ),
    );
  if (synchronous_commit !== 'on')
    findings.push(
      note(
        `synchronous_commit is ${plainly(String(synchronous_commit), 20)} there; the service turns it on for its own connections.`,
      ),
    );
  return findings.length > 0 ? findings : [ok('The server writes to disk before it acknowledges (fsync, full_page_writes, synchronous_commit).')];
} // prettier-ignore

function databaseFindings({ migrations, role, encoding }: Read): Finding[] {
  const { applied, known, newer } = migrations;
  const findings: Finding[] = [];
  if (newer)
    findings.push(
      mend(
        'The database was written by a newer version of this program.',
        'Run that version, or restore a backup from before the upgrade.',
      ),
    );
  else if (applied === 0)
    findings.push(note('The database is empty as yet. The first start makes its tables.'));
  else if (applied < known)
    findings.push(
      mind(
        `The database has ${applied} of ${known} migrations.`,
        'Make a backup, then run: reader-support migrate. The next start does the same.',
      ),
    );
  else findings.push(ok(`The database has all ${known} migrations.`));
  if (!role.mayMakeTables)
    findings.push(
      (applied < known ? mend : mind)(
        'The role may make no tables in the schema public: migrations need that.',
        'Make it the owner of the database, or: grant create on schema public to ROLE.',
      ),
    );
  if (role.tablesOfOthers > 0)
    findings.push(
      mend(
        `${role.tablesOfOthers === 1 ? 'One table belongs' : `${role.tablesOfOthers} tables belong`} to another role, as after a restore by another user: the next migration cannot change what is not its own.`,
        'Restore with pg_restore --no-owner --role=ROLE, or give tables, views and functions to the role: alter … owner to ROLE.',
      ),
    );
  if (role.isSuperuser)
    findings.push(
      mind(
        'The role is a superuser: whoever takes over the service has the whole server, and may change the audit.',
        'Give the service a role of its own that owns this database alone.',
      ),
    );
  if (encoding !== 'UTF8')
    findings.push(
      mend(
        `The database is encoded in ${plainly(encoding, 20)}.`,
        'Make it anew with encoding UTF8, and move the rows over with import-store.',
      ),
    );
  return findings;
}

function connectionFinding({ connections: { most, each } }: Read): Finding {
  const cure = 'Raise max_connections, or the role’s and the database’s own limits, there.';
  if (most < each + 1)
    return mend(
      `The role may have ${most} connections; one instance takes up to ${each}, and a command one.`,
      cure,
    );
  const instances = Math.floor((most - 1) / each);
  if (instances < INSTANCES)
    return mind(
      `The role may have ${most} connections, enough for ${instances === 1 ? 'one instance' : `${instances} instances`} of ${each}.`,
      cure,
    );
  return ok(`The role may have ${most} connections, of which each instance takes up to ${each}.`);
}
