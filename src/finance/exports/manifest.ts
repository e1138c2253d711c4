import type { AppContext } from '../../context.ts';
import { boundText } from './bound.ts';
import type { ColumnTotals } from './column-totals.ts';
import type { Control } from './control.ts';
import type { FileOptions, Format } from './format.ts';
import { isoSeconds } from './iso-seconds.ts';
import { exportFileName, hashOf } from './send.ts';
import type { Opened, Table, TableName } from './table.ts';

/** What a file of an export holds, for whoever wants to prove it later. Answer of GET /v1/{table}.manifest.json. */
export type FileManifest = {
  format: 1;
  table: TableName;
  range: string;
  zone: string;
  /** The instant that the files are a picture of. */
  asOf: string;
  /** Given again in an address, it gives the same file again. */
  bound: string;
  rows: number;
  /** What stands in the rows, added up per currency. */
  totals: ColumnTotals[];
  /** The same as the database sums it, with opening and closing; null for tables of other things. */
  control: (Omit<Control, 'comparedAt'> & { comparedAt: string | null })[] | null;
  files: { format: string; name: string; address: string; bytes: number; sha256: string }[];
  /** The link of the chain that closed the month; null for an open month and other ranges. */
  closed: { period: string; closedAt: string; hash: string; ledgerCsvSha256: string | null } | null;
};

/** What is asked of a manifest beside the rows: the filters as they were given, and the formats to hash. */
export type ManifestOf = {
  table: Table;
  opened: Opened;
  filters: Record<string, string>;
  options: FileOptions;
  formats: readonly Format[];
  /** True once nobody waits any more. */
  isStale: () => boolean;
};

/** Reads the rows once for their sums and once for each file; null where nobody waits any more. */
export async function manifestOfFiles(
  ctx: Pick<AppContext, 'config'>,
  { table, opened, filters, options, formats, isStale }: ManifestOf,
): Promise<FileManifest | null> {
  const { range, zone, bound, closed } = opened;
  const counted = await opened.count(options, isStale);
  const files: FileManifest['files'] = [];
  for (const format of formats) {
    const hashed = await hashOf(opened.file(format, options).pieces, isStale);
    if (hashed === null) return null;
    files.push({
      format: format.ending,
      name: exportFileName(ctx.config.publisher.name, table.name, range, format.ending),
      address: addressOf(table, format, { ...filters, bound: boundText(bound) }, options),
      ...hashed,
    });
  }
  const control = await opened.control();
  return {
    format: 1,
    table: table.name,
    range,
    zone,
    asOf: bound.asOf.toISOString(),
    bound: boundText(bound),
    ...counted,
    control:
      control?.map(({ comparedAt, ...each }) => ({ ...each, comparedAt: isoSeconds(comparedAt) })) ?? null,
    files,
    closed:
      closed === null
        ? null
        : {
            period: closed.period,
            closedAt: closed.at,
            hash: closed.hash,
            ledgerCsvSha256: closed.ledgerCsvSha256,
          },
  };
}

/** Where the very file can be had again. */
function addressOf(
  table: Table,
  format: Format,
  filters: Record<string, string>,
  options: FileOptions,
): string {
  const query = new URLSearchParams(filters);
  for (const name of new Set([...table.parameters, ...format.parameters]))
    if (options[name] !== null) query.set(name, options[name]);
  return `/v1/${table.name}.${format.ending}?${query.toString()}`;
}
