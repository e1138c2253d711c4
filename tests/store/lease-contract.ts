import { expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { after, NOON } from '../_support/make.ts';

/** What every adapter promises of leases. */
export function leaseContract(open: { store: () => Store; reopen: () => Promise<Store> }): void {
  const SPAN_MS = 15_000;
  const take = (holder: string, atMs: number, name = 'project', store = open.store()) =>
    store.takeLease(name, holder, after(NOON, atMs), after(NOON, atMs + SPAN_MS));

  it('goes to one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, (_, i) => `inst_${i}`);
    const got = await Promise.all(asked.map((holder) => take(holder, 0)));
    expect(got.filter(Boolean)).toHaveLength(1);
    const winner = asked[got.indexOf(true)] ?? '';
    for (const holder of asked) expect(await take(holder, 1)).toBe(holder === winner);
  });

  it('is another’s until it has run out, to the millisecond, and then goes to one of many', async () => {
    expect(await take('inst_a', 0)).toBe(true);
    expect(await take('inst_b', SPAN_MS - 1)).toBe(false);
    const got = await Promise.all(['inst_b', 'inst_c', 'inst_d'].map((holder) => take(holder, SPAN_MS)));
    expect(got.filter(Boolean)).toHaveLength(1);
    expect(await take('inst_a', SPAN_MS)).toBe(false);
  });

  it('is prolonged by its holder, also after it has run out, as long as nobody took it', async () => {
    expect(await take('inst_a', 0)).toBe(true);
    expect(await take('inst_a', 10_000)).toBe(true);
    expect(await take('inst_b', SPAN_MS)).toBe(false);
    expect(await take('inst_a', 600_000)).toBe(true);
    // Also by a clock that was put back.
    expect(await take('inst_a', 0)).toBe(true);
    expect(await take('inst_b', SPAN_MS)).toBe(true);
  });

  it('goes to the next at once when its holder lets go, and nobody else can let it go', async () => {
    await take('inst_a', 0);
    await open.store().giveLease('project', 'inst_b');
    expect(await take('inst_b', 1)).toBe(false);
    await open.store().giveLease('project', 'inst_a');
    expect(await take('inst_b', 1)).toBe(true);
    await open.store().giveLease('project', 'inst_a');
    expect(await take('inst_c', 1)).toBe(false);
  });

  it('stays its holder’s to prolong when another service starts', async () => {
    await take('inst_a', 0);
    await open.store().clearLeases();
    expect(await take('inst_a', 1)).toBe(true);
    expect(await take('inst_b', 2)).toBe(false);
  });

  it('is one for each name, and outlasts a restart', async () => {
    await take('inst_a', 0, 'project');
    expect(await take('inst_b', 0, 'jobs')).toBe(true);
    await open.store().giveLease('jobs', 'inst_a');
    const store = await open.reopen();
    expect(await take('inst_b', 1, 'project', store)).toBe(false);
    expect(await take('inst_a', 1, 'jobs', store)).toBe(false);
    expect(await take('inst_b', 1, 'jobs', store)).toBe(true);
  });
}
