import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { DAY, reminderApp, type ReminderApp } from './reminder-app.ts';

let app: ReminderApp;
afterEach(async () => app.close());

const KINDS = ['unknown', 'known', 'suppressed'] as const;
type Kind = (typeof KINDS)[number];
const TRIES = 134;

/** Asks for many addresses of each kind in turns, and returns how long each answer took. */
async function measure(answerAfterMs: number): Promise<Record<Kind, number[]>> {
  app = await reminderApp({
    options: { answerAfterMs },
    publisher: { limits: { remindersPerHour: 100_000 } },
  });
  const { store, addressHashes } = app.ctx;
  // A slow disk, so that what is done for one address and not for another is sure to take time.
  const add = store.addReminder.bind(store);
  store.addReminder = async (reminder) => {
    await delay(15);
    return add(reminder);
  };
  const addressOf = (kind: Kind, i: number) => `${kind}-${i}@example.org`;
  for (let i = 0; i < TRIES; i++)
    await store.suppressAddress((await addressHashes(addressOf('suppressed', i)))[0] ?? '', '2030-01-01');
  // Everything is done for these once, so that the next try finds them over their limit.
  await Promise.all(Array.from({ length: TRIES }, (_, i) => app.ask({ email: addressOf('known', i) })));
  app.pass(DAY / 2);
  const took: Record<Kind, number[]> = { unknown: [], known: [], suppressed: [] };
  // One after another: nothing but the work for an address itself stands between a try and its answer.
  for (let i = 0; i < TRIES; i++) {
    for (const kind of KINDS) {
      const start = performance.now();
      const answer = await app.ask({ email: addressOf(kind, i) });
      await answer.arrayBuffer();
      took[kind].push(performance.now() - start);
      expect(answer.status).toBe(202);
    }
  }
  return took;
}

/** How far two samples are apart, in standard deviations of the rank sum (Mann and Whitney, 1947). */
function distance(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((ms) => ({ ms, first: true })), ...b.map((ms) => ({ ms, first: false }))].sort(
    (one, other) => one.ms - other.ms,
  );
  const rankSum = ranked.reduce((sum, { first }, rank) => sum + (first ? rank + 1 : 0), 0);
  const [n, m] = [a.length, b.length];
  const expected = (n * (n + m + 1)) / 2;
  return Math.abs(rankSum - expected) / Math.sqrt((n * m * (n + m + 1)) / 12);
}

/** By chance alone one run in sixteen thousand is as far apart as this. */
const APART = 4;

describe('how long an answer takes', () => {
  it('tells an unknown, a known and a suppressed address apart in none of 402 interleaved tries', async () => {
    const { unknown, known, suppressed } = await measure(100);
    expect(distance(unknown, known)).toBeLessThan(APART);
    expect(distance(unknown, suppressed)).toBeLessThan(APART);
    expect(distance(known, suppressed)).toBeLessThan(APART);
    expect(unknown).toHaveLength(TRIES);
  }, 180_000);

  it('would tell by this very measure, were it not held back', async () => {
    const { unknown, known, suppressed } = await measure(0);
    expect(distance(unknown, known)).toBeGreaterThan(APART);
    expect(distance(unknown, suppressed)).toBeGreaterThan(APART);
  }, 60_000);
});
