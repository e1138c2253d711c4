import * as z from 'zod';
import { AppError, invalid } from '../errors.ts';

/**
 * Reads outside input with a schema. The first fault becomes an error that names the field and never
 * repeats the value: 422 for a body, 400 for a query.
 */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
  where: 'body' | 'query' = 'body',
): z.output<T> {
  // Without its input an issue does not tell a missing field from one of another type.
  const parsed = schema.safeParse(value ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const status = where === 'body' ? 422 : 400;
  if (issue === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError(status, 'invalid_body', 'Send an object with the documented fields.');
  }
  if (issue.code === 'unrecognized_keys') {
    const field = printable(issue.keys[0] ?? '');
    const words = where === 'query' ? noSuchParameter(schema) : 'There is no such field here.';
    throw new AppError(status, 'unknown_field', words, { field });
  }
  const field = printable(issue.path.map(String).join('.'));
  if (issue.input === undefined && issue.code === 'invalid_type') {
    throw new AppError(status, 'missing_field', `This field is required.`, { field });
  }
  // The library's own words are for programmers.
  const words = issue.message.startsWith('Invalid input')
    ? 'This field has the wrong type, or is given more than once.'
    : issue.message;
  if (where === 'body') throw invalid(field, words);
  throw new AppError(400, 'invalid_field', words, { field });
}

/** A typing error is mended fastest by whoever sees the right word. */
function noSuchParameter(schema: z.ZodType): string {
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return names.length === 0
    ? 'This address takes no such parameter.'
    : `This address takes no such parameter. It can be narrowed by: ${names.join(', ')}.`;
}

/** Field names come from outside too: only plain ones are repeated. */
function printable(name: string): string {
  return /^[\w.$-]{1,60}$/.test(name) ? name : 'unknown';
}
