import type { AppContext } from '../context.ts';
import type { Fact } from '../stripe/fact.ts';

type Needs = Pick<AppContext, 'store' | 'addressHashes'>;

/**
 * Whoever has given since is not reminded to: what the same address had asked for is stopped and erased,
 * and nothing says which payment it was. Before the event is settled, so that no crash forgets it.
 */
export async function stopRemindersOfPayer(
  { store, addressHashes }: Needs,
  facts: readonly Fact[],
): Promise<void> {
  for (const fact of facts) {
    if (fact.kind !== 'payer') continue;
    const hashes = await addressHashes(fact.address);
    const stopped = await store.stopRemindersOf(hashes, fact.paidAt);
    if (stopped > 0) await store.scrubErased();
  }
}
