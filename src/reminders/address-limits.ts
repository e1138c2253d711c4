import { createHmac, randomBytes } from 'node:crypto';
import { canonicalAddress } from '../sealed/address.ts';
import type { Reminder } from './reminder.ts';

const DAY_MS = 86_400_000;
const OPEN_AT_MOST = 2;
/** Far more addresses than one process confirms in a day; beyond it the oldest are forgotten. */
const REMEMBERED_AT_MOST = 50_000;

/** Who may be written to: one confirmation mail a day and two open reminders for an address. */
export type AddressLimits = {
  /** Whether a confirmation may go to this address now; if so, counts the reminder as open until `until`. */
  admit(address: string, reminderId: string, until: Date, now: Date): boolean;
  /** The reminder was confirmed: it is open until its day. */
  extend(address: string, reminderId: string, until: Date): void;
  /** The reminder was stopped. */
  release(address: string, reminderId: string): void;
};

/**
 * The same by what the database holds, which is also what other instances took in, and this one before it was started
 * again. It lacks what was stopped since; of two instances asked in the same moment each may admit one.
 *
 * @param open what is open for the address (`store.openRemindersOf`)
 */
export function hadItsShare(open: readonly Reminder[], now: Date): boolean {
  const alive = open.filter(
    ({ status, expiresAt, dueAt }) => (status === 'pending' ? expiresAt : dueAt) > now,
  );
  // What a reader set again by a link was confirmed as it was made, and cost no mail of confirmation.
  const askedToday = open.some(
    ({ createdAt, confirmedAt }) =>
      createdAt.getTime() + DAY_MS > now.getTime() && confirmedAt?.getTime() !== createdAt.getTime(),
  );
  return askedToday || alive.length >= OPEN_AT_MOST;
}

/**
 * Counts per address in this process's memory only, under a hash whose key dies with the process: what
 * is counted can be turned back into no address, and a list of guesses cannot be tried against it later.
 */
export function addressLimits(): AddressLimits {
  const secret = randomBytes(32);
  const known = new Map<string, { askedAtMs: number; open: Map<string, number> }>();
  const keyOf = (address: string) =>
    createHmac('sha256', secret).update(canonicalAddress(address)).digest('base64url');

  const forget = (nowMs: number) => {
    for (const [key, { askedAtMs, open }] of known) {
      const inUse = [...open.values()].some((untilMs) => untilMs > nowMs);
      if (!inUse && askedAtMs + DAY_MS <= nowMs) known.delete(key);
    }
    for (const key of known.keys()) {
      if (known.size < REMEMBERED_AT_MOST) break;
      known.delete(key);
    }
  };

  return {
    admit(address, reminderId, until, now) {
      const nowMs = now.getTime();
      const key = keyOf(address);
      const entry = known.get(key) ?? {
        askedAtMs: Number.NEGATIVE_INFINITY,
        open: new Map<string, number>(),
      };
      for (const [id, untilMs] of entry.open) if (untilMs <= nowMs) entry.open.delete(id);
      if (entry.askedAtMs + DAY_MS > nowMs || entry.open.size >= OPEN_AT_MOST) return false;
      if (known.size >= REMEMBERED_AT_MOST) forget(nowMs);
      entry.askedAtMs = nowMs;
      entry.open.set(reminderId, until.getTime());
      known.set(key, entry);
      return true;
    },
    extend(address, reminderId, until) {
      const key = keyOf(address);
      const entry = known.get(key) ?? {
        askedAtMs: Number.NEGATIVE_INFINITY,
        open: new Map<string, number>(),
      };
      entry.open.set(reminderId, until.getTime());
      known.set(key, entry);
    },
    release(address, reminderId) {
      known.get(keyOf(address))?.open.delete(reminderId);
    },
  };
}
