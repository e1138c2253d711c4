import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../errors.ts';

/** Lets a source do something so many times; throws 429 with the wait. */
export type Limit = (req: Request) => Promise<void>;

/**
 * Counts per network address, in this process's memory and nowhere else: the address is in no log, row
 * or metric, and is forgotten with its window. An IPv6 reader's source is the /64 that a network hands out.
 */
export function limitPerSource(points: number, windowSeconds: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: windowSeconds });
  return async (req) => {
    try {
      await limiter.consume(source(req.ip ?? ''));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const wait = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw new AppError(
        429,
        'too_many_requests',
        `There were too many tries from your network. You can continue in ${wait} seconds.`,
        { retryAfterSeconds: wait },
      );
    }
  };
}

function source(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const behind = tail.split(':').filter(Boolean);
  const whole = address.includes('::')
    ? [...groups, ...Array<string>(Math.max(0, 8 - groups.length - behind.length)).fill('0'), ...behind]
    : groups;
  return whole.slice(0, 4).join(':');
}
