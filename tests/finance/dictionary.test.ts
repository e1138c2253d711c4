import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dictionary } from '../../src/finance/exports/dictionary.ts';
import { MEANINGS_RU } from '../../src/finance/exports/dictionary-ru.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { readCsv } from './ledger-data.ts';

const { tables } = dictionary();
let fin: FinanceApp;
beforeAll(() => {
  fin = financeApp();
});
afterAll(() => fin.close());

describe('the data dictionary', () => {
  it('says in a whole sentence what every column holds, in English and in Russian', () => {
    for (const { table, columns } of tables) {
      for (const { column, meaning } of columns) {
        expect(meaning.en, `${table}.${column}`).toMatch(/^.{8,}\.$/);
        expect(meaning.ru, `${table}.${column}`).toMatch(/^.{8,}\.$/);
        expect(meaning.ru, `${table}.${column}`).toMatch(/[а-яё]/);
      }
      expect(Object.keys(MEANINGS_RU[table]).sort()).toEqual(columns.map(({ column }) => column).sort());
    }
  });

  it('names the currency of every amount by a column of the same table', () => {
    for (const { table, columns } of tables) {
      for (const { column, unit } of columns.filter((each) => each.column.endsWith('_minor'))) {
        const currency = /^minor units of (\w+)$/.exec(unit ?? '')?.[1];
        expect(
          columns.map((each) => each.column),
          `${table}.${column}`,
        ).toContain(currency);
      }
    }
  });

  it('stands at an address for programs and at one for people, without a key', async () => {
    const json = await request(fin.app).get('/v1/dictionary.json').expect(200);
    expect(json.body).toEqual({ tables });
    const csv = await request(fin.app).get('/v1/dictionary.csv').expect(200);
    const [header, ...lines] = readCsv(csv.text);
    expect(header).toEqual('table column type unit nullable since meaning_en meaning_ru'.split(' '));
    expect(lines.map(([table, column]) => `${table}.${column}`)).toEqual(
      tables.flatMap(({ table, columns }) => columns.map(({ column }) => `${table}.${column}`)),
    );
    expect(csv.headers['content-disposition']).toContain('the-example-times_dictionary');
  });

  it('has an address for every file it names', () => {
    const paths = fin.routes.map(({ path }) => path);
    for (const { files } of tables) for (const file of files) expect(paths).toContain(file);
  });
});
