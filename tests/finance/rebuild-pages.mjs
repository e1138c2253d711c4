// Rebuilds what every finance page and answer should say from ledger.csv, pledges.csv and payouts.csv alone:
// node rebuild-pages.mjs FOLDER ZONE NOW. It knows nothing of the service: no import of ours, only the columns that the
// contract names. FOLDER also holds addresses.json; prints JSON: what stands at each of them, amounts as plain decimals.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthIn, readBooks } from './rebuild/books.mjs';
import { balances, files, manifest, month, payments, payout, payouts, summary } from './rebuild/lists.mjs';
import { overview } from './rebuild/overview.mjs';
import { recurring } from './rebuild/plans.mjs';

const PAGES = {
  '/finance': overview,
  '/finance/payments': payments,
  '/finance/payouts': payouts,
  '/finance/recurring': recurring,
  '/finance/exports': files,
  '/v1/summary': summary,
  '/v1/ledger.manifest.json': manifest,
};

const [folder, bookZone, now] = process.argv.slice(2);
const books = readBooks(folder);
const set = { bookZone, thisPeriod: monthIn(bookZone, now) };
const addresses = JSON.parse(readFileSync(join(folder, 'addresses.json'), 'utf8'));

process.stdout.write(
  JSON.stringify({
    balances: balances(books),
    pages: Object.fromEntries(addresses.map((address) => [address, at(address)])),
  }),
);

function at(address) {
  const { pathname, searchParams } = new URL(address, 'http://books');
  const { format: _format, ...asked } = Object.fromEntries(searchParams);
  const last = pathname.split('/').at(-1);
  if (pathname in PAGES) return PAGES[pathname](books, set, asked);
  if (pathname.startsWith('/finance/payouts/')) return payout(books, set, last);
  if (pathname.startsWith('/finance/months/')) return month(books, set, last);
  throw new Error(`nobody says what stands at ${address}`);
}
