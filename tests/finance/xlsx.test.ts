import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/finance/exports/columns.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { columnLetters, textCell } from '../../src/finance/exports/xlsx-cells.ts';
import { xlsxFile } from '../../src/finance/exports/xlsx.ts';
import type { SmallSheet } from '../../src/finance/exports/format.ts';
import { entryOf, pledgeWith } from './ledger-data.ts';
import { unzip } from './unzip.ts';

const row = (changed: Parameters<typeof entryOf>[1], campaign: string | null = null) => ({
  ...entryOf(pledgeWith({ campaign }), changed),
  sequence: 1,
  paidOutAt: null,
});

async function* pagesOf<Row>(...pages: Row[][]) {
  yield* pages;
}

/** The bytes of a workbook, copied piece by piece as a slow client would get them. */
async function fileOf<Row>(
  columns: readonly Column<Row>[],
  pages: Row[][],
  { mostRows, sheets = [] }: { mostRows?: number; sheets?: SmallSheet[] } = {},
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const content = {
    title: 'Ledger',
    columns,
    pages: pagesOf(...pages),
    options: { lang: 'en', separator: null },
    more: async () => sheets,
  };
  for await (const piece of xlsxFile(content, mostRows)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const sheetText = (archive: Buffer, number = 1) =>
  unzip(archive).get(`xl/worksheets/sheet${number}.xml`)?.toString() ?? '';

describe('a workbook', () => {
  it('holds real dates, real numbers and text that stays text', async () => {
    const refund = row(
      { kind: 'refund', grossMinor: -1005, feeMinor: 0, exchangeRate: '0.8712', createdAt: new Date('2026-10-25T00:30:01.900Z') },
      '=HYPERLINK("http://x")',
    ); // prettier-ignore
    const [sheet] = (await readXlsx(await fileOf(LEDGER_COLUMNS, [[refund]]))).sheets;
    const [heading = [], cells = []] = sheet?.rows ?? [];
    expect(heading).toEqual(LEDGER_COLUMNS.map(({ name }) => name));
    const at = (name: string) => cells[heading.indexOf(name)];
    expect(at('gross_minor')).toBe(-1005);
    expect(at('gross')).toBe(-10.05);
    expect(at('exchange_rate')).toBe(0.8712);
    expect(at('fee_minor')).toBe(0);
    expect(at('created_utc')).toEqual(new Date('2026-10-25T00:30:01Z'));
    expect(at('book_date')).toEqual(new Date('2026-10-25T00:00:00Z'));
    expect(at('period')).toBe('2026-10');
    expect(at('campaign')).toBe('=HYPERLINK("http://x")');
    expect(at('paid_out_utc') ?? null).toBeNull();
  });

  it.each([
    ['JPY', '-1005', '5'],
    ['EUR', '-10.05', '6'],
    ['KWD', '-1.005', '7'],
    ['ISK', '-10.05', '6'],
  ])('shows %s with its own decimals, digit for digit', async (currency, gross, style) => {
    const xml = sheetText(await fileOf(LEDGER_COLUMNS, [[row({ grossMinor: -1005, currency })]]));
    expect(xml).toContain(`<c r="S2" s="${style}"><v>${gross}</v></c>`);
  });

  it('keeps every digit beyond 32 bits', async () => {
    const xml = sheetText(
      await fileOf(LEDGER_COLUMNS, [[row({ grossMinor: 9_007_199_254_740_991, feeMinor: 0 })]]),
    );
    expect(xml).toContain('<v>9007199254740991</v>');
    expect(xml).toContain('<v>90071992547409.91</v>');
  });

  it('goes on with a next sheet where one is full, and never with an empty one', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => row({ grossMinor: i }));
    const [a, b] = [rows.slice(0, 4), rows.slice(4)];
    const sheetsOf = async (pages: (typeof rows)[], mostRows: number) =>
      (await readXlsx(await fileOf(LEDGER_COLUMNS, pages, { mostRows }))).sheets.map(({ name, rows: lines }) => [
        name, ...lines.slice(1).map((line) => line[15]),
      ]); // prettier-ignore
    expect(await sheetsOf([a, b], 4)).toEqual([
      ['Ledger', 0, 1, 2],
      ['Ledger 2', 3, 4, 5],
    ]);
    expect(await sheetsOf([a, b, []], 3)).toEqual([
      ['Ledger', 0, 1],
      ['Ledger 2', 2, 3],
      ['Ledger 3', 4, 5],
    ]);
    expect(await sheetsOf([[]], 4)).toEqual([['Ledger']]);
  });

  it('is longer than one block, and the same bytes each time', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => row({ grossMinor: i }, 'весна'));
    const archive = await fileOf(LEDGER_COLUMNS, [rows, rows]);
    expect(sheetText(archive).length).toBeGreaterThan(300_000);
    const [sheet] = (await readXlsx(archive)).sheets;
    expect(sheet?.rows.slice(1).map((line) => line[15])).toEqual(
      [...rows, ...rows].map((each) => each.grossMinor),
    );
    expect((await fileOf(LEDGER_COLUMNS, [rows, rows])).equals(archive)).toBe(true);
  });

  it('says more of itself on sheets of a few lines', async () => {
    const control: SmallSheet = {
      title: 'Control',
      widths: [10, 20],
      heading: ['currency', 'opening'],
      lines: [['EUR', { amount: '-10.05' }], ['rows', 3], [null, { day: '2026-10-31' }], ['at', new Date('2026-10-31T12:00:00Z')]],
    }; // prettier-ignore
    const { sheets } = await readXlsx(await fileOf(LEDGER_COLUMNS, [[]], { sheets: [control] }));
    expect(sheets.map(({ name }) => name)).toEqual(['Ledger', 'Control']);
    expect(sheets[1]?.rows).toEqual([
      ['currency', 'opening'],
      ['EUR', -10.05],
      ['rows', 3],
      [null, new Date('2026-10-31T00:00:00Z')],
      ['at', new Date('2026-10-31T12:00:00Z')],
    ]);
  });

  it('is a sound archive of well-formed parts', async () => {
    const parts = unzip(await fileOf(LEDGER_COLUMNS, [[row({}, 'a<b>&"c" ')]]));
    expect([...parts.keys()]).toEqual([
      '_rels/.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', '[Content_Types].xml',
    ]); // prettier-ignore
    expect(parts.get('xl/worksheets/sheet1.xml')?.toString()).toContain(
      '<t xml:space="preserve">a&lt;b&gt;&amp;"c" </t>',
    );
  });
});

describe('a text cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\u200b=1', '＝1', '|calc', '%0'])(
    'that a formula could begin with is marked as text, unchanged: %j',
    (text) => {
      expect(textCell(text)).toMatch(/^ s="8" t="inlineStr">/);
      expect(textCell(text)).not.toContain("'");
    },
  );

  it('writes what XML cannot hold as Office does', () => {
    expect(textCell('a\u0007b\r\n_x0041_')).toContain('>a_x0007_b_x000D_\n_x005F_x0041_</t>');
    expect(textCell('\ud800!')).toContain('\ufffd!');
  });
});

it('columns are lettered as a spreadsheet does', () => {
  expect([0, 25, 26, 28, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AC', 'ZZ', 'AAA']);
});
