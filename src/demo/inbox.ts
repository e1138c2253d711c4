import express from 'express';
import { simpleParser } from 'mailparser';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { inboxPage, mailPage, missingPage } from './inbox-pages.ts';
import { INBOX_STYLE } from './inbox-style.ts';

/** A mail that was caught. Nothing of it is written anywhere. */
export type CaughtMail = {
  id: number;
  receivedAt: Date;
  /** The envelope's recipient: where a real server would have delivered it. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The header lines as they came. */
  headers: string[];
};

export type Inbox = {
  /** Where mail is sent to: a value for SMTP_URL. */
  smtpUrl: string;
  /** The page that shows it. */
  url: string;
  /** Newest first. */
  messages(): CaughtMail[];
  close(): Promise<void>;
};

const HOST = '127.0.0.1';
const KEPT_AT_MOST = 200;
const LARGEST_MAIL_BYTES = 1_048_576;

/** Catches every mail of the demo on this machine and shows it on a page; it delivers none. */
export async function startInbox({ smtpPort = 0, webPort = 0 } = {}): Promise<Inbox> {
  const mails: CaughtMail[] = [];
  const smtp = smtpCatcher(mails);
  const web = createServer(inboxApp(mails));
  await listen(
    (done) => smtp.server.once('error', done).once('listening', () => done()),
    () => smtp.listen(smtpPort, HOST),
  );
  await listen(
    (done) => web.once('error', done).once('listening', () => done()),
    () => web.listen(webPort, HOST),
  );
  return {
    smtpUrl: `smtp://${HOST}:${(smtp.server.address() as AddressInfo).port}`,
    url: `http://${HOST}:${(web.address() as AddressInfo).port}/`,
    messages: () => [...mails],
    async close() {
      await Promise.all([new Promise<void>((resolve) => smtp.close(() => resolve())), closeWeb(web)]);
    },
  };
}

function smtpCatcher(mails: CaughtMail[]): SMTPServer {
  let lastId = 0;
  const keep = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> => {
    const mail = await simpleParser(stream);
    mails.unshift({
      id: ++lastId,
      receivedAt: new Date(),
      to: envelope.rcptTo.map(({ address }) => address).join(', '),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html === false ? '' : (mail.html ?? ''),
      headers: mail.headerLines.map(({ line }) => line ?? ''),
    });
    mails.splice(KEPT_AT_MOST);
  };
  return new SMTPServer({
    // Loopback only: there is no wire to protect and nobody to sign in.
    disabledCommands: ['AUTH', 'STARTTLS'],
    // The demo asks no name server about anything.
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    closeTimeout: 1_000,
    onData: callbackify(keep),
  });
}

function inboxApp(mails: readonly CaughtMail[]): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((req, res, next) => {
    res.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    // A foreign name that was pointed at this machine must not read the mails from a browser.
    if ([HOST, 'localhost'].includes(req.hostname)) next();
    else res.status(421).type('text').send('Open this page at its 127.0.0.1 address.');
  });
  app.get('/', (_req, res) => void res.type('html').send(inboxPage(mails)));
  app.get('/inbox.css', (_req, res) => void res.type('css').send(INBOX_STYLE));
  app.get('/mail/:id', (req, res) => {
    const mail = mails.find(({ id }) => String(id) === req.params.id);
    res
      .status(mail === undefined ? 404 : 200)
      .type('html')
      .send(mail === undefined ? missingPage() : mailPage(mail));
  });
  app.use((_req, res) => void res.status(404).type('html').send(missingPage()));
  return app;
}

function listen(settled: (done: (error?: Error) => void) => void, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    settled((error) => (error === undefined ? resolve() : reject(error)));
    start();
  });
}

async function closeWeb(web: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => web.close(() => resolve()));
  web.closeAllConnections();
  await closed;
}
