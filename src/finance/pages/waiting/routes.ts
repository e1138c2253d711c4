import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { AppContext } from '../../../context.ts';
import { parse } from '../../../http/parse.ts';
import type { Route } from '../../../http/route.ts';
import { noteFault } from '../../../tasks/note.ts';
import { recordAudit } from '../../audit.ts';
import { formRoute, pageRoute, type PageNeeds, type Visit } from '../visit.ts';
import { readWaiting, waitingPage, type Said } from './page.ts';
import { waitingTexts } from './texts.ts';

type Needs = PageNeeds & { projector: Pick<AppContext['projector'], 'settle'> };

/** A person waits for what comes of a try, but not for ever. */
const PATIENCE_MS = 4_000;

const SAID = Object.keys(waitingTexts('en').said) as [Said, ...Said[]];
const query = z.strictObject({ lang: z.string().optional(), said: z.enum(SAID).optional() });
/** The id goes into the audit: nothing but an id may. */
const form = z.strictObject({
  csrf: z.string(),
  id: z.string().regex(/^[A-Za-z0-9_]{1,255}$/),
  note: z.string().optional(),
});

/** What waits for a person, and the three things that can be done about it. */
export function waitingRoutes(ctx: Needs): Route[] {
  const { store, now } = ctx;
  const back = (visit: Visit, said: Said) => visit.to('/finance/waiting', { said });
  const action = (
    path: string,
    act: (visit: Visit, asked: { id: string; note: string }) => Promise<Said>,
    { needsNote }: { needsNote: boolean },
  ) =>
    formRoute(ctx, { path, needs: ['periods:close'] }, async (visit, body) => {
      const { id, note = '' } = parse(form, body);
      const fault = needsNote ? noteFault(note.trim()) : null;
      return back(
        visit,
        fault === null ? await act(visit, { id, note: note.trim() }) : (`note_${fault}` as const),
      );
    });

  return [
    pageRoute(
      ctx,
      { path: '/finance/waiting', page: 'waiting', needs: ['totals:read'] },
      async (visit, req) => {
        const { said } = parse(query, req.query, 'query');
        return waitingPage(visit, await readWaiting(ctx), said ?? null);
      },
    ),
    action(
      '/finance/waiting/tasks',
      async ({ actorId: by }, { id, note }) => {
        await recordAudit(ctx, { by, action: 'task_done', object: id, outcome: 'done' });
        return (await store.settleTask(id, note, now())) ? 'task_done' : 'task_gone';
      },
      { needsNote: true },
    ),
    action(
      '/finance/waiting/dismiss',
      async ({ actorId: by }, { id, note }) => {
        await recordAudit(ctx, { by, action: 'event_dismiss', object: id, outcome: 'done' });
        return (await store.dismissParkedEvent(id, note, now())) ? 'event_dismissed' : 'event_gone';
      },
      { needsNote: true },
    ),
    action(
      '/finance/waiting/retry',
      async ({ actorId: by }, { id }) => {
        await recordAudit(ctx, { by, action: 'event_retry', object: id, outcome: 'done' });
        return id === 'all' ? retryAll() : retry(id);
      },
      { needsNote: false },
    ),
  ];

  async function retry(stripeEventId: string): Promise<Said> {
    if ((await store.requeueParkedEvents(now(), { stripeEventId })) === 0) return 'event_gone';
    await drained();
    const end = await store.webhookEventState(stripeEventId);
    if (end?.state === 'applied') return 'event_applied';
    return end?.state === 'ignored' ? 'event_ignored' : 'event_waits';
  }

  async function retryAll(): Promise<Said> {
    await store.requeueParkedEvents(now());
    await drained();
    return 'events_requeued';
  }

  /** Until the events are settled, or the person has waited long enough: the projector goes on by itself. */
  async function drained(): Promise<void> {
    const patience = new AbortController();
    const over = wait(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([ctx.projector.settle(patience.signal), over]);
    patience.abort();
  }
}
