import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../_support/read-page.ts';
import { addressesOf, clockChanges, instantsOf, monthsOf, ZONE } from './addresses.ts';
import { openDesk, readAll, rebuild, type Desk, type Files, type Rebuild, type Rebuilt } from './books.ts';
import { playDemo, type PlayedDemo } from './play.ts';
import { stripeBooks, type StripeBooks } from './stripe-books.ts';

// The demo's two years, played once through the real path, held against their own files: an independent script that reads
// ledger.csv, pledges.csv and payouts.csv alone says what stands on every page, to the cent, and so does Stripe's side.

const EQUAL = ['difference EUR 0.00', 'difference GBP 0.00', 'difference USD 0.00'];
const differences = (output: string) => output.match(/difference [A-Z]{3} -?[\d.]+/g);

describe('two years as they happen', () => {
  let demo: PlayedDemo;
  let desk: Desk;
  let files: Files;
  let found: Map<string, string>;
  let rebuilt: Rebuilt;
  let stripe: StripeBooks;

  beforeAll(async () => {
    demo = await playDemo();
    desk = await openDesk(demo);
    ({ files, found } = await readAll(desk, addressesOf));
    stripe = await stripeBooks(demo.sandbox);
    rebuilt = rebuild(files, [...found.keys()], ZONE);
  }, 600_000);
  afterAll(() => demo.stop());

  it('equal the sandbox’s balance in every currency, with every delivery', () => {
    expect(demo.output).toMatch(
      /reconcile: \d{5,} movements of 2[4-6] months held against the sandbox's balance, all equal/,
    );
    expect(differences(demo.output)).toEqual(EQUAL);
    expect(demo.output).toContain('found 0 events that were not delivered');
  });

  it('have money on both sides of every change of the clocks, within the hour', () => {
    const changes = clockChanges(files);
    expect(changes.length).toBeGreaterThanOrEqual(3);
    const times = instantsOf(files).map((at) => at.getTime());
    const moved = (from: number, to: number) => times.some((at) => at >= from && at < to);
    for (const change of changes)
      expect([change, moved(+change - 3_600_000, +change), moved(+change, +change + 3_600_000)]).toEqual([
        change,
        true,
        true,
      ]);
  });

  it.each(['/finance', '/finance/payments', '/finance/payouts', '/finance/payouts/', '/finance/recurring'])(
    'every figure on %s is the sum of the rows of the files',
    (path) => {
      for (const [address, expected] of expectedAt(path)) {
        const page = readPage(found.get(address) ?? '');
        const got = { ...page, title: page.titles['list-title'] };
        expect({ address, ...picked(got, expected) }).toEqual({ address, ...expected });
      }
    },
  );

  it('every bar of the twelve months is as high as its table says', () => {
    for (const [address] of expectedAt('/finance')) {
      const html = found.get(address) ?? '';
      const rows = readPage(html).cards['chart-title'] ?? [];
      const amounts = rows.flatMap(([, ...parts]) => parts.slice(0, 3).map(Number));
      // Two parts of a bar have a gap of a pixel and a half; what is no higher than the gap is not drawn.
      const heights = [...html.matchAll(/<rect\s+x="[^>]*\sheight="([\d.]+)"/g)].map(([, height]) => Number(height) + 1.5);
      const perUnit = Math.max(...heights) / Math.max(...amounts);
      const drawn = amounts.map((amount) => amount * perUnit).filter((height) => height > 1.7);
      const seen = heights.filter((height) => height > 1.7);
      expect([address, seen.length]).toEqual([address, drawn.length]);
      drawn.forEach((height, i) => expect(Math.abs((seen[i] ?? 0) - height)).toBeLessThan(0.2));
    }
  }); // prettier-ignore

  it('every month holds what its rows do, and what Stripe says it moved', () => {
    const months = expectedAt('/finance/months/');
    expect(months.map(([address]) => address.slice(-7))).toEqual(monthsOf(files));
    const running = monthsOf(files).at(-1);
    for (const [address, expected] of months) {
      const { cards, text } = readPage(found.get(address) ?? '');
      expect({ address, ...cards }).toMatchObject({ address, ...(expected['cards'] as object) });
      expect(text).toContain(`${String(expected['rows'])} rows`);
      const compared = Object.fromEntries((cards['how-title'] ?? []).map(([currency, ...sums]) => [currency, sums]));
      const moved = stripe.months.get(address.slice(-7)) ?? {};
      // The running month was compared a while ago, and renewals go on: there, both sides are those of that moment.
      const sides = (code: string, net: number) =>
        address.slice(-7) === running ? [compared[code]?.[0], compared[code]?.[0]] : [cents(net), cents(net)];
      expect(compared).toEqual(
        Object.fromEntries(Object.entries(moved).map(([code, net]) => [code, [...sides(code, net), '0.00', '0.00']])),
      );
      expect(rebuilt.balances.months[address.slice(-7)]).toEqual(moved);
    }
  }); // prettier-ignore

  it('every file has as many rows as the page of exports says', () => {
    for (const [address, expected] of expectedAt('/finance/exports'))
      for (const [table, rows] of Object.entries(expected)) {
        const card = new RegExp(`<h2 id="${table}-title">.*?<p class="count">(.*?)</p>`, 's');
        expect([address, table, card.exec(found.get(address) ?? '')?.[1]?.replace(',', '')]).toEqual([
          address,
          table,
          rows,
        ]);
      }
  });

  it.each(['/v1/summary', '/v1/ledger.manifest.json'])('%s answers the sums of the rows, in any zone', (path) => {
    for (const [address, expected] of expectedAt(path)) {
      const answer = JSON.parse(found.get(address) ?? '') as Rebuild;
      expect({ address, ...answer }).toMatchObject({ address, ...expected });
      for (const block of (answer['control'] ?? []) as { stripeDifferenceMinor: number | null }[])
        expect(block.stripeDifferenceMinor).toBe(/period=[\d-]+&format/.test(address) ? 0 : null);
    }
  }); // prettier-ignore

  it('every row is a line of Stripe’s balance, every deposit one of the bank’s, and what is left is what Stripe has', () => {
    expect(rebuilt.balances.lines).toEqual(stripe.lines);
    expect(rebuilt.balances.left).toEqual(stripe.balance);
    const deposits = files.payouts.split('\r\n').slice(1, -1).map((line) => line.split(','));
    expect(Object.fromEntries(deposits.map(([id = '', status, , , day, currency, minor]) => [id, [status, day, currency, Number(minor)]]))).toEqual(stripe.payouts);
  }); // prettier-ignore

  it('a month is closed by its form, and its file, its page and its control block say the same as before', async () => {
    const [first = '', second = ''] = monthsOf(files);
    for (const month of [first, second]) {
      const path = `/finance/months/${month}`;
      const csrf = /name="csrf" value="([^"]+)"/.exec(await desk.get(path))?.[1] ?? '';
      await desk.post(`${path}/close`, csrf);
      const html = await desk.get(path);
      const page = readPage(html);
      expect(page.cards['holds-title']).toEqual(readPage(found.get(path) ?? '').cards['holds-title']);
      expect(page.titles['seal-title']).toBe('The seal');
      const file = await desk.get(`/v1/ledger.csv?period=${month}`);
      expect(html).toContain(createHash('sha256').update(file).digest('hex'));
      expect(file.split('\r\n').slice(1, -1)).toEqual(rowsOfMonth(month));
      const address = `/v1/ledger.manifest.json?period=${month}&format=csv`;
      expect(JSON.parse(await desk.get(address))).toMatchObject(rebuilt.pages[address] ?? {});
    }
  });

  /** What the script expects at the addresses of a path; one that ends with a slash has an id behind it. */
  function expectedAt(path: string): [address: string, expected: Rebuild][] {
    const isHere = (address: string) =>
      path.endsWith('/') ? address.startsWith(path) : address.split('?')[0] === path;
    const here = Object.entries(rebuilt.pages).filter(([address]) => isHere(address));
    expect(here.length).toBeGreaterThan(0);
    return here.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  function rowsOfMonth(month: string): string[] {
    return files.ledger.split('\r\n').filter((line) => line.split(',')[9] === month);
  }
});

it('history with deliveries lost, doubled and out of order equals the sandbox’s balance once it was compared', async () => {
  const demo = await playDemo('--days', '40', '--chaos');
  await demo.stop();
  expect(demo.output).toMatch(/reconcile: \d{3,} movements of \d months held against the sandbox's balance, all equal/);
  expect(differences(demo.output)).toEqual(EQUAL);
  expect(Number(/found (\d+) events that were not delivered/.exec(demo.output)?.[1])).toBeGreaterThan(0);
}, 120_000); // prettier-ignore

/** Of a page that part which is expected: a card that is not expected is not there. */
function picked(page: Rebuild, expected: Rebuild): Rebuild {
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => {
      if (name !== 'cards') return [name, page[name]];
      const cards = page['cards'] as Rebuild;
      return [name, Object.fromEntries(Object.keys(value as Rebuild).map((id) => [id, cards[id]]))];
    }),
  );
}

function cents(minor: number): string {
  const text = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
