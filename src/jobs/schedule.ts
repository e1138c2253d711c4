import { purgeCounts } from '../appeal/purge-counts.ts';
import { publishGoal } from '../appeal/publish-goal.ts';
import type { AppContext } from '../context.ts';
import { eraseServedTokens, purgeCheckouts, sweepAbandoned } from '../checkout/sweep.ts';
import { IDLE_MS, LONGEST_MS } from '../finance/session.ts';
import { purgeDeliveries, sendDeliveries } from '../finance/delivery/send-deliveries.ts';
import { reconcileNightly } from '../reconcile/reconcile.ts';
import { purgeReminders } from '../reminders/purge.ts';
import { sendDueReminders } from '../reminders/send-due.ts';

/** A piece of work that a timer starts. Each is also a command, runs once, and says what it did. */
export type Job = {
  name: string;
  everyMs: number;
  /** Returns counts for the log and the command's line. A job that may take long looks whether it is to end. */
  run: (ctx: AppContext, stopping: AbortSignal) => Promise<Record<string, number>>;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Every job and its period, on one page. */
export const JOBS: readonly Job[] = [
  // Deliveries start the projector themselves; this finds what was left by a crash or waits for its retry.
  { name: 'project', everyMs: SECOND, run: async ({ projector }) => projector.drain() },
  { name: 'send_reminders', everyMs: 5 * SECOND, run: sendDueReminders },
  { name: 'send_month_links', everyMs: 15 * SECOND, run: sendDeliveries },
  { name: 'purge_month_links', everyMs: 60 * MINUTE, run: purgeDeliveries },
  { name: 'sweep_abandoned', everyMs: 10 * MINUTE, run: sweepAbandoned },
  { name: 'erase_tokens', everyMs: MINUTE, run: eraseServedTokens },
  { name: 'purge_checkouts', everyMs: 60 * MINUTE, run: purgeCheckouts },
  { name: 'purge_reminders', everyMs: 10 * MINUTE, run: purgeReminders },
  // The counters wait in this process: no command has any of its own.
  { name: 'write_counts', everyMs: MINUTE, run: async ({ counts }) => ({ counters: await counts.write() }) },
  {
    name: 'write_denials',
    everyMs: 15 * SECOND,
    run: async ({ denials }) => ({ entries: await denials.write() }),
  },
  { name: 'purge_counts', everyMs: 60 * MINUTE, run: purgeCounts },
  { name: 'purge_sessions', everyMs: 60 * MINUTE, run: purgeSessions },
  // The hour is the publisher's; this only looks whether it has come.
  { name: 'publish_goal', everyMs: 5 * MINUTE, run: publishGoal },
  { name: 'reconcile', everyMs: 10 * MINUTE, run: reconcileNightly },
];

async function purgeSessions({ store, now }: AppContext): Promise<Record<string, number>> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  return {
    sessions: await store.purgeSessions({ seenBefore: before(IDLE_MS), openedBefore: before(LONGEST_MS) }),
    signIns: await store.purgeSignIns(now()),
  };
}
