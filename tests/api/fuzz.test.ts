import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem } from '../../src/api/answers/service.ts';
import { knownCurrencies } from '../../src/money.ts';
import { ROOT } from '../../src/root.ts';
import { filledService, METRICS_TOKEN, type FilledService } from './filled-service.ts';

// Requests made from docs/openapi.json alone, as somebody would make them who has nothing else: what it allows is
// taken, what it forbids is refused with the field at fault, and nothing that is sent makes the service fail.

type Schema = {
  type?: string;
  enum?: string[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
};
type Parameter = { in: 'query' | 'header' | 'path'; name: string; required?: boolean; schema: Schema };
type Described = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { 'x-codes'?: string[] }> }>;
};
const document = JSON.parse(readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
};

/** Enough to notice; with 150 a run takes a minute. */
const RUNS = 8;
const SEED = 20_261_126;

type Target = { name: string; method: string; path: string; described: Described };
const targets: Target[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, described]) => ({ name: `${method} ${path}`, method, path, described })),
);
const query = ({ described }: Target) => (described.parameters ?? []).filter((one) => one.in === 'query');
const bodyOf = ({ described }: Target) => described.requestBody?.content['application/json']?.schema;

let filled: FilledService;
beforeAll(async () => {
  filled = await filledService();
});
afterAll(() => filled.close());

type Request = { query: [string, string][]; body?: unknown };

async function send({ method, path, described }: Target, { query: pairs, body }: Request) {
  const address = `${path.replace('{period}', '2019-01')}?${new URLSearchParams(pairs).toString()}`;
  const type = Object.keys(described.requestBody?.content ?? {})[0];
  const answer = await fetch(`${filled.service.url}${address}`, {
    method: method.toUpperCase(),
    headers: {
      Authorization: `Bearer ${path === '/metrics' ? METRICS_TOKEN : filled.key}`,
      'Idempotency-Key': crypto.randomUUID(),
      ...(type && { 'Content-Type': type.replace('*/*', 'application/json') }),
    },
    ...(method === 'post' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return { status: answer.status, problem: isProblem ? problem.parse(JSON.parse(text)) : null, text };
}

/** What the schemas cannot say, because it depends on the service: a few values that it has. */
const KNOWN: Record<string, fc.Arbitrary<string>> = {
  zone: fc.constantFrom('UTC', 'Europe/Amsterdam', 'Asia/Kathmandu', 'America/St_Johns'),
  currency: fc.constantFrom(...knownCurrencies()),
  when: fc.constantFrom('next_month', 'three_months', '2027-02-28'),
  email: fc.stringMatching(/^[a-z]{1,12}$/).map((name) => `${name}@mail.example`),
  url: fc.constantFrom('https://news.example.org/a', 'https://news.example.org/b?c=d'),
  format: fc.constant('json'),
  // The bound of a manifest: none that is made up is one.
  bound: fc.constant(''),
  lang: fc.constantFrom('en', 'ru', 'de-CH', 'pt-BR', 'zh-Hant'),
  returnTo: fc.constantFrom('https://news.example.org/', 'https://news.example.org/an-article'),
  reason: fc.stringMatching(/^[A-Za-zА-я][A-Za-zА-я ,.]{0,80}$/),
};

function fitting(name: string, schema: Schema): fc.Arbitrary<unknown> {
  const known = KNOWN[name];
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (known !== undefined) return known;
  if (schema.type === 'integer') return fc.integer({ min: 1, max: Math.min(schema.maximum ?? 1e6, 1e6) });
  if (schema.format === 'date') return days.map((at) => at.slice(0, 10));
  if (schema.format === 'date-time') return days;
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern), { size: '-1' });
  return fc.string({ minLength: schema.minLength ?? 1, maxLength: Math.min(schema.maxLength ?? 20, 20) });
}
const days = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString());

/** A request that the description allows. */
function allowed(target: Target): fc.Arbitrary<Request> {
  const parameters = query(target).filter(({ name }) => name !== 'bound');
  const required = parameters.filter((one) => one.required).map(({ name }) => name);
  const asked = fc.record(
    Object.fromEntries(parameters.map(({ name, schema }) => [name, fitting(name, schema)])),
    { requiredKeys: required },
  );
  const schema = bodyOf(target);
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, field]) => [name, fitting(name, field)]),
          ),
          { requiredKeys: schema.required ?? [] },
        );
  return fc.record({ asked, body }).map(({ asked: made, body: sent }) => {
    const { from, to, period, ...rest } = made as Record<string, string>;
    // Two ways to say when exclude each other, and a range has a later end: the description says so in words.
    const range = from !== undefined && to !== undefined && from >= to ? { from } : { from, to };
    const when = period === undefined ? range : { period };
    const pairs = Object.entries({ ...when, ...rest }).filter(([, value]) => value !== undefined);
    return { query: pairs as [string, string][], ...(sent !== undefined && { body: sent }) };
  });
}

const MALFORMED = [
  'unknown_field',
  'missing_field',
  'invalid_field',
  'invalid_body',
  'malformed_json',
  'bad_request',
];

describe('what the description allows is taken', () => {
  it.each(targets.filter((target) => query(target).length > 0 || bodyOf(target) !== undefined))('$name', async (target) => {
    await fc.assert(
      fc.asyncProperty(allowed(target), async (request) => {
        const { status, problem: refused } = await send(target, request);
        if (refused === null) {
          expect(status).toBeLessThan(400);
          return;
        }
        // A reason of its own, not one of form: an amount below the limit, a month that is not over.
        expect(MALFORMED, JSON.stringify(refused)).not.toContain(refused.code);
        expect(codesOf(target, status), JSON.stringify(refused)).toContain(refused.code);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }); // prettier-ignore
});

function codesOf({ described }: Target, status: number): string[] {
  return described.responses[status]?.content?.['application/problem+json']?.['x-codes'] ?? [];
}

describe('one field that is wrong is named', () => {
  it.each(targets.filter((target) => query(target).length > 0))('$name', async (target) => {
    const unfit = fc.oneof(
      fc.tuple(fc.stringMatching(/^[a-z]{3,12}X$/), fc.string()),
      ...query(target).flatMap(({ name, schema }) => {
        const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern);
        const isUnfit =
          schema.enum !== undefined || schema.format === 'date-time'
            ? () => true
            : pattern && ((value: string) => !pattern.test(value));
        return isUnfit === null ? [] : [fc.tuple(fc.constant(name), fc.string({ minLength: 1 }).map((text) => `~${text}`).filter(isUnfit))];
      }),
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(allowed(target), unfit, async ({ query: pairs, body }, [name, value]) => {
        const others = pairs.filter(([other]) => other !== name);
        const answer = await send(target, { query: [...others, [name, value]], body });
        expect([400, 422], answer.text).toContain(answer.status);
        expect(answer.problem?.field).toBe(name);
        expect(codesOf(target, answer.status)).toContain(answer.problem?.code);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it.each(targets.filter((target) => bodyOf(target) !== undefined))('$name, in its body', async (target) => {
    const { properties = {}, required = [] } = bodyOf(target) ?? {};
    const names = Object.keys(properties);
    const unfit = fc.oneof(
      fc.tuple(fc.stringMatching(/^[a-z]{3,12}X$/), fc.constant<unknown>(1)),
      ...names.map((name) => fc.tuple(fc.constant(name), fc.constantFrom<unknown>(null, true, [], {}, -1.5))),
      ...required.map((name) => fc.tuple(fc.constant(name), fc.constant<unknown>(undefined))),
    );
    await fc.assert(
      fc.asyncProperty(allowed(target), unfit, async ({ query: pairs, body }, [name, value]) => {
        const answer = await send(target, { query: pairs, body: { ...(body as object), [name]: value } });
        expect(answer.status, answer.text).toBe(422);
        expect(answer.problem?.field).toBe(name);
        expect(codesOf(target, 422)).toContain(answer.problem?.code);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

describe('nothing that is sent makes it fail', () => {
  const junk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('', '[]', '{}', 'null', '\u0000', '-0', '1e999'),
  );
  it.each(targets)('$name', async (target) => {
    const names = query(target).map(({ name }) => name);
    const pair = fc.tuple(fc.oneof(junk, ...names.map((name) => fc.constant(name))), junk);
    const request = fc.record({ query: fc.array(pair, { maxLength: 5 }), body: fc.oneof(junk, fc.json()) });
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const { status, problem: refused, text } = await send(target, asked);
        // 501 is oEmbed's own word for another format than JSON.
        expect(status === 501 ? 400 : status, text).toBeLessThan(500);
        // Nothing of what was sent comes back but the plain name of a field.
        if (refused !== null) expect(refused.field ?? 'none').toMatch(/^[\w.$-]{1,60}$/);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }); // prettier-ignore
});
