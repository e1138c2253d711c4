import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';
import type { Shot } from './load.ts';
import { signed } from './webhook-event.ts';

export type Target = { child: ChildProcess; port: number };

/** Starts a server of this folder, which prints its port, in a process of its own. */
export async function startTarget(program: string, ...args: string[]): Promise<Target> {
  const child = spawn(process.execPath, [join(ROOT, 'tests/bench', program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, port: await portFromOutput(child) };
}

/** The first thing that such a server says is its port. */
export async function portFromOutput(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.stdout?.once('data', (text) => resolve(Number(String(text)))));
}

/** A signed event of the size that Stripe sends, each new. */
export function signedEvent(): Shot {
  const object = { id: `cs_test_${randomUUID().replaceAll('-', '')}`, object: 'checkout.session', filling: 'x'.repeat(3_800) }; // prettier-ignore
  return signed(
    JSON.stringify({
      id: `evt_${randomUUID().replaceAll('-', '')}`,
      object: 'event',
      type: 'checkout.session.completed',
      api_version: '2026-10-28.endive',
      created: Math.floor(Date.now() / 1_000),
      livemode: false,
      data: { object },
    }),
  );
}
