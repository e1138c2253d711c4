import { AppError } from '../../errors.ts';
import { awayCode } from './faults.ts';

/** Why a server cannot be used. `problem` goes on where “The PostgreSQL server” begins. No user, name or password is in it. */
export type ServerFault = { code: string; problem: string; cure: string };

const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** By the server's own codes. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const OF_SERVER: [codes: RegExp, fault: ServerFault][] = [
  [
    /^28P01$/,
    {
      code: 'database_refused',
      problem: 'refuses the user or the password',
      cure: 'Copy them again into DATABASE_URL. Signs such as @ : / % in them are written with % codes: %40 %3A %2F %25.',
    },
  ],
  [
    /^28...$/,
    {
      code: 'database_refused',
      problem: 'lets this user in from here not at all, or not in this way',
      cure: 'Look into pg_hba.conf there, or what your provider calls it: the user, this machine’s address, and whether it asks for TLS (sslmode).',
    },
  ],
  [
    /^3D000$/,
    {
      code: 'database_missing',
      problem: 'has no database of this name',
      cure: "Make it (CREATE DATABASE name OWNER user TEMPLATE template0 ENCODING 'UTF8'), or correct the name in DATABASE_URL.",
    },
  ],
  [
    /^42501$/,
    {
      code: 'database_not_allowed',
      problem: 'does not give the user a right that it needs',
      cure: 'Make the user the owner of the database (ALTER DATABASE name OWNER TO user), or let it make tables there (GRANT CREATE, USAGE ON SCHEMA public TO user).',
    },
  ],
  [
    /^25006$/,
    {
      code: 'database_read_only',
      problem: 'takes no writes',
      cure: 'It is a standby, or the user or the database is set to read only (default_transaction_read_only). Let DATABASE_URL name the server that takes writes.',
    },
  ],
  [
    /^53300$/,
    {
      code: 'database_unreachable',
      problem: 'has no connection left',
      cure: 'Raise max_connections there, or run fewer instances: each takes up to ten.',
    },
  ],
];

/** What stands behind an error of opening; null where the server answered and something else went wrong. */
export function serverFault(error: unknown): ServerFault | null {
  if (!(error instanceof Error)) return null;
  const { code, message } = error as { code?: unknown; message: string };
  const known = typeof code === 'string' ? code : '';
  const ofServer = OF_SERVER.find(([codes]) => codes.test(known));
  if (ofServer !== undefined) return ofServer[1];
  // The driver's own words, which come without a code.
  if (message.includes('password must be a'))
    return {
      code: 'database_refused',
      problem: 'asks for a password',
      cure: 'Write one into DATABASE_URL, behind the user and a colon: user:password@host.',
    };
  if (message.includes('does not support SSL'))
    return {
      code: 'database_not_encrypted',
      problem: 'does not offer TLS',
      cure: 'Have it switched on there. On a network that is yours alone, sslmode=disable does without.',
    };
  if (CERTIFICATE.test(known))
    return {
      code: 'database_not_encrypted',
      problem: `has a certificate that does not hold (${known})`,
      cure: 'With an authority of its own, save its certificate and add sslrootcert=/path/to/ca.pem to DATABASE_URL. The host must be written as the certificate names it.',
    };
  if (known === 'ENOENT' || known === 'EACCES')
    return {
      code: 'database_unreachable',
      problem: 'cannot be asked: a certificate file or the socket that DATABASE_URL names cannot be read',
      cure: 'Correct the path, or give this user the right to read it.',
    };
  const away = message === 'timeout expired' ? 'no answer in time' : awayCode(error);
  if (away !== null)
    return {
      code: 'database_unreachable',
      problem: `does not answer (${away})`,
      cure: 'Check host and port in DATABASE_URL, whether the server runs, and whether a firewall lets this machine through.',
    };
  return serverFault(error.cause);
}

/** The same as what a start ends with; what is not known stays as it is. */
export function openingFault(error: unknown): unknown {
  const fault = error instanceof AppError ? null : serverFault(error);
  if (fault === null) return error;
  const { code, problem, cure } = fault;
  return new AppError(500, code, `The PostgreSQL server that DATABASE_URL names ${problem}. ${cure}`, {
    cause: error,
  });
}
