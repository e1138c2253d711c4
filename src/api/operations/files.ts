import * as z from 'zod';
import { fileParameters } from '../../finance/exports/query.ts';
import { FORMATS } from '../../finance/exports/formats.ts';
import type { TableName } from '../../finance/exports/table.ts';
import { TABLES } from '../../finance/exports/tables.ts';
import { ledgerQuery, payoutsQuery, pledgesQuery } from '../../finance/request-schemas.ts';
import { PUBLIC } from '../../http/route.ts';
import { fileManifestAnswer } from '../answers/file-manifest.ts';
import { dictionaryAnswer } from '../answers/finance.ts';
import { ROWS } from '../answers/rows.ts';
import type { Operation } from '../operation.ts';

/** The filters of each table, as filters.ts reads them. */
export const FILTERS: Record<TableName, z.ZodObject> = {
  ledger: ledgerQuery,
  journal: ledgerQuery,
  accounting: ledgerQuery,
  pledges: pledgesQuery,
  payouts: payoutsQuery,
};

/** Every table in every format: the same list that mounts the addresses. */
const EXPORTS: Operation[] = TABLES.flatMap((table) =>
  FORMATS.map(({ ending, contentType, parameters }): Operation => {
    const beside = {
      bound: true as const,
      ...Object.fromEntries([...table.parameters, ...parameters].map((name) => [name, true as const])),
    };
    return {
      id: table.name + ending.split('.').map(capital).join(''),
      group: 'files',
      method: 'get',
      path: `/v1/${table.name}.${ending}`,
      access: { kind: 'scope', scope: 'ledger:read' },
      query: z.strictObject({ ...FILTERS[table.name].shape, ...fileParameters.pick(beside).shape }),
      answers: {
        200: {
          type: contentType.split(';')[0] ?? contentType,
          row: ROWS[table.name],
          headers: ['Content-Disposition', 'Repr-Digest'],
        },
      },
      problems: table.name === 'accounting' ? ['month_closed', 'accounts_not_set'] : ['month_closed'],
      file: { table: table.name, ending },
    };
  }),
);

/** What the files of a table hold, with their hashes. */
const MANIFESTS: Operation[] = TABLES.map(({ name }): Operation => ({
  id: `${name}Manifest`,
  group: 'files',
  method: 'get',
  path: `/v1/${name}.manifest.json`,
  access: { kind: 'scope', scope: 'ledger:read' },
  query: z.strictObject({ ...FILTERS[name].shape, ...fileParameters.shape }),
  answers: { 200: { type: 'application/json', schema: fileManifestAnswer } },
  problems: name === 'accounting' ? ['month_closed', 'accounts_not_set'] : ['month_closed'],
  file: { table: name, ending: 'manifest.json' },
}));

/** Exports, and what their columns mean. */
export const FILES: readonly Operation[] = [
  ...EXPORTS,
  ...MANIFESTS,
  {
    id: 'dictionary',
    group: 'files',
    method: 'get',
    path: '/v1/dictionary.json',
    access: PUBLIC,
    query: z.strictObject({}),
    answers: { 200: { type: 'application/json', schema: dictionaryAnswer } },
    problems: [],
  },
  {
    id: 'dictionaryCsv',
    group: 'files',
    method: 'get',
    path: '/v1/dictionary.csv',
    access: PUBLIC,
    query: z.strictObject({}),
    answers: { 200: { type: 'text/csv', headers: ['Content-Disposition', 'Repr-Digest'] } },
    problems: [],
  },
];

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
