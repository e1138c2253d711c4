import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPublisher } from '../../src/publisher/publisher.ts';

const CODES = {
  stripe_balance: '1250', supporters: '8100', fees: '4970', refunds: '8110', disputes: '8120', adjustments: '4980',
  in_transit: '1360', bank: '1200',
}; // prettier-ignore

const read = (finance: unknown) =>
  readPublisher({
    name: 'The Example Times',
    homeUrl: 'https://news.example.org',
    bookZone: 'Europe/Amsterdam',
    editions: { en: {} },
    currencies: ['EUR'],
    finance,
  });
const faults = (finance: unknown) => {
  const found = read(finance);
  return 'faults' in found ? found.faults.map(({ path, problem }) => `${path} ${problem}`) : [];
};

describe('account codes', () => {
  it('are taken as they are written', () => {
    expect(faults({ accounts: { ...CODES, bank: 'Банк: 12.00/EUR-1', fees: '4 970' } })).toEqual([]);
    expect(faults({})).toEqual([]);
    expect(faults(undefined)).toEqual([]);
  });

  it('say in words which are missing, and which are none', () => {
    const { bank: _, ...rest } = CODES;
    expect(faults({ accounts: rest })).toEqual([
      'finance.accounts.bank is missing: give the code of this account in your bookkeeping, such as "1250"',
    ]);
    for (const code of ['', ' 12', '12 ', '=1+1', '-12', '1;2', '1,2', 'x'.repeat(41), '1\n2'])
      expect(faults({ accounts: { ...CODES, fees: code } })[0]).toContain(
        'finance.accounts.fees is not an account code',
      );
    expect(faults({ accounts: { ...CODES, cash: '1' } })[0]).toContain('has an unknown key: cash');
  });

  it('have exceptions that can count', () => {
    const exceptions = (...accountExceptions: object[]) => faults({ accounts: CODES, accountExceptions });
    const supporters = { account: 'supporters', code: '1' };
    expect(
      exceptions(
        { ...supporters, currency: 'USD', frequency: 'monthly' },
        { ...supporters, currency: 'USD' },
        { ...supporters, campaign: 'spring' },
        { ...supporters, account: 'fees', campaign: 'spring' },
      ),
    ).toEqual([]);
    expect(exceptions(supporters)[0]).toContain(
      'accountExceptions.0 names no currency, frequency or campaign',
    );
    expect(
      exceptions({ ...supporters, currency: 'USD' }, { ...supporters, currency: 'USD', campaign: 'x' })[0],
    ).toContain('accountExceptions.1 never counts: finance.accountExceptions.0');
    expect(exceptions({ ...supporters, currency: 'XXX' })[0]).toContain('is not a currency');
    expect(exceptions({ ...supporters, account: 'cash', currency: 'USD' })[0]).toContain(
      'is not one of stripe_balance',
    );
    expect(faults({ accountExceptions: [{ ...supporters, currency: 'USD' }] })[0]).toContain(
      'finance.accounts is missing',
    );
  });

  it('stand in the example', () => {
    const example = readFileSync(new URL('../../docs/publisher.example.json', import.meta.url), 'utf8');
    const found = readPublisher(JSON.parse(example));
    if ('faults' in found) throw new Error(JSON.stringify(found.faults));
    expect(found.publisher.finance.accounts?.bank).toBe('1200');
  });
});
