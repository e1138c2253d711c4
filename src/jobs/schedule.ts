import { purgeCounts } from '../appeal/purge-counts.ts';
import { publishGoal } from '../appeal/publish-goal.ts';
import type { AppContext } from '../context.ts';
import { eraseServedTokens, purgeCheckouts, sweepAbandoned } from '../checkout/sweep.ts';
import { IDLE_MS, LONGEST_MS } from '../finance/session.ts';
import { purgeDeliveries, sendDeliveries } from '../finance/delivery/send-deliveries.ts';
import { reconcileNightly } from '../reconcile/reconcile.ts';
import { purgeReminders } from '../reminders/purge.ts';
import { sendDueReminders } from '../reminders/send-due.ts';
import type { LeaseName } from './leases.ts';

/** A piece of work that a timer starts. Each is also a command, runs once, and says what it did. */
export type Job = {
  name: string;
  everyMs: number;
  /**
   * The lease under which one instance of the deployment runs it; null where it is about what this process alone has in
   * memory, so that each runs its own. Whoever runs a job may find another at it all the same: each is safe to run twice.
   */
  lease: LeaseName | null;
  /** Returns counts for the log and the command's line. A job that may take long looks whether it is to end. */
  run: (ctx: AppContext, stopping: AbortSignal) => Promise<Record<string, number>>;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Every job and its period, on one page. */
export const JOBS: readonly Job[] = [
  // Deliveries start the projector themselves; this finds what other instances took in, what was left by a crash and
  // what waits for its retry.
  { name: 'project', lease: 'project', everyMs: SECOND, run: project },
  { name: 'send_reminders', lease: 'jobs', everyMs: 5 * SECOND, run: sendDueReminders },
  { name: 'send_month_links', lease: 'jobs', everyMs: 15 * SECOND, run: sendDeliveries },
  { name: 'purge_month_links', lease: 'jobs', everyMs: 60 * MINUTE, run: purgeDeliveries },
  { name: 'sweep_abandoned', lease: 'jobs', everyMs: 10 * MINUTE, run: sweepAbandoned },
  { name: 'erase_tokens', lease: 'jobs', everyMs: MINUTE, run: eraseServedTokens },
  { name: 'purge_checkouts', lease: 'jobs', everyMs: 60 * MINUTE, run: purgeCheckouts },
  { name: 'purge_reminders', lease: 'jobs', everyMs: 10 * MINUTE, run: purgeReminders },
  // Counters and denied tries wait in the process that met them: no command has any of its own.
  { name: 'write_counts', lease: null, everyMs: MINUTE, run: writeCounts },
  { name: 'write_denials', lease: null, everyMs: 15 * SECOND, run: writeDenials },
  { name: 'purge_counts', lease: 'jobs', everyMs: 60 * MINUTE, run: purgeCounts },
  { name: 'purge_sessions', lease: 'jobs', everyMs: 60 * MINUTE, run: purgeSessions },
  // The hour is the publisher's; this only looks whether it has come.
  { name: 'publish_goal', lease: 'jobs', everyMs: 5 * MINUTE, run: publishGoal },
  // It reads Stripe, so it runs where the inbox is worked.
  { name: 'reconcile', lease: 'project', everyMs: 10 * MINUTE, run: reconcileNightly },
];

async function project({ projector }: AppContext): Promise<Record<string, number>> {
  const { settled, failed } = await projector.drain();
  return { settled, failed };
}

async function writeCounts({ counts }: AppContext): Promise<Record<string, number>> {
  return { counters: await counts.write() };
}

async function writeDenials({ denials }: AppContext): Promise<Record<string, number>> {
  return { entries: await denials.write() };
}

async function purgeSessions({ store, now }: AppContext): Promise<Record<string, number>> {
  const before = (ms: number) => new Date(now().getTime() - ms);
  return {
    sessions: await store.purgeSessions({ seenBefore: before(IDLE_MS), openedBefore: before(LONGEST_MS) }),
    signIns: await store.purgeSignIns(now()),
  };
}
