import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCOPES_OF_ROLE } from '../../src/finance/scope.ts';
import { ROOT } from '../../src/root.ts';
import { ensureProduct } from '../../src/stripe/product.ts';
import { stripeClient } from '../../src/stripe/client.ts';
import { financeSession } from '../_support/finance-session.ts';
import { configOf, settings } from '../_support/settings.ts';
import type { Measured } from './generator.ts';
import { processorMs } from './processor-time.ts';
import { financeKey, startRealService } from './real-service.ts';
import { startTarget } from './targets.ts';

/** One of those that are measured side by side; the time of a database of its own is not in its processor time. */
export type Side = Measured & { cookie: string; stop(): void };

/** A month of the ledger that is over: its page shows the same figures at any hour. */
export const OVERVIEW = '/finance?period=2026-09';

/** The service as a publisher runs it, on a database that holds a ledger. */
export async function serviceSide(
  name: string,
  given: { folder: string; stripeUrl: string; databaseUrl: string },
): Promise<Side> {
  const { folder, stripeUrl, databaseUrl } = given;
  // The whole page.
  const secret = await financeKey(folder, databaseUrl, SCOPES_OF_ROLE.bookkeeper);
  const { child, pid, port, url } = await startRealService(folder, {
    STRIPE_API_BASE: stripeUrl,
    DATABASE_URL: databaseUrl,
  });
  return {
    name,
    port,
    processorMs: () => processorMs(pid),
    cookie: await financeSession(url, secret),
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Bare Express, which sends the bytes that the service sent. */
export async function bareSide(
  name: string,
  from: Side,
  given: { folder: string; stripeUrl: string },
): Promise<Side> {
  const { folder, stripeUrl } = given;
  writeFileSync(join(folder, 'widget-config.json'), await textOf(from, '/v1/widget-config'));
  writeFileSync(join(folder, 'overview.html'), await textOf(from, OVERVIEW));
  const { child, port } = await startTarget('request-target.ts', folder, stripeUrl, productOf(folder));
  const { pid } = child;
  if (pid === undefined) throw new Error('bare Express has no process');
  return {
    name,
    port,
    processorMs: () => processorMs(pid),
    cookie: from.cookie,
    stop: () => void child.kill('SIGKILL'),
  };
}

/** What a side answers. Throws where it refuses. */
export async function answerOf({ port, cookie }: Side, path: string): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie }, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer;
}

const textOf = async (side: Side, path: string): Promise<string> => (await answerOf(side, path)).text();

const productOf = (folder: string): string => configOf(settings(folder)).publisher.stripeProduct;

/** Our sandbox in a process of its own, with the product that checkouts are booked under. */
export async function startSandboxProcess(folder: string): Promise<{ url: string; stop(): void }> {
  const options = JSON.stringify({ recordEvents: 'enabled', validateEmitted: 'sample' });
  const child = spawn(process.execPath, [join(ROOT, 'src/sandbox/main.ts'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  const { stripe, publisher } = configOf(settings(folder, { STRIPE_API_BASE: url }));
  await ensureProduct(stripeClient(stripe), publisher, 8_000);
  return { url, stop: () => void child.kill('SIGKILL') };
}
