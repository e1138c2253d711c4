import { createPublicKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { isLoopback } from '../../loopback.ts';
import { mend, note, type Finding } from './finding.ts';

/** A line to set at the name server of the domain that the mails come from. */
export type DnsLine = { name: string; value: string };

/** What a publisher says about the domain. */
export type MailDomain = {
  domain: string;
  /** Host of SMTP_URL; null where no mail is set. */
  smtpHost: string | null;
  dkim: { selector: string | null; publicKey: KeyObject | null };
};

/** SPF (RFC 7208): the addresses of the mail server may send for the domain, and no others. */
export function spfLine({ domain, smtpHost }: MailDomain): DnsLine {
  return { name: domain, value: `v=spf1 ${senders(smtpHost)} -all` };
}

/** DKIM (RFC 6376, Ed25519 by RFC 8463): the key that the mail server signs with; null without a key or a selector. */
export function dkimLine({ domain, dkim: { selector, publicKey } }: MailDomain): DnsLine | null {
  if (selector === null || publicKey === null) return null;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const [kind, bytes] =
    publicKey.asymmetricKeyType === 'ed25519' ? ['ed25519', spki.subarray(-32)] : ['rsa', spki];
  return {
    name: `${selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=${kind}; p=${bytes.toString('base64')}`,
  };
}

/** DMARC (RFC 7489): whatever does not come from exactly this domain is refused, and nobody is told about it. */
export function dmarcLine({ domain }: MailDomain): DnsLine {
  return { name: `_dmarc.${domain}`, value: 'v=DMARC1; p=reject; adkim=s; aspf=s' };
}

/** Every line with its reason, ready to paste. */
export function domainFindings(mail: MailDomain): Finding[] {
  const { domain, smtpHost } = mail;
  const onThisMachine = smtpHost === null || isLoopback(smtpHost);
  return [
    note(
      onThisMachine
        ? 'SPF says which machines may send for the domain. Put the public address of the machine that sends in place of 192.0.2.1.'
        : `SPF says which machines may send for the domain. "${senders(smtpHost)}" is the host of SMTP_URL; many providers send from other machines and document an "include:": then that word goes in its place.`,
      pasteLines(spfLine(mail)),
    ),
    dkimFinding(mail),
    note(
      'DMARC tells receivers to refuse what neither of the two vouches for. It asks for no reports (rua, ruf): they name no reader, but each large receiver would send one every day to a mailbox that says who runs this, with the number of mails.',
      pasteLines(dmarcLine(mail)),
    ),
    note(
      `Keep a mailbox for bounces at ${domain}, and have it throw away what comes: a bounce names a reader. Set no null MX ("MX 0 ."): some receivers refuse mail from a domain that takes none (RFC 7505).`,
    ),
  ];
}

function dkimFinding(mail: MailDomain): Finding {
  const line = dkimLine(mail);
  const { selector, publicKey } = mail.dkim;
  if (line !== null)
    return note(
      'DKIM is the mail server’s signature; the other half of the key stays there. Have it sign List-Unsubscribe and List-Unsubscribe-Post as well: mail programs then offer their own button to stop (RFC 8058).',
      pasteLines(line),
    );
  if (publicKey !== null)
    return note('DKIM: give the key a name too, --dkim-selector s1, and the line is printed here.');
  return note(
    `DKIM is the mail server’s signature. A provider gives you the line to set${selector === null ? '' : ` for "${selector}"`}. On a mail server of your own make a key, keep the first file there and show the second one here:`,
    [
      'openssl genrsa -out dkim.pem 2048',
      'openssl rsa -in dkim.pem -pubout -out dkim-public.pem',
      `reader-support doctor --mail-domain ${mail.domain} --dkim-selector ${selector ?? 's1'} --dkim-key-file dkim-public.pem`,
    ],
  );
}

/** The public half of a key file, or what is wrong with it. A private key is read too; its secret half is never shown. */
export function readDkimKey(pem: string): { publicKey: KeyObject } | { fault: Finding } {
  const cure =
    'Make one with: openssl genrsa -out dkim.pem 2048 && openssl rsa -in dkim.pem -pubout -out dkim-public.pem';
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    return { fault: mend('The file of --dkim-key-file holds no key in PEM form.', cure) };
  }
  if (key.asymmetricKeyType === 'ed25519') return { publicKey: key };
  if (key.asymmetricKeyType !== 'rsa') return { fault: mend('DKIM knows RSA and Ed25519 keys only.', cure) };
  // RFC 8301: receivers take no RSA signature below 1024 bits, and signers should use 2048.
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    ? { publicKey: key }
    : { fault: mend('The RSA key for DKIM is shorter than 2048 bits.', cure) };
}

/** As a zone file and the forms of most providers take it; a text of more than 255 letters goes in pieces (RFC 1035). */
export function pasteLines({ name, value }: DnsLine): string[] {
  const pieces = value.match(/.{1,255}/g) ?? [];
  return [`name   ${name}`, 'type   TXT', `value  ${pieces.map((piece) => `"${piece}"`).join(' ')}`];
}

function senders(smtpHost: string | null): string {
  if (smtpHost === null || isLoopback(smtpHost)) return 'ip4:192.0.2.1';
  const version = isIP(smtpHost);
  return version === 0 ? `a:${smtpHost}` : `ip${version}:${smtpHost}`;
}
