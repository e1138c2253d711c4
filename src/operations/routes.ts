import type { AppContext } from '../context.ts';
import { StorageFault } from '../errors.ts';
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
        await tellDatabase(ctx);
        res.type(ctx.metrics.registry.contentType).send(await ctx.metrics.registry.metrics());
      },
    },
  ];
}

/** What the database knows. While it is away the process still tells its own numbers, and none that are no longer so. */
async function tellDatabase(ctx: Needs): Promise<void> {
  const { metrics, store, now } = ctx;
  try {
    const { received: _, oldestPendingAt, ...fates } = await store.inboxCounts();
    for (const [fate, count] of Object.entries(fates)) metrics.inbox.set({ fate }, count);
    await countReminders(ctx);
    metrics.openTasks.set(await store.openTaskCount());
    const waits = oldestPendingAt === null ? 0 : now().getTime() - oldestPendingAt.getTime();
    metrics.queueAge.set(waits / 1000);
    await tellComparison(ctx);
    metrics.database.set(1);
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    metrics.database.set(0);
    for (const gauge of [metrics.inbox, metrics.reminders]) gauge.reset();
    for (const gauge of [
      metrics.openTasks,
      metrics.queueAge,
      metrics.mailAge,
      metrics.reconciled,
      metrics.reconciledAt,
    ])
      gauge.remove();
  }
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
