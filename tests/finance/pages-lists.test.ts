import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postingsOf } from '../../src/ledger/entry.ts';
import { pledgeReference, type Pledge } from '../../src/pledges/pledge.ts';
import { financeApp, type FinanceApp } from './finance-app.ts';
import { sessionCookie } from './signed-in.ts';
import { addPledge, book, entryOf, readCsv, setStatus } from './ledger-data.ts';

// What a list shows, what it counts, what its file holds and what all of its pages hold together is one thing,
// whatever the filters are. One filled store for all of it.

let fin: FinanceApp;
let get: (path: string) => request.Test;
let pledges: Pledge[];

/** Numbers that look random and are the same every time. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

beforeAll(async () => {
  fin = financeApp();
  const luck = chance(7);
  const statuses = ['paid', 'active', 'past_due', 'ended'] as const;
  pledges = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      addPledge(fin.store, {
        frequency: (['once', 'monthly', 'annual'] as const)[i % 3] ?? 'once',
        campaign: [null, 'article', 'letter'][luck(3)] ?? null,
      }),
    ),
  );
  pledges.forEach((pledge, i) => setStatus(fin.file, pledge.pledgeId, statuses[i % 4] ?? 'paid'));
  const entries = Array.from({ length: 400 }, (_, i) => {
    const pledge = luck(10) === 0 ? null : (pledges[luck(pledges.length)] ?? null);
    const kind = pledge === null ? (['payout', 'fee'] as const)[luck(2)] : (['payment', 'payment', 'refund', 'dispute'] as const)[luck(4)];
    const sign = kind === 'payment' ? 1 : -1;
    return entryOf(pledge, {
      kind: kind ?? 'payment',
      currency: ['EUR', 'USD'][luck(2)] ?? 'EUR',
      grossMinor: sign * (100 + luck(5_000)),
      feeMinor: luck(3) * 20,
      createdAt: new Date(Date.UTC(2026, 7 + luck(3), 1 + luck(28), luck(24), 0, i % 60)),
      ...(pledge === null ? { stripePayoutId: `po_${luck(4)}` } : {}),
    });
  }); // prettier-ignore
  await book(fin.store, ...entries);
  const { secret } = await fin.key(['totals:read', 'ledger:read']);
  const cookie = await sessionCookie(fin.app, secret);
  get = (path) => request(fin.app).get(path).set('Cookie', cookie);
});
afterAll(() => fin.close());

const plain = (text: string) => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const rowsOf = (page: string) => page.match(/<th scope="row" class="ref">/g)?.length ?? 0;

/** Turns every page of a list to its end; how many rows there were, and what the first page counted. */
async function turned(address: string): Promise<{ rows: number; counted: number; files: string[] }> {
  const first = (await get(address).expect(200)).text;
  const counted = Number((/<h2 id="list-title">([\d,]+) rows?</.exec(first)?.[1] ?? '-1').replace(',', ''));
  const files = [...first.matchAll(/href="(\/v1\/[^"]+)" download/g)].map(([, href = '']) => href.replaceAll('&#38;', '&'));
  let rows = rowsOf(first);
  for (let text = first; ;) {
    const next = /href="([^"]+after=[^"]+)">Next page/.exec(text)?.[1]?.replaceAll('&#38;', '&');
    if (next === undefined) return { rows, counted, files };
    text = (await get(next).expect(200)).text;
    rows += rowsOf(text);
  }
} // prettier-ignore

describe('the list of payments', () => {
  const luck = chance(42);
  const pick = (values: readonly string[]) => values[luck(values.length)] ?? '';
  const filters = Array.from({ length: 25 }, () => {
    const query = new URLSearchParams();
    const set = (name: string, values: readonly string[]) => luck(3) === 0 && query.set(name, pick(values));
    if (luck(2) === 0) query.set('period', pick(['2026-08', '2026-09', '2026-10']));
    else {
      set('from', ['2026-08-05', '2026-08-31', '2026-09-15']);
      set('to', ['2026-10-01', '2026-10-20']);
    }
    set('zone', ['UTC', 'Asia/Tokyo']);
    set('date', ['created', 'available']);
    set('currency', ['EUR', 'USD', 'GBP']);
    set('kind', ['payment', 'refund', 'payout']);
    set('frequency', ['once', 'monthly']);
    set('campaign', ['article', 'letter']);
    set('status', ['paid', 'active']);
    set('payout', ['po_1']);
    set('sort', ['oldest', 'newest']);
    return query.toString();
  });

  it.each(filters)('counts, pages through and exports the same rows: %s', async (query) => {
    const { rows, counted, files } = await turned(`/finance/payments?${query}`);
    if (files.length === 0) {
      // Nothing matches: the page offers no file, and the file has no row.
      expect(rows).toBe(0);
      const filter = new URLSearchParams(query);
      filter.delete('sort');
      expect(readCsv((await get(`/v1/ledger.csv?${filter.toString()}`).expect(200)).text)).toHaveLength(1);
      return;
    }
    const file = readCsv((await get(files[0] ?? '').expect(200)).text);
    expect({ rows, file: file.length - 1 }).toEqual({ rows: counted, file: counted });
  });

  it('adds up what its file adds up, per currency', async () => {
    const page = plain((await get('/finance/payments?period=2026-09')).text);
    const [head = [], ...rows] = readCsv((await get('/v1/ledger.csv?period=2026-09')).text);
    const cell = (row: string[], name: string) => row[head.indexOf(name)] ?? '';
    for (const currency of ['EUR', 'USD']) {
      const own = rows.filter((row) => cell(row, 'currency') === currency);
      const net = own.reduce((sum, row) => sum + Number(cell(row, 'net_minor')), 0);
      const written = new Intl.NumberFormat('en', { minimumFractionDigits: 2 })
        .format(net / 100)
        .replace('-', '−');
      expect(page).toMatch(new RegExp(`Total ${currency}, ${own.length} rows .*?${written} ${currency}`));
    }
  });

  it('turns the order around by a button in the head, and keeps the filters', async () => {
    const oldest = (await get('/finance/payments?period=2026-10&kind=payment&sort=oldest')).text;
    expect(oldest).toContain('aria-sort="ascending"');
    expect(oldest).toMatch(/<button[^>]*form="sort"[^>]*name="sort"[^>]*value="newest"/);
    expect(oldest).toMatch(/<form id="sort"[^>]*>.*?name="kind" value="payment"/s);
    const days = [...oldest.matchAll(/<td>(\d+) Oct 2026/g)].map(([, day]) => Number(day));
    expect(days).toEqual(days.toSorted((a, b) => a - b));
  });

  it('leads a form with empty fields to the address that can be passed on, and days win over a month', async () => {
    const to = async (query: string) =>
      (await get(`/finance/payments?${query}`).expect(303)).headers['location'];
    expect(await to('lang=en&period=2026-10&kind=&status=')).toBe('/finance/payments?lang=en&period=2026-10');
    expect(await to('period=2026-10&from=2026-10-05&to=')).toBe('/finance/payments?lang=en&from=2026-10-05');
    expect(await to('find=12.50&period=2026-10')).toBe('/finance/find?lang=en&q=12.50');
    await get('/finance/payments?kind=a&kind=b&status=').expect(400);
    await get('/finance/payments?perod=2026-10').expect(400);
  });

  it('escapes a filter, and offers the way out where nothing matches', async () => {
    const none = (await get('/finance/payments?period=2026-10&campaign=%22%3E%3Cb%3E')).text;
    expect(none).not.toContain('"><b>');
    expect(plain(none)).toContain('Nothing matches. Clear filters');
    expect(plain((await get('/finance/payments?period=2026-02')).text)).toContain(
      'No money moved in February 2026.',
    );
  });
});

describe('finding a payment', () => {
  it('leads to the one pledge of a reference, however it is typed', async () => {
    const { pledgeId } = await addPledge(fin.store, { pledgeId: 'plg_06h1dx899xtqzev7q4m2kxdw' });
    const reference = pledgeReference(pledgeId);
    for (const typed of [reference, reference.toLowerCase(), reference.replace('-', ' '), pledgeId])
      expect((await get(`/finance/find?q=${encodeURIComponent(typed)}`).expect(303)).headers['location']).toBe(`/finance/pledges/${pledgeId}?lang=en`);
    const page = plain((await get(`/finance/pledges/${pledgeId}`).expect(200)).text);
    expect(page).toContain(`Pledge ${reference}`);
  }); // prettier-ignore

  it('leads from ids to the payment, with its refunds and its deposit', async () => {
    const pledge = await addPledge(fin.store, { currency: 'EUR' });
    const paid = entryOf(pledge, { stripeChargeId: 'ch_story', grossMinor: 4_242, createdAt: new Date('2026-07-01T10:00:00Z') });
    const back = entryOf(pledge, { kind: 'refund', stripeChargeId: 'ch_story', grossMinor: -1_000, feeMinor: 0, createdAt: new Date('2026-07-02T10:00:00Z') });
    await book(fin.store, paid, back);
    for (const id of ['ch_story', paid.paymentId, paid.entryId, back.stripeBalanceTransactionId])
      expect((await get(`/finance/find?q=${id}`).expect(303)).headers['location']).toBe(`/finance/payments/${paid.paymentId}?lang=en`);
    const page = await get(`/finance/payments/${paid.paymentId}`).expect(200);
    expect(plain(page.text)).toMatch(/Left €31\.97 .* Paid €42\.42 .* Went back €10\.00/);
    expect(page.text).toContain(`href="https://dashboard.stripe.com/test/payments/${paid.stripeSourceId}"`);
    expect(plain(page.text)).toContain('Not in a deposit yet');
    const found = plain((await get('/finance/find?q=42,42').expect(200)).text);
    expect(found).toContain('Movements of 42,42');
    expect(found).toContain(pledgeReference(pledge.pledgeId));
  }); // prettier-ignore

  it('says so where nothing is found, and takes no address apart', async () => {
    for (const typed of ['ZZZZ-ZZZZ', '99999.99', 'po_nobody', 'reader@example.org', '<b>'])
      expect(plain((await get(`/finance/find?q=${encodeURIComponent(typed)}`).expect(200)).text)).toContain('Nothing was found for');
    await get('/finance/payments/pay_00000000').expect(404);
    await get('/finance/payouts/po_nobody').expect(404);
  }); // prettier-ignore
});

describe('the page of files', () => {
  it('counts for every table what its file holds, under the same filters', async () => {
    for (const query of [
      'period=2026-10',
      'from=2026-08-10&to=2026-09-03&zone=UTC',
      'kind=refund&currency=USD',
    ]) {
      const page = (await get(`/finance/exports?${query}`).expect(200)).text;
      for (const table of ['ledger', 'journal', 'pledges', 'payouts']) {
        const card = new RegExp(`aria-labelledby="${table}-title">.*?</section>`, 's').exec(page)?.[0] ?? '';
        const counted = Number((/class="count">([\d,]+) rows?/.exec(card)?.[1] ?? '-1').replace(',', ''));
        const href = new RegExp(`/v1/${table}\\.csv[^"]*`).exec(card)?.[0]?.replaceAll('&#38;', '&');
        if (href === undefined) expect(plain(card)).toContain('cannot be narrowed down by: kind of movement');
        else
          expect(readCsv((await get(href).expect(200)).text), `${table} ${query}`).toHaveLength(counted + 1);
      }
    }
  });

  it('counts the sides of double entry as the journal writes them', async () => {
    const rows = await Promise.all(pledges.map(({ pledgeId }) => fin.store.entriesOfPledge(pledgeId)));
    expect(rows.flat().flatMap(postingsOf).length).toBeGreaterThan(400);
    const page = (await get('/finance/exports')).text;
    const journal = readCsv((await get('/v1/journal.csv')).text).length - 1;
    expect(plain(page)).toContain(`Journal ${new Intl.NumberFormat('en').format(journal)} rows`);
    expect(plain(page)).toContain('It needs your account codes');
  });

  it('says what every column means, in both languages', async () => {
    expect(plain((await get('/finance/exports?period=2026-10')).text)).toContain('paid_out_utc');
    expect(plain((await get('/finance/exports?period=2026-10&lang=ru')).text)).toContain(
      'Что значит каждый столбец',
    );
  });
});
