import * as z from 'zod';
import { parse } from '../../http/parse.ts';
import { readBound, type FileBound } from './bound.ts';
import type { FileOptions } from './format.ts';
import { FORMATS } from './formats.ts';

const ONCE = { error: 'Give this parameter once.' };

/** What a file's address may say beside its filters. */
export const fileParameters = z.strictObject({
  bound: z
    .string(ONCE)
    .refine((text) => readBound(text) !== null, {
      error: 'Use the bound of a manifest as it stands there, or leave it out.',
    })
    .transform((text) => readBound(text))
    .meta({
      description: 'Holds several files to one instant: the bound of a manifest, as it stands there.',
      pattern: '^[0-9]{1,15}[.][0-9]{1,15}[.][0-9]{13}$',
    })
    .optional(),
  lang: z
    .string(ONCE)
    .refine(isLanguage, { error: 'Use a language tag such as en, ru or de-CH.' })
    .meta({
      description: 'A language tag: how its people write numbers, and words where we have them.',
      examples: ['de-CH'],
    })
    .optional(),
  separator: z
    .enum(['comma', 'semicolon', 'tab'], {
      error: (issue) => (typeof issue.input === 'string' ? 'Use one of: comma, semicolon, tab.' : ONCE.error),
    })
    .meta({
      description:
        'What stands between the cells; by default what Excel expects where the language is spoken.',
    })
    .optional(),
  /** Of a manifest: only this file is hashed. */
  format: z
    .enum(
      FORMATS.map(({ ending }) => ending),
      {
        error: (issue) =>
          typeof issue.input === 'string'
            ? `Use one of: ${FORMATS.map(({ ending }) => ending).join(', ')}.`
            : ONCE.error,
      },
    )
    .optional(),
});

/** What a file's address was asked for. */
export type FileQuery = {
  bound: FileBound | null;
  options: FileOptions;
  /** The ending of the one format that a manifest is about. */
  format: string | null;
  filters: Record<string, unknown>;
};

/** Parts a query into what it says of the file and what it says of its rows; each is held to its own schema. */
export function splitQuery(query: unknown, parameters: readonly (keyof FileOptions | 'format')[]): FileQuery {
  const own: Record<string, unknown> = {};
  const filters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>))
    (name === 'bound' || (parameters as readonly string[]).includes(name) ? own : filters)[name] = value;
  const { bound, lang, separator, format } = parse(fileParameters, own, 'query');
  return {
    bound: bound ?? null,
    options: { lang: lang ?? 'en', separator: separator ?? null },
    format: format ?? null,
    filters,
  };
}

function isLanguage(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
