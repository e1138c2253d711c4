import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { firstSignal } from '../commands/start.ts';
import { loadConfig, type Config } from '../config/config.ts';
import { openContext } from '../context.ts';
import { AppError } from '../errors.ts';
import { createKey } from '../finance/keys.ts';
import { addPerson } from '../finance/people/staff.ts';
import { SCOPES } from '../finance/scope.ts';
import { createLog, type Log } from '../log.ts';
import { reconcile, type Reconciliation } from '../reconcile/reconcile.ts';
import type { DeliveryRule } from '../sandbox/events/chaos.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { startServer } from '../server.ts';
import { HANDLED_TYPES } from '../webhooks/event-types.ts';
import { announce, comparisonLines, DEMO_STAFF } from './announce.ts';
import { demoRoutes } from './article.ts';
import { playHistory } from './history.ts';
import type { DemoLinks } from './frame.ts';
import { startInbox, type Inbox } from './inbox.ts';
import { keptLines, keptRoutes, type KeptLines } from './kept.ts';
import { demoPublisher } from './publisher.ts';

const HISTORY_DAYS = 730;

/** What --chaos does to the deliveries of the history: one in twenty is lost for good. */
const CHAOS: DeliveryRule[] = [
  { fault: 'drop', probability: 0.05 },
  { fault: 'duplicate', probability: 0.1 },
  { fault: 'reorder', probability: 0.2 },
];

/** Everything on this machine: service, sandbox Stripe, mail catcher, throwaway database. Stops at a signal. */
export async function demoCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      history: { type: 'boolean', default: false },
      chaos: { type: 'boolean', default: false },
      days: { type: 'string', default: String(HISTORY_DAYS) },
      port: { type: 'string', default: '8080' },
      seed: { type: 'string', default: '1' },
    },
  });
  const folder = mkdtempSync(join(throwawayPlace(), 'reader-support-demo-'));
  const stoppers: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const signal = firstSignal();
  try {
    const port = await freePortFrom(Number(values.port));
    const url = `http://127.0.0.1:${port}`;
    const secret = `whsec_${randomBytes(24).toString('hex')}`;
    const start = new Date(new Date().setUTCHours(0, 0, 0, 0) - Number(values.days) * 86_400_000);
    const sandboxPort = await freePortFrom(port + 1);
    const inboxPort = await freePortFrom(sandboxPort + 1);
    const links: DemoLinks = {
      article: `${url}/`,
      inbox: `http://127.0.0.1:${inboxPort}/`,
      kept: `${url}/demo/kept`,
      sandbox: `http://127.0.0.1:${sandboxPort}/`,
    };
    const sandbox = await startSandbox({
      port: sandboxPort,
      neighbours: [
        { name: 'Inbox', url: links.inbox },
        { name: 'Article', url: links.article },
      ],
      clock: values.history ? start : 'real',
      seed: Number(values.seed),
      webhook: { url: `${url}/webhooks/stripe`, secret, enabledEvents: [...HANDLED_TYPES.keys()] },
      // A reader of the demo waits seconds for a bank debit, not days.
      ...(values.history
        ? { validateEmitted: 'sample', recordEvents: 'enabled', deliveryConcurrency: 8 }
        : { bankDebitSeconds: 20, disputeAfterSeconds: 20, draftInvoiceSeconds: 1 }),
    });
    stoppers.unshift(() => sandbox.close());
    const inbox = await startInbox({ webPort: inboxPort, links, now: () => sandbox.now() });
    stoppers.unshift(() => inbox.close());

    const config = demoConfig(folder, { url, port, secret, sandbox, inbox });
    // The clock is the sandbox's: whoever moves it forward sees renewals booked and reminders sent.
    const lines = keptLines();
    const ctx = await openContext(config, { now: () => sandbox.now(), log: demoLog(lines) });
    const server = await startServer(ctx, {
      more: [
        ...demoRoutes(ctx, { inspector: links.sandbox, inbox: links.inbox, kept: links.kept }),
        ...keptRoutes(ctx, { links, lines }),
      ],
    });
    stoppers.unshift(() => server.stop());

    let compared: Reconciliation | null = null;
    if (values.history) {
      if (values.chaos) sandbox.chaos.deliveries.push(...CHAOS);
      let isStopped = false;
      void signal.then(() => (isStopped = true));
      await playHistory(ctx, sandbox, {
        until: new Date(),
        seed: Number(values.seed),
        stopped: () => isStopped,
      });
      if (isStopped) return 0;
      sandbox.chaos.clear();
      compared = await reconcile(ctx);
      sandbox.follow();
    }
    const wanted = { name: 'demo', scopes: [...SCOPES], expiresAt: null };
    const { secret: financeKey } = await createKey(ctx, wanted, 'command');
    for (const { address, ...person } of DEMO_STAFF)
      await addPerson(ctx, { ...person, address, lang: 'en' }, 'command');
    announce({ url, links, financeKey });
    if (compared !== null) console.log(comparisonLines(compared).join('\n'));
    await signal;
    console.log('\nStopping.');
    return 0;
  } finally {
    for (const stop of stoppers) await stop();
  }
}

/** Every line of the most talkative log is kept for the search; the screen shows those that want a person. */
function demoLog(lines: KeptLines): Log {
  return createLog('debug', (line) => {
    lines.add(line);
    if (/"level":"(warn|error)"/.test(line)) process.stderr.write(line);
  });
}

type DemoParts = { url: string; port: number; secret: string; sandbox: Sandbox; inbox: Inbox };

function demoConfig(folder: string, { url, port, secret, sandbox, inbox }: DemoParts): Config {
  const publisherFile = join(folder, 'publisher.json');
  writeFileSync(publisherFile, JSON.stringify(demoPublisher(url)));
  const loaded = loadConfig({
    DATABASE_URL: `file:${join(folder, 'data', 'demo.db')}`,
    PORT: String(port),
    PUBLIC_URL: url,
    PUBLISHER_FILE: publisherFile,
    STRIPE_SECRET_KEY: `sk_test_${randomBytes(12).toString('hex')}`,
    STRIPE_WEBHOOK_SECRETS: secret,
    STRIPE_API_BASE: sandbox.url,
    SMTP_URL: inbox.smtpUrl,
    MAIL_FROM: 'Notes <note@example.org>',
    ADDRESS_KEYS: `demo:${randomBytes(32).toString('base64')}`,
  });
  if ('config' in loaded) return loaded.config;
  throw new AppError(
    500,
    'demo_settings',
    loaded.faults.map((fault) => `${fault.setting} ${fault.problem}`).join('\n'),
  );
}

/** Memory where the system offers it as files (Linux): what is thrown away anyway need not touch a disk. */
function throwawayPlace(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

/** The port, or the next one that is free. */
async function freePortFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 50; port++) {
    if (await isFree(port)) return port;
  }
  throw new AppError(
    500,
    'no_port',
    `No port from ${wanted} on is free. Choose another: npm run demo -- --port 9000`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
