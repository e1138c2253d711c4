import type { Frequency } from '../checkout/contract.ts';
import type { AppContext } from '../context.ts';
import { startOfDay } from '../ledger/book-date.ts';
import { pledgeReference } from '../pledges/pledge.ts';
import type { CardName, Sandbox } from '../sandbox/sandbox.ts';
import { chance, type Chance } from './random.ts';

const DAY_MS = 86_400_000;

/** Minutes of the day at which readers give: their renewals then fall together as well, which keeps the play short. */
const READING_TIMES = [7 * 60 + 43, 12 * 60 + 11, 17 * 60 + 36, 21 * 60 + 52];

/** Minutes of the day before and after which clocks in Europe change, both of them within the hour that there is twice. */
const CHANGE_TIMES = [30, 60 + 30];

/** A minute of a month's last day in UTC that is the next month's first day in the books of the demo. */
const MONTH_END = 23 * 60 + 30;

/** A reader of one day of the history: what is given, how it is paid, and how it goes on. */
type Reader = {
  frequency: Frequency;
  currency: string;
  amountMinor: number;
  lang: string;
  campaign: string;
  /** Null: the reader leaves Stripe's page without paying. */
  card: CardName | null;
  /** Days until the payment is refunded or the subscription cancelled; null for never. */
  refundAfterDays: number | null;
  cancelAfterDays: number | null;
};

/**
 * Plays two believable years through the real path: checkouts over HTTP, the sandbox's cards, its clock
 * with renewals, failures, disputes and payouts, signed webhooks, the projector. Shows its progress.
 */
export async function playHistory(
  ctx: Pick<AppContext, 'config' | 'projector' | 'stripe' | 'now'>,
  sandbox: Sandbox,
  { until, seed, stopped }: { until: Date; seed: number; stopped: () => boolean },
): Promise<void> {
  const luck = chance(seed);
  // Of their own, so that they change nobody else's history.
  const atNight = chance(seed + 1);
  const start = ctx.now().getTime();
  const days = Math.floor((until.getTime() - start) / DAY_MS);
  const later = new Map<number, (() => Promise<void>)[]>();
  const plan = (day: number, act: () => Promise<void>) => later.set(day, [...(later.get(day) ?? []), act]);

  for (let day = 0; day < days && !stopped(); day++) {
    const today = new Date(start + day * DAY_MS);
    const readers = Array.from({ length: readersOf(today, day / days, luck) }, () => reader(luck));
    if (isClockChange(today, ctx.config.publisher.bookZone))
      for (const minute of CHANGE_TIMES) await playNightReader(today, minute, day);
    for (const [slot, minute] of READING_TIMES.entries()) {
      await sandbox.advance(new Date(today.getTime() + minute * 60_000));
      await Promise.all(
        readers.filter((_, i) => i % READING_TIMES.length === slot).map((one) => playReader(one, day)),
      );
    }
    if (new Date(today.getTime() + DAY_MS).getUTCDate() === 1) await playNightReader(today, MONTH_END, day);
    await Promise.all((later.get(day) ?? []).map((act) => act()));
    later.delete(day);
    await settled();
    progress((day + 1) / days, day / days);
  }
  if (stopped()) return;
  await sandbox.advance(until);
  await settled();

  async function settled(): Promise<void> {
    await sandbox.drain(60_000);
    await ctx.projector.drain();
  }

  async function playNightReader(today: Date, minute: number, day: number): Promise<void> {
    await sandbox.advance(new Date(today.getTime() + minute * 60_000));
    await playReader({ ...reader(atNight), card: 'good', refundAfterDays: null }, day);
  }

  async function playReader(one: Reader, day: number): Promise<void> {
    const { frequency, amountMinor, currency, lang, campaign } = one;
    const answer = await fetch(`${ctx.config.publicUrl}/v1/checkout`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ frequency, amountMinor, currency, lang, campaign }),
    });
    if (answer.status !== 201) throw new Error(`the demo's checkout was answered ${answer.status}`);
    const { url } = (await answer.json()) as { url: string };
    const sessionId = new URL(url).pathname.split('/').at(-1) ?? '';
    if (one.card === null) return;
    sandbox.pay(sessionId, {
      card: one.card,
      email: `reader${pledgeReference(sessionId)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')}@example.org`,
    });
    // A debit that the bank refuses later leaves nothing to give back.
    if (one.refundAfterDays !== null && (one.card === 'good' || one.card === 'refundFails')) {
      plan(day + one.refundAfterDays, async () => {
        sandbox.refund(sessionId);
      });
    }
    if (one.cancelAfterDays !== null) plan(day + one.cancelAfterDays, () => cancel(sessionId));
  }

  async function cancel(sessionId: string): Promise<void> {
    const session = await ctx.stripe.checkout.sessions.retrieve(sessionId, { expand: ['subscription'] });
    const { subscription } = session;
    if (typeof subscription === 'object' && subscription !== null && subscription.status !== 'canceled')
      await ctx.stripe.subscriptions.cancel(subscription.id);
  }
}

/** Whether a day of the zone has another number of hours than the others. */
function isClockChange(day: Date, zone: string): boolean {
  const start = (at: Date) => startOfDay(at.toISOString().slice(0, 10), zone).getTime();
  return start(new Date(day.getTime() + DAY_MS)) - start(day) !== DAY_MS;
}

/** More readers as the paper grows, and on the days when it appeals for help. */
function readersOf(day: Date, share: number, luck: Chance): number {
  const appeal =
    (day.getUTCMonth() === 11 && day.getUTCDate() >= 10) ||
    (day.getUTCMonth() === 6 && day.getUTCDate() <= 14);
  const expected = (2 + 2.4 * share) * (appeal ? 2.4 : 1) * (day.getUTCDay() % 6 === 0 ? 0.7 : 1);
  return Math.floor(expected) + (luck.hits(expected % 1) ? 1 : 0);
}

function reader(luck: Chance): Reader {
  const frequency = luck.pick<Frequency>([['once', 52], ['monthly', 38], ['annual', 10]]); // prettier-ignore
  const presets: Record<Frequency, readonly (readonly [number, number])[]> = {
    once: [[1_000, 30], [2_500, 40], [5_000, 20], [10_000, 8], [25_000, 2]],
    monthly: [[200, 22], [500, 45], [1_000, 22], [2_000, 9], [5_000, 2]],
    annual: [[2_500, 25], [6_000, 50], [10_000, 20], [25_000, 5]],
  }; // prettier-ignore
  const isOnce = frequency === 'once';
  return {
    frequency,
    currency: luck.pick([['USD', 55], ['EUR', 33], ['GBP', 12]]),
    amountMinor: luck.hits(0.07) ? 300 * (1 + luck.below(30)) + (frequency === 'annual' ? 1_000 : 0) : luck.pick(presets[frequency]),
    lang: luck.hits(0.18) ? 'ru' : 'en',
    campaign: luck.pick([['article', 60], ['newsletter', 25], ['appeal-2026', 15]]),
    card: luck.hits(0.1) ? null : luck.pick<CardName>([['good', 920], ['failsOnRenewal', isOnce ? 0 : 30], ['disputed', isOnce ? 6 : 1], ['refundFails', 2], ['bankDebit', 25], ['bankDebitFails', 4], ['declined', 12]]),
    refundAfterDays: luck.hits(0.03) ? 1 + luck.below(40) : null,
    cancelAfterDays: isOnce ? null : luck.hits(frequency === 'monthly' ? 0.6 : 0.15) ? 20 + luck.below(500) : null,
  }; // prettier-ignore
}

const BAR_WIDTH = 40;

/** A bar that redraws itself on a terminal, and a line for every tenth elsewhere. */
function progress(share: number, before: number): void {
  const done = Math.round(share * BAR_WIDTH);
  const line = `  history  ${'█'.repeat(done)}${'░'.repeat(BAR_WIDTH - done)} ${Math.floor(share * 100)} %`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${share >= 1 ? '\n' : ''}`);
  else if (Math.floor(share * 10) !== Math.floor(before * 10)) process.stderr.write(`${line}\n`);
}
