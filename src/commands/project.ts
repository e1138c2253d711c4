import type { AppContext } from '../context.ts';
import type { Out } from './words.ts';

/** Longer than a lease of an instance that was killed goes on: then this command takes over. */
const PATIENCE_MS = 60_000;

/**
 * `project`: looks at what is due, or waits until a running service has. Exit code 0: nothing is due any more; 1: a try
 * failed, or the service has not come to the end yet.
 */
export async function projectCommand(
  { projector, store, now }: Pick<AppContext, 'projector' | 'store' | 'now'>,
  out: Out,
): Promise<number> {
  const run = await projector.settle(AbortSignal.timeout(PATIENCE_MS));
  if (!run.elsewhere || run.settled + run.failed > 0)
    out(`project: settled ${run.settled}, failed ${run.failed}`);
  if (!run.elsewhere) return run.failed > 0 ? 1 : 0;
  const isBehind = (await store.dueWebhookEvents(now(), 1)).length > 0;
  const { pending } = await store.queueState();
  out(
    isBehind
      ? `A running service works the inbox and has not come to the end of it yet: ${pending} events wait.`
      : `A running service works the inbox: nothing is due any more, ${pending} events wait for their next try.`,
  );
  return isBehind ? 1 : 0;
}
