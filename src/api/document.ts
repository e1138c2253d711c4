import type { z } from 'zod';
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from 'zod-openapi';
import { problem } from './answers/service.ts';
import { EXAMPLE_SERVER } from './example-server.ts';
import { GROUPS, problemsOf, type Answer, type HeaderName, type Operation } from './operation.ts';
import { OPERATIONS } from './operations/all.ts';
import { en } from './words/en.ts';
import { wordsOf } from './words/of.ts';

/** What a part of the document looks like after it was made: plain JSON. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/**
 * The whole API as OpenAPI 3.1, from the schemas that read the requests. It depends on nothing but the code, so it is
 * made at development time, committed as docs/openapi.json and held by tests/drift.ts.
 */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: operationObject(operation) };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.1',
    info: {
      title: 'Reader Support',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: en.rules.map(({ title, body }) => `**${title}.** ${body}`).join('\n\n'),
    },
    servers: [{ url: EXAMPLE_SERVER }],
    tags: GROUPS.map((group) => ({ name: en.groups[group].title, description: en.groups[group].body })),
    paths,
    components: { securitySchemes: SCHEMES, schemas: { Problem: problem, ...rowSchemas() } },
  };
  const made = createDocument(document, {
    // Answers may grow fields: a client that refuses new ones would break with every version.
    override: ({ jsonSchema, io }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  return liftDescriptions(JSON.parse(JSON.stringify(made)) as JsonObject);
}

/** The words of a parameter stand where tools look for them, and once. */
function liftDescriptions(document: JsonObject): JsonObject {
  for (const item of Object.values(document['paths'] as JsonObject))
    for (const operation of Object.values(item as JsonObject))
      for (const parameter of ((operation as JsonObject)['parameters'] ?? []) as JsonObject[]) {
        const { description, ...schema } = parameter['schema'] as JsonObject;
        Object.assign(parameter, { schema, ...(description !== undefined && { description }) });
      }
  return document;
}

const SCHEMES = {
  financeKey: { type: 'http', scheme: 'bearer', bearerFormat: 'rsk_…', description: en.security.financeKey },
  financeSession: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-rs_finance',
    description: en.security.financeSession,
  },
  stripeSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'Stripe-Signature',
    description: en.security.stripeSignature,
  },
  metricsToken: { type: 'http', scheme: 'bearer', description: en.security.metricsToken },
} as const;

function operationObject(operation: Operation): ZodOpenApiOperationObject {
  const { title, body } = wordsOf(en, operation);
  const { params, query, headers } = operation;
  const answers = Object.entries(operation.answers).map(([status, answer]) => [
    status,
    answerObject(status, answer),
  ]);
  return {
    operationId: operation.id,
    tags: [en.groups[operation.group].title],
    summary: title,
    description: body,
    'x-group': operation.group,
    security: securityOf(operation),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(operation.body && {
      requestBody: {
        required: true,
        content: { [operation.body.type]: { schema: operation.body.schema } },
      },
    }),
    responses: { ...Object.fromEntries(answers), ...problemObjects(operation) } as NonNullable<
      ZodOpenApiOperationObject['responses']
    >,
  };
}

/** The scope stands beside the scheme as the roles that OpenAPI 3.1 allows there. */
function securityOf({ access }: Operation): Record<string, string[]>[] {
  switch (access.kind) {
    case 'scope':
      return [{ financeKey: [access.scope] }, { financeSession: [access.scope] }];
    case 'stripe_signature':
      return [{ stripeSignature: [] }];
    case 'metrics_token':
      return [{ metricsToken: [] }];
    default:
      return [];
  }
}

const PHRASES: Record<string, string> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken.',
  204: 'Taken; no body.',
  304: 'Unchanged.',
  503: 'Not available.',
};

function answerObject(status: string, { type, schema, row, headers = [] }: Answer): object {
  return {
    description: PHRASES[status] ?? 'Done.',
    ...(headers.length > 0 && { headers: headersOf(headers) }),
    ...(type && {
      content: {
        [type]: {
          schema: schema ?? { type: 'string' },
          ...(row && { 'x-row': { $ref: `#/components/schemas/${idOf(row)}` } }),
        },
      },
    }),
  };
}

function headersOf(names: readonly HeaderName[]): object {
  return Object.fromEntries(
    names.map((name) => [
      name,
      { description: en.headers[name], schema: { type: name === 'Retry-After' ? 'integer' : 'string' } },
    ]),
  );
}

/** The problems of an operation, one answer a status, with its codes for programs and in words. */
function problemObjects(operation: Operation): Record<string, object> {
  const byStatus = Map.groupBy(problemsOf(operation), ({ status }) => status);
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !(status in operation.answers))
      .map(([status, problems]) => {
        const codes = [...new Set(problems.map(({ code }) => code))];
        return [
          status,
          {
            description: codes.map((code) => `\`${code}\`: ${en.problems[code].means}`).join('\n'),
            ...(status === 429 || status === 503 ? { headers: headersOf(['Retry-After']) } : {}),
            content: { 'application/problem+json': { schema: problem, 'x-codes': codes } },
          },
        ];
      }),
  );
}

/** What a line of a file is: named by `x-row`, which tools do not follow, so it is put there by itself. */
function rowSchemas(): Record<string, z.ZodType> {
  const rows = OPERATIONS.flatMap(({ answers }) => Object.values(answers).flatMap(({ row }) => row ?? []));
  return Object.fromEntries(rows.map((row) => [idOf(row), row]));
}

function idOf(schema: z.ZodType): string {
  const { id } = schema.meta() ?? {};
  if (typeof id !== 'string') throw new Error('a row without a name');
  return id;
}
