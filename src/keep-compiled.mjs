// Leaves what V8 makes of the built program beside it, in dist/compiled/: every later start of the same Node reads that
// instead of compiling anew. It holds our program and nothing else, for it is made by a start without readers.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NODE_OPTIONS } from './node-options.mjs';

/** How long the program may take to answer once. */
const PATIENCE_MS = 30_000;

/** Starts the program in `folder` once, with a database that goes again, and ends it. Throws where it does not start. */
export async function keepCompiled(folder) {
  const compiled = join(folder, 'compiled');
  mkdirSync(compiled, { recursive: true });
  const place = mkdtempSync(join(tmpdir(), 'reader-support-'));
  const port = await freePort();
  const program = spawn(
    process.execPath,
    [...NODE_OPTIONS, '--import', FLUSH_AT_SIGNAL, join(folder, 'cli.js'), 'start'],
    { cwd: place, env: settings(place, port), stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise((resolve) => program.once('exit', resolve));
  try {
    const latest = performance.now() + PATIENCE_MS;
    while (!(await fetch(`http://127.0.0.1:${port}/livez`).catch(() => null))?.ok) {
      if (program.exitCode !== null || performance.now() > latest)
        throw new Error('the built program did not start');
      await pause(20);
    }
    // Before the end: V8 soon forgets what ran only once.
    program.kill('SIGUSR2');
  } finally {
    program.kill('SIGTERM');
    await ended;
    rmSync(place, { recursive: true, force: true });
  }
  // Node writes it for its own eyes. Others may run the program too, and only its owner may change it.
  for (const entry of readdirSync(compiled, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
}

const FLUSH_AT_SIGNAL = `data:text/javascript,import { flushCompileCache } from 'node:module'; process.on('SIGUSR2', () => flushCompileCache())`;

function settings(place, port) {
  return {
    DATABASE_URL: `file:${join(place, 'start.db')}`,
    PORT: String(port),
    PUBLISHER_FILE: fileURLToPath(new URL('../docs/publisher.example.json', import.meta.url)),
    STRIPE_SECRET_KEY: 'sk_test_ofNobody',
    STRIPE_WEBHOOK_SECRETS: 'whsec_b2ZOb2JvZHlBdEFsbA==',
    LOG_LEVEL: 'silent',
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
