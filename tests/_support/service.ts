import { createServer } from 'node:net';
import { openContext, type AppContext } from '../../src/context.ts';
import { createLog } from '../../src/log.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Route } from '../../src/http/route.ts';
import { startServer, type RunningServer } from '../../src/server.ts';
import { HANDLED_TYPES } from '../../src/webhooks/event-types.ts';
import { freshDatabase } from './fresh-database.ts';
import { temporaryFolder } from './make.ts';
import { configOf, settings, WEBHOOK_SECRET } from './settings.ts';

/** A whole service on this machine: real server, real store, and where wanted a sandbox that rings it. */
export type TestService = {
  ctx: AppContext;
  url: string;
  folder: string;
  /** Everything the service logged. */
  lines: string[];
  sandbox: Sandbox;
  /** Waits until every delivery has arrived and every event is settled. */
  settle(): Promise<void>;
  /** Stops and starts the service on the same database; the sandbox stays. */
  restart(): Promise<void>;
  /** The same, with something done to the database's files while the service is down. */
  restartOn(whileDown: () => void): Promise<void>;
  stop(): Promise<void>;
};

export type TestServiceOptions = {
  settings?: Record<string, string | undefined>;
  publisher?: Record<string, unknown>;
  context?: Partial<AppContext>;
  sandbox?: SandboxOptions;
  jobs?: boolean;
  /** Routes beside the service's own, as the demo adds its article. */
  routes?: (ctx: AppContext, sandbox: Sandbox) => Route[];
};

export async function testService(options: TestServiceOptions = {}): Promise<TestService> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    webhook: {
      url: `${url}/webhooks/stripe`,
      secret: WEBHOOK_SECRET,
      enabledEvents: [...HANDLED_TYPES.keys()],
    },
    retryDelaysMs: [50, 100, 200],
    redirectWaitMs: 0,
    ...options.sandbox,
  });
  const env = settings(
    folder.path,
    { PORT: String(port), PUBLIC_URL: url, STRIPE_API_BASE: sandbox.url, ...options.settings },
    { origins: ['https://news.example.org', url], ...options.publisher },
  );
  const { database, publisher } = configOf(env);
  if (options.context?.store === undefined && database.kind === 'sqlite')
    freshDatabase(database.file, publisher.bookZone);
  const lines: string[] = [];
  const start = async (): Promise<{ ctx: AppContext; server: RunningServer }> => {
    const log = createLog('debug', (line) => lines.push(line));
    const ctx = await openContext(configOf(env), { log, now: () => sandbox.now(), ...options.context });
    const more = options.routes?.(ctx, sandbox) ?? [];
    return { ctx, server: await startServer(ctx, { jobs: options.jobs ?? false, more }) };
  };
  let running = await start();
  return {
    get ctx() {
      return running.ctx;
    },
    url,
    folder: folder.path,
    lines,
    sandbox,
    async settle() {
      await sandbox.drain();
      await running.ctx.projector.drain();
    },
    async restart() {
      await running.server.stop();
      running = await start();
    },
    async restartOn(whileDown) {
      await running.server.stop();
      whileDown();
      running = await start();
    },
    async stop() {
      await running.server.stop();
      await sandbox.close();
      folder.remove();
    },
  };
}

/**
 * A port that was free a moment ago, from below the range out of which the system takes ports for outgoing
 * connections: test files run side by side, and one of theirs must not take it in between. Above 10080, the highest of
 * the ports that browsers and fetch refuse to speak to (https://fetch.spec.whatwg.org/#port-blocking).
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_081 + Math.floor(Math.random() * 22_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Posts a checkout as the widget does. */
export async function postCheckout(
  service: Pick<TestService, 'url'>,
  body: unknown,
  headers: Record<string, string> = { 'Idempotency-Key': crypto.randomUUID() },
): Promise<{ status: number; text: string; json: Record<string, unknown>; headers: Headers }> {
  const send = () =>
    fetch(`${service.url}/v1/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  // After a restart the client's pool still holds a connection to the service that is gone.
  const answer = await send().catch(send);
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    json: JSON.parse(text) as Record<string, unknown>,
    headers: answer.headers,
  };
}

/** The session behind a checkout's answer. */
export function sessionOf(answer: { json: Record<string, unknown> }): string {
  return new URL(String(answer.json['url'])).pathname.split('/').at(-1) ?? '';
}
