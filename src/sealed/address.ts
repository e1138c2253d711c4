import { domainToASCII } from 'node:url';

// A crafted address has been delivered to another domain by mail libraries more than once. What is not
// plainly one mailbox at one domain is refused here: no quoted parts, comments, lists, routes (% and !),
// address literals or control characters.
const LOCAL = /^[A-Za-z0-9_+&'*=?^{}~#$/-]+(\.[A-Za-z0-9_+&'*=?^{}~#$/-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Letters, digits and hyphens of any script: nothing that a converter would read as something else. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u;

/** An address as it is written to: the domain in ASCII and lower case. Null for what is not one mailbox. */
export function readAddress(text: string): string | null {
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, Math.max(at, 0));
  const written = trimmed.slice(at + 1);
  if (local.length > 64 || !LOCAL.test(local) || written.length > 253 || !DOMAIN.test(written)) return null;
  const domain = domainToASCII(written).toLowerCase();
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  const named = /^[a-z]{2,63}$/.test(top) || /^xn--[a-z0-9-]{1,59}$/.test(top);
  if (labels.length < 2 || !named || !labels.every((label) => LABEL.test(label))) return null;
  const address = `${local}@${domain}`;
  // RFC 5321 allows 256 octets with the angle brackets around it.
  return address.length <= 254 ? address : null;
}

/** The form in which two addresses of one mailbox are equal: for comparing and counting, never for sending. */
export function canonicalAddress(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const mailbox = local.split('+')[0] ?? local;
  // Gmail takes dots as if they were not there.
  return /^(gmail|googlemail)\.com$/.test(domain)
    ? `${mailbox.replaceAll('.', '')}@gmail.com`
    : `${mailbox}@${domain}`;
}

/** One spelling of one mailbox, as mail goes to it: capitals alone make no difference. */
export function exactAddress(address: string): string {
  return address.toLowerCase();
}
