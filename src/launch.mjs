#!/usr/bin/env node
// The one door for every command. It starts on any Node from 18 on, finds a Node that is new enough
// (better-sqlite3 13 ends an older one with a segmentation fault and no message), and runs on that.
//
//   launch.mjs start|demo|migrate|…        a command of src/cli.ts (dist/cli.js in an installed package)
//   launch.mjs --file path/to/file.ts …    a script of this repository
//   launch.mjs --tool vitest …             a development tool from node_modules/.bin
//
// --build-widget before any of these bundles the widget first (a twentieth of a second).
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_OPTIONS } from './node-options.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = findNode();
const args = process.argv.slice(2);
if (args[0] === '--build-widget') {
  args.shift();
  const built = spawnSync(node, [join(root, 'src', 'widget', 'build.mjs')], { stdio: 'inherit' });
  if (built.status !== 0 || args.length === 0) process.exit(built.status ?? 1);
}
const script = findScript(args);

const child = spawn(node, script, {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
});
// A terminal sends Ctrl-C to both of us, a supervisor sends its signal only here. A second signal could hit
// a child that is just ending cleanly, so it is told in words first, and by signal if that does not help.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (child.connected) child.send('stop', () => {});
    setTimeout(() => child.kill(signal), args[0] === '--tool' ? 0 : 15_000).unref();
  });
}
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  try {
    const carried = createRequire(join(root, 'package.json')).resolve(
      `node-${process.platform}-${process.arch}/package.json`,
    );
    return join(dirname(carried), 'bin', 'node');
  } catch {
    console.error(
      `Node ${process.versions.node} is too old: this program needs 22.19 or newer.\n` +
        'Run `npm ci` (on Linux it brings Node 24 along), or install Node 24 and try again.',
    );
    process.exit(1);
  }
}

function findScript(args) {
  if (args[0] === '--tool') {
    const tool = join(root, 'node_modules', '.bin', args[1] ?? '');
    return [realpathSync(tool), ...args.slice(2)];
  }
  if (args[0] === '--file') return args.slice(1);
  const source = join(root, 'src', 'cli.ts');
  // Node does not strip types below node_modules, so an installed package runs its built files.
  return [...NODE_OPTIONS, existsSync(source) ? source : join(root, 'dist', 'cli.js'), ...args];
}
