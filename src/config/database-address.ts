import { isLoopback } from '../loopback.ts';

// Where a database is. What is sent to another machine tells who gave: it goes in the clear only where somebody decided so.

/** Where the database is. The address of a server holds its password: it is shown to nobody. */
export type DatabasePlace = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

/** Parameters that the driver takes from an address and that decide nothing but the certificates. */
const FILES = ['sslrootcert', 'sslcert', 'sslkey'];
/**
 * The driver holds the certificate against the name of the server for each of these (pg-connection-string 2). Its next
 * version will check less for the first two, so all are handed on as the last.
 */
const ENCRYPTED = ['require', 'verify-ca', 'verify-full'];

/** Where a database is, from its address; or what is wrong with it, in words that hold nothing of the address. */
export function databasePlace(text: string): DatabasePlace | string {
  if (text.startsWith('file:') && text.length > 5) return { kind: 'sqlite', file: text.slice(5) };
  if (!/^postgres(ql)?:\/\//.test(text)) return 'is neither a file: nor a postgres:// address';
  if (!URL.canParse(text) || text.includes(' '))
    return 'is not a whole address: signs such as @ : / % in the password are written as % codes';
  const url = new URL(text);
  if (url.hostname === '' || url.pathname.length < 2)
    return 'names no server or no database: postgres://user:password@host:5432/name';
  if (![url.username, url.password, url.hostname, url.pathname].every(isDecodable))
    return 'holds a % that begins no code such as %25';
  const fault = parameterFault(url.searchParams);
  if (fault !== null) return fault;
  const mode = url.searchParams.get('sslmode');
  // A socket is a file of this machine.
  const isHere = isLoopback(url.hostname) || /^%2f/i.test(url.hostname);
  if (mode === null && !isHere)
    return 'does not say whether the way to the server is encrypted: add ?sslmode=verify-full, or ?sslmode=disable on a network of your own';
  if (mode !== null && mode !== 'disable') url.searchParams.set('sslmode', 'verify-full');
  return { kind: 'postgres', url: url.href };
}

/** The host of a server's address, the only part of it that may be shown. */
export function hostOf(address: string): string {
  return decodeURIComponent(new URL(address).hostname);
}

/**
 * The driver lets parameters overrule what stands before them: another host, another password, no check of certificates.
 * So only those are taken that are known, each once.
 */
function parameterFault(params: URLSearchParams): string | null {
  for (const name of new Set(params.keys())) {
    const shown = /^[a-z_]{1,30}$/i.test(name) ? ` ${name}` : '';
    if (name !== 'sslmode' && !FILES.includes(name))
      return `holds a parameter${shown} that is not taken here: only sslmode and ${FILES.join(', ')} are`;
    if (params.getAll(name).length > 1) return `holds ${name} more than once`;
  }
  const mode = params.get('sslmode');
  if (mode !== null && mode !== 'disable' && !ENCRYPTED.includes(mode))
    return 'has an sslmode that leaves the server unchecked: take verify-full, or disable on a network of your own';
  return mode === 'disable' && params.size > 1 ? 'names certificates beside sslmode=disable' : null;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
