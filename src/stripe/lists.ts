import type Stripe from 'stripe';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookEvent } from '../webhooks/webhook-event.ts';
import { balanceLine, type BalanceLine } from './balance-line.ts';
import { isStripeAway } from './errors.ts';
import type { ReadingSource } from './source.ts';
import { webhookEventOf } from './signed-event.ts';

/** Most that Stripe gives in one page. */
const PAGE = 100;
/** Most event types in one list (https://docs.stripe.com/api/events/list). */
const TYPES_AT_ONCE = 20;
/** A long list is not begun anew for one answer that did not come. */
const TRIES = 5;

/** Instants [from, to) in whole seconds, as Stripe filters them. */
export type Range = { from: Date; to: Date };

/** The lines of the Stripe balance in a range, page by page. */
export function balanceLines(source: ReadingSource, range: Range): AsyncGenerator<BalanceLine[]> {
  return mapped(
    balanceLine,
    pages(source, (params) => source.stripe.balanceTransactions.list({ ...params, created: created(range) })),
  );
}

/** The lines that an automatic payout holds, its own among them, page by page. */
export function payoutItems(source: ReadingSource, payoutId: string): AsyncGenerator<BalanceLine[]> {
  return mapped(
    balanceLine,
    pages(source, (params) => source.stripe.balanceTransactions.list({ ...params, payout: payoutId })),
  );
}

/** Events of these types in a range, as the inbox keeps them, page by page. Stripe lists thirty days. */
export async function* events(
  source: ReadingSource,
  range: Range,
  types: readonly string[],
): AsyncGenerator<WebhookEvent[]> {
  for (let first = 0; first < types.length; first += TYPES_AT_ONCE) {
    const some = types.slice(first, first + TYPES_AT_ONCE);
    const listed = pages(source, (params) =>
      source.stripe.events.list({ ...params, types: some, created: created(range) }),
    );
    yield* mapped(webhookEventOf, listed);
  }
}

/** Walks a list to its end; each page waits for its place under the pace and is asked for again where Stripe is away. */
async function* pages<T extends { id: string }>(
  { pace }: Pick<ReadingSource, 'pace'>,
  ask: (params: { limit: number; starting_after?: string }) => Promise<Stripe.ApiList<T>>,
): AsyncGenerator<T[]> {
  for (let last: string | undefined; ;) {
    const params = last === undefined ? { limit: PAGE } : { limit: PAGE, starting_after: last };
    const page = await patiently(async () => {
      await pace();
      return ask(params);
    });
    if (page.data.length > 0) yield page.data;
    last = page.data.at(-1)?.id;
    if (!page.has_more || last === undefined) return;
  }
}

async function* mapped<T, R>(convert: (one: T) => R, lists: AsyncGenerator<T[]>): AsyncGenerator<R[]> {
  for await (const list of lists) yield list.map(convert);
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!isStripeAway(error) || tries >= TRIES) throw error;
      await wait(200 * 2 ** tries);
    }
  }
}

function created({ from, to }: Range): { gte: number; lt: number } {
  return { gte: Math.floor(from.getTime() / 1000), lt: Math.ceil(to.getTime() / 1000) };
}
