import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';
import type { Group } from './operation.ts';

// What the pages read: the description as it is committed, and the exchanges that were recorded for it. Both are read
// once, when somebody asks.

/** A part of JSON Schema as the description uses it. */
export type Schema = {
  $ref?: string;
  type?: string;
  enum?: string[];
  const?: unknown;
  format?: string;
  pattern?: string;
  description?: string;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
};

export type Parameter = {
  in: 'query' | 'path' | 'header';
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
};

type Content = Record<string, { schema?: Schema; 'x-codes'?: string[]; 'x-row'?: Schema }>;

/** An operation of the description, with what stands around it there. */
export type Described = {
  operationId: string;
  method: string;
  path: string;
  group: Group;
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content; headers?: Record<string, unknown> }>;
};

export type Description = {
  text: Record<string, unknown>;
  operations: Described[];
  schemas: Record<string, Schema>;
};

/** A request and what the service answered to it; tests/api/record.ts makes them. */
export type Example = {
  id: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: string };
  answer: { status: number; headers: Record<string, string>; body: string };
};

let description: Description | undefined;
let examples: Example[] | undefined;

/** docs/openapi.json as it was made from the schemas (generate.ts). */
export function readDescription(): Description {
  return (description ??= parsed());
}

/** An operation as the document has it: its method and path stand around it. */
type Written = Omit<Described, 'method' | 'path' | 'group'> & { 'x-group': Group };

function parsed(): Description {
  const text = JSON.parse(readFileSync(join(ROOT, 'docs', 'openapi.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const paths = text['paths'] as Record<string, Record<string, Written>>;
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      parameters: operation.parameters ?? [],
      method: method.toUpperCase(),
      path,
      group: operation['x-group'],
    })),
  );
  return { text, operations, schemas: (text['components'] as { schemas: Record<string, Schema> }).schemas };
}

export function readExamples(): Example[] {
  return (examples ??= JSON.parse(
    readFileSync(join(ROOT, 'docs', 'api-examples.json'), 'utf8'),
  ) as Example[]);
}

/** A field of a body or an answer, as a line of a list: `currencies[].grossMinor`. */
export type Field = { name: string; type: string; description: string | undefined; required: boolean };

/** Every field of a schema, those of its parts behind it. */
export function fieldsOf(schema: Schema, schemas: Description['schemas'], prefix = ''): Field[] {
  const { properties = {}, required = [] } = whole(schema, schemas);
  return Object.entries(properties).flatMap(([name, given]) => {
    const field = whole(given, schemas);
    const inner = field.type === 'array' && field.items ? whole(field.items, schemas) : field;
    const path = `${prefix}${name}${field.type === 'array' ? '[]' : ''}`;
    return [
      {
        name: path,
        type: typeOf(field, schemas),
        description: given.description ?? field.description,
        required: required.includes(name),
      },
      ...(inner.properties ? fieldsOf(inner, schemas, `${path}.`) : []),
    ];
  });
}

/** A schema without its reference, and without the null beside it. */
function whole(schema: Schema, schemas: Description['schemas']): Schema {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return whole(schemas[name] ?? {}, schemas);
  const [one, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  return one !== undefined && others.length === 0 ? { ...whole(one, schemas), ...schema } : schema;
}

/** What a value may be, in the words of the schema language: they are the same in every tongue. */
export function typeOf(schema: Schema, schemas: Description['schemas']): string {
  const field = whole(schema, schemas);
  const nullable = (schema.anyOf ?? field.anyOf ?? []).some(({ type }) => type === 'null') ? ' | null' : '';
  if (field.enum !== undefined) return field.enum.join(' | ') + nullable;
  if (field.const !== undefined) return JSON.stringify(field.const) + nullable;
  if (field.type === 'array') return `array${nullable}`;
  const bounds = field.maxLength !== undefined && field.maxLength < 10_000 ? ` ≤ ${field.maxLength}` : '';
  const plain = field.type === undefined ? 'string | number | boolean' : `${field.type}${bounds}`;
  return (field.format === undefined ? plain : field.format) + nullable;
}
