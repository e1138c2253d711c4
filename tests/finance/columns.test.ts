import { fc, test as prop } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { csvWriter } from '../../src/finance/exports/csv.ts';
import { isoSeconds } from '../../src/finance/exports/iso-seconds.ts';
import { jsonLinesWriter } from '../../src/finance/exports/json-lines.ts';
import { csvText } from '../../src/finance/exports/csv-text.ts';
import { LEDGER_COLUMNS } from '../../src/finance/exports/ledger-columns.ts';
import { PLEDGE_COLUMNS } from '../../src/finance/exports/pledge-columns.ts';
import { entryOf, pledgeWith, readCsv } from './ledger-data.ts';

// The contract's own words, copied once: whoever changes a column changes them here, knowingly.
const LEDGER_HEADER =
  'entry_id,kind,pledge_id,payment_id,frequency,sequence,campaign,created_utc,book_date,period,available_utc,paid_out_utc,charged_minor,charged_amount,charged_currency,gross_minor,fee_minor,net_minor,gross,fee,net,currency,exchange_rate,stripe_balance_transaction,stripe_source,stripe_payout,original_entry_id,original_period,recorded_utc';
const PLEDGE_HEADER =
  'pledge_id,status,frequency,amount_minor,amount,currency,campaign,lang,created_utc,first_paid_utc,last_paid_utc,next_payment_utc,ended_utc,ended_reason,payments,paid_minor,refunded_minor,stripe_checkout_session,stripe_customer,stripe_subscription';

const row = (changed: Parameters<typeof entryOf>[1], campaign: string | null = null) => ({
  ...entryOf(pledgeWith({ campaign }), changed),
  sequence: 1,
  paidOutAt: null,
});
const cells = (line: string) => readCsv(line)[0] ?? [];
const cell = (line: string, name: string) => cells(line)[LEDGER_HEADER.split(',').indexOf(name)];

describe('columns', () => {
  const csv = csvWriter(LEDGER_COLUMNS);

  it('are the contract, to the letter', () => {
    expect(csv.header).toBe(`${LEDGER_HEADER}\r\n`);
    expect(csvWriter(PLEDGE_COLUMNS).header).toBe(`${PLEDGE_HEADER}\r\n`);
  });

  it('say in a sentence what they hold', () => {
    for (const column of [...LEDGER_COLUMNS, ...PLEDGE_COLUMNS]) expect(column.doc).toMatch(/^.{8,}\.$/);
  });

  it('write negative amounts as numbers', () => {
    const line = csv.row(row({ kind: 'refund', grossMinor: -1005, feeMinor: 0 }));
    expect(cell(line, 'gross_minor')).toBe('-1005');
    expect(cell(line, 'gross')).toBe('-10.05');
    expect(cell(line, 'charged_amount')).toBe('-10.05');
  });

  it.each([
    ['JPY', '-1005', '45'],
    ['EUR', '-10.05', '0.45'],
    ['KWD', '-1.005', '0.045'],
    ['ISK', '-10.05', '0.45'],
  ])('scale %s by our own table', (currency, gross, fee) => {
    const line = csv.row(row({ grossMinor: -1005, feeMinor: 45, currency }));
    expect([cell(line, 'gross'), cell(line, 'fee')]).toEqual([gross, fee]);
  });

  it('write the same as JSON: numbers as numbers, nothing as null', () => {
    const line = jsonLinesWriter(LEDGER_COLUMNS).row(row({ exchangeRate: '0.8712', feeMinor: 0 }));
    const object = JSON.parse(line) as Record<string, unknown>;
    expect(Object.keys(object).join(',')).toBe(LEDGER_HEADER);
    expect(object).toMatchObject({
      gross_minor: 1000,
      gross: 10,
      exchange_rate: 0.8712,
      fee_minor: 0,
      campaign: null,
      paid_out_utc: null,
    });
    expect(line).toContain('"gross":10.00,');
    expect(line.endsWith('}\n')).toBe(true);
  });

  prop.prop([fc.date({ min: new Date(0), max: new Date('2199-12-31'), noInvalidDate: true })])(
    'write times in whole seconds',
    (at) => {
      expect(isoSeconds(at)).toBe(`${at.toISOString().slice(0, 19)}Z`);
    },
  );
});

describe('csv text', () => {
  const spreadsheetText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(
        fc.constantFrom('', ' ', '\t', '\r', '\n', '\u00a0', '\ufeff', '\u200b', '"', "'"),
        fc.constantFrom('=', '+', '-', '@', '|', '＝', '＋', '－', '＠', '%'),
        fc.string(),
      )
      .map((parts) => parts.join('')),
  );

  prop.prop([spreadsheetText], { numRuns: 2000 })('never starts a formula and reads back whole', (text) => {
    const line = csvWriter(LEDGER_COLUMNS).row(row({}, text));
    const read = cell(line, 'campaign') ?? '';
    expect(read).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]/u);
    expect(read).not.toMatch(/^[\t\r\n]/);
    expect([text, `'${text}`]).toContain(read);
    expect(cells(line)).toHaveLength(29);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '＝1', '|calc'])(
    'guards %j',
    (text) => {
      expect(csvText(text).replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('leaves ordinary words alone', () => {
    expect(['spring-2026', 'весна', 'a=b'].map(csvText)).toEqual(['spring-2026', 'весна', 'a=b']);
  });
});
