import { createHash } from 'node:crypto';
import type { Answer } from './answer.ts';
import { StripeFault } from './fault.ts';

type Kept = { fingerprint: string; path: string; keptAtMs: number; answer: Answer | undefined };

const keptMs = 24 * 3_600_000;
const longestKey = 255;

/** The answers of the last day by idempotency key. */
export type IdempotencyKeys = {
  /** The kept answer to replay, or a place to keep the coming one. */
  open(key: string, call: { path: string; text: string }, nowMs: number): Answer | KeySlot;
  /** Keeps a key busy while its call is still at work; returns how to let go. */
  hold(key: string): () => void;
  clear(): void;
};

/** A key that was claimed by a call which is still at work. */
export type KeySlot = { keep(answer: Answer): void; release(): void };

export function makeIdempotencyKeys(): IdempotencyKeys {
  const kept = new Map<string, Kept>();
  const held = new Set<string>();

  function forgetOld(nowMs: number): void {
    for (const [key, entry] of kept) {
      if (nowMs - entry.keptAtMs < keptMs) return;
      kept.delete(key);
    }
  }

  return {
    open(key, { path, text }, nowMs) {
      forgetOld(nowMs);
      if (key.length > longestKey) throw new StripeFault(400, keyTooLong(key));
      const fingerprint = createHash('sha256').update(`${path}\n${text}`).digest('base64');
      const entry = kept.get(key);
      if (entry !== undefined) {
        if (entry.path !== path) throw new StripeFault(400, otherEndpoint(key, entry.path));
        if (entry.fingerprint !== fingerprint) throw new StripeFault(400, otherParams(key));
        if (entry.answer === undefined || held.has(key)) throw new StripeFault(409, inUse(key));
        return entry.answer;
      }
      const fresh: Kept = { fingerprint, path, keptAtMs: nowMs, answer: undefined };
      kept.set(key, fresh);
      return {
        keep: (answer) => (fresh.answer = answer),
        release: () => kept.get(key) === fresh && kept.delete(key),
      };
    },
    hold(key) {
      held.add(key);
      return () => held.delete(key);
    },
    clear() {
      kept.clear();
      held.clear();
    },
  };
}

function otherParams(key: string) {
  return {
    type: 'idempotency_error' as const,
    message:
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ` +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  };
}

function otherEndpoint(key: string, path: string) {
  return {
    type: 'idempotency_error' as const,
    message:
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ` +
      `('${path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
  };
}

function inUse(key: string) {
  return {
    type: 'idempotency_error' as const,
    code: 'idempotency_key_in_use',
    message:
      `There is currently another in-progress request using this Idempotent Key (that probably means you ` +
      `submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  };
}

function keyTooLong(key: string) {
  return {
    type: 'idempotency_error' as const,
    message: `Idempotency keys must be ${longestKey} characters or fewer; yours has ${key.length}.`,
  };
}
