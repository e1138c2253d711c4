import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Mailer, MailResult } from '../../src/email/mailer.ts';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';
import { seal } from '../../src/sealed/seal.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { ago, makeAuthority, type Leaf } from '../_support/certificate.ts';
import { after, NOON } from '../_support/make.ts';
import { faultyServer } from '../email/faulty-server.ts';
import { babble, cut, drip, hang, rudeServer, type Rudeness, type Step } from '../email/rude-server.ts';
import { DAY, HOUR, MINUTE, reminderApp, type ReminderApp } from './reminder-app.ts';
import { makeReminder } from './store-contract.ts';

const ADDRESS = 'canary.q7x9@kanari-nest.example';
const FROM = 'Notes <note@notes.example.org>';
/** The mailer leaves a server that dawdles; no test waits for the two minutes that it has in earnest. */
const LIMIT_MS = 400;

/** What the mailer says of a mail, and what its reminder then is. */
const ENDS = {
  /** Said of the reader or the mail, for now: counted, and due again. */
  later: { says: { kind: 'retry', unsure: false, ours: false }, is: { status: 'confirmed', attempts: 1 } },
  /** It may have arrived: due once more, marked as a repeat. */
  unsure: { says: { kind: 'retry', unsure: true, ours: false }, is: { status: 'confirmed', attempts: 1 } },
  /** Nothing to do with this mail: due again, and not counted. */
  ours: { says: { kind: 'retry', unsure: false, ours: true }, is: { status: 'confirmed', attempts: 0 } },
  never: { says: { kind: 'refused' }, is: { status: 'failed', sealedAddress: null, nextAttemptAt: null } },
} as const;
type End = keyof typeof ENDS;

let app: ReminderApp;
let authority: ReturnType<typeof makeAuthority>;
const trusted = getCACertificates();
beforeAll(() => {
  authority = makeAuthority();
  setDefaultCACertificates([...trusted, authority.cert]);
});
afterAll(() => setDefaultCACertificates(trusted));
beforeEach(async () => (app = await reminderApp()));
afterEach(() => app.close());

/** A reminder that is due now. */
async function dueReminder(): Promise<string> {
  const reminder = makeReminder({ status: 'confirmed', dueAt: NOON });
  const sealedAddress = seal(app.config.addressKeys, ADDRESS, reminder.reminderId);
  await app.store.addReminder({ ...reminder, sealedAddress });
  return reminder.reminderId;
}

/** Sends what is due through a mailer of its own, and listens to what that says. */
async function send(url: string, { requireTls = false, limitMs = LIMIT_MS } = {}) {
  const mailer = smtpMailer({ smtpUrl: url, from: FROM }, { requireTls, limitMs });
  const said: MailResult[] = [];
  const overheard: Mailer = {
    ...mailer,
    async send(mail) {
      const result = await mailer.send(mail);
      said.push(result);
      return result;
    },
  };
  const done = await sendDueReminders({ ...app.ctx, mailer: overheard });
  await mailer.close();
  return { done, said };
}

/** Sends one due reminder, and holds what comes of it against what should. */
async function expectEnd(end: End, url: string, requireTls: boolean): Promise<void> {
  const reminderId = await dueReminder();
  const { done, said } = await send(url, { requireTls });
  expect(said).toMatchObject([ENDS[end].says]);
  expect(done).toEqual({ sent: 0, failed: end === 'never' ? 1 : 0, retried: end === 'never' ? 0 : 1 });
  const row = await app.store.reminderById(reminderId);
  expect(row).toMatchObject(ENDS[end].is);
  if (end !== 'never') {
    const next = after(NOON, MINUTE);
    expect(row).toMatchObject({ nextAttemptAt: next, leaseUntil: end === 'unsure' ? next : null });
    expect(row?.sealedAddress).not.toBeNull();
  }
  expectSilence(reminderId);
}

/** Every line is one of ours, with the row's id and words from our table; no part of the address is in any. */
function expectSilence(reminderId: string): void {
  const lines = app.lines.splice(0).join('\n');
  expect(lines).toContain(reminderId);
  expect(lines).not.toMatch(/canary|q7x9|kanari|nest|droppedFields/i);
}

describe('a server that is rude', () => {
  const at = (step: Step, rudeness: Rudeness, end: End, { tls = false, signIn = false } = {}) =>
    [
      step,
      typeof rudeness === 'string' ? JSON.stringify(rudeness) : rudeness.name,
      { rudeness, end, tls, signIn },
    ] as const;
  const endless = babble('one line', '2'.repeat(4_096));
  const lines = babble('many lines', '250-and another thing\r\n'.repeat(100));
  const told = `550 5.1.1 <${ADDRESS}> unknown here`;
  const tls = { tls: true };
  const signIn = { signIn: true };

  it.each([
    at('greeting', '421 busy', 'ours'),
    at('greeting', '554 not you', 'ours'),
    at('greeting', hang, 'ours'),
    at('greeting', cut, 'ours'),
    at('greeting', drip, 'ours'),
    at('greeting', endless, 'ours'),
    at('greeting', lines, 'ours'),
    at('greeting', babble('empty lines', '\r\n'), 'ours'),
    at('greeting', '\0\xff nonsense \x07', 'ours'),
    at('EHLO', '421 busy', 'ours'),
    at('EHLO', '451 later', 'ours'),
    at('EHLO', '550 not you', 'ours'),
    at('EHLO', '550 not you', 'ours', tls),
    at('EHLO', lines, 'ours'),
    at('EHLO', '250 rude.example', 'ours', tls), // no STARTTLS, answered all the same
    at('STARTTLS', '454 no TLS today', 'ours', tls),
    at('STARTTLS', '502 no TLS', 'ours', tls),
    at('STARTTLS', '220 go ahead\r\n250-rude.example\r\n250 AUTH PLAIN', 'ours', tls),
    at('STARTTLS', hang, 'ours', tls),
    at('STARTTLS', cut, 'ours', tls),
    at('AUTH', '454 4.7.0 later', 'ours', signIn),
    at('AUTH', '535 5.7.8 wrong', 'ours', signIn),
    at('AUTH', hang, 'ours', signIn),
    at('AUTH', cut, 'ours', signIn),
    at('MAIL', '421 busy', 'ours'),
    at('MAIL', '451 4.3.0 later', 'ours'),
    at('MAIL', '550 5.7.1 not from you', 'ours'),
    at('MAIL', '530 5.7.0 sign in first', 'ours'),
    at('MAIL', cut, 'ours'),
    at('RCPT', '421 busy', 'later'),
    at('RCPT', '450 4.2.1 later', 'later'),
    at('RCPT', '550 no such user', 'never'),
    at('RCPT', told, 'never'),
    at('RCPT', '551 moved away', 'never'),
    at('RCPT', '553 5.1.3 no address', 'never'),
    at('RCPT', '554 5.7.1 Relay access denied', 'ours'),
    at('RCPT', '550 relay not permitted', 'ours'),
    at('RCPT', '530 5.7.0 sign in first', 'ours'),
    at('RCPT', '503 5.5.1 MAIL first', 'ours'),
    at('RCPT', '554 5.7.1 your network is listed', 'later'),
    at('RCPT', '550 5.1.8 your domain is unknown', 'later'),
    at('RCPT', '99 what', 'ours'),
    at('RCPT', hang, 'ours'),
    at('RCPT', cut, 'ours'),
    at('DATA', '451 later', 'later'),
    at('DATA', '554 no valid recipients', 'never'),
    at('DATA', '502 what is that', 'ours'),
    at('DATA', cut, 'ours'),
    at('body', cut, 'unsure'), // it may have had the rest in its hands
    at('dot', '421 busy', 'later'),
    at('dot', '451 4.7.1 grey', 'later'),
    at('dot', '552 5.2.2 full', 'never'),
    at('dot', '554 5.6.0 refused', 'never'),
    at('dot', '550 5.7.26 not signed by your domain', 'later'),
    at('dot', hang, 'unsure'),
    at('dot', cut, 'unsure'),
    at('dot', drip, 'unsure'),
    at('dot', 'nonsense', 'unsure'),
    at('dot', '354 go on', 'unsure'),
    at('dot', '999 beyond', 'unsure'),
    at('dot', endless, 'unsure'),
    at('dot', lines, 'unsure'),
  ])('at %s with %s', async (step, _what, { rudeness, end, tls, signIn }) => {
    const server = await rudeServer({ [step]: rudeness });
    const url = signIn ? server.url.replace('smtp://', 'smtp://someone:secret@') : server.url;
    await expectEnd(end, url, tls);
    expect(server.received).toHaveLength(step === 'dot' ? 1 : 0);
    await server.close();
  });

  it('where no server listens', async () => {
    const server = await rudeServer({});
    await server.close();
    await expectEnd('ours', server.url, false);
  });
});

describe('a certificate', () => {
  const address = { ip: '127.0.0.1' };
  const tlsServer = async (leaf: Leaf, by = authority) =>
    faultyServer({ ...by.issue(leaf), disabledCommands: ['AUTH'] });

  it('of the server, from somebody who is trusted, is what a mail needs: this one arrives', async () => {
    const server = await tlsServer(address);
    await dueReminder();
    expect((await send(server.url, { requireTls: true, limitMs: 10_000 })).done).toMatchObject({ sent: 1 });
    expect(server.accepted).toHaveLength(1);
    await server.close();
  });

  it.each<[string, Leaf]>([
    ['for another name', { host: 'mail.example.org' }],
    ['for another address', { ip: '127.0.0.2' }],
    ['that has run out', { ...address, from: ago(20), to: ago(2) }],
    ['that begins tomorrow', { ...address, from: ago(-1) }],
  ])('%s stops every mail, and is our own fault', async (_what, leaf) => {
    const server = await tlsServer(leaf);
    await expectEnd('ours', server.url, true);
    expect(server.accepted).toHaveLength(0);
    await server.close();
  });

  it('that nobody vouches for stops every mail', async () => {
    const server = await tlsServer(address, makeAuthority('Test authority'));
    await expectEnd('ours', server.url, true);
    expect(server.accepted).toHaveLength(0);
    await server.close();
  });
});

describe('a fault of our own', () => {
  it('gives up no reader however long it lasts, and the first good password sends everything', async () => {
    const ids = [await dueReminder(), await dueReminder(), await dueReminder()];
    const closed = await rudeServer({ AUTH: '535 5.7.8 wrong' });
    const waits: number[] = [];
    for (let hour = 0; hour < 4 * 24; hour++) {
      const { done } = await send(closed.url.replace('smtp://', 'smtp://someone:wrong@'));
      expect(done).toMatchObject({ sent: 0, failed: 0 });
      const row = await app.store.reminderById(ids[0] ?? '');
      waits.push((row?.nextAttemptAt?.getTime() ?? 0) - app.ctx.now().getTime());
      app.pass(HOUR);
    }
    expect(waits.slice(0, 3)).toEqual([MINUTE, HOUR, HOUR]);
    expect((await send(app.smtp.url)).done).toEqual({ sent: 3, failed: 0, retried: 0 });
    await closed.close();
  });

  it('is met by one mail of each sender and not by all that are due', async () => {
    for (let i = 0; i < 40; i++) await dueReminder();
    const closed = await rudeServer({ greeting: '554 not you' });
    const { said } = await send(closed.url);
    expect(said.length).toBeLessThanOrEqual(4);
    await closed.close();
  });

  it('is given up after a month: the mail says "today", and no address is kept for ever', async () => {
    const id = await dueReminder();
    const closed = await rudeServer({ greeting: '554 not you' });
    app.pass(30 * DAY);
    expect((await send(closed.url)).done).toMatchObject({ retried: 1 });
    app.pass(HOUR);
    expect((await send(closed.url)).done).toMatchObject({ failed: 1 });
    expect(await app.store.reminderById(id)).toMatchObject({ status: 'failed', sealedAddress: null });
    await closed.close();
  });
});
