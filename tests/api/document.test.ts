import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/api/document.ts';
import { EXAMPLE_SERVER } from '../../src/api/example-server.ts';
import { problemsOf, type Operation } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations/all.ts';
import { PROBLEMS } from '../../src/api/problems.ts';
import { allRoutes } from '../../src/app.ts';
import type { Route } from '../../src/http/route.ts';
import { ROOT } from '../../src/root.ts';
import { testService, type TestService } from '../_support/service.ts';

const operations: readonly Operation[] = OPERATIONS;

/** What is mounted for browsers alone and answers neither JSON nor a file that others rely on. */
const PAGES = [
  // The widget and our own pages load these; /docs/embed names the first with its hash.
  'get /rs/:version/:file',
  'get /assets/:file',
  'get /embed/:version/height.js',
  // Pieces of HTML: /docs/embed documents them, live.
  'get /embed/form.html',
  'get /embed/ssr.html',
  'get /embed/frame',
  // Belong to the page /docs/theming.
  'get /docs/theming.css',
  'get /docs/theming.json',
];

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

let service: TestService;
beforeAll(async () => {
  service = await testService();
});
afterAll(() => service.stop());

describe('the description', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openApiDocument('0.0.0')));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('names every address that is no page, and no address that is not mounted', () => {
    const routes = allRoutes(service.ctx);
    const pages = routes.filter((route) => route.page === true || route.method === 'options').map(nameOf);
    const described = operations.map(nameOf);
    const rest = routes.map(nameOf).filter((name) => !pages.includes(name) && !PAGES.includes(name));
    expect(rest.filter((name) => !described.includes(name))).toEqual([]);
    expect(described.filter((name) => !rest.includes(name))).toEqual([]);
    expect(PAGES.filter((name) => !routes.map(nameOf).includes(name))).toEqual([]);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('says who may call an address, and with which body, as the route does', () => {
    const kinds = { 'application/json': 'json', 'text/plain': 'text', '*/*': 'raw' };
    for (const route of allRoutes(service.ctx)) {
      const operation = operations.find((each) => nameOf(each) === nameOf(route));
      if (operation === undefined) continue;
      expect(operation.access, nameOf(route)).toEqual(route.access);
      const type = operation.body?.type as keyof typeof kinds | undefined;
      expect(type === undefined ? undefined : kinds[type], nameOf(route)).toBe(route.body);
      const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      expect(Object.keys(operation.params?.shape ?? {}), nameOf(route)).toEqual(inPath);
    }
  });

  it('is served with the address of the service, to tools anywhere, and once unchanged not again', async () => {
    const answer = await fetch(`${service.url}/openapi.json`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const served = (await answer.json()) as Record<string, unknown>;
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const made = openApiDocument(version);
    expect(made['servers']).toEqual([{ url: EXAMPLE_SERVER }]);
    expect(served).toEqual({ ...made, servers: [{ url: service.url }] });
    const again = await fetch(`${service.url}/openapi.json`, {
      headers: { 'If-None-Match': answer.headers.get('etag') ?? '' },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('codes of problems', () => {
  /** Errors of commands, of the start, of the demo and of pages alone: they reach no address that is described. */
  const ELSEWHERE =
    /^(sandbox|api|demo|commands|store|sealed|email|finance\/(pages|people|sign-in))\/|^(server|embed\/files|embed\/wish|reminders\/link|operations\/backup|operations\/move|config\/config)\.ts$/;

  it('are those that the sources throw', () => {
    const src = join(ROOT, 'src');
    const files = (readdirSync(src, { recursive: true }) as string[]).filter(
      (file) => file.endsWith('.ts') && !ELSEWHERE.test(file),
    );
    const thrown = new Set<string>();
    for (const file of files) {
      const text = readFileSync(join(src, file), 'utf8');
      for (const [, code = ''] of text.matchAll(/AppError\(\s*[^,()]+,\s*'([a-z_]+)'/g)) thrown.add(code);
      for (const [, code = ''] of text.matchAll(/invalid\((?:[^()]|\([^()]*\))*,\s*'([a-z_]+)',?\s*\)/g))
        thrown.add(code);
    }
    // Written into a field of the base class: errors.ts gives these their codes itself.
    for (const code of ['invalid_field', 'unavailable']) thrown.add(code);
    const listed = Object.keys(PROBLEMS);
    expect([...thrown].filter((code) => !listed.includes(code))).toEqual([]);
    expect(listed.filter((code) => !thrown.has(code))).toEqual([]);
  });

  it('each belong to an address, or to all of them', () => {
    const used = new Set(operations.flatMap(problemsOf).map(({ code }) => code as string));
    const anywhere = ['bad_request', 'invalid_body', 'method_not_allowed', 'not_found'];
    expect(Object.keys(PROBLEMS).filter((code) => !used.has(code) && !anywhere.includes(code))).toEqual([]);
  });
});
