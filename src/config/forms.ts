import { Buffer } from 'node:buffer';
import { isIP } from 'node:net';
import { isLoopback } from '../loopback.ts';

// What a single setting may look like.

/** One letter more, less or other, or two exchanged: DATABSE_URL, LOGLEVEL. */
export function isSlip(name: string, own: string): boolean {
  if (Math.abs(name.length - own.length) > 1) return false;
  let at = 0;
  while (at < name.length && name[at] === own[at]) at += 1;
  const [left, right] = [name.slice(at), own.slice(at)];
  const exchanged =
    left.length > 1 && left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) || exchanged;
}

/** One signing secret with its end, or what is wrong with it. */
export function webhookSecret(part: string): { secret: string; until: Date | null } | string {
  const [secret = '', end] = part.split('@');
  if (secret === '') return 'is empty: anyone could sign events';
  if (!/^whsec_[A-Za-z0-9+/=_-]{16,}$/.test(secret))
    return 'holds something that is not a signing secret (whsec_ and at least 16 characters)';
  const until = end === undefined ? null : new Date(end);
  return until !== null && Number.isNaN(until.getTime())
    ? 'holds an end that is not a date such as 2026-12-31T00:00:00Z'
    : { secret, until };
}

/** One key that seals addresses, `id:base64 of 32 bytes`; null where it is none. */
export function addressKey(part: string): { id: string; key: Buffer } | null {
  const match = /^([a-z0-9]{1,12}):([A-Za-z0-9+/]{43}=)$/.exec(part);
  return match === null ? null : { id: match[1] ?? '', key: Buffer.from(match[2] ?? '', 'base64') };
}

/** True for a web address. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** True for an address that readers could open: https, or http on this machine. */
export function isPublicUrl(text: string): boolean {
  if (!isHttpUrl(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  return (protocol === 'https:' || isLoopback(hostname)) && search === '' && hash === '';
}

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return ['smtp:', 'smtps:'].includes(protocol) && hostname !== '';
}

/** What is wrong with the address of a mail server; null where it can be used. */
export function smtpUrlFault(text: string): string | null {
  if (!isSmtpUrl(text)) return 'is not an smtp:// or smtps:// address with a host';
  const { username, password } = new URL(text);
  if ((username === '') !== (password === ''))
    return 'names a user without a password, or a password without a user';
  try {
    decodeURIComponent(username + password);
    return null;
  } catch {
    return 'holds a % in its user or password that begins no code such as %25';
  }
}

/** What Express takes for a trusted proxy. */
export function isProxyRange(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}
