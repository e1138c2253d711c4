import { expect, it } from 'vitest';
import { auditEntryOf, auditLink, type AuditFact, type AuditHead } from '../../src/finance/audit-entry.ts';
import type { Store } from '../../src/store/store.ts';
import { after, NOON } from '../_support/make.ts';

/** What every adapter promises of the audit. */
export function auditContract(open: { store: () => Store; reopen: () => Promise<Store> }): void {
  const EVERYTHING = { action: null, by: null, outcome: null };
  const next =
    (fact: Partial<AuditFact> = {}) =>
    (head: AuditHead | null) =>
      auditLink(
        { by: 'key_one', action: 'export', object: 'ledger.csv', outcome: 'done', ...fact },
        NOON,
        head,
      );

  it('chains what is appended, however many come at once, and keeps it over a restart', async () => {
    expect(await open.store().auditHead()).toBeNull();
    const links = await Promise.all(
      Array.from({ length: 20 }, (_, i) => open.store().appendAudit(next({ object: `${i}` }))),
    );
    const store = await open.reopen();
    const kept = await store.auditPage(EVERYTHING, null, 100, 'oldest_first');
    expect(kept).toEqual(links.toSorted((a, b) => a.number - b.number));
    expect(kept.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    kept.forEach((link, i) => expect(auditEntryOf(link).previousHash).toBe(kept[i - 1]?.hash ?? ''));
    const { number, hash } = kept.at(-1) ?? { number: 0, hash: '' };
    expect(await store.auditHead()).toEqual({ number, hash });
  });

  it('is read both ways, a page at a time, by action, by who and by outcome', async () => {
    const store = open.store();
    for (const fact of [{}, { by: 'nobody', action: 'access', outcome: 'denied' }, { action: 'month_close' }, {}] as const)
      await store.appendAudit(next(fact)); // prettier-ignore
    const numbers = async (...how: Parameters<Store['auditPage']>) =>
      (await store.auditPage(...how)).map(({ number }) => number);
    expect(await numbers(EVERYTHING, null, 2, 'oldest_first')).toEqual([1, 2]);
    expect(await numbers(EVERYTHING, 2, 2, 'oldest_first')).toEqual([3, 4]);
    expect(await numbers(EVERYTHING, null, 3, 'newest_first')).toEqual([4, 3, 2]);
    expect(await numbers(EVERYTHING, 2, 3, 'newest_first')).toEqual([1]);
    expect(await numbers({ ...EVERYTHING, action: 'export' }, null, 9, 'newest_first')).toEqual([4, 1]);
    expect(await numbers({ ...EVERYTHING, by: 'nobody' }, null, 9, 'oldest_first')).toEqual([2]);
    expect(await numbers({ ...EVERYTHING, outcome: 'done' }, 1, 9, 'oldest_first')).toEqual([3, 4]);
  });

  it('writes nothing where the entry cannot be made', async () => {
    const store = open.store();
    await store.appendAudit(next());
    await expect(
      store.appendAudit(() => {
        throw new Error('no entry');
      }),
    ).rejects.toThrow('no entry');
    const late = await store.appendAudit((head) => auditLink({ by: 'command', action: 'backup', object: null, outcome: 'done' }, after(NOON, 1), head)); // prettier-ignore
    expect(late.number).toBe(2);
  });
}
