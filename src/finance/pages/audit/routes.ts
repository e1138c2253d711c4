import * as z from 'zod';
import type { AppContext } from '../../../context.ts';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { auditEntryOf } from '../../audit-entry.ts';
import { auditQuery } from '../../audit-routes.ts';
import { verifyAudit } from '../../verify-audit.ts';
import { actorNames } from '../actors.ts';
import { cleaned } from '../address.ts';
import { pageRoute, type PageNeeds } from '../visit.ts';
import { auditPage, type Audit, type AuditView } from './page.ts';

const ROWS = 50;
const ROWS_PRINTED = 500;
/** A chain up to here is computed anew at every look: a few milliseconds. A longer one when somebody asks. */
const VERIFIED_AT_ONCE = 2_000;

const query = auditQuery.omit({ after: true }).extend({
  lang: z.string().optional(),
  print: z.literal('1').optional(),
  check: z.literal('1').optional(),
  before: z.string().regex(/^\d{1,12}$/, { error: 'Turn pages by the links of the page.' }).transform(Number).optional(),
}); // prettier-ignore

/** The page of the audit. */
export function auditPageRoutes(ctx: PageNeeds): Route[] {
  return [
    pageRoute(ctx, { path: '/finance/audit', page: 'audit', needs: ['audit:read'] }, async (visit, req) => {
      const { action, by, outcome, before, check } = parse(query, cleaned(req.query), 'query');
      const filter = { action: action ?? null, by: by ?? null, outcome: outcome ?? null };
      const view = { filter, before: before ?? null };
      return auditPage(
        visit,
        view,
        await readAudit(ctx, view, { rows: visit.isPrint ? ROWS_PRINTED : ROWS, check: check === '1' }),
      );
    }),
  ];
}

async function readAudit(
  ctx: Pick<AppContext, 'store'>,
  { filter, before }: AuditView,
  { rows, check }: { rows: number; check: boolean },
): Promise<Audit> {
  const { store } = ctx;
  const links = await store.auditPage(filter, before, rows + 1, 'newest_first');
  const head = await store.auditHead();
  const isShort = head !== null && head.number <= VERIFIED_AT_ONCE;
  return {
    entries: links.slice(0, rows).map((link) => ({ ...auditEntryOf(link), hash: link.hash })),
    hasOlder: links.length > rows,
    head,
    verified: isShort || check ? await verifyAudit(ctx, await store.periodChanges()) : null,
    names: await actorNames(ctx),
  };
}
