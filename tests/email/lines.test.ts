import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailer } from '../../src/email/mailer.ts';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';
import { until } from '../durability/kit.ts';
import { faultyServer, type FaultyServer } from './faulty-server.ts';

const mailTo = (to: string) => ({
  to,
  subject: 'A note',
  text: 'Text\n',
  html: '<p>Text</p>',
  messageId: to,
});

let server: FaultyServer;
let mailer: Mailer;
let calls: number;
/** The server's ends of the connections that are open. */
let sockets: Socket[];
beforeEach(async () => {
  calls = 0;
  server = await faultyServer({
    onConnect(_session, done) {
      calls++;
      done();
    },
  });
  sockets = [];
  server.net.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
  });
  mailer = smtpMailer({ smtpUrl: server.url, from: 'Notes <note@notes.example>' });
});
afterEach(async () => {
  await mailer.close();
  await server.close();
});

const send = (count: number, from = 0) =>
  Promise.all(Array.from({ length: count }, (_, i) => mailer.send(mailTo(`reader-${from + i}@example.org`))));

describe('a connection', () => {
  it('carries many mails one after another, and as many are open as mails are under way', async () => {
    for (let round = 0; round < 10; round++) await send(3, round * 3);
    expect(server.accepted).toHaveLength(30);
    expect(new Set(server.accepted.map(({ to }) => to)).size).toBe(30);
    expect(calls).toBe(3);
  });

  it('carries a hundred at most: servers that count stop there', async () => {
    for (let i = 0; i < 101; i++) await mailer.send(mailTo('reader@example.org'));
    expect(server.accepted).toHaveLength(101);
    expect(calls).toBe(2);
  });

  it('is left at the first fault, and the next mail has a new one', async () => {
    await send(1);
    server.fail({ at: 'recipient', code: 550 });
    expect(await send(1)).toMatchObject([{ kind: 'refused' }]);
    expect(await send(1)).toEqual([{ kind: 'accepted' }]);
    expect(calls).toBe(2);
  });

  it('that the server ended meanwhile costs no mail, and none arrives twice', async () => {
    await send(2);
    for (const socket of sockets) socket.destroy();
    expect(await send(4, 2)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'accepted' })));
    expect(server.accepted.map(({ to }) => to).sort()).toEqual(
      Array.from({ length: 6 }, (_, i) => `reader-${i}@example.org`),
    );
  });

  it('whose server has no more patience for it is replaced by a new one, with the same mail', async () => {
    const known = new Set<string>();
    const strict = await faultyServer({
      onMailFrom(_address, { id }, done) {
        const isKnown = known.has(id);
        known.add(id);
        done(isKnown ? Object.assign(new Error('one mail each'), { responseCode: 421 }) : null);
      },
    });
    const calling = smtpMailer({ smtpUrl: strict.url, from: 'note@notes.example' });
    for (let i = 0; i < 3; i++)
      expect(await calling.send(mailTo(`reader-${i}@example.org`))).toEqual({ kind: 'accepted' });
    expect(strict.accepted).toHaveLength(3);
    expect(known.size).toBe(3);
    await calling.close();
    await strict.close();
  });

  it('that breaks with a mail in it is no reason to hand that mail over again', async () => {
    await send(1);
    server.fail({ at: 'answer' });
    expect(await send(1, 1)).toMatchObject([{ kind: 'retry', unsure: true }]);
    expect(server.accepted).toHaveLength(2);
  });

  it('is closed when the mailer rests, and the next mail opens one again', async () => {
    await send(3);
    expect(sockets).toHaveLength(3);
    mailer.rest();
    await until('the connections are closed', () => sockets.length === 0);
    expect(await send(1)).toEqual([{ kind: 'accepted' }]);
  });

  it('is not cut off by the end of the service while it carries a mail', async () => {
    let answer: (() => void) | null = null;
    const slow = await faultyServer({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => (answer = () => done()));
      },
    });
    const patient = smtpMailer({ smtpUrl: slow.url, from: 'note@notes.example' });
    const order: string[] = [];
    const sent = patient.send(mailTo('reader@example.org')).then(({ kind }) => order.push(kind));
    await until('the server has the mail', () => answer !== null);
    const closed = patient.close().then(() => order.push('closed'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(order).toEqual([]);
    (answer as (() => void) | null)?.();
    await Promise.all([sent, closed]);
    expect(order).toEqual(['accepted', 'closed']);
    await slow.close();
  });
});
