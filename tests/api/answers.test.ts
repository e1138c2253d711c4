import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { periods, reconciliation, summary } from '../../src/api/answers/finance.ts';
import type { checkoutAnswer, oembedAnswer, widgetConfig } from '../../src/api/answers/readers.ts';
import { ROWS } from '../../src/api/answers/rows.ts';
import { problem } from '../../src/api/answers/service.ts';
import { problemsOf } from '../../src/api/operation.ts';
import { OPERATIONS } from '../../src/api/operations/all.ts';
import { PROBLEMS } from '../../src/api/problems.ts';
import type { CheckoutAnswer, Problem, WidgetConfig } from '../../src/checkout/contract.ts';
import type { OEmbed } from '../../src/embed/oembed.ts';
import { TABLES } from '../../src/finance/exports/tables.ts';
import type { Reconciliation } from '../../src/finance/reconciliation.ts';
import type { Summary } from '../../src/finance/summary.ts';
import type { Manifest } from '../../src/ledger/period.ts';
import { ROOT } from '../../src/root.ts';
import { readCsv } from '../finance/ledger-data.ts';
import { callEverything, type Exchange } from './exchanges.ts';
import { filledService, type FilledService } from './filled-service.ts';
import { steady } from './steady.ts';

let filled: FilledService;
let exchanges: Exchange[];
beforeAll(async () => {
  filled = await filledService();
  exchanges = await callEverything(filled);
});
afterAll(() => filled.close());

const exchangeOf = (id: string) => exchanges.find((each) => each.id === id)?.answer;

describe('every described answer is what the service says', () => {
  it.each(OPERATIONS.map(({ id }) => id))('%s', (id) => {
    const operation = OPERATIONS.find((each) => each.id === id);
    const answer = exchangeOf(id);
    const described = operation?.answers[answer?.status ?? 0];
    expect(described, `${answer?.status} ${answer?.body}`).toBeDefined();
    if (answer === undefined || described === undefined) return;
    expect(answer.headers['content-type']?.split(';')[0]).toBe(described.type);
    for (const name of described.headers ?? [])
      if (name === 'Content-Disposition') expect(answer.headers).toHaveProperty(name.toLowerCase());
    if (described.schema !== undefined) described.schema.parse(JSON.parse(answer.body));
    if (described.row !== undefined && described.type === 'application/jsonl') {
      const lines = answer.body.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const row = JSON.parse(line) as object;
        described.row.parse(row);
        // Keys in the order of the columns, as the schema has them.
        expect(Object.keys(row)).toEqual(Object.keys((described.row as z.ZodObject).shape));
      }
    }
  });

  it.each(Object.keys(ROWS) as (keyof typeof ROWS)[])('%s has the columns of its file', (table) => {
    const { shape } = ROWS[table] as z.ZodObject;
    const columns = TABLES.find((each) => each.name === table)?.columns ?? [];
    const [header] = readCsv(exchangeOf(`${table}Csv`)?.body ?? '');
    expect(Object.keys(shape)).toEqual(header);
    expect(Object.keys(shape)).toEqual(columns.map(({ name }) => name));
    for (const { name, nullable } of columns)
      expect((shape[name] as z.ZodType).safeParse(null).success, name).toBe(nullable === true);
  });

  it('types say what the schemas say', () => {
    expectTypeOf<z.infer<typeof summary>>().toExtend<Summary>();
    expectTypeOf<Summary>().toExtend<z.infer<typeof summary>>();
    expectTypeOf<z.infer<typeof reconciliation>>().toExtend<Reconciliation>();
    expectTypeOf<Reconciliation>().toExtend<z.infer<typeof reconciliation>>();
    expectTypeOf<z.infer<typeof checkoutAnswer>>().toExtend<CheckoutAnswer>();
    expectTypeOf<CheckoutAnswer>().toExtend<z.infer<typeof checkoutAnswer>>();
    expectTypeOf<OEmbed>().toExtend<z.infer<typeof oembedAnswer>>();
    expectTypeOf<Problem>().toExtend<z.infer<typeof problem>>();
    expectTypeOf<Manifest & { hash: string }>().toExtend<z.infer<typeof periods>['changes'][number]>();
    expectTypeOf<WidgetConfig>().toExtend<z.infer<typeof widgetConfig>>();
  });
});

describe('every problem', () => {
  it('has the form and a code that its address lists', () => {
    for (const { id, request, answer } of exchanges.filter((each) => each.id === 'error')) {
      expect(answer.headers['content-type'], id).toMatch(/^application\/problem\+json/);
      const { code, status } = problem.parse(JSON.parse(answer.body));
      expect(status).toBe(answer.status);
      const operation = OPERATIONS.find(({ path }) => path === request.path.split('?')[0]);
      expect(operation && problemsOf(operation)).toContainEqual({ status, code });
      expect(PROBLEMS).toHaveProperty(code);
    }
  });
});

it('the examples of the documentation are these very exchanges', () => {
  const written = JSON.parse(readFileSync(join(ROOT, 'docs', 'api-examples.json'), 'utf8')) as unknown;
  // npm run describe writes them anew.
  expect(steady(exchanges, filled)).toEqual(written);
});
