import { sqliteFile } from '../../src/config/config.ts';
import express from 'express';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppContext } from '../../src/context.ts';
import { smtpMailer } from '../../src/email/smtp-mailer.ts';
import { errorHandler, nothingHere } from '../../src/http/errors.ts';
import { mountRoutes } from '../../src/http/route.ts';
import { createBackground } from '../../src/background.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { addressHashes } from '../../src/sealed/address-hash.ts';
import { purgeReminders } from '../../src/reminders/purge.ts';
import { reminderRoutes, type ReminderOptions } from '../../src/reminders/routes.ts';
import { sendDueReminders } from '../../src/reminders/send-due.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { freshDatabase } from '../_support/fresh-database.ts';
import { NOON, temporaryFolder } from '../_support/make.ts';
import { configOf, settings } from '../_support/settings.ts';
import { faultyServer } from '../email/faulty-server.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A key that only this run knows. */
export const newAddressKey = (id = 'k1') => `${id}:${randomBytes(32).toString('base64')}`;

type Over = {
  env?: Record<string, string | undefined>;
  publisher?: Record<string, unknown>;
  options?: ReminderOptions;
};

/** The reminder part of the service, with a real database, a real SMTP server and a clock of the test's. */
export async function reminderApp({ env = {}, publisher = {}, options = {} }: Over = {}) {
  const folder = temporaryFolder();
  const smtp = await faultyServer();
  const config = configOf(
    settings(
      folder.path,
      {
        PUBLIC_URL: 'https://notes.example.org',
        SMTP_URL: smtp.url,
        MAIL_FROM: 'Notes <note@notes.example.org>',
        ADDRESS_KEYS: newAddressKey(),
        ...env,
      },
      publisher,
    ),
  );
  let at = NOON;
  const lines: string[] = [];
  freshDatabase(sqliteFile(config));
  const store = openSqliteStore(sqliteFile(config));
  const mailer = config.mail === null ? null : smtpMailer(config.mail);
  const log = createLog('debug', (line) => void lines.push(line));
  const ctx = {
    config,
    store,
    mailer,
    addressHashes: addressHashes({ config, store, now: () => at }),
    log,
    background: createBackground(log),
    metrics: createMetrics(),
    now: () => at,
  } as unknown as AppContext;

  const app = express();
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustedProxies);
  mountRoutes(app, reminderRoutes(ctx, { nudge: () => {}, answerAfterMs: 0, ...options }), () => []);
  app.use(nothingHere);
  app.use(
    errorHandler({
      log: ctx.log,
      errorPage: (_req, res, problem) =>
        void res.status(problem.status).type('html').send(`<h1>${problem.detail}</h1>`),
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const post = (path: string, body: string, type: string, headers: Record<string, string> = {}) =>
    fetch(origin + path, { method: 'POST', headers: { 'Content-Type': type, ...headers }, body });

  return {
    ctx,
    config,
    store,
    smtp,
    lines,
    origin,
    folder: folder.path,
    setClock: (to: Date) => void (at = to),
    pass: (ms: number) => void (at = new Date(at.getTime() + ms)),
    send: () => sendDueReminders(ctx),
    purge: () => purgeReminders(ctx),
    get: (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { headers }),
    ask: (over: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
      post(
        '/v1/reminders',
        JSON.stringify({ email: 'reader@example.org', when: 'next_month', lang: 'en', ...over }),
        'application/json',
        headers,
      ),
    form: (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
      post(path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', headers),
    /** The path of the link that a mail carries. */
    linkIn: (mail: { text?: string | undefined } | undefined) =>
      /https:\/\/notes\.example\.org(\/r\/[\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? '',
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mailer?.close();
      await store.close();
      await smtp.close();
      folder.remove();
    },
  };
}

export type ReminderApp = Awaited<ReturnType<typeof reminderApp>>;
