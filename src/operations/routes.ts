import type { AppContext } from '../context.ts';
import { errorName } from '../log.ts';
import { PUBLIC, type Route } from '../http/route.ts';
import { LONGEST_WAIT_MS } from '../reminders/reminder.ts';

/** A queue older than this is a fault that a load balancer and a watchman should see. */
const QUEUE_AGE_LIMIT_MS = 10 * 60_000;
/** A clock this far behind Stripe's newest event refuses real signatures. */
const CLOCK_TOLERANCE_MS = 300_000;

type Needs = Pick<AppContext, 'store' | 'metrics' | 'now'>;

/** Health and numbers for whoever runs the service. */
export function operationsRoutes(ctx: Needs): Route[] {
  return [
    {
      method: 'get',
      path: '/livez',
      access: PUBLIC,
      handle: (_req, res) => {
        res.setHeader('Cache-Control', 'no-store');
        res.json({ status: 'ok' });
      },
    },
    {
      method: 'get',
      path: '/readyz',
      access: PUBLIC,
      async handle(_req, res) {
        const checks = await readiness(ctx);
        res.setHeader('Cache-Control', 'no-store');
        res
          .status(checks.database === 'ok' ? 200 : 503)
          .json({ status: checks.database === 'ok' ? 'ok' : 'unavailable', ...checks });
      },
    },
    {
      method: 'get',
      path: '/metrics',
      access: { kind: 'metrics_token' },
      async handle(_req, res) {
        const { received: _, oldestPendingAt, ...fates } = await ctx.store.inboxCounts();
        for (const [fate, count] of Object.entries(fates)) ctx.metrics.inbox.set({ fate }, count);
        await countReminders(ctx);
        ctx.metrics.openTasks.set(await ctx.store.openTaskCount());
        ctx.metrics.queueAge.set(
          oldestPendingAt === null ? 0 : (ctx.now().getTime() - oldestPendingAt.getTime()) / 1000,
        );
        await tellComparison(ctx);
        res.type(ctx.metrics.registry.contentType).send(await ctx.metrics.registry.metrics());
      },
    },
  ];
}

/** From the database: of several instances each tells the same, whichever of them made the comparison. */
async function tellComparison({ store, metrics }: Needs): Promise<void> {
  const last = await store.lastReconcile();
  metrics.reconciled.set((await store.unequalPeriods()).length === 0 ? 1 : 0);
  metrics.reconciledAt.set(last === null ? 0 : Math.floor(last.startedAt.getTime() / 1_000));
}

/** Where the reminders stand, and whether their mails go out: what a fault of the mail server shows first. */
async function countReminders({ store, metrics, now }: Needs): Promise<void> {
  // A status that nobody has any more must not keep its last number.
  metrics.reminders.reset();
  for (const [status, count] of Object.entries(await store.reminderCounts()))
    metrics.reminders.set({ status }, count);
  const at = now();
  const oldest = await store.oldestLateMail(at, new Date(at.getTime() + LONGEST_WAIT_MS));
  metrics.mailAge.set(oldest === null ? 0 : (at.getTime() - oldest.getTime()) / 1_000);
}

/** Whether the database answers with every migration run, how old the queue is, and whether the clock can be right. */
async function readiness({ store, now }: Pick<Needs, 'store' | 'now'>) {
  try {
    await store.checkReady();
    const { oldestPendingAt, newestEventAt, parked } = await store.queueState();
    const at = now().getTime();
    const ageMs = oldestPendingAt === null ? 0 : at - oldestPendingAt.getTime();
    const isBehind = newestEventAt !== null && newestEventAt.getTime() - at > CLOCK_TOLERANCE_MS;
    return {
      database: 'ok',
      migrations: 'ok',
      queue: ageMs > QUEUE_AGE_LIMIT_MS ? 'late' : 'ok',
      queueAgeSeconds: Math.max(0, Math.round(ageMs / 1000)),
      parkedEvents: parked,
      clock: isBehind ? 'behind' : 'ok',
    };
  } catch (error) {
    return { database: errorName(error) };
  }
}
