import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import {
  ledgerSelection,
  payoutSelection,
  pledgeSelection,
  summarySelection,
} from '../../src/finance/filters.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';

const ZONE = 'Europe/Amsterdam';
const read = (query: unknown) => ledgerSelection(query, ZONE);

describe('filters', () => {
  it('nothing set is everything', () => {
    expect(read({})).toEqual({ filter: NO_FILTER, zone: ZONE, period: null, name: 'all' });
  });

  it('a period is the booked month', () => {
    expect(read({ period: '2026-10' })).toMatchObject({
      filter: { period: '2026-10', from: null },
      name: '2026-10',
    });
  });

  it('days are half-open and begin where the zone says, also when the clock changes', () => {
    const { filter, name } = read({ from: '2026-10-25', to: '2026-10-26' });
    expect(name).toBe('2026-10-25_2026-10-26');
    expect(filter.from).toEqual(new Date('2026-10-24T22:00:00Z'));
    expect(filter.to).toEqual(new Date('2026-10-25T23:00:00Z'));
    const spring = read({ from: '2026-03-29', to: '2026-03-30' }).filter;
    expect(Number(spring.to) - Number(spring.from)).toBe(23 * 3_600_000);
  });

  it('a period in another zone is a range of instants there', () => {
    const { filter } = read({ period: '2026-10', zone: 'America/New_York' });
    expect(filter).toMatchObject({
      period: null,
      from: new Date('2026-10-01T04:00:00Z'),
      to: new Date('2026-11-01T04:00:00Z'),
    });
  });

  it('the book zone is the book zone in small letters too', () => {
    expect(ledgerSelection({ period: '2026-10', zone: 'europe/amsterdam' }, 'Europe/Amsterdam')).toEqual(
      ledgerSelection({ period: '2026-10' }, 'Europe/Amsterdam'),
    );
  });

  it('says what an address takes to whoever mistyped it', () => {
    expect(() => payoutSelection({ perod: '2026-10' }, 'UTC')).toThrow(
      'This address takes no such parameter. It can be narrowed by: period, from, to, zone, currency, payout.',
    );
  });

  it('a period by available date is a range of that date', () => {
    expect(read({ period: '2026-10', date: 'available' }).filter).toMatchObject({
      period: null,
      date: 'available',
      to: new Date('2026-10-31T23:00:00Z'),
    });
  });

  it('takes every filter of the contract', () => {
    const all = {
      currency: 'EUR', kind: 'refund', frequency: 'monthly', campaign: 'spring-2026', status: 'past_due', payout: 'po_123',
      updatedSince: '2026-10-31T12:00:00+02:00', date: 'created',
    }; // prettier-ignore
    expect(read(all).filter).toMatchObject({
      currency: 'EUR', kind: 'refund', frequency: 'monthly', campaign: 'spring-2026', status: 'past_due', stripePayoutId: 'po_123',
      updatedSince: new Date('2026-10-31T10:00:00Z'),
    }); // prettier-ignore
  });

  it.each([
    [{ perod: '2026-10' }, 'perod'],
    [{ period: '2026-13' }, 'period'],
    [{ period: '' }, 'period'],
    [{ period: ['2026-10', '2026-11'] }, 'period'],
    [{ period: '2026-10', from: '2026-10-01' }, 'period'],
    [{ from: '2026-02-30' }, 'from'],
    [{ from: '2026-10-02', to: '2026-10-02' }, 'to'],
    [{ zone: 'Mars/Olympus' }, 'zone'],
    [{ zone: '+02:00' }, 'zone'],
    [{ date: 'settled' }, 'date'],
    [{ currency: 'eur' }, 'currency'],
    [{ kind: 'gift' }, 'kind'],
    [{ frequency: 'weekly' }, 'frequency'],
    [{ status: ['paid', 'paid'] }, 'status'],
    [{ updatedSince: '2025-01-31' }, 'updatedSince'],
    [{ payout: "po_1' or 1=1" }, 'payout'],
  ])('refuses %j and names the field', (query, field) => {
    const refused = thrownBy(() => read(query));
    expect(refused).toMatchObject({ status: 400, field });
    expect(refused.message).not.toContain(String(Object.values(query)[0]) || 'never');
  });

  it('pledges have no kind, no payout and one date', () => {
    for (const query of [{ kind: 'payment' }, { payout: 'po_1' }, { date: 'available' }])
      expect(thrownBy(() => pledgeSelection(query, ZONE)).status).toBe(400);
    expect(pledgeSelection({ period: '2026-10' }, ZONE).filter.from).toEqual(
      new Date('2026-09-30T22:00:00Z'),
    );
  });

  it('a summary is about the running month unless it is told otherwise', () => {
    const now = new Date('2026-10-31T23:30:00Z');
    expect(summarySelection({}, ZONE, now).period).toBe('2026-11');
    expect(summarySelection({}, 'UTC', now).period).toBe('2026-10');
    expect(thrownBy(() => summarySelection({ kind: 'fee' }, ZONE, now)).field).toBe('kind');
  });
});

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
