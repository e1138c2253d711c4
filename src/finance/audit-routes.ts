import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import type { AppContext } from '../context.ts';
import { parse } from '../http/parse.ts';
import type { Route } from '../http/route.ts';
import { callerOf } from './access.ts';
import { AUDIT_ACTIONS, type AuditDetail, type AuditFilter } from './audit-entry.ts';
import { recordAudit } from './audit.ts';
import { exportFileName } from './exports/send.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

const PAGE_ROWS = 500;

/** What a page of the audit and its file can be narrowed down to. */
export const auditQuery = z.strictObject({
  action: z
    .enum(AUDIT_ACTIONS, { error: `Use one of: ${AUDIT_ACTIONS.join(', ')}.` })
    .meta({ description: 'What was done.' })
    .optional(),
  by: z
    .string()
    .regex(/^(command|nobody|(key|staff|link)_[0-9a-z]{20,40})$/, { error: 'Use an id such as key_…, or command, or nobody.' })
    .meta({ description: 'Who did it: the id of a key, a person or a link, `command` or `nobody`.', examples: ['command'] })
    .optional(),
  outcome: z
    .enum(['done', 'denied'], { error: 'Use done or denied.' })
    .meta({ description: 'Whether it was allowed.' })
    .optional(),
  after: z
    .string()
    .regex(/^\d{1,12}$/, { error: 'Use the number of an entry.' })
    .transform(Number)
    .meta({ description: 'Only entries behind this number: what came since the last look.', examples: ['120'] })
    .optional(),
}); // prettier-ignore

/** GET /v1/audit.jsonl: the chain as it is kept, so that anybody can recompute it. */
export function auditRoutes(ctx: Needs): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/audit.jsonl',
      access: { kind: 'scope', scope: 'audit:read' },
      handle: (req, res) => sendAudit(ctx, req, res),
    },
  ];
}

async function sendAudit(ctx: Needs, req: Request, res: Response): Promise<void> {
  const { after, action, by, outcome } = parse(auditQuery, req.query, 'query');
  const filter = { action: action ?? null, by: by ?? null, outcome: outcome ?? null };
  const fileName = exportFileName(ctx.config.publisher.name, 'audit', after === undefined ? 'all' : `after-${after}`, 'jsonl'); // prettier-ignore
  const narrowed = Object.keys(req.query).filter((name) => name !== 'after');
  const how = { format: 'jsonl', ...(narrowed.length > 0 && { narrowed_by: narrowed.sort().join(' ') }) };
  const record = (action: 'export' | 'export_end', detail: AuditDetail = {}) =>
    recordAudit(ctx, { by: callerOf(res).actor.id, action, object: fileName, outcome: 'done', detail: { ...how, ...detail } }); // prettier-ignore
  if (req.method !== 'HEAD') await record('export');
  res.status(200);
  res.setHeader('Content-Type', 'application/jsonl; charset=utf-8');
  res.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  res.setHeader('Cache-Control', 'no-store');
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const sent = { rows: 0, whole: false };
  // The end is written down before the answer ends, so that whoever has the file finds its end in the next one.
  async function* recorded() {
    try {
      yield* lines(ctx, filter, after ?? null, (rows) => (sent.rows += rows));
      sent.whole = true;
    } finally {
      await record('export_end', sent);
    }
  }
  await pipeline(Readable.from(recorded()), res).catch(endQuietly(res));
}

/** Up to the end that the chain has now: what is written meanwhile comes with the next file. */
async function* lines(
  { store }: Needs,
  filter: AuditFilter,
  from: number | null,
  count: (rows: number) => void,
): AsyncGenerator<string> {
  const last = (await store.auditHead())?.number ?? 0;
  for (let behind = from; ;) {
    const page = (await store.auditPage(filter, behind, PAGE_ROWS, 'oldest_first')).filter(
      ({ number }) => number <= last,
    );
    // The entry's own text stands in the line: its SHA-256 is the hash beside it.
    yield page.map(({ entry, hash }) => `{"hash":"${hash}","entry":${entry}}\n`).join('');
    count(page.length);
    await nextTurn();
    if (page.length < PAGE_ROWS) return;
    behind = page.at(-1)?.number ?? last;
  }
}

/** A client that goes away is no fault of ours; any other failure must be seen. */
function endQuietly(res: Response): (error: unknown) => void {
  return (error) => {
    if (!res.destroyed) throw error;
  };
}
