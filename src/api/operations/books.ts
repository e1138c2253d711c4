import * as z from 'zod';
import { auditQuery } from '../../finance/audit-routes.ts';
import {
  closingBody,
  periodSchema,
  reconciliationQuery,
  reopeningBody,
  summaryQuery,
} from '../../finance/request-schemas.ts';
import type { Access } from '../../http/route.ts';
import { periodChange, periods, reconciliation, summary } from '../answers/finance.ts';
import { auditLine } from '../answers/rows.ts';
import type { Operation } from '../operation.ts';

const TOTALS_READ: Access = { kind: 'scope', scope: 'totals:read' };
const MAY_CLOSE: Access = { kind: 'scope', scope: 'periods:close' };

const json = 'application/json';
const month = z.object({ period: periodSchema });

/** Sums, the comparison with Stripe, and the months. */
export const BOOKS = [
  {
    id: 'summary',
    group: 'books',
    method: 'get',
    path: '/v1/summary',
    access: TOTALS_READ,
    query: summaryQuery,
    answers: { 200: { type: json, schema: summary } },
    problems: [],
  },
  {
    id: 'reconciliation',
    group: 'books',
    method: 'get',
    path: '/v1/reconciliation',
    access: TOTALS_READ,
    query: reconciliationQuery,
    answers: { 200: { type: json, schema: reconciliation } },
    problems: ['never_compared'],
  },
  {
    id: 'periods',
    group: 'books',
    method: 'get',
    path: '/v1/periods',
    access: TOTALS_READ,
    query: z.strictObject({}),
    answers: { 200: { type: json, schema: periods } },
    problems: [],
  },
  {
    id: 'closePeriod',
    group: 'books',
    method: 'post',
    path: '/v1/periods/:period/close',
    access: MAY_CLOSE,
    params: month,
    body: { type: json, schema: closingBody },
    answers: { 200: { type: json, schema: periodChange } },
    problems: ['month_closed', 'month_running', 'earlier_month_open', 'month_busy'],
  },
  {
    id: 'reopenPeriod',
    group: 'books',
    method: 'post',
    path: '/v1/periods/:period/reopen',
    access: MAY_CLOSE,
    params: month,
    body: { type: json, schema: reopeningBody },
    answers: { 200: { type: json, schema: periodChange } },
    problems: ['month_open', 'later_month_closed', 'month_changed'],
  },
  {
    id: 'auditLines',
    group: 'books',
    method: 'get',
    path: '/v1/audit.jsonl',
    access: { kind: 'scope', scope: 'audit:read' },
    query: auditQuery,
    answers: { 200: { type: 'application/jsonl', row: auditLine, headers: ['Content-Disposition'] } },
    problems: [],
  },
] as const satisfies readonly Operation[];
