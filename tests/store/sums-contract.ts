import { expect, it } from 'vitest';
import { NO_FILTER, type LedgerFilter, type LedgerRow } from '../../src/finance/rows.ts';
import { auditLink } from '../../src/finance/audit-entry.ts';
import { sha256 } from '../../src/ids.ts';
import {
  ENTRY_KINDS,
  postingsOf,
  type EntryKind,
  type LedgerEntry,
  type Movement,
} from '../../src/ledger/entry.ts';
import { linkOf, type LedgerBound } from '../../src/ledger/period.ts';
import { statusOf, type Pledge } from '../../src/pledges/pledge.ts';
import type { Cursor, Store } from '../../src/store/store.ts';
import type { Change } from '../../src/webhooks/change.ts';
import { makeEntry, makeEvent, makePledge, NOON } from '../_support/make.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-08-30T00:00:00Z');
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const FREQUENCIES = ['once', 'monthly', 'annual'] as const;
const CAMPAIGNS = ['article', 'newsletter', null];

/** What every adapter promises of sums that it keeps: they are those of the lines, to the cent, at every bound. */
export function sumsContract(open: { store: () => Store }): void {
  // Always the same numbers, in no order that a person would choose.
  let dice = 1;
  const roll = (sides: number) => (dice = (dice * 48_271) % 2_147_483_647) % sides;
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;

  const apply = async (changes: Change[], closedThrough: string | null = null) => {
    const done = await open.store().applyProjection(
      { seq: null, coveredObjectIds: [], upToSeq: 0, readStartedAt: NOON, pledge: null, closedThrough, changes, retryAt: null },
      NOON,
    ); // prettier-ignore
    expect(done.kind).toBe('applied');
  };
  const give = async (over: Partial<Pledge>): Promise<Pledge> => {
    const pledge = makePledge(over);
    await open.store().claimCheckout({ keyHash: sha256(pledge.pledgeId), bodyHash: 'b', pledge }, NOON);
    return pledge;
  };
  const movement = (kind: EntryKind): Partial<Movement> => {
    const grossMinor = (kind === 'payment' ? 1 : -1) * (roll(9_000) + 1);
    const isCharged = roll(4) > 0;
    return {
      kind,
      grossMinor,
      feeMinor: roll(300),
      currency: pick(CURRENCIES),
      createdAt: new Date(START + roll(90 * 24) * HOUR + roll(HOUR)),
      charged: isCharged ? { amountMinor: grossMinor * 2, currency: pick(['GBP', 'EUR', 'UAH']) } : null,
    };
  };
  /** Three hundred lines of every kind in four months. */
  const fill = async () => {
    const pledges = await Promise.all(
      FREQUENCIES.flatMap((frequency) => CAMPAIGNS.map((campaign) => give({ frequency, campaign }))),
    );
    const entries = Array.from({ length: 300 }, (_, i) => {
      const kind = i % 3 === 0 ? pick(ENTRY_KINDS) : 'payment';
      return makeEntry(
        ['payout', 'payout_failed', 'fee'].includes(kind) ? null : pick(pledges),
        movement(kind),
      );
    });
    for (let i = 0; i < entries.length; i += 100) await apply(entries.slice(i, i + 100).map(booked));
    return entries;
  };
  const close = async (period: string, bound: LedgerBound) => {
    const changes = await open.store().periodChanges();
    const link = linkOf({
      format: 1, action: 'close', period, zone: 'UTC', closedThrough: period, at: NOON.toISOString(), by: 'command', reason: null,
      bound, rows: 0, ledgerCsvSha256: null, totals: [], previousHash: changes.at(-1)?.hash ?? '',
    }); // prettier-ignore
    const fact = {
      by: 'command',
      action: 'month_close' as const,
      object: period,
      outcome: 'done' as const,
      detail: {},
    };
    expect(
      await open.store().changePeriod(link, { audit: (head) => auditLink(fact, NOON, head), deliveries: [] }),
    ).toBe(true);
  };

  const FILTERS: LedgerFilter[] = [
    {},
    ...['2026-08', '2026-09', '2026-10', '2026-11', '2026-12'].flatMap((period) => [{ period }, { beforePeriod: period }]),
    { period: '2026-09', currency: 'EUR' },
    { period: '2026-09', kind: 'payment' as const, frequency: 'annual' as const },
    { beforePeriod: '2026-11', campaign: 'article' },
    { campaign: 'nobody' },
    { currency: 'JPY', kind: 'refund' as const, campaign: 'newsletter' },
    { period: '2026-10', status: 'open' as const },
    { from: new Date('2026-09-15T03:00:00Z'), to: new Date('2026-10-25T00:30:00Z') },
    { from: new Date('2026-08-31T22:00:00Z'), to: new Date('2026-11-30T23:00:00Z'), currency: 'EUR' },
    { from: new Date('2026-09-08T18:30:15.250Z'), to: new Date('2026-09-08T18:59:00Z') },
    { from: new Date('2026-09-08T18:30:00Z'), to: new Date('2026-09-09T06:29:59.999Z'), kind: 'payment' as const },
    { from: new Date('2026-10-01T00:00:00Z'), campaign: 'article' },
    { to: new Date('2026-10-01T00:00:00Z'), frequency: 'annual' as const },
    { to: new Date('2026-09-20T11:11:11Z') },
    { from: new Date('2026-09-15T03:00:00Z'), to: new Date('2026-09-15T03:00:00Z') },
    { from: new Date('2026-09-01T00:00:00Z'), to: new Date('2026-10-01T00:00:00Z'), date: 'available' as const },
    { updatedSince: NOON, currency: 'USD' },
  ].map((filter) => ({ ...NO_FILTER, ...filter })); // prettier-ignore

  const holds = async (bound: LedgerBound) => {
    const store = open.store();
    for (const filter of FILTERS) {
      const about = JSON.stringify([filter, bound.entries]);
      expect([about, await store.ledgerSums(filter, bound)]).toEqual([
        about,
        await store.ledgerSums(filter, bound, 'lines'),
      ]);
      expect([about, await store.balancesBefore(filter, bound)]).toEqual([
        about,
        await store.balancesBefore(filter, bound, 'lines'),
      ]);
      const lines = await store.ledgerPage(filter, bound, null, 1_000);
      const sums = await store.ledgerSums(filter, bound, 'lines');
      expect([about, sums.reduce((sum, row) => sum + row.count, 0)]).toEqual([about, lines.length]);
      const sides = lines.reduce((sum, line) => sum + postingsOf(line).length, 0);
      expect([about, await store.postingCount(filter, bound)]).toEqual([about, sides]);
      const payments = await store.ledgerPage({ ...filter, kind: 'payment' }, bound, null, 1_000);
      const paid = payments.filter((line) => line.charged !== null);
      const charged = Map.groupBy(paid, (line) => line.charged?.currency ?? '');
      const found = await store.paymentsByChargedCurrency(filter, bound);
      expect([about, found.toSorted((a, b) => (a.chargedCurrency < b.chargedCurrency ? -1 : 1))]).toEqual([
        about,
        [...charged].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([chargedCurrency, of]) => ({
          chargedCurrency,
          chargedMinor: add(of, (line) => line.charged?.amountMinor ?? 0),
          payments: of.length,
          grossMinor: add(of, (line) => line.grossMinor),
        })),
      ]); // prettier-ignore
    }
    const ranged = { ...NO_FILTER, kind: 'payment' as const, currency: 'EUR' };
    const months = (await store.ledgerPage(ranged, bound, null, 1_000)).filter(({ period }) => period >= '2026-09' && period <= '2026-10');
    const byMonth = Map.groupBy(months, (line) => `${line.period} ${line.frequency}`);
    const rows = await store.paymentMonths({ first: '2026-09', last: '2026-10', currency: 'EUR' }, bound);
    expect(new Map(rows.map((row) => [`${row.period} ${row.frequency}`, [row.payments, row.grossMinor]]))).toEqual(
      new Map([...byMonth].map(([key, of]) => [key, [of.length, add(of, (line) => line.grossMinor)]])),
    );
  }; // prettier-ignore

  it('are those of the lines, whatever a filter asks and wherever the bound lies', async () => {
    await fill();
    const { entries } = await open.store().ledgerBound();
    expect(entries).toBe(300);
    for (const bound of [300, 299, 150, 0]) await holds({ entries: bound, payoutItems: 0 });
  });

  it('are those of a month at its closing, with what came late in the month after', async () => {
    await fill();
    const early = { entries: 200, payoutItems: 0 };
    const atClosing = await open.store().ledgerBound();
    await close('2026-08', atClosing);
    await close('2026-09', atClosing);
    const late = makeEntry(null, {
      createdAt: new Date(START + 40 * HOUR),
      kind: 'fee',
      grossMinor: -7,
      feeMinor: 0,
    });
    await apply([booked({ ...late, period: '2026-10', originalPeriod: '2026-09' })], '2026-09');
    for (const bound of [atClosing, early, await open.store().ledgerBound()]) await holds(bound);
    expect(await open.store().wrongSums()).toEqual([]);
  });

  it('find few lines among many in the order of time, page by page, both ways', async () => {
    await fill();
    const store = open.store();
    const bound = await store.ledgerBound();
    for (const rare of [
      { kind: 'dispute' as const },
      { period: '2026-10', kind: 'refund' as const, frequency: 'monthly' as const },
      { campaign: 'newsletter', currency: 'JPY', kind: 'payment' as const },
      { kind: 'payout' as const, currency: 'EUR' },
      { status: 'open' as const, kind: 'adjustment' as const },
      { status: 'ended' as const },
    ]) {
      const filter = { ...NO_FILTER, ...rare };
      const all = await store.ledgerPage(NO_FILTER, bound, null, 1_000);
      const pledges = new Map(
        await Promise.all(all.map(async ({ pledgeId }) => [pledgeId, pledgeId === null ? null : (await store.pledgeById(pledgeId))?.status] as const)),
      );
      const wanted = all.filter((line) =>
        Object.entries(rare).every(([name, value]) => (name === 'status' ? pledges.get(line.pledgeId) === value : line[name as 'kind'] === value)),
      );
      for (const order of ['oldest_first', 'newest_first'] as const) {
        const seen: string[] = [];
        let after = null;
        for (;;) {
          const page: LedgerEntry[] = await store.ledgerPage(filter, bound, after, 3, order);
          seen.push(...page.map((line) => line.entryId));
          const last = page.at(-1);
          if (last === undefined) break;
          after = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
        }
        const ids = wanted.map((line) => line.entryId);
        expect([rare, seen]).toEqual([rare, order === 'oldest_first' ? ids : ids.toReversed()]);
      }
    }
  }); // prettier-ignore

  it('say what an account held before a deposit, to the second, with what others moved', async () => {
    const entries = await fill();
    const others = Array.from({ length: 40 }, (_, i) => ({
      stripeBalanceTransactionId: `txn_other_${i}`,
      createdAt: new Date(START + roll(90 * 24) * HOUR + roll(HOUR)),
      currency: pick(CURRENCIES),
      netMinor: roll(500) - 250,
    }));
    await apply(others.map((each): Change => ({ kind: 'note_other', movement: each })));
    const at = [
      ...entries.slice(0, 20).map((entry) => entry.createdAt),
      new Date(START),
      new Date(START + 91 * 24 * HOUR),
    ];
    const payout = (createdAt: Date, i: number) => ({
      payoutId: `po_${i}`, amountMinor: 100, currency: pick(CURRENCIES), status: 'paid' as const, automatic: true, createdAt,
      arrivalAt: createdAt, isReconciled: true, failureCode: null,
    }); // prettier-ignore
    const payouts = at.map(payout);
    await apply(payouts.map((each): Change => ({ kind: 'note_payout', payout: each })));
    const rows = await open
      .store()
      .payoutPage({ from: null, to: null, currency: null, payoutId: null }, null, 100);
    expect(rows).toHaveLength(payouts.length);
    for (const row of rows) {
      const before = [...entries, ...others].filter(
        ({ currency, createdAt }) => currency === row.currency && createdAt < row.createdAt,
      );
      expect([row.payoutId, row.balanceBeforeMinor]).toEqual([
        row.payoutId,
        add(before, (each) => each.netMinor),
      ]);
    }
  });

  it('say what a deposit holds, in whatever order lines, movements of others and contents become known', async () => {
    const pledge = await give({ frequency: 'once' });
    const [first, late] = [makeEntry(pledge), makeEntry(pledge, { grossMinor: 900, feeMinor: 50 })];
    const other = (id: string, netMinor: number): Change => ({
      kind: 'note_other',
      movement: { stripeBalanceTransactionId: id, createdAt: NOON, currency: 'USD', netMinor },
    });
    const payout = {
      payoutId: 'po_1', amountMinor: 1, currency: 'USD', status: 'paid' as const, automatic: true, createdAt: NOON, arrivalAt: NOON,
      isReconciled: true, failureCode: null,
    }; // prettier-ignore
    const ids = [
      first.stripeBalanceTransactionId,
      late.stripeBalanceTransactionId,
      'txn_early',
      'txn_later',
      'txn_nobody',
    ];
    await apply([
      booked(first),
      other('txn_early', 30),
      { kind: 'note_payout', payout },
      { kind: 'itemise_payout', payoutId: 'po_1', paidOutAt: NOON, balanceTransactionIds: ids },
      { kind: 'itemise_payout', payoutId: 'po_1', paidOutAt: NOON, balanceTransactionIds: ids },
    ]);
    const parts = async () => {
      const [row] = await open
        .store()
        .payoutPage({ from: null, to: null, currency: null, payoutId: 'po_1' }, null, 1);
      return row?.parts.map((part) => [part.kind, part.count, part.grossMinor, part.feeMinor, part.netMinor]);
    };
    expect(await parts()).toEqual([['other', 4, 30, 0, 30], ['payment', 1, 500, 45, 455]]); // prettier-ignore
    await apply([booked(late), booked(late), other('txn_later', -12), other('txn_later', -12)]);
    expect(await parts()).toEqual([['other', 3, 18, 0, 18], ['payment', 2, 1_400, 95, 1_305]]); // prettier-ignore
    expect(await open.store().wrongSums()).toEqual([]);
  });

  it('count pledges of book months and of any other range, whatever becomes of them', async () => {
    const store = open.store();
    // The last second of October in Amsterdam, and the first of November.
    await give({ createdAt: new Date('2026-10-31T22:59:59Z'), frequency: 'once' });
    const pledge = await give({ createdAt: new Date('2026-10-31T23:00:00Z'), campaign: null });
    const range = (from: string | null, to: string | null) => ({
      from: from === null ? null : new Date(from), to: to === null ? null : new Date(to),
      currency: null, frequency: null, campaign: null, status: null, updatedSince: null,
    }); // prettier-ignore
    const october = range('2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z');
    const november = range('2026-10-31T23:00:00Z', '2026-11-30T23:00:00Z');
    const counts = async () => [await store.pledgeCount(october), await store.pledgeCount(november)];
    expect(await counts()).toEqual([1, 1]);
    expect(await store.pledgeCount(range(null, '2026-10-31T23:00:00Z'))).toBe(1);
    expect(await store.pledgeCount(range('2026-10-31T23:00:00Z', null))).toBe(1);
    expect(await store.pledgeCount(range(null, null))).toBe(2);
    expect(await store.pledgeCount(range('2026-10-31T22:59:59Z', '2026-10-31T23:00:00.001Z'))).toBe(2);
    expect(await store.pledgeCount({ ...october, frequency: 'monthly' })).toBe(0);
    expect(await store.pledgeCount({ ...november, campaign: 'article' })).toBe(0);
    const marks = { ...pledge.marks, firstPaidAt: NOON };
    const update = { marks, status: statusOf('monthly', marks) };
    await apply([{ kind: 'update_pledge', pledgeId: pledge.pledgeId, update }]);
    expect(await store.pledgeCount({ ...november, status: 'open' })).toBe(0);
    expect(await store.pledgeCount({ ...november, status: 'active' })).toBe(1);
    expect(await counts()).toEqual([1, 1]);
  });

  it('follow pledges that move on to another status, with the lines that they have', async () => {
    const entries = await fill();
    const store = open.store();
    const ids = [...new Set(entries.flatMap(({ pledgeId }) => pledgeId ?? []))];
    const moved = async (pledgeId: string, at: Date | null) => {
      const pledge = await store.pledgeById(pledgeId);
      if (pledge === null) throw new Error('no pledge');
      const marks = { ...pledge.marks, firstPaidAt: NOON, endedAt: at, subscriptionState: at === null ? ('active' as const) : null };
      await apply([{ kind: 'update_pledge', pledgeId, update: { marks, status: statusOf(pledge.frequency, marks) } }]);
    };
    for (const id of ids.slice(0, 6)) await moved(id, null);
    for (const id of ids.slice(3, 6)) await moved(id, NOON);
    await apply(ids.map((pledgeId, i) => booked({ ...makeEntry(null, movement('payment')), pledgeId, period: i % 2 ? '2026-10' : '2026-11' })));
    const statuses = new Set((await Promise.all(ids.map((id) => store.pledgeById(id)))).map((pledge) => pledge?.status ?? 'open'));
    expect(statuses.size).toBeGreaterThan(2);
    const newest = await store.ledgerBound();
    for (const bound of [newest, { ...newest, entries: newest.entries - 40 }])
      for (const status of statuses)
        for (const filter of [{}, { period: '2026-10' }, { beforePeriod: '2026-11', currency: 'EUR' }, { campaign: 'article', kind: 'payment' as const }]) {
          const asked = { ...NO_FILTER, ...filter, status };
          const about = JSON.stringify([asked, bound.entries]);
          const found = await store.ledgerSums(asked, bound);
          expect([about, found]).toEqual([about, await store.ledgerSums(asked, bound, 'lines')]);
          const lines = await store.ledgerPage(asked, bound, null, 1_000);
          expect([about, await store.postingCount(asked, bound)]).toEqual([about, add(lines, (line) => postingsOf(line).length)]);
        }
    expect(await store.wrongSums()).toEqual([]);
  }); // prettier-ignore

  it('count the pledges of a range that cuts months, with those of the whole months between', async () => {
    const store = open.store();
    for (let i = 0; i < 60; i++)
      await give({ createdAt: new Date(START + roll(120 * 24) * HOUR), frequency: pick(FREQUENCIES), campaign: pick(CAMPAIGNS) });
    const all = { from: null, to: null, currency: null, frequency: null, campaign: null, status: null, updatedSince: null };
    for (let i = 0; i < 60; i++) {
      const [a, b] = [roll(130 * 24), roll(130 * 24)].map((hour) => new Date(START + (hour - 120) * HOUR));
      const filter = { ...all, from: pick([a ?? null, null]), to: pick([b ?? null, null]), campaign: pick(['article', null]), frequency: pick(['once' as const, null]) };
      const about = JSON.stringify(filter);
      expect([about, await store.pledgeCount(filter)]).toEqual([about, (await store.pledgePage(filter, null, 100)).length]);
    }
  }); // prettier-ignore

  it('turn the pages of a range, from both ends, without a row twice or left out', async () => {
    await fill();
    const store = open.store();
    const bound = await store.ledgerBound();
    const range = { from: new Date('2026-09-10T10:20:00Z'), to: new Date('2026-11-05T00:00:00Z') };
    for (const filter of [range, { from: range.from }, { to: range.to }].map((each) => ({ ...NO_FILTER, ...each })))
      for (const order of ['oldest_first', 'newest_first'] as const) {
        const whole = await store.ledgerPage(filter, bound, null, 1_000, order);
        const turned: string[] = [];
        for (let after: Cursor | null = null; ;) {
          const page: LedgerRow[] = await store.ledgerPage(filter, bound, after, 7, order);
          turned.push(...page.map((row) => row.entryId));
          const last = page.at(-1);
          if (last === undefined) break;
          after = { createdAtMs: last.createdAt.getTime(), id: last.entryId };
        }
        expect(turned).toEqual(whole.map((row) => row.entryId));
        expect(turned.length).toBeGreaterThan(50);
      }
  }); // prettier-ignore

  it('are right already: nothing is made right, and what is read stays the same', async () => {
    await fill();
    const store = open.store();
    await store.recordWebhookEvents([{ event: makeEvent(), ignored: null }, { event: makeEvent(), ignored: 'type_not_handled' }], NOON); // prettier-ignore
    const before = await store.ledgerSums(NO_FILTER, await store.ledgerBound());
    expect((await store.rebuildSums()).filter(({ wrong }) => wrong > 0)).toEqual([]);
    expect(await store.wrongSums()).toEqual([]);
    expect(await store.ledgerSums(NO_FILTER, await store.ledgerBound())).toEqual(before);
    expect(await store.inboxCounts()).toMatchObject({ received: 2, pending: 1, ignored: 1 });
  });
}

function booked(entry: LedgerEntry): Change {
  return { kind: 'book_entry', entry };
}

function add<T>(rows: readonly T[], pick: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + pick(row), 0);
}
