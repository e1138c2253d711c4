import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeCommand, reopenCommand, verifyCommand } from '../../src/commands/months.ts';
import { reconcileCommand } from '../../src/commands/reconcile.ts';
import { UsageError } from '../../src/commands/words.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import { periodRange } from '../../src/ledger/book-date.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

let service: TestService;
let lines: string[];
const out = (line: string) => lines.push(line);
beforeEach(async () => {
  lines = [];
  service = await testService({ sandbox: { clock: new Date('2026-01-20T12:00:00Z'), seed: 3 } });
  const answer = await postCheckout(service, { currency: 'USD', amountMinor: 500, frequency: 'monthly' });
  service.sandbox.pay(sessionOf(answer));
  await service.sandbox.advance({ days: 45 });
  await service.settle();
});
afterEach(async () => service.stop());

describe('the commands of the books', () => {
  it('compare, close, verify and reopen, each in words', async () => {
    expect(await reconcileCommand([], service.ctx, out)).toBe(0);
    expect(lines.join('\n')).toMatch(
      /2026-01: 2 movements\n {2}USD ours -?[\d.]+, Stripe -?[\d.]+, difference 0\.00/,
    );
    expect(lines.at(-1)).toBe('The ledger equals Stripe to the cent.');
    expect(await closeCommand(['2026-01'], service.ctx, out)).toBe(0);
    expect(lines.join('\n')).toMatch(
      /Closed 2026-01: 2 rows\.\n {2}USD opening 0\.00, net 4\.55, payouts -4\.55, closing 0\.00\n {2}SHA-256 of ledger\.csv [0-9a-f]{64}/,
    );
    expect(lines.join('\n')).not.toContain('Mind:');
    expect(await verifyCommand([], service.ctx, out)).toBe(0);
    expect(lines.slice(-2)).toEqual(['closed months recomputed: 1', 'All holds.']);
    expect(await reopenCommand(['2026-01', '--reason', 'a refund was missing'], service.ctx, out)).toBe(0);
    expect(lines.at(-2)).toBe('Reopened 2026-01. No month is closed now.');
  });

  it.each([
    [closeCommand, ['2026-1']],
    [closeCommand, []],
    [reopenCommand, ['2026-01', '--reason', 'mail me at reader@example.org']],
    [reopenCommand, ['2026-01']],
  ])('refuse what they do not understand: %o %j', async (command, args) => {
    await expect(command(args, service.ctx, out)).rejects.toBeInstanceOf(UsageError);
  });

  it('say where a comparison fails, and exit with 1', async () => {
    const { store } = service.ctx;
    store.knownMovements = async (ids) => new Map(ids.map((id) => [id, 'booked']));
    const entries = store.entriesCreated.bind(store);
    store.entriesCreated = async (...args) => (await entries(...args)).slice(1);
    expect(await reconcileCommand(['--since', '2026-01-01'], service.ctx, out)).toBe(1);
    expect(lines.join('\n')).toMatch(/NOT EQUAL[\s\S]*missing here: txn_\w+/);
    expect(await reconcileCommand(['--since', 'yesterday'], service.ctx, out)).toBe(2);
  });
});

it('twelve months sum to the year, in every currency and kind (I10)', async () => {
  await service.sandbox.advance({ days: 330 });
  await service.settle();
  const { store } = service.ctx;
  const bound = await store.ledgerBound();
  const zone = service.ctx.config.publisher.bookZone;
  const { from } = periodRange('2026-01', zone);
  const { to } = periodRange('2026-12', zone);
  const year = await store.ledgerSums({ ...NO_FILTER, from, to }, bound);
  const sums = new Map<string, number>();
  for (let month = 1; month <= 12; month++) {
    const period = `2026-${String(month).padStart(2, '0')}`;
    for (const row of await store.ledgerSums({ ...NO_FILTER, period }, bound)) {
      const key = `${row.currency} ${row.kind} ${row.frequency ?? ''}`;
      sums.set(key, (sums.get(key) ?? 0) + row.netMinor);
    }
  }
  expect(year.length).toBeGreaterThan(1);
  expect(
    Object.fromEntries(
      year.map((row) => [`${row.currency} ${row.kind} ${row.frequency ?? ''}`, row.netMinor]),
    ),
  ).toEqual(Object.fromEntries(sums));
});
