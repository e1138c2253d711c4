import type { AppContext } from '../context.ts';
import { newId } from '../ids.ts';
import { errorName } from '../log.ts';

/**
 * What one instance of a deployment does at a time. `project` reads Stripe, whose limit is the account's: the inbox and the
 * comparison. `jobs` is the rest that a timer starts.
 */
export type LeaseName = 'project' | 'jobs';

/**
 * After a kill -9 another instance takes over when this has gone by. Shorter would move the work whenever a machine is held
 * up for a moment, and write more often.
 *
 * Clocks may differ: a lease that lives is prolonged with ten seconds left, so a clock that is less than that ahead never
 * finds it over. One that is further ahead takes it and keeps it, for to all the others it seems to end later; until the
 * old holder asks again, both work. Nothing is harmed by that: every job may run twice at a time, and a projection that
 * was decided on what has changed since is refused (`applyProjection`).
 */
export const LEASE_MS = 15_000;
/** Within this a holder asks nobody: no event and no look of a timer costs a write for the lease. */
const TRUSTED_MS = LEASE_MS / 3;

/** The leases of this process, held under a word that is made at random when it starts and says nothing about the machine. */
export type Leases = {
  /** Called as a service starts: what a crash left held is free, where the store can know that nobody holds it any more. */
  begin(): Promise<void>;
  /**
   * Whether this process holds the lease: takes it where it is free, and prolongs it once a third of it has gone by. False
   * where another holds it, where the database does not answer in time, and after `letGo`.
   */
  hold(name: LeaseName): Promise<boolean>;
  /** Hands everything to whoever asks next, and takes nothing from now on. */
  letGo(): Promise<void>;
};

export function createLeases({
  store,
  log,
  metrics,
  now,
}: Pick<AppContext, 'store' | 'log' | 'metrics' | 'now'>): Leases {
  const holder = newId('inst');
  const held = new Map<LeaseName, { askedAtMs: number }>();
  const asking = new Map<LeaseName, Promise<boolean>>();
  const unreachable = new Set<LeaseName>();
  let isOver = false;

  /** What was granted is ours until it ends, also where the clock was put back meanwhile. */
  function isWithin(name: LeaseName, ms: number): boolean {
    const grant = held.get(name);
    const age = grant === undefined ? Number.NaN : now().getTime() - grant.askedAtMs;
    return age >= 0 && age < ms;
  }

  async function ask(name: LeaseName): Promise<boolean> {
    // Counted from before the question: however long the answer takes, we never trust longer than the database does.
    const at = now();
    try {
      const isOurs = await store.takeLease(name, holder, at, new Date(at.getTime() + LEASE_MS));
      unreachable.delete(name);
      if (isOurs) {
        if (!held.has(name)) log.debug('lease_taken', { job: name });
        held.set(name, { askedAtMs: at.getTime() });
      } else if (held.delete(name)) log.warn('lease_lost', { job: name });
      metrics.leases.set({ lease: name }, isOurs ? 1 : 0);
      return isOurs;
    } catch (error) {
      // A database that is away for a moment, or a full disk, takes nothing from us that has not run out.
      if (isWithin(name, LEASE_MS)) return true;
      held.delete(name);
      metrics.leases.set({ lease: name }, 0);
      if (!unreachable.has(name)) log.error('lease_not_reached', { job: name, error: errorName(error) });
      unreachable.add(name);
      return false;
    }
  }

  return {
    async begin() {
      // On a full disk the service still has much to answer; then the leases run out by themselves.
      await store
        .clearLeases()
        .catch((error: unknown) => log.warn('leases_not_cleared', { error: errorName(error) }));
    },
    async hold(name) {
      if (isOver) return false;
      if (isWithin(name, TRUSTED_MS)) return true;
      const question = asking.get(name) ?? ask(name).finally(() => asking.delete(name));
      asking.set(name, question);
      return question;
    },
    async letGo() {
      isOver = true;
      await Promise.all(asking.values());
      for (const name of held.keys())
        try {
          await store.giveLease(name, holder);
        } catch (error) {
          log.warn('lease_not_given', { job: name, error: errorName(error) });
        }
      held.clear();
    },
  };
}
