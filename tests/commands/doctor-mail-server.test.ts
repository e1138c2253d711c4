import { describe, expect, it } from 'vitest';
import { printSection } from '../../src/commands/doctor/finding.ts';
import { serverFindings } from '../../src/commands/doctor/mail-server.ts';
import { lookAtMailServer, type LookFault, type ServerLook } from '../../src/email/look-at-server.ts';
import { makeAuthority } from '../_support/certificate.ts';
import { faultyServer } from '../email/faulty-server.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const TLS = {
  version: 'TLS 1.3',
  names: ['mail.provider.example'],
  validTo: new Date('2027-02-22T12:00:00Z'),
};
const HEALTHY: ServerLook = {
  host: 'mail.provider.example',
  port: 587,
  mustEncrypt: true,
  fromTheStart: false,
  tls: TLS,
  signIn: 'done',
  fault: null,
};

/** What the doctor says of a look, as one line of words. */
function said(over: Partial<ServerLook>, now = NOW): string {
  const lines: string[] = [];
  printSection({ title: '', findings: serverFindings({ ...HEALTHY, ...over }, now) }, (line) =>
    lines.push(line),
  );
  return lines.join(' ').replace(/\s+/g, ' ');
}
const broken = (fault: LookFault, over: Partial<ServerLook> = {}) =>
  said({ fault, tls: null, signIn: null, ...over });

describe('the doctor’s words about a mail server', () => {
  it('are four good lines where all is well', () => {
    expect(said({}).match(/\bok\b/g)).toHaveLength(4);
    expect(said({})).not.toMatch(/MEND|MIND/);
    expect(said({})).toContain('It speaks TLS 1.3 after STARTTLS.');
  });

  it('name every fault with a cure, and never two', () => {
    const faults: [LookFault, RegExp][] = [
      [{ at: 'name' }, /has no address\. Correct the host/],
      [{ at: 'connect', code: 'ECONNREFUSED' }, /cannot be reached \(ECONNREFUSED\)\. Check host and port/],
      [{ at: 'silence' }, /does not answer within the limit\. A firewall may swallow the line/],
      [{ at: 'wrong_tls' }, /does not speak TLS from the first byte.*Write smtp:\/\//],
      [
        { at: 'no_starttls' },
        /does not offer STARTTLS\. Mail to it would travel in the clear, so none is sent\. Have TLS switched on/,
      ],
      [
        { at: 'tls', code: '' },
        /no version of it is common to both sides \(the line was cut\)\. Have TLS 1\.2/,
      ],
      [{ at: 'no_sign_in' }, /takes no user and password.*Leave out user:password@/],
      [{ at: 'sign_in', code: 535 }, /refuses the user and the password \(535\)\. Copy them again/],
      [
        { at: 'sign_in', code: 454 },
        /cannot check the user and the password at the moment \(454\)\. Try again/,
      ],
      [{ at: 'sign_in', code: 538 }, /lets nobody sign in without TLS \(538\)\. Use smtps/],
      [{ at: 'reply', code: 421 }, /answers 421 before anything was asked.*try again later/],
      [{ at: 'reply', code: 0 }, /hangs up before anything was asked/],
    ];
    for (const [fault, words] of faults) {
      expect(broken(fault)).toMatch(words);
      expect(broken(fault).match(/MEND/g)).toHaveLength(1);
    }
    expect(broken({ at: 'silence' }, { port: 465 })).toContain('write smtps:// instead of smtp://');
  });

  it('tell what is wrong with a certificate, and count its days', () => {
    const certificate = (code: string, tls: Partial<typeof TLS> = {}) =>
      said({ fault: { at: 'certificate', code }, tls: { ...TLS, ...tls }, signIn: null });
    expect(certificate('CERT_HAS_EXPIRED', { validTo: new Date('2026-11-01T00:00:00Z') })).toContain(
      'MEND Its certificate ended on 2026-11-01. No user, no password and no mail is sent to it.',
    );
    expect(
      certificate('ERR_TLS_CERT_ALTNAME_INVALID', { names: ['other.example', '*.other.example\u001b[31m'] }),
    ).toContain('is not for mail.provider.example but for other.example, *.other.example?[31m.');
    expect(certificate('ERR_TLS_CERT_ALTNAME_INVALID', { names: [] })).toContain('but for no name at all.');
    expect(certificate('DEPTH_ZERO_SELF_SIGNED_CERT')).toContain(
      'vouches for its certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
    const before = (days: number) => said({}, new Date(TLS.validTo.getTime() - days * 86_400_000));
    expect(before(15)).toContain('ok Its certificate is valid for mail.provider.example, for 15 days more.');
    expect(before(13.5)).toContain(
      'MIND Its certificate is valid for mail.provider.example, for 13 days more.',
    );
    expect(before(1)).toContain('for 1 day more');
  });

  it('come from a real server that offers no TLS, and from one whose certificate is nobody’s', async () => {
    const plain = await faultyServer();
    const url = (port: number) => ({ smtpUrl: `smtp://localhost:${port}`, from: 'note@notes.example' });
    const look = await lookAtMailServer(url(plain.port), { requireTls: true });
    expect(serverFindings(look, NOW).at(-1)?.text).toMatch(/^localhost:\d+ does not offer STARTTLS\./);
    await plain.close();
    const posing = await faultyServer({
      ...makeAuthority('Nobody').issue({ host: 'localhost' }),
      disabledCommands: ['AUTH'],
    });
    const found = serverFindings(await lookAtMailServer(url(posing.port), { requireTls: true }), NOW);
    expect(found.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'mend']);
    expect(found[2]?.text).toMatch(/^Nobody whom this machine trusts vouches for its certificate/);
    await posing.close();
  });
});
