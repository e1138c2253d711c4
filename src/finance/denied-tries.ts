import type { AppContext } from '../context.ts';
import { recordAudit } from './audit.ts';
import type { AuditFact } from './audit-entry.ts';

/** Equal denied tries are written at most this often; between two writes they are counted. */
const GATHER_MS = 60_000;

/** Paths of the service are few; beyond this the oldest are written at once, so that memory stays bounded. */
const MOST_WAITING = 1_000;

export type DeniedTry = Pick<AuditFact, 'by' | 'action' | 'object'> & { reason: string };

/**
 * Denied tries on their way to the audit. The first is written before its answer goes out; its like are
 * counted for a minute and written as one: whoever sends a thousand a second must not be able to fill the
 * chain, or to make every answer wait for the disk. A crash loses a minute of such counts.
 */
export type DeniedTries = {
  note(denied: DeniedTry): Promise<void>;
  /** Writes what was counted and whose minute is over (all of it when `everything`); returns how many entries. */
  write(options?: { everything: boolean }): Promise<number>;
};

export function deniedTries(ctx: Pick<AppContext, 'store' | 'now'>): DeniedTries {
  const gathered = new Map<string, { denied: DeniedTry; since: number; count: number }>();
  const record = ({ reason, ...fact }: DeniedTry, tries: number) =>
    recordAudit(ctx, { ...fact, outcome: 'denied', detail: { reason, tries } });

  async function write({ everything } = { everything: false }): Promise<number> {
    const over = ctx.now().getTime() - GATHER_MS;
    let written = 0;
    for (const [key, { denied, since, count }] of gathered) {
      if (!everything && since > over) continue;
      gathered.delete(key);
      if (count === 0) continue;
      try {
        await record(denied, count);
      } catch (error) {
        // Nothing was written: they wait for the next time, with those that came meanwhile.
        const since = ctx.now().getTime() - GATHER_MS;
        gathered.set(key, { denied, since, count: count + (gathered.get(key)?.count ?? 0) });
        throw error;
      }
      written += 1;
    }
    return written;
  }

  return {
    async note(denied) {
      const key = [denied.by, denied.action, denied.object, denied.reason].join(' ');
      const found = gathered.get(key);
      if (found !== undefined) {
        found.count += 1;
        return;
      }
      if (gathered.size >= MOST_WAITING) await write({ everything: true });
      const first = { denied, since: ctx.now().getTime(), count: 0 };
      gathered.set(key, first);
      try {
        await record(denied, 1);
      } catch (error) {
        // It counts with its like: what was denied while the database was away is written down once it is back.
        first.count += 1;
        throw error;
      }
    },
    write,
  };
}
