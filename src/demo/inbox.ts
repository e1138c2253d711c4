import express from 'express';
import { simpleParser } from 'mailparser';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { inboxPage, mailPage, missingPage, RENEWING, type InboxSite } from './inbox-pages.ts';
import type { DemoLinks } from './frame.ts';
import { DEMO_STYLE } from './style.ts';

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
export async function startInbox({
  smtpPort = 0,
  webPort = 0,
  links = null,
  now = () => new Date(),
}: {
  smtpPort?: number;
  webPort?: number;
  /** The other pages of the demo; null where there are none. */
  links?: DemoLinks | null;
  /** The clock of the demo: mails carry its time. */
  now?: () => Date;
} = {}): Promise<Inbox> {
  const mails: CaughtMail[] = [];
  const smtp = smtpCatcher(mails, now);
  const web = createServer(inboxApp(mails, () => ({ links, now: now() })));
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

function smtpCatcher(mails: CaughtMail[], now: () => Date): SMTPServer {
  let lastId = 0;
  const keep = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> => {
    const mail = await simpleParser(stream);
    mails.unshift({
      id: ++lastId,
      receivedAt: now(),
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

function inboxApp(mails: readonly CaughtMail[], site: () => InboxSite): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((req, res, next) => {
    res.set({
      'Content-Security-Policy':
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    });
    // A foreign name that was pointed at this machine must not read the mails from a browser.
    if ([HOST, 'localhost'].includes(req.hostname)) next();
    else res.status(421).type('text').send('Open this page at its 127.0.0.1 address.');
  });
  for (const path of ['/', RENEWING])
    app.get(
      path,
      (_req, res) => void res.type('html').send(inboxPage(mails, site(), { renews: path === RENEWING })),
    );
  app.get('/inbox.css', (_req, res) => void res.type('css').send(DEMO_STYLE));
  app.get('/mail/:id', (req, res) => {
    const mail = mails.find(({ id }) => String(id) === req.params.id);
    res
      .status(mail === undefined ? 404 : 200)
      .type('html')
      .send(mail === undefined ? missingPage(site()) : mailPage(mail, site()));
  });
  app.use((_req, res) => void res.status(404).type('html').send(missingPage(site())));
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
