import type { Request, Response } from 'express';
import * as z from 'zod';
import type { AppContext } from '../../context.ts';
import { parse } from '../../http/parse.ts';
import { PUBLIC, type Access, type Route } from '../../http/route.ts';
import { callerOf } from '../access.ts';
import type { AuditDetail } from '../audit-entry.ts';
import { recordAudit } from '../audit.ts';
import { dictionary, dictionaryFile } from './dictionary.ts';
import type { Format } from './format.ts';
import { FORMATS } from './formats.ts';
import { manifestOfFiles, type FileManifest } from './manifest.ts';
import { splitQuery } from './query.ts';
import { exportFileName, sendFile } from './send.ts';
import type { Opened, Table } from './table.ts';
import { TABLES } from './tables.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** What the meaning of columns depends on. */
const nothing = z.strictObject({});

/** Filters that the file's name already tells. */
const RANGE = ['period', 'from', 'to'];

const LEDGER_READ: Access = { kind: 'scope', scope: 'ledger:read' };

/** An address for each table in each format, and what their columns mean. */
export function exportRoutes(ctx: Needs): Route[] {
  return [
    ...TABLES.flatMap((table) => [
      ...FORMATS.map((format) => fileRoute(ctx, table, format)),
      manifestRoute(ctx, table),
    ]),
    // Anyone: what a column means is no secret, and programs that read a file ask for it too.
    {
      method: 'get',
      path: '/v1/dictionary.json',
      access: PUBLIC,
      handle(req, res) {
        parse(nothing, req.query, 'query');
        res.setHeader('Cache-Control', 'no-store');
        res.json(dictionary());
      },
    },
    {
      method: 'get',
      path: '/v1/dictionary.csv',
      access: PUBLIC,
      async handle(req, res) {
        parse(nothing, req.query, 'query');
        await sendFile(req, res, dictionaryFile(ctx.config.publisher.name));
      },
    },
  ];
}

function fileRoute(ctx: Needs, table: Table, format: Format): Route {
  return {
    method: 'get',
    path: `/v1/${table.name}.${format.ending}`,
    access: LEDGER_READ,
    handle: (req, res) => sendExport(ctx, req, res, { table, format, query: req.query }),
  };
}

/**
 * What the files of these filters hold, with their hashes: a CSV has no place to say it without breaking its readers.
 * It is written down as a file is: with filters narrow enough its sums are the rows.
 */
function manifestRoute(ctx: Needs, table: Table): Route {
  return {
    method: 'get',
    path: `/v1/${table.name}.manifest.json`,
    access: LEDGER_READ,
    async handle(req, res) {
      const { bound, options, format, filters } = splitQuery(req.query, ['lang', 'separator', 'format']);
      const opened = await table.open(ctx, filters, bound);
      const formats = FORMATS.filter(({ ending }) => format === null || ending === format);
      res.setHeader('Cache-Control', 'no-store');
      if (req.method === 'HEAD') {
        res.type('json').end();
        return;
      }
      const record = recorder(ctx, res, { table, opened, filters, ending: 'manifest.json' });
      await record('export');
      let manifest: FileManifest | null = null;
      try {
        manifest = await manifestOfFiles(ctx, {
          table,
          opened,
          // What a table took for its filters is text.
          filters: filters as Record<string, string>,
          options,
          formats,
          isStale: () => res.destroyed,
        });
      } finally {
        await record('export_end', { rows: manifest?.rows ?? 0, whole: manifest !== null });
      }
      if (manifest !== null) res.json(manifest);
    },
  };
}

/** Sends a table as a file, and writes down who took it. */
export async function sendExport(
  ctx: Needs,
  req: Request,
  res: Response,
  { table, format, query }: { table: Table; format: Format; query: unknown },
): Promise<void> {
  const { publisher } = ctx.config;
  const { bound, options, filters } = splitQuery(query, [...table.parameters, ...format.parameters]);
  const opened = await table.open(ctx, filters, bound);
  const { pieces, rows } = opened.file(format, options);
  const fileName = exportFileName(publisher.name, table.name, opened.range, format.ending);
  const sha256 = knownHash(table, format, opened);
  const { contentType, ending } = format;
  const record = recorder(ctx, res, { table, opened, filters, ending });
  await sendFile(
    req,
    res,
    { pieces, contentType, fileName, sha256 },
    {
      begun: () => record('export'),
      // A record of its own: the first one had to be durable before this was known, and no entry is ever changed.
      ended: (whole) => record('export_end', { rows: rows(), whole }),
    },
  );
}

type Recorded = { table: Table; opened: Opened; filters: Record<string, unknown>; ending: string };

/** Writes down who took which file. Of filters their names alone: what somebody typed into one stays out. */
function recorder(ctx: Needs, res: Response, { table, opened, filters, ending }: Recorded) {
  const by = callerOf(res).actor.id;
  const object = exportFileName(ctx.config.publisher.name, table.name, opened.range, ending);
  const narrowed = Object.keys(filters).filter((name) => !RANGE.includes(name));
  const how = { format: ending, ...(narrowed.length > 0 && { narrowed_by: narrowed.sort().join(' ') }) };
  return (action: 'export' | 'export_end', detail: AuditDetail = {}) =>
    recordAudit(ctx, { by, action, object, outcome: 'done', detail: { ...how, ...detail } });
}

/** The hash of a closed month's ledger.csv stands in its manifest. */
function knownHash(table: Table, format: Format, { closed, isWholeMonth }: Opened): string | null {
  return table.name === 'ledger' && format.ending === 'csv' && isWholeMonth
    ? (closed?.ledgerCsvSha256 ?? null)
    : null;
}
