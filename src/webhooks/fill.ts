import type { AppContext } from '../context.ts';
import { StorageFault } from '../errors.ts';
import { errorName } from '../log.ts';
import type { BalanceLine } from '../stripe/balance-line.ts';
import { isStripeAway } from '../stripe/errors.ts';
import type { Change } from './change.ts';
import type { Looked, Target } from './look.ts';
import { Overtaken } from './overtaken.ts';
import { eachAtOnce } from './pool.ts';
import { projectAccount, type When } from './project.ts';

type Needs = Pick<AppContext, 'config' | 'store' | 'log' | 'now'>;

/** How a movement that was listed stands: it was booked, is booked now, is another product's, or needs a person. */
export type LineFate = 'booked' | 'filled' | 'other' | 'unknown';

/** Looks under way at once while gaps are filled. */
const AT_ONCE = 8;
/** A month may be closed while a line is written: it is decided again. */
const TRIES = 8;

/** Makes the function that books what of a list of movements is missing. */
export function createFill(needs: Needs, look: (target: Target) => Promise<Looked>) {
  const { store, now } = needs;

  /**
   * Sees to it that every listed movement is booked or known to be another product's, through the same
   * looks as any event. Says how each stands; `unknown` needs a person.
   */
  async function fill(lines: readonly BalanceLine[]): Promise<Map<string, LineFate>> {
    const fates = new Map<string, LineFate>(await store.knownMovements(lines.map(idOfLine)));
    const missing = lines.filter((line) => !fates.has(idOfLine(line)));
    await eachAtOnce(missing, AT_ONCE, async (line) => {
      fates.set(idOfLine(line), await fillOrTell(line));
    });
    return fates;
  }

  /** What cannot be understood is told and holds up no other line; what is away is tried again by the caller. */
  async function fillOrTell(line: BalanceLine): Promise<LineFate> {
    try {
      return await fillOne(line);
    } catch (error) {
      if (isStripeAway(error) || error instanceof StorageFault) throw error;
      needs.log.error('movement_not_understood', { error: errorName(error) });
      return 'unknown';
    }
  }

  async function fillOne(line: BalanceLine): Promise<LineFate> {
    const id = idOfLine(line);
    const { meaning } = line;
    if (meaning.kind === 'unknown') return 'unknown';
    if (meaning.kind === 'account') {
      await applyToAccount((when) =>
        projectAccount([{ kind: 'movement', movement: meaning.movement }], when),
      );
      return 'filled';
    }
    if (meaning.kind === 'object') {
      // Another line's look may have booked this one meanwhile: a charge and its refund are read together.
      const before = await store.knownMovements([id]);
      const found = before.get(id);
      if (found !== undefined) return found === 'booked' ? 'filled' : found;
      const looked = await look(meaning);
      if (looked.kind === 'applied')
        return (await store.knownMovements([id])).get(id) === 'booked' ? 'filled' : 'unknown';
    }
    const { stripeBalanceTransactionId, createdAt, currency, netMinor } = line;
    await applyToAccount(() => [
      { kind: 'note_other', movement: { stripeBalanceTransactionId, createdAt, currency, netMinor } },
    ]);
    return 'other';
  }

  async function applyToAccount(decide: (when: When) => Change[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      const closedThrough = await store.closedThrough();
      const when: When = { zone: needs.config.publisher.bookZone, closedThrough, now: now() };
      const done = await store.applyProjection(
        {
          seq: null,
          coveredObjectIds: [],
          upToSeq: 0,
          readStartedAt: when.now,
          pledge: null,
          closedThrough,
          changes: decide(when),
          retryAt: null,
        },
        when.now,
      );
      if (done.kind === 'applied') return;
      if (tries >= TRIES) throw new Overtaken();
    }
  }

  return fill;
}

function idOfLine(line: BalanceLine): string {
  return line.stripeBalanceTransactionId;
}
