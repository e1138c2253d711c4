import { describe, expect, it } from 'vitest';
import { excelCsvWriter, excelDialect } from '../../src/finance/exports/excel-csv.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { splitQuery } from '../../src/finance/exports/query.ts';
import { entryOf, pledgeWith } from './ledger-data.ts';

const dialect = (lang: string, separator: 'comma' | 'tab' | null = null) => excelDialect({ lang, separator });
const row = (changed: Parameters<typeof entryOf>[1], campaign: string | null = null) => ({
  ...entryOf(pledgeWith({ campaign }), changed),
  sequence: 1,
  paidOutAt: null,
});

describe('a CSV for Excel', () => {
  it.each([
    ['en', ',', '.'],
    ['en-GB', ',', '.'],
    ['ru', ';', ','],
    ['uk', ';', ','],
    ['de', ';', ','],
    ['fr', ';', ','],
    ['pl', ';', ','],
    ['es', ';', ','],
    ['es-MX', ',', '.'],
    ['de-CH', ';', '.'],
    ['he', ',', '.'],
    ['ar', ',', '.'],
    ['ja', ',', '.'],
  ])('is written for %s with %s between cells and %s in numbers', (lang, separator, decimalMark) => {
    expect(dialect(lang)).toEqual({ separator, decimalMark });
  });

  it('begins with a byte order mark and keeps numbers numbers, negative ones too', () => {
    const writer = excelCsvWriter(LEDGER_COLUMNS, dialect('ru'));
    expect(Buffer.from(writer.header).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const cells = writer
      .row(row({ kind: 'refund', grossMinor: -1005, feeMinor: 0, exchangeRate: '0.87' }))
      .split(';');
    const at = (name: string) => cells[LEDGER_COLUMNS.findIndex((column) => column.name === name)];
    expect(cells).toHaveLength(LEDGER_COLUMNS.length);
    expect([at('gross_minor'), at('gross'), at('exchange_rate')]).toEqual(['-1005', '-10,05', '0,87']);
    expect([at('created_utc'), at('book_date')]).toEqual(['2026-10-15 12:00:00', '2026-10-15']);
  });

  it('quotes decimals that hold the separator, and text that holds any', () => {
    const line = excelCsvWriter(LEDGER_COLUMNS, dialect('ru', 'comma')).row(row({ grossMinor: 1005 }, 'a;b'));
    expect(line).toContain(',"10,05",');
    expect(line).toContain(',"a;b",');
    const tabbed = excelCsvWriter(LEDGER_COLUMNS, dialect('de', 'tab')).row(row({}, 'a\tb'));
    expect(tabbed).toContain('\t"a\tb"\t');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\u200b=1', '＝1', '|calc', '%0'])(
    'lets no formula begin with %j',
    (text) => {
      expect(excelCsvWriter(LEDGER_COLUMNS, dialect('de')).row(row({}, text))).toMatch(/;"?'/);
    },
  );
});

describe('the address of a file', () => {
  it('parts what is said of the file from what is said of its rows', () => {
    expect(splitQuery({ lang: 'ru', period: '2026-10', bound: '3.0.1795701600000' }, ['lang'])).toEqual({
      bound: { entries: 3, payoutItems: 0, asOf: new Date(1_795_701_600_000) },
      options: { lang: 'ru', separator: null },
      format: null,
      filters: { period: '2026-10' },
    });
    // A format that does not know a parameter leaves it among the filters, which refuse it.
    expect(splitQuery({ lang: 'ru' }, []).filters).toEqual({ lang: 'ru' });
  });

  it.each([
    { lang: 'x' },
    { lang: 'not a language' },
    { separator: ';' },
    { bound: '1.2' },
    { lang: ['en', 'ru'] },
  ])('refuses %j', (query) => {
    expect(() => splitQuery(query, ['lang', 'separator'])).toThrow();
  });
});
