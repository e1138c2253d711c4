import { awayCode } from './faults.ts';

/** Why a server could not be looked at, for the doctor; what a start says stands in opening.ts. No user, name or password is in it. */
export type ReachFault = { problem: string; cure: string };

const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

/** By the server's own codes. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const OF_SERVER: Record<string, ReachFault> = {
  '28P01': {
    problem: 'refuses the user or the password',
    cure: 'Copy them again into DATABASE_URL. Signs such as @ : / % in them are written with % codes: %40 %3A %2F %25.',
  },
  '28000': {
    problem: 'lets this user in from here not at all, or not in this way',
    cure: 'Look into pg_hba.conf there, or what your provider calls it: the user, this machine’s address, and whether it asks for TLS (sslmode).',
  },
  '3D000': {
    problem: 'has no database of this name',
    cure: 'Make it, with the service’s role as its owner, or correct the name in DATABASE_URL.',
  },
  '42501': {
    problem: 'does not give the role a right that it needs',
    cure: 'Make the role the owner of the database: alter database NAME owner to ROLE.',
  },
  '53300': {
    problem: 'has no connection left',
    cure: 'Raise max_connections there, or run fewer instances: each takes up to ten.',
  },
};

/** What stands behind an error of opening; null where the server answered and something else went wrong. */
export function reachFault(error: unknown): ReachFault | null {
  if (!(error instanceof Error)) return null;
  const { code, message } = error as { code?: unknown; message: string };
  const known = typeof code === 'string' ? code : '';
  const ofServer = OF_SERVER[known];
  if (ofServer !== undefined) return ofServer;
  if (message.includes('password must be a'))
    return {
      problem: 'asks for a password',
      cure: 'Write one into DATABASE_URL: postgres://user:password@host:5432/name.',
    };
  if (CERTIFICATE.test(known))
    return {
      problem: `has a certificate that does not hold (${known})`,
      cure: 'With an authority of its own, save its certificate and add sslrootcert=/path/to/ca.pem to DATABASE_URL. The host must be written as the certificate names it.',
    };
  if (message.includes('does not support SSL'))
    return {
      problem: 'does not offer TLS',
      cure: 'Have it switched on there. On a network that is yours alone, sslmode=disable does without.',
    };
  if (known === 'ENOENT' || known === 'EACCES')
    return {
      problem: 'cannot be asked: a certificate file or the socket that DATABASE_URL names cannot be read',
      cure: 'Correct the path, or give this user the right to read it.',
    };
  const away = message === 'timeout expired' ? 'no answer in time' : awayCode(error);
  if (away !== null)
    return {
      problem: `does not answer (${away})`,
      cure: 'Check host and port in DATABASE_URL, whether the server runs, and whether a firewall lets this machine through.',
    };
  return reachFault(error.cause);
}
