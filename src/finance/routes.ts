import type { Request, Response } from 'express';
import type { AppContext } from '../context.ts';
import type { Access, Route } from '../http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { closedFile } from './close-month.ts';
import { csvWriter, jsonLinesWriter, type RowWriter } from './columns.ts';
import { exportFileName, ledgerPages, payoutPages, pledgePages, sendExport } from './export.ts';
import {
  ledgerSelection,
  pledgeSelection,
  summarySelection,
  payoutSelection,
  reconciliationPeriod,
} from './filters.ts';
import { LEDGER_COLUMNS } from './ledger-columns.ts';
import { financePageRoutes } from './page-routes.ts';
import { PAYOUT_COLUMNS, type ExplainedPayout } from './payout-columns.ts';
import { periodRoutes } from './period-routes.ts';
import { PLEDGE_COLUMNS } from './pledge-columns.ts';
import { reconciliationOf } from './reconciliation.ts';
import type { LedgerRow, PledgeRow } from './rows.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { summaryOf } from './summary.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

const LEDGER_READ: Access = { kind: 'scope', scope: 'ledger:read' };
const TOTALS_READ: Access = { kind: 'scope', scope: 'totals:read' };

/** Everything finance: files, sums and pages. */
export function financeRoutes(ctx: Needs): Route[] {
  const ledger = (ending: string, writer: RowWriter<LedgerRow>): Route => ({
    method: 'get',
    path: `/v1/ledger.${ending}`,
    access: LEDGER_READ,
    handle: (req, res) => sendLedger(ctx, req, res, { ending, writer }),
  });
  const pledges = (ending: string, writer: RowWriter<PledgeRow>): Route => ({
    method: 'get',
    path: `/v1/pledges.${ending}`,
    access: LEDGER_READ,
    handle: (req, res) => sendPledges(ctx, req, res, { ending, writer }),
  });
  const payouts = (ending: string, writer: RowWriter<ExplainedPayout>): Route => ({
    method: 'get',
    path: `/v1/payouts.${ending}`,
    access: LEDGER_READ,
    handle: (req, res) => sendPayouts(ctx, req, res, { ending, writer }),
  });
  return [
    ledger('csv', csvWriter(LEDGER_COLUMNS)),
    ledger('jsonl', jsonLinesWriter(LEDGER_COLUMNS)),
    pledges('csv', csvWriter(PLEDGE_COLUMNS)),
    pledges('jsonl', jsonLinesWriter(PLEDGE_COLUMNS)),
    payouts('csv', csvWriter(PAYOUT_COLUMNS)),
    payouts('jsonl', jsonLinesWriter(PAYOUT_COLUMNS)),
    {
      method: 'get',
      path: '/v1/reconciliation',
      access: TOTALS_READ,
      handle: (req, res) => sendReconciliation(ctx, req, res),
    },
    {
      method: 'get',
      path: '/v1/summary',
      access: TOTALS_READ,
      handle: (req, res) => sendSummary(ctx, req, res),
    },
    ...periodRoutes(ctx),
    ...auditRoutes(ctx),
    ...signInRoutes(ctx),
    ...financePageRoutes(ctx),
  ];
}

type Format<Row> = { ending: string; writer: RowWriter<Row> };

async function sendLedger(ctx: Needs, req: Request, res: Response, format: Format<LedgerRow>): Promise<void> {
  const { publisher } = ctx.config;
  const { filter, name } = ledgerSelection(req.query, publisher.bookZone);
  const closed = format.ending === 'csv' ? await closedFile(ctx, filter) : null;
  await sendExport(req, res, {
    pages: await ledgerPages(ctx, filter, closed?.bound),
    writer: format.writer,
    idOf: (row) => row.entryId,
    sha256: closed?.ledgerCsvSha256 ?? null,
    fileName: exportFileName(publisher.name, 'ledger', name, format.ending),
  });
}

async function sendPledges(
  ctx: Needs,
  req: Request,
  res: Response,
  format: Format<PledgeRow>,
): Promise<void> {
  const { publisher } = ctx.config;
  const { filter, name } = pledgeSelection(req.query, publisher.bookZone);
  await sendExport(req, res, {
    pages: pledgePages(ctx, filter),
    writer: format.writer,
    idOf: (row) => row.pledgeId,
    fileName: exportFileName(publisher.name, 'pledges', name, format.ending),
  });
}

async function sendPayouts(
  ctx: Needs,
  req: Request,
  res: Response,
  format: Format<ExplainedPayout>,
): Promise<void> {
  const { publisher } = ctx.config;
  const { filter, name } = payoutSelection(req.query, publisher.bookZone);
  await sendExport(req, res, {
    pages: payoutPages(ctx, filter),
    writer: format.writer,
    idOf: (row) => row.payoutId,
    fileName: exportFileName(publisher.name, 'payouts', name, format.ending),
  });
}

async function sendReconciliation(ctx: Needs, req: Request, res: Response): Promise<void> {
  const period = reconciliationPeriod(req.query);
  res.setHeader('Cache-Control', 'no-store');
  res.json(await reconciliationOf(ctx, period));
}

async function sendSummary(ctx: Needs, req: Request, res: Response): Promise<void> {
  const selection = summarySelection(req.query, ctx.config.publisher.bookZone, ctx.now());
  res.setHeader('Cache-Control', 'no-store');
  res.json(await summaryOf(ctx, selection));
}
