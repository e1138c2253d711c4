import express, { type Express } from 'express';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../src/config/config.ts';
import { createContext, type AppContext } from '../../src/context.ts';
import type { Mailer } from '../../src/email/mailer.ts';
import { financeGuard, noteRefusals } from '../../src/finance/access.ts';
import { newKey } from '../../src/finance/keys.ts';
import { financeRoutes } from '../../src/finance/routes.ts';
import { errorHandler, nothingHere } from '../../src/http/errors.ts';
import { mountRoutes, type Route } from '../../src/http/route.ts';
import type { Scope } from '../../src/finance/scope.ts';
import { floorHeaders, requestLedger, securityHeaders } from '../../src/http/security.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { readPublisher } from '../../src/publisher/publisher.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { freshDatabase } from '../_support/fresh-database.ts';
import type { Store } from '../../src/store/store.ts';

/** A finance service over a database of its own, with a clock that the test holds. */
export type FinanceApp = {
  ctx: AppContext;
  app: Express;
  store: Store;
  file: string;
  routes: Route[];
  setNow: (at: string) => void;
  key: (scopes: Scope[], expiresAt?: Date) => Promise<{ keyId: string; secret: string }>;
  close: () => Promise<void>;
};

/** A configuration as the service would read it, for a newspaper in Amsterdam. */
export function financeConfig(changed: Partial<Config> = {}, bookZone = 'Europe/Amsterdam'): Config {
  const read = readPublisher({
    name: 'The Example Times',
    homeUrl: 'https://news.example.org',
    bookZone,
    editions: { en: {}, ru: {} },
    currencies: ['EUR', 'USD'],
  });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return {
    database: { kind: 'sqlite', file: ':memory:' },
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://127.0.0.1:8080',
    publisher: read.publisher,
    stripe: { secretKey: 'sk_test_00000000', webhookSecrets: [], apiBase: null, livemode: false },
    mail: null,
    oidc: null,
    addressKeys: [],
    logLevel: 'silent',
    metricsToken: null,
    trustedProxies: [],
    countryHeader: null,
    ...changed,
  };
}

/** `file`, `opened`: a database that is there already, and stays; a store that is open, and closed with the service. */
export function financeApp({
  config = financeConfig(),
  wrap = (store: Store) => store,
  file: given,
  opened: open,
  mailer = null,
}: {
  config?: Config;
  wrap?: (store: Store) => Store;
  file?: string;
  opened?: Store;
  mailer?: Mailer | null;
} = {}): FinanceApp {
  const folder = mkdtempSync(join(tmpdir(), 'finance-'));
  const file = given ?? join(folder, 'test.db');
  const openFile = () => {
    freshDatabase(file, config.publisher.bookZone);
    return openSqliteStore(file, config.publisher.bookZone);
  };
  const opened = open ?? openFile();
  const store = wrap(opened);
  let at = new Date('2026-10-31T12:00:00Z');
  const now = () => at;
  const log = createLog('silent');
  const ctx = createContext(config, { store, now, log, mailer });
  // Nothing is projected here: there is no Stripe to ask.
  ctx.projector.drain = async () => ({ settled: 0, failed: 0, elsewhere: false });
  ctx.projector.settle = async () => ({ settled: 0, failed: 0, elsewhere: false });
  const routes = financeRoutes(ctx, { answerAfterMs: 0 });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestLedger({ log, metrics: createMetrics() }));
  app.use(securityHeaders(floorHeaders({ https: config.publicUrl.startsWith('https:') })));
  mountRoutes(app, routes, financeGuard(ctx));
  app.use(nothingHere);
  app.use(noteRefusals(ctx));
  app.use(
    errorHandler({
      log,
      errorPage: (_req, res, problem) =>
        void res.status(problem.status).type('html').send(`<p>${problem.detail}</p>`),
    }),
  );
  return {
    ctx,
    app,
    store,
    file,
    routes,
    setNow: (text) => (at = new Date(text)),
    key: async (scopes, expiresAt) => {
      const made = newKey({ name: 'test', scopes, expiresAt: expiresAt ?? null }, now());
      await store.createApiKey(made.key, made.hash);
      return { keyId: made.key.keyId, secret: made.secret };
    },
    close: async () => {
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
