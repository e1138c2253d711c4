import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createKey } from '../../src/finance/keys.ts';
import type { Scope } from '../../src/finance/scope.ts';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { ROOT } from '../../src/root.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freePort } from '../_support/service.ts';
import { configOf, settings } from '../_support/settings.ts';

/** The service as a publisher runs it. */
export type RealService = {
  child: ChildProcess;
  pid: number;
  port: number;
  url: string;
  databaseUrl: string;
};

/** A key for a service that does not run yet, made as the command does it. */
export async function financeKey(
  folder: string,
  databaseUrl: string,
  scopes: readonly Scope[],
): Promise<string> {
  const store = await openStore(configOf(settings(folder, { DATABASE_URL: databaseUrl })));
  try {
    const wanted = { name: 'Bench', scopes: [...scopes], expiresAt: null };
    return (await createKey({ store, now: () => new Date() }, wanted, 'command')).secret;
  } finally {
    await store.close();
  }
}

/** The program of a publisher: what the build made, where it was built. */
export const PROGRAM = join(ROOT, existsSync(join(ROOT, 'dist/cli.js')) ? 'dist/cli.js' : 'src/cli.ts');

/**
 * Starts the service in a process of its own and waits until it is ready.
 *
 * @param over settings of this run; `DATABASE_URL` may name another database than a file in the folder
 */
export async function startRealService(
  folder: string,
  over: Record<string, string> & { STRIPE_API_BASE: string },
  program = PROGRAM,
): Promise<RealService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const databaseUrl = over['DATABASE_URL'] ?? `file:${join(folder, 'data', 'test.db')}`;
  const env = settings(folder, {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'error',
    ...over,
  });
  const child = spawn(process.execPath, [...NODE_OPTIONS, program, 'start'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('the service ended before it was ready');
    await pause(20);
  }
  if (child.pid === undefined) throw new Error('the service has no process');
  return { child, pid: child.pid, port, url, databaseUrl };
}
