import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measured } from './measured.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * Lighthouse, of one version, in a folder of its own: it and what it brings are 180 MB, too much for everybody's
 * `npm ci`. npm fetches it the first time.
 */
const VERSION = '13.5.0';
const FOLDER = fileURLToPath(new URL(`../../node_modules/.cache/lighthouse-${VERSION}`, import.meta.url));
const PORT = 9_333;
/** The score for speed is a guess from one load, so the middle of several counts. */
const RUNS = 5;

type Category = { score: number | null; auditRefs: { id: string; weight: number }[] };
type Result = {
  lhr: {
    categories: Record<string, Category>;
    audits: Record<string, { score: number | null; title: string }>;
  };
};
type Lighthouse = (url: string, flags: object) => Promise<Result>;

let lighthouse: Lighthouse;
let stage: Stage;
let site: Server;
let url = '';

beforeAll(async () => {
  const entry = join(FOLDER, 'node_modules', 'lighthouse', 'core', 'index.js');
  if (!existsSync(entry)) {
    mkdirSync(FOLDER, { recursive: true });
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', FOLDER];
    execFileSync('npm', [...args, `lighthouse@${VERSION}`], { stdio: 'ignore' });
  }
  lighthouse = ((await import(pathToFileURL(entry).href)) as { default: Lighthouse }).default;
  stage = await openStage({
    isWhole: true,
    launch: { args: ['--no-sandbox', `--remote-debugging-port=${PORT}`] },
  });
  site = createServer((request, response) => {
    void answer(request.url ?? '/').then(({ status, type, body }) =>
      response.writeHead(status, { 'Content-Type': type }).end(body),
    );
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}, 300_000);
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await stage.close();
});

/** The demo's article as the service sends it; under /without, the same without the element and its script. */
async function answer(path: string): Promise<{ status: number; type: string; body: Buffer }> {
  const isWithout = path.startsWith('/without');
  const from = await fetch(`${stage.service.url}${isWithout ? '/' : path}`, { redirect: 'follow' });
  const body = Buffer.from(await from.arrayBuffer());
  const type = from.headers.get('content-type') ?? 'text/plain';
  if (!isWithout) return { status: from.status, type, body };
  const page = body
    .toString()
    .replace(/<reader-support[\s\S]*?<\/reader-support>/, '')
    .replace(/<script[^>]*rs\.js[^>]*><\/script>/, '');
  expect(page).not.toMatch(/reader-support|rs\.js/);
  return { status: from.status, type, body: Buffer.from(page) };
}

async function scores(path: string, categories: string[]): Promise<Record<string, number>> {
  const { lhr } = await lighthouse(`${url}${path}`, {
    port: PORT,
    output: 'json',
    logLevel: 'silent',
    onlyCategories: categories,
  });
  return Object.fromEntries(
    Object.entries(lhr.categories).map(([id, { score, auditRefs }]) => {
      const lost = auditRefs.filter((one) => one.weight > 0 && (lhr.audits[one.id]?.score ?? 1) < 1);
      if (id !== 'performance')
        expect(
          lost.map((one) => one.id),
          `${path} ${id}`,
        ).toEqual([]);
      return [id, Math.round((score ?? 0) * 100)];
    }),
  );
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

test('the demo’s article is as fast with the box as without it, within a point', async () => {
  const found: Record<'/' | '/without', number[]> = { '/': [], '/without': [] };
  for (let run = 0; run < RUNS; run++)
    for (const path of ['/', '/without'] as const)
      found[path].push((await scores(path, ['performance']))['performance'] ?? 0);
  const [withBox, without] = [middle(found['/']), middle(found['/without'])];
  measured('Lighthouse performance', `${withBox} with the box, ${without} without`);
  expect(Math.abs(withBox - without)).toBeLessThanOrEqual(1);
}, 600_000);

test('accessibility, best practices and search: nothing to mend', async () => {
  const found = await scores('/', ['accessibility', 'best-practices', 'seo']);
  measured('Lighthouse accessibility, best practices, SEO', Object.values(found).join(', '));
  expect(Object.values(found)).toEqual([100, 100, 100]);
}, 120_000);
