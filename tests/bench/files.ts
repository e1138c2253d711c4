import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';
import { NODE_OPTIONS } from '../../src/node-options.mjs';
import { benchLedgerCsv } from './ledger-csv.ts';
import type { Line } from './report.ts';

/** What a reader downloads before the first press of the button. */
export function widgetBytes(): Line[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'public/rs/manifest.json'), 'utf8')) as {
    files: Record<string, { bytes: number; brotliBytes: number }>;
  };
  const script = manifest.files['rs.js'];
  if (script === undefined) throw new Error('the widget is not built');
  return [
    {
      what: 'The widget before Continue, styles included, English',
      compared: 'the limit of 28 KB minified and 9 KB brotli for rs.js',
      ratio: `${((100 * script.brotliBytes) / 9_216).toFixed(0)} % of the limit`,
      detail: `${script.bytes} bytes, ${script.brotliBytes} brotli`,
    },
  ];
}

/** Exports against the fastest program that reads the same file. */
export async function ledgerFiles(): Promise<Line[]> {
  const result = await benchLedgerCsv({ nodeFlags: [...NODE_OPTIONS] });
  const times = (ratio: number | null) =>
    ratio === null ? 'not compared' : `${ratio.toFixed(2)} times its time`;
  const rows = result.entries.toLocaleString('en');
  return [
    {
      what: `ledger.csv of ${rows} entries`,
      compared: 'sqlite3 -csv with the same SELECT and formatting',
      ratio: times(result.timesSqlite3),
      detail: `${(result.bytes / 1e6).toFixed(0)} MB, peak ${result.peakRssMb.toFixed(0)} MB of memory (${result.idleRssMb.toFixed(0)} MB before)`,
    },
    {
      what: `ledger.jsonl of ${rows} entries`,
      compared: 'the same sqlite3 -csv',
      ratio: times(result.jsonLinesTimesSqlite3),
      detail: result.note ?? 'the same route',
    },
  ];
}
