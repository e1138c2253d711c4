import type { AppContext } from '../context.ts';
import type { AuditAction } from '../finance/audit-entry.ts';
import { recordAudit } from '../finance/audit.ts';
import { isoSeconds } from '../finance/exports/iso-seconds.ts';
import type { InboxCounts } from '../webhooks/webhook-event.ts';
import { oneId, readNote, readWords, runAction, UsageError, type Out } from './words.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'projector'>;

const USAGE = [
  "parked list                        lists the events that were given up, and where every one of Stripe's events stands",
  'parked retry ID | --all            looks at one of them again, or at all',
  'parked dismiss ID --reason TEXT    settles one without effect; the reason is kept',
];

/** More than this nobody reads on a screen. */
const MOST_LISTED = 200;
/** Events of one `--all` whose end is told one by one. */
const MOST_RETRIED = 10_000;
/** Where a running service works the inbox it looks within a second; reading a long list takes it longer. */
const PATIENCE_MS = 60_000;

/** `parked list | retry | dismiss`. Exit code 0: done; 1: not found, or still not settled; 2: a mistake in the words. */
export function parkedCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const actions = {
    list: (rest: string[]) => list(rest, ctx, out),
    retry: (rest: string[]) => retry(rest, ctx, out),
    dismiss: (rest: string[]) => dismiss(rest, ctx, out),
  };
  return runAction('parked', args, { actions, usage: USAGE, out });
}

async function list(args: string[], { store }: Needs, out: Out): Promise<number> {
  if (readWords(args, {}).positionals.length > 0) throw new UsageError('parked list takes no further words.');
  const counts = await store.inboxCounts('lines');
  const events = await store.parkedWebhookEvents(MOST_LISTED);
  if (events.length === 0) out('No event is parked.');
  for (const { stripeEventId, type, objectId, attempts, parkedAt, lastError } of events)
    out(
      `${stripeEventId}  ${type}  ${objectId}  ${attempts} ${attempts === 1 ? 'try' : 'tries'}  ` +
        `since ${isoSeconds(parkedAt) ?? 'unknown'}  ${lastError ?? 'no reason noted'}`,
    );
  if (counts.parked > events.length) out(`and ${counts.parked - events.length} more`);
  out(equation(counts));
  return holds(counts) ? 0 : 1;
}

async function retry(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { store, projector, now } = ctx;
  const { values, positionals } = readWords(args, { all: { type: 'boolean' } });
  if (values.all === true && positionals.length > 0)
    throw new UsageError('Name one event or say --all, not both.');
  if (values.all === true) {
    const ids = (await store.parkedWebhookEvents(MOST_RETRIED)).map((event) => event.stripeEventId);
    await requeueAll(ctx, out);
    await projector.settle(AbortSignal.timeout(PATIENCE_MS));
    return tell(ids, ctx, out);
  }
  const id = oneId(positionals, 'Name one event, or all: parked retry ID, parked retry --all.');
  if (!(await isParked(id, ctx))) return notParked(id, ctx, out);
  await record(ctx, 'event_retry', id);
  if ((await store.requeueParkedEvents(now(), { stripeEventId: id })) === 0) return notParked(id, ctx, out);
  await projector.settle(AbortSignal.timeout(PATIENCE_MS));
  return tell([id], ctx, out);
}

/** Hands every parked event back to the projector. */
export async function requeueAll(ctx: Pick<Needs, 'store' | 'now'>, out: Out): Promise<void> {
  await record(ctx, 'event_retry', 'all');
  out(`requeued: ${await ctx.store.requeueParkedEvents(ctx.now())}`);
}

/** Says of each what became of it: a person asked, and wants to know. */
async function tell(ids: readonly string[], { store }: Needs, out: Out): Promise<number> {
  let failed = 0;
  for (const id of ids) {
    const end = await store.webhookEventState(id);
    switch (end?.state) {
      case 'applied':
        out(`${id}: applied`);
        break;
      case 'ignored':
        out(`${id}: ignored, it is not about a pledge of ours`);
        break;
      default:
        failed += 1;
        out(`${id}: still waiting, ${end?.lastError ?? 'no error noted'}${nextTry(end?.nextAttemptAt)}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

function nextTry(at: Date | null | undefined): string {
  return at == null ? '' : `; the service tries again after ${isoSeconds(at)}`;
}

async function dismiss(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { values, positionals } = readWords(args, { reason: { type: 'string' } });
  const id = oneId(
    positionals,
    'Name one event: parked dismiss ID --reason TEXT. parked list shows the ids.',
  );
  const reason = readNote('--reason', values.reason);
  if (!(await isParked(id, ctx))) return notParked(id, ctx, out);
  await record(ctx, 'event_dismiss', id);
  if (!(await ctx.store.dismissParkedEvent(id, reason, ctx.now()))) return notParked(id, ctx, out);
  out(`Dismissed ${id}. It counts as ignored, with the reason given.`);
  return 0;
}

/** Asked before anything is written down: what somebody mistyped goes into no entry. */
async function isParked(id: string, { store }: Pick<Needs, 'store'>): Promise<boolean> {
  return (await store.webhookEventState(id))?.state === 'parked';
}

function record(ctx: Pick<Needs, 'store' | 'now'>, action: AuditAction, object: string): Promise<void> {
  return recordAudit(ctx, { by: 'command', action, object, outcome: 'done' });
}

async function notParked(id: string, { store }: Needs, out: Out): Promise<number> {
  const known = await store.webhookEventState(id);
  out(
    known === null
      ? `No event with the id ${id} was recorded. parked list shows the parked ones.`
      : `${id} is not parked: it is ${known.state}.`,
  );
  return 1;
}

/** Every event is counted once: the sum shows it (I18). */
function equation(counts: InboxCounts): string {
  const { received, applied, ignored, parked, pending } = counts;
  return (
    `${received} received = ${applied} applied + ${ignored} ignored + ${parked} parked + ${pending} waiting: ` +
    (holds(counts) ? 'it holds' : 'IT DOES NOT HOLD')
  );
}

function holds({ received, applied, ignored, parked, pending }: InboxCounts): boolean {
  return received === applied + ignored + parked + pending;
}
