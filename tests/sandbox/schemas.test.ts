import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { handlers } from '../../src/sandbox/api/handlers.ts';
import { apiVersion } from '../../src/sandbox/events/event.ts';
import { findProblem } from '../../src/sandbox/schemas/check-object.ts';
import { generateSchemas, serialize } from '../../src/sandbox/schemas/generate.ts';
import { objectSchemas, requestSchemas } from '../../src/sandbox/schemas/load.ts';

const folder = new URL('../../src/sandbox/schemas/', import.meta.url);
const sdkFolder = dirname(dirname(createRequire(import.meta.url).resolve('stripe')));
const installed = (JSON.parse(readFileSync(join(sdkFolder, 'package.json'), 'utf8')) as { version: string })
  .version;

test('the schemas were made from the installed SDK and its API version', () => {
  for (const { meta } of [requestSchemas(), objectSchemas()])
    expect(meta).toEqual({ sdk: `stripe@${installed}`, apiVersion });
});

test('generating the schemas again gives the checked-in files', () => {
  for (const [name, schemas] of Object.entries(generateSchemas()))
    expect(serialize(schemas) === readFileSync(new URL(`${name}.json`, folder), 'utf8'), name).toBe(true);
});

test('every served operation has a schema and a handler', () => {
  expect(Object.keys(handlers).toSorted()).toEqual(Object.keys(requestSchemas().operations).toSorted());
});

test('every object is closed at every level, and every reference leads somewhere', () => {
  for (const schemas of [requestSchemas(), objectSchemas()]) {
    JSON.parse(JSON.stringify(schemas), (key: string, value: unknown) => {
      if (value === null || typeof value !== 'object' || key === 'properties') return value;
      if ('$ref' in value) expect(schemas.$defs).toHaveProperty([String(value.$ref).replace('#/$defs/', '')]);
      if ('properties' in value && 'type' in value) expect(value).toHaveProperty('additionalProperties');
      return value;
    });
  }
});

test('an object with a field too many, too few or of the wrong type is refused', () => {
  const invoicePayment = {
    id: 'inpay_1',
    object: 'invoice_payment',
    amount_paid: 500,
    amount_requested: 500,
    created: 1,
    currency: 'eur',
    invoice: 'in_1',
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent', payment_intent: 'pi_1' },
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: 1 },
  };
  expect(findProblem(invoicePayment)).toBeUndefined();
  expect(
    findProblem({ ...invoicePayment, payment: { type: 'payment_intent', intent: 'pi_1' } } as never),
  ).toContain('intent');
  expect(findProblem({ ...invoicePayment, amount_paid: '500' } as never)).toContain('/amount_paid');
  const { status: _, ...without } = invoicePayment;
  expect(findProblem(without)).toContain('status');
});
