import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { balanceLines, events, payoutItems } from '../../src/stripe/lists.ts';
import { NOON } from '../_support/make.ts';
import { NOON_S, transaction } from './objects.ts';

type Params = Record<string, unknown>;

/** A Stripe that answers each list call with the next page, and remembers what it was asked. */
function stripeWith(pages: { id: string }[][]) {
  const asked: Params[] = [];
  let paced = 0;
  const list = async (params: Params) => {
    asked.push(params);
    if (paced !== asked.length) throw new Error('a page was asked for without waiting for its place');
    return { data: pages[asked.length - 1] ?? [], has_more: asked.length < pages.length };
  };
  const stripe = { balanceTransactions: { list }, events: { list } } as unknown as Stripe;
  return { asked, source: { stripe, pace: async () => void (paced += 1) } };
}

async function all<T>(pages: AsyncGenerator<T[]>): Promise<T[][]> {
  const found: T[][] = [];
  for await (const page of pages) found.push(page);
  return found;
}

const range = { from: new Date(NOON.getTime() + 400), to: new Date(NOON.getTime() + 60_400) };

describe('a list of Stripe’s', () => {
  it('is walked page by page to its end, each after its place under the pace', async () => {
    const { source, asked } = stripeWith([[transaction({ id: 'a' }), transaction({ id: 'b' })], [transaction({ id: 'c' })]]);
    const pages = await all(balanceLines(source, range));
    expect(pages.map((page) => page.map((line) => line.stripeBalanceTransactionId))).toEqual([['a', 'b'], ['c']]);
    // Whole seconds, and rather one too many than one too few.
    const created = { gte: NOON_S, lt: NOON_S + 61 };
    expect(asked).toEqual([{ limit: 100, created }, { limit: 100, starting_after: 'b', created }]);
  }); // prettier-ignore

  it('that is empty has no page', async () => {
    const { source, asked } = stripeWith([[]]);
    expect(await all(balanceLines(source, range))).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('that claims to go on and gives nothing is over', async () => {
    const { source, asked } = stripeWith([[], [transaction()]]);
    expect(await all(balanceLines(source, range))).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('of a payout’s contents asks for that payout, whenever its lines were made', async () => {
    const { source, asked } = stripeWith([[transaction()]]);
    expect(await all(payoutItems(source, 'po_1'))).toHaveLength(1);
    expect(asked).toEqual([{ limit: 100, payout: 'po_1' }]);
  });

  it('of events is asked for twenty types at a time', async () => {
    const { source, asked } = stripeWith([]);
    const types = Array.from({ length: 41 }, (_, place) => `type.${place}`);
    await all(events(source, range, types));
    expect(asked.map((params) => params['types'])).toEqual([types.slice(0, 20), types.slice(20, 40), types.slice(40)]);
  }); // prettier-ignore

  it('that Stripe refuses for a reason of its own is not asked for again', async () => {
    const { source, asked } = stripeWith([]);
    const refusing = async (params: Params) => {
      asked.push(params);
      throw new TypeError('no such range');
    };
    source.stripe.balanceTransactions.list = refusing as unknown as Stripe['balanceTransactions']['list'];
    await expect(all(balanceLines(source, range))).rejects.toThrow('no such range');
    expect(asked).toHaveLength(1);
  });
});
