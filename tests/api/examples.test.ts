import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPledge, book, entryOf, readCsv } from '../finance/ledger-data.ts';
import { temporaryFolder } from '../_support/make.ts';
import { need } from '../_support/tools.ts';
import { ROOT } from '../../src/root.ts';
import { filledService, type FilledService } from './filled-service.ts';

const EXAMPLES = join(ROOT, 'docs', 'examples');

let filled: FilledService;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  filled = await filledService();
  folder = temporaryFolder();
});
afterAll(async () => {
  folder.remove();
  await filled.close();
});

/** What an example calls, with the Debian package that has it. An example that never ran proves nothing. */
const TOOLS: Record<string, [tool: string, debianPackage: string][]> = {
  'ledger.sh': [
    ['curl', 'curl'],
    ['awk', 'mawk'],
    ['openssl', 'openssl'],
  ],
  'ledger.py': [['python3', 'python3']],
};

function needToolsOf(file: string): void {
  for (const [tool, debianPackage] of TOOLS[file] ?? []) need(tool, debianPackage);
}

/** Runs a program of the documentation as its reader would, and hands back what it said. */
function run(
  program: string,
  file: string,
  month?: string,
  url = filled.service.url,
): Promise<{ status: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, [file, ...(month === undefined ? [] : [month])], {
      cwd: folder.path,
      env: { ...process.env, SERVICE_URL: url, FINANCE_KEY: filled.key },
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.on('close', (status) => resolve({ status, said }));
  });
}

async function ledger(): Promise<string[][]> {
  const rows = readCsv(await (await filled.call('/v1/ledger.csv')).text());
  return rows.slice(1);
}
const ids = (rows: string[][]) => rows.map(([id = '']) => id).sort((a, b) => a.localeCompare(b));
const inOrder = (rows: string[][]) => rows.map((row) => row.join()).sort((a, b) => a.localeCompare(b));

/** One more movement, written a minute after the newest. */
async function somethingMore(): Promise<void> {
  const at = filled.service.ctx.now();
  const pledge = await addPledge(filled.service.ctx.store, { createdAt: at });
  await book(filled.service.ctx.store, entryOf(pledge, { createdAt: at, recordedAt: at }));
}

const COPIES: [name: string, program: string, file: string, copy: string][] = [
  ['curl', 'sh', 'ledger.sh', 'ledger.csv'],
  ['Python', 'python3', 'ledger.py', 'ledger.csv'],
  ['JavaScript', process.execPath, 'ledger.mjs', 'ledger.jsonl'],
];

describe.each(COPIES)('the example for %s', (_name, program, file, copy) => {
  it('copies the ledger, then adds what is new, once', async () => {
    needToolsOf(file);
    const source = readFileSync(join(EXAMPLES, file), 'utf8');
    // The package is not built here: its client runs from the sources.
    const client = JSON.stringify(join(ROOT, 'src', 'api', 'client.ts'));
    writeFileSync(join(folder.path, file), source.replace("'reader-support/client'", client));
    const copied = () => {
      const text = readFileSync(join(folder.path, copy), 'utf8');
      return copy.endsWith('.csv')
        ? readCsv(text).slice(1)
        : text.trimEnd().split('\n').map((line) => [(JSON.parse(line) as { entry_id: string }).entry_id]);
    };
    rmSync(join(folder.path, copy), { force: true });
    const first = await run(program, file);
    expect(first.status, first.said).toBe(0);
    expect(ids(copied())).toEqual(ids(await ledger()));
    await somethingMore();
    const second = await run(program, file);
    expect(second.status, second.said).toBe(0);
    expect(ids(copied())).toEqual(ids(await ledger()));
    // The copy holds the very cells.
    if (copy === 'ledger.csv') expect(inOrder(copied())).toEqual(inOrder(await ledger()));
    const third = await run(program, file);
    expect(third.said).toContain(`${copy} has ${(await ledger()).length} movements`);
    expect(ids(copied())).toEqual(ids(await ledger()));
  }); // prettier-ignore
});

describe.each(COPIES.slice(0, 2))('the example for %s', (_name, program, file) => {
  it(`takes a month by its hash, and no other file (${program})`, async () => {
    needToolsOf(file);
    copyFileSync(join(EXAMPLES, file), join(folder.path, file));
    const send = (what: string, body: string) =>
      fetch(`${filled.service.url}/v1/periods/2026-09/${what}`, { method: 'POST', headers: { Authorization: `Bearer ${filled.key}`, 'Content-Type': 'application/json' }, body });
    if (file === 'ledger.py') expect((await run(program, file, '2026-09')).said).toContain('not closed yet');
    await send('close', '{}');
    const taken = await run(program, file, '2026-09');
    expect(taken, taken.said).toMatchObject({ status: 0 });
    const served = await (await filled.call('/v1/ledger.csv?period=2026-09')).text();
    expect(readFileSync(join(folder.path, 'ledger-2026-09.csv'), 'utf8')).toBe(served);
    if (file === 'ledger.sh') expect(taken.said).toContain(createHash('sha256').update(served).digest('hex'));
    await send('reopen', '{"reason":"For the next test."}');
    // Somebody in between changes one byte of the file.
    const between = createServer((_req, res) => {
      res.setHeader('Repr-Digest', `sha-256=:${createHash('sha256').update(served).digest('base64')}:`);
      res.end(served.replace('payment', 'Payment'));
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const { port } = between.address() as AddressInfo;
    const refused = await run(program, file, '2026-09', `http://127.0.0.1:${port}`);
    expect(refused.status, refused.said).toBe(1);
    expect(refused.said).toMatch(/not (what the service sent|the file that was closed)/);
    between.close();
  }); // prettier-ignore
});

describe('every example', () => {
  it('keeps the key out of addresses, and names only columns and filters that there are', async () => {
    const columns = readCsv(await (await filled.call('/v1/ledger.csv')).text())[0] ?? [];
    for (const file of readdirSync(EXAMPLES)) {
      const source = readFileSync(join(EXAMPLES, file), 'utf8');
      expect(source, file).toMatch(/Authorization|readerSupport/);
      expect(source, file).not.toMatch(/[?&](key|token|access_token)=/i);
      expect(source, file).toContain('https://give.example.org');
      for (const [column] of source.matchAll(/\b(?:charged|gross|fee|net)_[a-z]+\b|\b[a-z]+_utc\b/g))
        expect(columns, `${file}: ${column}`).toContain(column);
      if (!file.endsWith('.pq')) expect(source, file).toContain('updatedSince');
    }
  });

  it('of Google Sheets adds what is new, amounts as numbers and all else as text', async () => {
    const cells: unknown[][] = [];
    const formats: string[][] = [];
    const asked: string[] = [];
    const csv = await (await filled.call('/v1/ledger.csv')).text();
    // What its documentation promises of the five objects that the script uses, over an array of rows.
    const sheet = {
      getLastRow: () => cells.length,
      getDataRange: () => ({ getDisplayValues: () => cells.map((row) => row.map(String)) }),
      getRange: (row: number, _column: number, rows: number, columns: number) => ({
        setNumberFormats(given: string[][]) {
          expect(given.map(({ length }) => length)).toEqual(Array(rows).fill(columns));
          formats.push(...given);
          return this;
        },
        setValues: (given: unknown[][]) => cells.splice(row - 1, rows, ...given),
      }),
    };
    const world = {
      PropertiesService: { getScriptProperties: () => ({ getProperty: () => filled.key }) },
      SpreadsheetApp: { getActive: () => ({ getSheetByName: () => sheet }) },
      UrlFetchApp: { fetch: (address: string) => (asked.push(address), { getContentText: () => csv }) },
      Utilities: { parseCsv: readCsv },
    };
    const run = () => runInNewContext(`${readFileSync(join(EXAMPLES, 'ledger.gs'), 'utf8')}\nupdateLedger();`, { ...world }); // prettier-ignore
    run();
    const [header = [], ...rows] = readCsv(csv);
    expect(cells).toHaveLength(rows.length + 1);
    const at = (name: string) => header.indexOf(name);
    const sum = cells.slice(1).reduce((total, row) => total + Number(row[at('net_minor')]), 0);
    expect(sum).toBe(rows.reduce((total, row) => total + Number(row[at('net_minor')]), 0));
    const [, first = []] = cells;
    for (const name of ['gross', 'net_minor']) {
      expect(typeof first[at(name)], name).toBe('number');
      expect(formats[0]?.[at(name)]).toBe('General');
    }
    for (const name of ['entry_id', 'book_date', 'recorded_utc', 'currency']) {
      expect(typeof first[at(name)], name).toBe('string');
      expect(formats[0]?.[at(name)]).toBe('@');
    }
    run();
    expect(cells).toHaveLength(rows.length + 1);
    expect(asked[1]).toContain('/v1/ledger.csv?updatedSince=20');
  });
});
