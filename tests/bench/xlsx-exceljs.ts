import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { ledgerPages } from '../../src/finance/exports/ledger-file.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { NO_FILTER, type LedgerRow } from '../../src/finance/rows.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

// exceljs's streaming writer over the same pages, in a process of its own: node xlsx-exceljs.ts DATABASE FOLDER.

type Sheet = { columns: object[]; addRow: (cells: unknown[]) => { commit: () => void }; commit: () => void };
type Book = { addWorksheet: (name: string) => Sheet; commit: () => Promise<void> };
type Exceljs = { stream: { xlsx: { WorkbookWriter: new (options: object) => Book } } };

const [file = '', folder = ''] = process.argv.slice(2);
const exceljs = createRequire(join(folder, 'here.js'))('exceljs') as Exceljs;
const store = openSqliteStore(file, 'Europe/Amsterdam');
const started = performance.now();
const sink = new Writable({ write: (_part, _encoding, done) => done() });
const book = new exceljs.stream.xlsx.WorkbookWriter({
  stream: sink,
  useStyles: true,
  useSharedStrings: false,
});
const sheet = book.addWorksheet('Ledger');
sheet.columns = LEDGER_COLUMNS.map(({ name, type }) => ({
  header: name,
  key: name,
  ...(type === 'time' ? { style: { numFmt: 'yyyy-mm-dd hh:mm:ss' } } : {}),
}));
for await (const rows of ledgerPages({ store }, NO_FILTER, await store.ledgerBound()))
  for (const row of rows) sheet.addRow(cellsOf(row)).commit();
sheet.commit();
await book.commit();
process.send?.({ ms: performance.now() - started, peakRssMb: Math.round(peakRssMb()) });

function cellsOf(row: LedgerRow): unknown[] {
  return LEDGER_COLUMNS.map((column) => {
    const value = column.value(row);
    if (value === null) return null;
    if (column.type === 'decimal') return Number(value);
    return column.type === 'day' ? new Date(`${String(value)}T00:00:00Z`) : value;
  });
}

function peakRssMb(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const highWater = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return (highWater === undefined ? process.resourceUsage().maxRSS : Number(highWater)) / 1024;
}
