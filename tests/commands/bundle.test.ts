import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleService } from '../../src/bundle.mjs';
import { keepCompiled } from '../../src/keep-compiled.mjs';
import { ROOT } from '../../src/root.ts';
import { startRealService } from '../bench/real-service.ts';
import { temporaryFolder } from '../_support/make.ts';

const TOKEN = 'a-token-of-thirty-two-characters';

let built: ReturnType<typeof temporaryFolder>;
let outputs: Awaited<ReturnType<typeof bundleService>>['outputs'];
beforeAll(async () => {
  // Beside what it takes from outside: better-sqlite3, and the folder migrations/ above it.
  built = temporaryFolder(join(ROOT, 'node_modules'));
  ({ outputs } = await bundleService(built.path));
});
afterAll(() => built.remove());

const chunks = () => readdirSync(join(built.path, 'chunks')).filter((file) => file.endsWith('.js'));
const run = (args: string[]) => promisify(execFile)(process.execPath, args, { env: {} });

describe('the built service', () => {
  it('has no chunk that does not load', async () => {
    expect(chunks().length).toBeGreaterThan(3);
    for (const chunk of chunks()) {
      const url = pathToFileURL(join(built.path, 'chunks', chunk)).href;
      await run(['--input-type=module', '--eval', `await import('${url}')`]);
    }
    const { stdout } = await run([join(built.path, 'cli.js'), 'help']);
    expect(stdout).toContain('run the service');
  });

  it('answers, also with what it loads only when it is asked for', async () => {
    const folder = temporaryFolder();
    const service = await startRealService(
      folder.path,
      { STRIPE_API_BASE: 'http://127.0.0.1:9', METRICS_TOKEN: TOKEN },
      join(built.path, 'cli.js'),
    );
    try {
      for (const path of ['/give', '/finance', '/docs/api', '/docs/embed', '/openapi.json'])
        expect([path, (await fetch(service.url + path)).status]).toEqual([path, 200]);
      const metrics = await fetch(`${service.url}/metrics`, {
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      expect(await metrics.text()).toMatch(/^rs_requests_total\{route="GET \/give",status="200"\} 1$/m);
    } finally {
      service.child.kill();
      folder.remove();
    }
  });

  it('loads at no start what only some need: PostgreSQL, mail, OpenID, the sandbox, the pages of the API', () => {
    const atEveryStart = new Set<string>();
    const take = (file: string) => {
      if (atEveryStart.has(file)) return;
      atEveryStart.add(file);
      for (const { path, kind, external } of outputs[file]?.imports ?? [])
        if (kind === 'import-statement' && !external) take(path);
    };
    take(Object.keys(outputs).find((file) => /\/commands-[^/]+\.js$/.test(file)) ?? '');
    const inputs = [...atEveryStart].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
    expect(inputs.some((file) => file.endsWith('src/server.ts'))).toBe(true);
    expect(
      inputs.filter((file) =>
        /node_modules\/(pg|nodemailer|openid-client)\/|src\/(store\/postgres|sandbox|demo|api\/pages)\//.test(
          file,
        ),
      ),
    ).toEqual([]);
  });

  it('starts from what V8 made of it, where the build could keep that', async () => {
    // A run without it leaves nothing behind: nobody said where.
    expect(existsSync(join(built.path, 'compiled'))).toBe(false);
    await keepCompiled(built.path);
    const { stderr } = await promisify(execFile)(process.execPath, [join(built.path, 'cli.js'), 'help'], {
      env: { NODE_DEBUG_NATIVE: 'COMPILE_CACHE' },
    });
    expect(stderr).toMatch(/chunks\/commands-\w+\.js was accepted/);
    for (const entry of readdirSync(join(built.path, 'compiled'), { recursive: true }) as string[])
      expect(statSync(join(built.path, 'compiled', entry)).mode & 0o022, 'only its owner may write').toBe(0);
  });

  it('starts as ever where nothing can be kept', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(built.path, 'cli.js'), 'help'], {
      env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    expect(stdout).toContain('run the service');
  });

  it('is ASCII throughout, so that V8 keeps one byte for a character', () => {
    // eslint-disable-next-line no-control-regex
    const beyond = chunks().filter((file) => /[^\0-\x7f]/.test(readFileSync(join(built.path, 'chunks', file), 'utf8'))); // prettier-ignore
    expect(beyond).toEqual([]);
  });

  it('finds the demo outside from where it asks for it', () => {
    const doors = Object.entries(outputs).filter(([, { imports }]) =>
      imports.some(({ path }) => path === '../demo/demo.js'),
    );
    expect(doors.map(([file]) => /\/chunks\//.test(file))).toEqual([true]);
  });

  it('brings the licences of the packages that are in it', () => {
    const texts = readFileSync(join(built.path, 'licences.txt'), 'utf8');
    for (const name of ['express', 'stripe', 'zod', 'drizzle-orm'])
      expect(texts).toMatch(new RegExp(`^${name} \\d`, 'm'));
    expect(texts).toContain('Permission is hereby granted');
  });
});
