import type { z } from 'zod';
import { LEDGER_COLUMNS } from '../../finance/ledger-columns.ts';
import { PAYOUT_COLUMNS } from '../../finance/payout-columns.ts';
import { PLEDGE_COLUMNS } from '../../finance/pledge-columns.ts';
import { ledgerQuery, payoutsQuery, pledgesQuery } from '../../finance/request-schemas.ts';
import type { Access } from '../../http/route.ts';
import { ledgerRow, payoutRow, pledgeRow } from '../answers/rows.ts';
import type { Answer, Operation } from '../operation.ts';

const LEDGER_READ: Access = { kind: 'scope', scope: 'ledger:read' };

/** A file as rows: the same columns in each of its formats. */
type Sheet = { columns: Answer['columns']; row: z.ZodType; query: z.ZodObject };

const LEDGER: Sheet = { columns: LEDGER_COLUMNS, row: ledgerRow, query: ledgerQuery };
const PLEDGES: Sheet = { columns: PLEDGE_COLUMNS, row: pledgeRow, query: pledgesQuery };
const PAYOUTS: Sheet = { columns: PAYOUT_COLUMNS, row: payoutRow, query: payoutsQuery };

function file<Id extends string>(id: Id, path: string, { columns, row, query }: Sheet, digest = false) {
  const lines = path.endsWith('.jsonl');
  return {
    id,
    group: 'files',
    method: 'get',
    path,
    access: LEDGER_READ,
    query,
    answers: {
      200: {
        type: lines ? 'application/jsonl' : 'text/csv',
        ...(columns && { columns }),
        ...(lines && { row }),
        headers: ['Content-Disposition', ...(digest ? (['Repr-Digest'] as const) : [])],
      },
    },
    problems: [],
  } as const satisfies Operation;
}

/** Exports: one row a movement, a promise, a deposit. */
export const FILES = [
  file('ledgerCsv', '/v1/ledger.csv', LEDGER, true),
  file('ledgerLines', '/v1/ledger.jsonl', LEDGER),
  file('pledgesCsv', '/v1/pledges.csv', PLEDGES),
  file('pledgesLines', '/v1/pledges.jsonl', PLEDGES),
  file('payoutsCsv', '/v1/payouts.csv', PAYOUTS),
  file('payoutsLines', '/v1/payouts.jsonl', PAYOUTS),
] as const;
