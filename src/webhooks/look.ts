import type { AppContext } from '../context.ts';
import { PLEDGE_NOTE, sealedText } from '../http/sealed-text.ts';
import type { Pledge } from '../pledges/pledge.ts';
import { readNote } from '../pledges/pledge-note.ts';
import type { BalanceLine } from '../stripe/balance-line.ts';
import { receivedAt } from '../stripe/charge-facts.ts';
import type { Fact, PledgeTrace } from '../stripe/fact.ts';
import { payoutItems } from '../stripe/lists.ts';
import { readFacts } from '../stripe/read-facts.ts';
import { recoverPledge } from '../stripe/recover-pledge.ts';
import type { Change } from './change.ts';
import { createFill } from './fill.ts';
import { countListedCard, endListedPlan, listedCard } from './listed-card.ts';
import { Overtaken } from './overtaken.ts';
import { project, projectAccount, type When } from './project.ts';
import { outermostReceipts } from './receipts.ts';
import { stopRemindersOfPayer } from './reminded-payer.ts';

type Needs = Pick<
  AppContext,
  'config' | 'store' | 'stripe' | 'pace' | 'addressHashes' | 'log' | 'metrics' | 'now'
>;

/** Something at Stripe that may mean money or a change of a pledge. */
export type Target = { objectType: string; objectId: string };

/** What came of a look: events that it settled, or that the object is another product's. */
export type Looked = { kind: 'applied'; settledSeqs: readonly number[] } | { kind: 'not_ours' };

/** The event that led to a look, if one did. */
type Cause = { seq: number; attempts: number };

/** Stripe books the fee seconds after the charge and says so; should that event be lost, we ask again, ever more rarely. */
const FEE_WAIT_MS = 60_000;
/** A look that another one overtook is taken again. */
const TRIES = 8;

/**
 * Reads one object at Stripe, decides, writes: the one way by which anything enters pledges and ledger,
 * whoever asked for it.
 */
export function createLook(needs: Needs) {
  const { store, now } = needs;
  const source = { stripe: needs.stripe, pace: needs.pace };
  const { publicUrl, stripe } = needs.config;
  const notes = sealedText(needs.config, PLEDGE_NOTE);
  const openNote = (sealed: string) => readNote(notes.open(sealed));
  const lost = { ...source, publicUrl, livemode: stripe.livemode, openNote };

  /** Throws `Overtaken` where another look at the same pledge was written first. */
  async function lookOnce(target: Target, cause: Cause | null): Promise<Looked> {
    const upToSeq = await store.lastWebhookSeq();
    const readStartedAt = now();
    const reading = await readFacts(source, target);
    if (reading.kind === 'not_ours') return reading;
    const pledge = reading.pledge === null ? null : await pledgeOf(reading.pledge);
    if (reading.pledge !== null && pledge === null) return { kind: 'not_ours' };
    const { facts, coveredObjectIds } = reading;
    const closedThrough = await store.closedThrough();
    const when: When = { zone: needs.config.publisher.bookZone, closedThrough, now: now() };
    const listed = pledge === null ? null : await listedCard(needs, pledge, facts, target);
    if (pledge !== null && listed !== null) await endListedPlan(needs, pledge, listed);
    await stopRemindersOfPayer(needs, facts);
    const changes =
      pledge === null
        ? [...projectAccount(facts, when), ...(await itemise(facts))]
        : project(pledge, facts, when, await received(pledge, facts));
    const done = await store.applyProjection(
      {
        seq: cause?.seq ?? null,
        coveredObjectIds,
        upToSeq,
        readStartedAt,
        pledge,
        closedThrough,
        changes,
        retryAt: retryAt(facts, cause, when.now),
      },
      when.now,
    );
    if (done.kind === 'stale') throw new Overtaken();
    if (listed !== null) await countListedCard(needs, listed);
    return done;
  }

  /** A look that nobody's event asked for: it is taken until it is written. */
  async function look(target: Target): Promise<Looked> {
    for (let tries = 1; ; tries++) {
      try {
        return await lookOnce(target, null);
      } catch (error) {
        if (!(error instanceof Overtaken) || tries >= TRIES) throw error;
      }
    }
  }

  /**
   * The pledge, brought back from its session at Stripe where the database has lost it (an older copy was
   * restored). Null: another deployment's.
   */
  async function pledgeOf(trace: PledgeTrace): Promise<Pledge | null> {
    const known = await store.pledgeById(trace.pledgeId);
    if (known !== null) return known;
    const recovered = await recoverPledge(lost, trace);
    if (recovered.kind === 'other_deployment') return null;
    if (recovered.kind === 'no_session') throw new PledgeUnknown();
    await store.adoptPledge(recovered.pledge, now());
    // What had named it before, such as a second subscription that has no session of its own, may be understood now.
    await store.requeueParkedEvents(now(), { lastError: PledgeUnknown.name });
    needs.log.warn('pledge_recovered', { pledgeId: trace.pledgeId });
    return store.pledgeById(trace.pledgeId);
  }

  /** When the first and the last payment of a pledge were received, beside a debit that bounced; asked for only then. */
  async function received({ pledgeId }: Pledge, facts: readonly Fact[]): Promise<Date[]> {
    const bouncing = facts.flatMap((fact) => (fact.kind === 'bounced' ? [fact.stripeChargeId] : []));
    if (bouncing.length === 0) return [];
    const payments = (await store.entriesOfPledge(pledgeId)).filter(
      ({ kind, stripeSourceId }) => kind === 'payment' && !bouncing.includes(stripeSourceId),
    );
    return outermostReceipts(payments, (chargeId) => receivedAt(source, chargeId));
  }

  /** What a payout holds, once Stripe has listed it: everything inside is booked first, so that each line is explained. */
  async function itemise(facts: readonly Fact[]): Promise<Change[]> {
    const payout = facts.find((fact) => fact.kind === 'payout')?.payout;
    if (payout === undefined || !payout.automatic || !payout.isReconciled) return [];
    if (await store.isItemised(payout.payoutId)) return [];
    const lines: BalanceLine[] = [];
    for await (const page of payoutItems(source, payout.payoutId)) {
      // Its own line is what the others add up to. That of an earlier payout, by hand, may be among them.
      const items = page.filter(
        ({ meaning }) => meaning.kind !== 'object' || meaning.objectId !== payout.payoutId,
      );
      await fill(items);
      lines.push(...items);
    }
    return [
      {
        kind: 'itemise_payout',
        payoutId: payout.payoutId,
        paidOutAt: payout.arrivalAt,
        balanceTransactionIds: lines.map((line) => line.stripeBalanceTransactionId),
      },
    ];
  }

  const fill = createFill(needs, look);

  return { lookOnce, look, fill };
}

function retryAt(facts: readonly Fact[], cause: Cause | null, now: Date): Date | null {
  if (cause === null || !facts.some((fact) => fact.kind === 'fee_pending')) return null;
  return new Date(now.getTime() + FEE_WAIT_MS * 2 ** Math.min(cause.attempts, 8));
}

/** The metadata names a pledge that this database does not hold, and Stripe has no checkout session for it. */
class PledgeUnknown extends Error {
  constructor() {
    super('Stripe names a pledge that is not in this database');
    this.name = 'PledgeUnknown';
  }
}
