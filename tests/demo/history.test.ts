import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { freePort } from '../_support/service.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it.each([
  ['as it happens', []],
  ['with deliveries lost, doubled and out of order', ['--chaos']],
])(
  'the demo’s history, %s, equals the sandbox’s balance in every currency',
  async (_what, more) => {
    const port = String(await freePort());
    const demo = spawn(
      process.execPath,
      ['src/launch.mjs', 'demo', '--history', '--days', '75', '--port', port, ...more],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += String(chunk);
        if (/difference USD .*\n/.test(output)) resolve();
      };
      demo.stdout.on('data', read);
      demo.stderr.on('data', read);
      demo.once('exit', () => reject(new Error(`the demo ended: ${output}`)));
    }).finally(() => demo.kill('SIGINT'));
    expect(output).toMatch(
      /reconcile: \d{3,} movements of \d months held against the sandbox's balance, all equal/,
    );
    expect(output.match(/difference [A-Z]{3} -?[\d.]+/g)).toEqual([
      'difference EUR 0.00',
      'difference GBP 0.00',
      'difference USD 0.00',
    ]);
    const found = Number(/found (\d+) events that were not delivered/.exec(output)?.[1]);
    if (more.length > 0) expect(found).toBeGreaterThan(0);
    else expect(found).toBe(0);
  },
  120_000,
);
