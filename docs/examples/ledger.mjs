// Keeps a copy of the ledger as JSON lines: node ledger.mjs
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { readerSupport } from 'reader-support/client';

const books = readerSupport({
  url: process.env.SERVICE_URL ?? 'https://give.example.org',
  key: process.env.FINANCE_KEY,
});
const copy = 'ledger.jsonl';
const kept = existsSync(copy)
  ? readFileSync(copy, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const known = new Set(kept.map((row) => row.entry_id));
const newest = kept.map((row) => Date.parse(row.recorded_utc)).reduce((a, b) => Math.max(a, b), 0);
const since = newest === 0 ? {} : { updatedSince: new Date(newest - 600_000).toISOString() };

for await (const row of books.rows('ledger', since)) {
  if (known.has(row.entry_id)) continue;
  known.add(row.entry_id);
  appendFileSync(copy, `${JSON.stringify(row)}\n`);
}
console.log(`${copy} has ${known.size} movements`);
