import type { LookFault, ServerLook } from '../../email/look-at-server.ts';
import { mend, mind, note, ok, plainly, type Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** Certificates are renewed a month before their end; one that was not by now is forgotten. */
const SOON_DAYS = 14;

/** What a look at the mail server means, in the order in which a mail meets it. */
export function serverFindings(look: ServerLook, now: Date): Finding[] {
  const { host, port, fault, tls, signIn } = look;
  const where = `${host}:${port}`;
  if (fault !== null && ['name', 'connect', 'silence', 'wrong_tls'].includes(fault.at))
    return [faultFinding(fault, look)];
  const findings: Finding[] = [ok(`The mail server ${where} answers.`)];
  if (tls !== null) findings.push(...tlsFindings(look, tls, now));
  else if (!look.mustEncrypt) findings.push(ok('It is on this machine, so no TLS is asked for.'));
  if (fault !== null && fault.at !== 'certificate') findings.push(faultFinding(fault, look));
  if (signIn === 'done') findings.push(ok('It takes the user and the password.'));
  if (signIn === 'none')
    findings.push(note('SMTP_URL names no user: the server must take mail from this machine as it is.'));
  if (signIn === 'open')
    findings.push(
      mind(
        'The server offers to sign in, and SMTP_URL names no user.',
        'If it takes mail only from those who sign in, write smtp://user:password@host:587, with % codes for signs such as @ or / in the password.',
      ),
    );
  return findings;
}

function tlsFindings(look: ServerLook, tls: NonNullable<ServerLook['tls']>, now: Date): Finding[] {
  const { host, fault, fromTheStart } = look;
  const how = fromTheStart ? 'from the first byte' : 'after STARTTLS';
  const days = Math.floor((tls.validTo.getTime() - now.getTime()) / DAY_MS);
  const findings = [ok(`It speaks ${tls.version} ${how}.`)];
  if (fault?.at === 'certificate') return [...findings, certificateFinding(fault.code, look, tls, days)];
  const until = `Its certificate is valid for ${host}, for ${dayCount(days)} more.`;
  findings.push(
    days >= SOON_DAYS ? ok(until) : mind(until, 'Have it renewed: from its last day on no mail is sent.'),
  );
  return findings;
}

function certificateFinding(
  code: string,
  { host }: ServerLook,
  { names, validTo }: NonNullable<ServerLook['tls']>,
  days: number,
): Finding {
  const unsent = 'No user, no password and no mail is sent to it.';
  if (days < 0 || code === 'CERT_HAS_EXPIRED')
    return mend(
      `Its certificate ended on ${validTo.toISOString().slice(0, 10)}. ${unsent}`,
      'Have the certificate renewed, or ask the provider.',
    );
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const shown = names.slice(0, 3).map((name) => plainly(name, 80));
    return mend(
      `Its certificate is not for ${host} but for ${shown.length === 0 ? 'no name at all' : shown.join(', ')}. ${unsent}`,
      'Write the name that the provider documents into SMTP_URL.',
    );
  }
  return mend(
    `Nobody whom this machine trusts vouches for its certificate (${code}). ${unsent}`,
    'Have the server send its whole chain. If the authority is your own, name its file in NODE_EXTRA_CA_CERTS.',
  );
}

function faultFinding(fault: LookFault, { host, port, fromTheStart }: ServerLook): Finding {
  const where = `${host}:${port}`;
  switch (fault.at) {
    case 'name':
      return mend(
        `The name of the mail server, ${host}, has no address.`,
        'Correct the host in SMTP_URL, or look at the name server of this machine.',
      );
    case 'connect':
      return mend(
        `The mail server ${where} cannot be reached (${fault.code || 'the line was cut'}).`,
        'Check host and port in SMTP_URL: 587 for smtp://, 465 for smtps://. Many hosting companies close these ports until one asks.',
      );
    case 'silence':
      return mend(
        `The mail server ${where} does not answer within the limit.`,
        port === 465 && !fromTheStart
          ? 'Port 465 speaks TLS from the first byte: write smtps:// instead of smtp://.'
          : 'A firewall may swallow the line: many hosting companies close ports 25, 465 and 587 until one asks.',
      );
    case 'wrong_tls':
      return mend(
        `${where} does not speak TLS from the first byte, as smtps:// asks.`,
        'Write smtp:// for a port that begins in plain text (587), smtps:// for 465.',
      );
    case 'no_starttls':
      return mend(
        `${where} does not offer STARTTLS. Mail to it would travel in the clear, so none is sent.`,
        'Have TLS switched on, or use a server that has it (smtp:// with STARTTLS on 587, smtps:// on 465).',
      );
    case 'tls':
      return mend(
        `${where} offers TLS, and no version of it is common to both sides (${fault.code || 'the line was cut'}).`,
        'Have TLS 1.2 or newer switched on there.',
      );
    case 'no_sign_in':
      return mend(
        `${where} takes no user and password, and SMTP_URL names a user.`,
        'Leave out user:password@ in SMTP_URL, or use the port for submission (587 or 465).',
      );
    case 'sign_in':
      return signInFinding(fault.code, where);
    case 'certificate':
      return mend(`The certificate of ${where} does not hold (${fault.code}).`, 'Have it mended.');
    case 'reply':
      return mend(
        `${where} ${fault.code > 0 ? `answers ${fault.code}` : 'hangs up'} before anything was asked of it.`,
        'It may refuse this machine’s address, or be busy: try again later, then ask the provider.',
      );
    default:
      return fault satisfies never;
  }
}

function signInFinding(code: number, where: string): Finding {
  if (code === 530 || code === 538)
    return mend(
      `${where} lets nobody sign in without TLS (${code}).`,
      'Use smtps:// with its port for TLS, 465.',
    );
  if (code >= 400 && code < 500)
    return mend(
      `${where} cannot check the user and the password at the moment (${code}).`,
      'Try again in some minutes.',
    );
  return mend(
    `${where} refuses the user and the password (${code || 'no answer'}).`,
    'Copy them again from the provider. Signs such as @ : / % in them are written with % codes: %40 %3A %2F %25.',
  );
}

function dayCount(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
