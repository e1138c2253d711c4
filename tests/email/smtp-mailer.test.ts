import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';
import type { Mailer } from '../../src/email/mailer.ts';
import { faultyServer, type FaultyServer } from './faulty-server.ts';

const FROM = 'Notes <note@notes.example>';
const MAIL = {
  to: 'someone@example.org',
  subject: 'The note you asked for',
  text: 'You asked us to write today.\n',
  html: '<p>You asked us to write today.</p>',
  messageId: 'abc123',
};

describe('the SMTP mailer', () => {
  let server: FaultyServer;
  let mailer: Mailer;
  beforeEach(async () => {
    server = await faultyServer();
    mailer = smtpMailer({ smtpUrl: server.url, from: FROM });
  });
  afterEach(async () => {
    await mailer.close();
    await server.close();
  });

  it('hands a mail over with text, its HTML twin, and a Message-ID of the sender', async () => {
    expect(await mailer.send({ ...MAIL, headers: { 'X-Test': 'yes' } })).toEqual({ kind: 'accepted' });
    const [{ to, mail, raw } = { to: '', mail: null, raw: '' }] = server.accepted;
    expect(to).toBe('someone@example.org');
    expect(mail?.text).toBe(MAIL.text);
    expect(mail?.html).toContain('<p>You asked us');
    expect(mail?.messageId).toBe('<abc123@notes.example>');
    expect(mail?.headers.get('x-test')).toBe('yes');
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(raw).not.toMatch(/x-mailer|nodemailer/i);
  });

  it('greets with the name of the sender, never with the name of this machine', async () => {
    const names: unknown[] = [];
    const noting = await faultyServer({
      onMailFrom: (_address, session, done) => {
        names.push(session.hostNameAppearsAs);
        done();
      },
    });
    await smtpMailer({ smtpUrl: noting.url, from: FROM }).send(MAIL);
    expect(names).toEqual(['notes.example']);
    await noting.close();
  });

  it.each([
    ['a busy server (421 at the greeting)', { at: 'greeting', code: 421 }, 'retry'],
    ['a server that refuses us (554 at the greeting)', { at: 'greeting', code: 554 }, 'retry'],
    ['a mailbox that is full today (450 at RCPT)', { at: 'recipient', code: 450 }, 'retry'],
    ['a mailbox that does not exist (550 at RCPT)', { at: 'recipient', code: 550 }, 'refused'],
    ['a mail that is put off (451 after DATA)', { at: 'message', code: 451 }, 'retry'],
    ['a mail that is refused (552 after DATA)', { at: 'message', code: 552 }, 'refused'],
  ] as const)('tells apart %s', async (_what, fault, kind) => {
    server.fail(fault);
    const result = await mailer.send(MAIL);
    expect(result).toMatchObject(kind === 'retry' ? { kind, unsure: false } : { kind });
    expect(server.accepted).toHaveLength(0);
    expect(await mailer.send(MAIL)).toEqual({ kind: 'accepted' });
  });

  it('is unsure, and does not send again by itself, when the line is cut before the answer', async () => {
    server.fail({ at: 'answer' });
    expect(await mailer.send(MAIL)).toMatchObject({ kind: 'retry', unsure: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.accepted).toHaveLength(1);
  });

  it('leaves a server that never answers, and is unsure', async () => {
    server.fail({ at: 'silence' });
    const impatient = smtpMailer({ smtpUrl: server.url, from: FROM }, { limitMs: 300 });
    expect(await impatient.send(MAIL)).toEqual({
      kind: 'retry',
      error: 'send_limit',
      unsure: true,
      ours: false,
    });
  });

  it('is sure of nothing sent where no server listens', async () => {
    await server.close();
    expect(await mailer.send(MAIL)).toMatchObject({ kind: 'retry', unsure: false });
  });

  it('sends nothing without TLS to a server elsewhere', async () => {
    const strict = smtpMailer({ smtpUrl: server.url, from: FROM }, { requireTls: true });
    expect(await strict.send(MAIL)).toMatchObject({ kind: 'retry', unsure: false });
    expect(server.accepted).toHaveLength(0);
  });

  it('sends nothing to a server elsewhere whose certificate nobody vouches for', async () => {
    const posing = await faultyServer({ disabledCommands: ['AUTH'] });
    const strict = smtpMailer({ smtpUrl: posing.url, from: FROM }, { requireTls: true });
    expect(await strict.send(MAIL)).toMatchObject({ kind: 'retry', unsure: false });
    expect(posing.accepted).toHaveLength(0);
    await posing.close();
  });

  it('asks a server that can for no notice about delivery: it would carry the address to others', async () => {
    const seen: unknown[] = [];
    const telling = await faultyServer({
      hideDSN: false,
      onRcptTo: (address: unknown, _session: unknown, done: () => void) => {
        seen.push(address);
        done();
      },
    });
    await smtpMailer({ smtpUrl: telling.url, from: FROM }).send(MAIL);
    expect(JSON.stringify(seen)).toContain('NEVER');
    await telling.close();
  });

  it('takes a wrong password for our own fault, and gives up on no reader', async () => {
    const closed = await faultyServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error('wrong'), { responseCode: 535 })),
    });
    const url = closed.url.replace('smtp://', 'smtp://user:wrong@');
    expect(await smtpMailer({ smtpUrl: url, from: FROM }).send(MAIL)).toMatchObject({ kind: 'retry' });
    await closed.close();
  });
});
