import type { LedgerEntry } from '../ledger/entry.ts';

type Booked = Pick<LedgerEntry, 'stripeSourceId' | 'createdAt'>;

/** From a charge to its booking, at most: two that are further apart were made in the order of their booking. */
const BOOKED_WITHIN_MS = 3_600_000;

/**
 * When the first and the last of a pledge's payments were received; empty where none was. An entry alone cannot tell: it
 * knows when a charge was booked, which may be hours after it was paid, and nothing of a debit that is still under way.
 *
 * @param payments in the order of their booking
 * @param receivedAt asks Stripe; null where the money of the charge was not received
 */
export async function outermostReceipts(
  payments: readonly Booked[],
  receivedAt: (stripeChargeId: string) => Promise<Date | null>,
): Promise<Date[]> {
  const fromOneEnd = async (ordered: readonly Booked[]): Promise<Date[]> => {
    const times: Date[] = [];
    let metAtMs: number | null = null;
    for (const { stripeSourceId, createdAt } of ordered) {
      if (metAtMs !== null && Math.abs(createdAt.getTime() - metAtMs) > BOOKED_WITHIN_MS) break;
      const time = await receivedAt(stripeSourceId);
      if (time === null) continue;
      times.push(time);
      metAtMs ??= createdAt.getTime();
    }
    return times;
  };
  const times = [...(await fromOneEnd(payments)), ...(await fromOneEnd(payments.toReversed()))];
  const inOrder = times.toSorted((a, b) => a.getTime() - b.getTime());
  return inOrder.length === 0 ? [] : [inOrder[0] as Date, inOrder.at(-1) as Date];
}
