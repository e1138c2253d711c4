import type { z } from 'zod';
import type { TableName } from '../finance/exports/table.ts';
import type { Access, Route } from '../http/route.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';

/** Chapters of the description. */
export const GROUPS = ['readers', 'files', 'books', 'service'] as const;
export type Group = (typeof GROUPS)[number];

/** An answer that is no problem. */
export type Answer = {
  /** Media type; none where there is no body. */
  type?: string;
  schema?: z.ZodType;
  /** Of a file with rows: what one row is, in whatever format. */
  row?: z.ZodType;
  headers?: readonly HeaderName[];
};

/** Headers of answers that somebody may rely on; their words stand in words/. */
export type HeaderName = 'Content-Disposition' | 'Repr-Digest' | 'ETag' | 'Retry-After';

/**
 * One address as others may rely on it. Who may call it is said again here, so that the description needs no running
 * service; tests/api holds path, access and body against the route that is mounted.
 */
export type Operation = {
  /** Stable name, for generated clients and for words/. */
  id: string;
  group: Group;
  method: Exclude<Route['method'], 'options'>;
  /** As Express writes it: `/v1/periods/:period/close`. */
  path: string;
  access: Access;
  params?: z.ZodObject;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: { type: string; schema: z.ZodType };
  answers: Record<number, Answer>;
  /** Beyond those that follow from access, query and body; with its status where a code has several. */
  problems: readonly (ProblemCode | { status: number; code: ProblemCode })[];
  /** Of an export: its table and how its name ends. */
  file?: { table: TableName; ending: string };
};

/** Every code that an operation may answer, each with the status it has there. */
export function problemsOf(operation: Operation): { status: number; code: ProblemCode }[] {
  const { access, query, params, body, problems, method } = operation;
  const at = (status: number, ...codes: ProblemCode[]) => codes.map((code) => ({ status, code }));
  return [
    ...(query === undefined ? [] : at(400, 'unknown_field', 'invalid_field')),
    ...(query !== undefined && required(query) ? at(400, 'missing_field') : []),
    ...(query === undefined && params !== undefined ? at(400, 'invalid_field') : []),
    ...(body?.type === 'application/json' ? at(400, 'malformed_json') : []),
    ...(access.kind === 'scope' ? at(401, 'key_required', 'key_invalid') : []),
    ...(access.kind === 'scope' ? at(403, 'scope_missing') : []),
    ...(access.kind === 'scope' && method === 'post' ? at(403, 'foreign_form') : []),
    ...(access.kind === 'metrics_token' ? at(401, 'unauthorized') : []),
    ...(body === undefined ? [] : at(413, 'too_large')),
    ...(body?.type === 'application/json'
      ? [...at(415, 'unsupported_media_type'), ...at(422, 'unknown_field', 'missing_field', 'invalid_field')]
      : []),
    ...problems.map((one) => (typeof one === 'string' ? { status: PROBLEMS[one][0], code: one } : one)),
    ...at(500, 'internal'),
    ...(access.kind === 'scope' ? at(503, 'unavailable') : []),
  ].sort((a, b) => a.status - b.status);
}

function required(query: z.ZodObject): boolean {
  return Object.values(query.shape).some((field) => !(field as z.ZodType).safeParse(undefined).success);
}
