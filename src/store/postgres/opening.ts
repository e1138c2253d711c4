import { AppError } from '../../errors.ts';
import { awayCode } from './faults.ts';

/** Why a database cannot be opened, by what the server says: a code, and what to do. Never its address, never a value. */
const REASONS: [codes: RegExp, code: string, words: string][] = [
  [
    /^28...$/,
    'database_refused',
    'The PostgreSQL server does not let in the user of DATABASE_URL: the user, the password or where it comes from (pg_hba.conf) does not fit. Signs such as @ : / % in the password are written as % codes.',
  ],
  [
    /^3D000$/,
    'database_missing',
    'The PostgreSQL server has no database of the name in DATABASE_URL. Make it (CREATE DATABASE name OWNER user TEMPLATE template0 ENCODING \'UTF8\'), or mend the name.',
  ],
  [
    /^42501$/,
    'database_not_allowed',
    'The user of DATABASE_URL may not make or read the tables. Make it the owner of the database (ALTER DATABASE name OWNER TO user), or let it make tables there (GRANT CREATE, USAGE ON SCHEMA public TO user).',
  ],
  [
    /^25006$/,
    'database_read_only',
    'The PostgreSQL server takes no writes: it is a standby, or the user or the database is set to read only (default_transaction_read_only). Let DATABASE_URL name the server that takes writes.',
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|NO_TLS$)/,
    'database_not_encrypted',
    'The way to the PostgreSQL server cannot be encrypted as the sslmode in DATABASE_URL asks: the server offers no TLS, or its certificate is not one that this machine trusts for that name.',
  ],
]; // prettier-ignore

/** What the driver says without a code. */
const WITHOUT_CODE: [words: RegExp, code: string][] = [
  [/does not support SSL/, 'NO_TLS'],
  // No password in the address where the server asks for one.
  [/password must be a/, '28P01'],
];

/** The same fault in words that say what to do; what is not known stays as it is. */
export function openingFault(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const cause = error;
  const code = codeOf(error);
  const reason = REASONS.find(([codes]) => codes.test(code));
  if (reason !== undefined) return new AppError(500, reason[1], reason[2], { cause });
  const away = awayCode(error);
  if (away === null) return error;
  return new AppError(
    500,
    'database_unreachable',
    `The PostgreSQL server that DATABASE_URL names does not answer (${away}). Check that it runs and takes connections, that host and port are right, and that no firewall lies between.`,
    { cause },
  );
}

function codeOf(error: Error): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  const known = WITHOUT_CODE.find(([words]) => words.test(error.message));
  if (known !== undefined) return known[1];
  return cause instanceof Error ? codeOf(cause) : '';
}
