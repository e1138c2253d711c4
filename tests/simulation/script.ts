import type { CardName } from '../../src/sandbox/sandbox.ts';
import { makeDice, type Dice } from './dice.ts';
import { ZONE_NAMES } from './zones.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type PledgePlan = {
  frequency: 'once' | 'monthly' | 'annual';
  amountMinor: number;
  currency: string;
  campaign: string | null;
  card: CardName;
  /** How long the reader stays on Stripe's page; null leaves it open until it runs out. */
  payAfterMs: number | null;
};

/** One thing that happens. `pledge` counts from 0 in the order of the plans. */
export type Step = { atMs: number } & (
  | { do: 'checkout'; pledge: number; plan: PledgePlan }
  | { do: 'refund'; pledge: number; share: number; last: boolean; fails: boolean }
  | { do: 'dispute'; pledge: number; last: boolean; inquiry: boolean; share: number }
  | { do: 'escalate'; pledge: number }
  | { do: 'close_dispute'; pledge: number; outcome: 'won' | 'lost'; returned: number }
  | { do: 'warn_of_fraud'; pledge: number }
  | { do: 'pay_elsewhere'; pledge: number; how: 'elsewhere' | 'now' | 'write_off' }
  | { do: 'second_subscription'; pledge: number }
  | { do: 'fail_payout'; code: string }
  | { do: 'account_line'; line: 'fee' | 'adjustment'; amountMinor: number; currency: string }
  | { do: 'cancel'; pledge: number; how: 'now' | 'at_period_end' | 'not_after_all' }
  | { do: 'pause'; pledge: number; behavior: 'void' | 'keep_as_draft' | 'mark_uncollectible' | null }
  | { do: 'change_amount'; pledge: number; factor: number }
  | { do: 'change_card'; pledge: number; card: CardName }
  | { do: 'other_sale'; amountMinor: number; currency: string; monthly: boolean }
  | {
      do: 'api_trouble';
      fault: 'status' | 'timeout';
      status: 429 | 500 | 503;
      executed: boolean;
      times: number;
    }
  | { do: 'api_outage'; lastsMs: number; status: 500 | 503 }
  | { do: 'receiver_outage'; lastsMs: number }
  | { do: 'clock_step'; offsetMs: number }
  | { do: 'crash'; afterAwaits: number; downMs: number }
  | { do: 'restart'; downMs: number }
  | { do: 'rotate_secret'; part: 'learn' | 'use' }
  | { do: 'backup' | 'restore' }
);

export type Script = {
  seed: number;
  zone: string;
  startMs: number;
  endMs: number;
  /** Deliveries under way at once: few are many reads, many are one read for several events. */
  deliveriesAtOnce: number;
  payouts: 'daily' | 'weekly';
  /** Chance of an answer of Stripe's to be seconds on its way. */
  slowAnswers: number;
  disputeFeeReturned: boolean;
  debitsBookedWhen: 'submitted' | 'settled';
  lateBalanceTransactions: boolean;
  /** Chance of each misfortune per delivery. */
  deliveries: {
    duplicate: number;
    delay: number;
    reorder: number;
    badSignature: number;
    staleTimestamp: number;
    twoSignatures: number;
    /** Of those that say the fee is known: the product asks for it by itself. */
    lostUpdates: number;
    /** Of all others. */
    lost: number;
  };
  steps: Step[];
};

/** How much happens: a publisher's year, or the rich weeks that permutations are told of. */
export type Size = { pledges: number; days: number; crashes: number; misfortunes: boolean };
export const YEAR: Size = { pledges: 50, days: 365, crashes: 20, misfortunes: true };

const CARDS: readonly CardName[] = [
  ...Array.from({ length: 8 }, () => 'good' as const),
  'threeDSecure', 'declined', 'blocked', 'failsOnRenewal', 'disputed', 'inquiry', 'fraudWarning', 'refundFails',
  'bankDebit', 'bankDebit', 'bankDebitFails', 'bankDebitFailsLate', 'russian', 'bankDebitDisputed',
]; // prettier-ignore

const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'USD', 'EUR'];

/** What happens in a publisher's year: everything that is open is drawn from the seed, and nothing else. */
export function writeScript(seed: number, size: Size = YEAR): Script {
  const dice = makeDice(seed);
  const startMs = Date.UTC(
    2026,
    dice.between(0, 11),
    dice.between(1, 28),
    dice.between(0, 23),
    dice.between(0, 59),
  );
  const endMs = startMs + size.days * DAY;
  const steps: Step[] = [];
  const during = (from: number, to: number) => Math.floor(from + dice.next() * (to - from));
  for (let pledge = 0; pledge < size.pledges; pledge++) {
    // Most of the readers come in the first half, so that there are renewals to go wrong.
    const atMs = during(startMs, startMs + (endMs - startMs) * (dice.chance(0.7) ? 0.4 : 0.98));
    steps.push(...lifeOf(dice.fork(`pledge ${pledge}`), { pledge, atMs, endMs }));
  }
  const times = (count: number, make: (atMs: number) => Step | Step[]) => {
    for (let i = 0; i < count; i++) steps.push(...[make(during(startMs, endMs))].flat());
  };
  times(3, (atMs) => ({
    atMs,
    do: 'other_sale',
    amountMinor: dice.between(200, 9_000),
    currency: dice.pick(['USD', 'EUR']),
    monthly: dice.chance(0.3),
  }));
  if (!size.misfortunes) return finish();
  times(12, (atMs) => ({
    atMs,
    do: 'api_trouble',
    fault: dice.pick(['status', 'status', 'timeout']),
    status: dice.pick([429, 500, 503]),
    executed: dice.chance(0.5),
    times: dice.between(1, 6),
  }));
  times(2, (atMs) => ({
    atMs,
    do: 'fail_payout',
    code: dice.pick(['account_closed', 'no_account', 'declined']),
  }));
  times(3, (atMs) => {
    const line = dice.pick(['fee', 'adjustment'] as const);
    const sign = line === 'fee' ? 1 : dice.pick([-1, 1]);
    const amountMinor = sign * dice.between(5, 4_000);
    return { atMs, do: 'account_line', line, amountMinor, currency: dice.pick(['usd', 'eur', 'gbp']) };
  });
  times(2, (atMs) => ({
    atMs,
    do: 'api_outage',
    lastsMs: dice.between(1, 40) * HOUR,
    status: dice.pick([500, 503]),
  }));
  times(3, (atMs) => ({ atMs, do: 'receiver_outage', lastsMs: dice.between(1, 30) * HOUR }));
  times(1, longOutage);
  times(3, (atMs) => {
    const offsetMs = dice.pick([-1, 1]) * dice.pick([30_000, 4 * MINUTE, 10 * MINUTE, 2 * HOUR, 2 * DAY]);
    return [
      { atMs, do: 'clock_step', offsetMs },
      { atMs: atMs + dice.between(1, 20) * HOUR, do: 'clock_step', offsetMs: 0 },
    ];
  });
  times(size.crashes, (atMs) => ({
    atMs,
    do: 'crash',
    afterAwaits: dice.between(1, 120),
    downMs: dice.pick([0, 1_000, MINUTE, HOUR]),
  }));
  times(2, (atMs) => [
    { atMs, do: 'rotate_secret', part: 'learn' },
    { atMs: atMs + 1, do: 'restart', downMs: 5_000 },
    { atMs: atMs + dice.between(1, 20) * HOUR, do: 'rotate_secret', part: 'use' },
  ]);
  const restoredAt = during(startMs + 30 * DAY, endMs - 5 * DAY);
  steps.push({ atMs: restoredAt - dice.between(1, 20 * 24) * HOUR, do: 'backup' });
  steps.push({ atMs: restoredAt, do: 'restore' });
  return finish();

  /** Longer than Stripe tries: what was rung meanwhile is never rung again. */
  function longOutage(atMs: number): Step {
    const lastsMs = dice.between(73, 200) * HOUR;
    return dice.chance(0.5)
      ? { atMs, do: 'receiver_outage', lastsMs }
      : { atMs, do: 'restart', downMs: lastsMs };
  }

  function finish(): Script {
    return {
      seed,
      zone: dice.pick(ZONE_NAMES),
      startMs,
      endMs,
      deliveriesAtOnce: dice.pick([2, 24, 24, 24]),
      payouts: dice.pick(['daily', 'weekly', 'weekly', 'weekly']),
      slowAnswers: dice.pick([0.02, 0.1, 0.3]),
      disputeFeeReturned: dice.chance(0.5),
      debitsBookedWhen: dice.pick(['submitted', 'settled']),
      lateBalanceTransactions: dice.chance(0.5),
      deliveries: {
        duplicate: dice.pick([0, 0.05, 0.2]),
        delay: dice.pick([0, 0.05, 0.2]),
        reorder: dice.pick([0, 0.1, 0.3]),
        badSignature: dice.pick([0, 0.02]),
        staleTimestamp: dice.pick([0, 0.02]),
        twoSignatures: dice.pick([0, 0.05]),
        lostUpdates: dice.pick([0, 0.3]),
        lost: dice.pick([0, 0.02, 0.1]),
      },
      steps: steps.filter((step) => step.atMs < endMs).sort((a, b) => a.atMs - b.atMs),
    };
  }
}

/** What becomes of one pledge after its reader has pressed Continue. */
function lifeOf(
  dice: Dice,
  { pledge, atMs, endMs }: { pledge: number; atMs: number; endMs: number },
): Step[] {
  const plan = planOf(dice);
  const steps: Step[] = [{ atMs, do: 'checkout', pledge, plan }];
  const some = () => Math.floor(atMs + (plan.payAfterMs ?? 0) + dice.next() ** 2 * (endMs - atMs));
  // To some pledges everything happens within seconds, while answers about it are on their way.
  const atOnce = dice.chance(0.3) ? some() : null;
  const later = () => (atOnce === null ? some() : atOnce + dice.between(0, 8_000));
  if (dice.chance(0.25)) {
    const parts = dice.pick([1, 1, 2, 3]);
    for (let i = 0; i < parts; i++)
      steps.push({
        atMs: later(),
        do: 'refund',
        pledge,
        share: parts === 1 && dice.chance(0.6) ? 1 : dice.next(),
        last: dice.chance(0.5),
        fails: dice.chance(0.25),
      });
  }
  if (dice.chance(0.15)) steps.push(...disputeOf(dice, pledge, later()));
  if (dice.chance(0.04)) steps.push({ atMs: later(), do: 'warn_of_fraud', pledge });
  if (plan.frequency === 'once') return steps;
  if (dice.chance(0.25))
    steps.push({ atMs: later(), do: 'cancel', pledge, how: dice.pick(['now', 'at_period_end']) });
  if (dice.chance(0.05)) steps.push({ atMs: later(), do: 'cancel', pledge, how: 'not_after_all' });
  if (atOnce !== null && dice.chance(0.5)) steps.push({ atMs: later(), do: 'cancel', pledge, how: 'now' });
  if (dice.chance(0.15)) {
    const pausedAt = later();
    steps.push({
      atMs: pausedAt,
      do: 'pause',
      pledge,
      behavior: dice.pick(['void', 'keep_as_draft', 'mark_uncollectible']),
    });
    if (dice.chance(0.7))
      steps.push({ atMs: pausedAt + dice.between(5, 80) * DAY, do: 'pause', pledge, behavior: null });
  }
  if (dice.chance(0.15))
    steps.push({ atMs: later(), do: 'change_amount', pledge, factor: dice.pick([0.5, 2, 3]) });
  if (dice.chance(0.2)) {
    const changedAt = later();
    steps.push({ atMs: changedAt, do: 'change_card', pledge, card: 'failsOnRenewal' });
    if (dice.chance(0.6))
      steps.push({ atMs: changedAt + dice.between(10, 50) * DAY, do: 'change_card', pledge, card: 'good' });
  }
  if (dice.chance(0.15))
    steps.push({
      atMs: later(),
      do: 'pay_elsewhere',
      pledge,
      how: dice.pick(['elsewhere', 'elsewhere', 'now', 'write_off']),
    });
  if (dice.chance(0.06)) steps.push({ atMs: later(), do: 'second_subscription', pledge });
  return steps;
}

/** A bank takes a payment back, or asks about it first; mostly there is an end. */
function disputeOf(dice: Dice, pledge: number, atMs: number): Step[] {
  const inquiry = dice.chance(0.3);
  const share = dice.chance(0.75) ? 1 : dice.next();
  const steps: Step[] = [{ atMs, do: 'dispute', pledge, last: dice.chance(0.5), inquiry, share }];
  const escalatedAt = atMs + dice.between(1, 30) * DAY;
  if (inquiry && dice.chance(0.5)) steps.push({ atMs: escalatedAt, do: 'escalate', pledge });
  if (dice.chance(0.2)) return steps;
  const outcome = dice.pick(['won', 'lost'] as const);
  const returned = outcome === 'lost' && dice.chance(0.3) ? dice.next() : 0;
  steps.push({
    atMs: escalatedAt + dice.between(1, 60) * DAY,
    do: 'close_dispute',
    pledge,
    outcome,
    returned,
  });
  return steps;
}

function planOf(dice: Dice): PledgePlan {
  const currency = dice.pick(CURRENCIES);
  const frequency = dice.pick(['once', 'once', 'monthly', 'monthly', 'monthly', 'annual'] as const);
  const amountMinor = dice.between(5, 90) * 100;
  return {
    frequency,
    amountMinor,
    currency,
    campaign: dice.pick([null, 'article', 'river']),
    card: dice.pick(CARDS),
    payAfterMs: dice.chance(0.1) ? null : Math.floor(dice.next() ** 4 * 11 * HOUR) + 20_000,
  };
}
