import type { Random } from '../world/random.ts';

/** What may go wrong with a delivery. */
export type DeliveryFault =
  'drop' | 'duplicate' | 'delay' | 'reorder' | 'badSignature' | 'staleTimestamp' | 'twoSignatures';

export type DeliveryRule = {
  fault: DeliveryFault;
  /** Event types it applies to; all when left out. */
  types?: string[];
  /** How many deliveries it strikes; without it, every one. */
  times?: number;
  /** Chance for each delivery, from 0 to 1. */
  probability?: number;
  delayMs?: number;
};

/** What may go wrong with an API call. */
export type ApiRule = {
  fault: 'status' | 'timeout' | 'reset' | 'slow';
  status?: 429 | 500 | 503;
  method?: string;
  /** Start of the path, such as `/v1/refunds`. */
  path?: string;
  times?: number;
  /** Whether the call takes effect although its answer is lost. */
  executed?: boolean;
  delayMs?: number;
};

/** The rules in force; each counts down and disappears. */
export type Chaos = {
  deliveries: DeliveryRule[];
  api: ApiRule[];
  /** Everything that strikes this delivery. */
  strikeDelivery(type: string, random: Random): DeliveryRule[];
  strikeCall(method: string, path: string): ApiRule | undefined;
  clear(): void;
};

export function makeChaos(): Chaos {
  const chaos: Chaos = {
    deliveries: [],
    api: [],
    strikeDelivery(type, random) {
      const struck = chaos.deliveries.filter(
        (rule) =>
          (rule.types === undefined || rule.types.includes(type)) &&
          (rule.probability === undefined || random.next() < rule.probability),
      );
      for (const rule of struck) countDown(chaos.deliveries, rule);
      return struck;
    },
    strikeCall(method, path) {
      const rule = chaos.api.find(
        (rule) =>
          (rule.method === undefined || rule.method === method) &&
          (rule.path === undefined || path.startsWith(rule.path)),
      );
      if (rule !== undefined) countDown(chaos.api, { ...rule, times: rule.times ?? 1 }, rule);
      return rule;
    },
    clear() {
      chaos.deliveries.length = 0;
      chaos.api.length = 0;
    },
  };
  return chaos;
}

function countDown<R extends { times?: number }>(rules: R[], rule: R, listed = rule): void {
  if (rule.times === undefined) return;
  listed.times = rule.times - 1;
  if (listed.times <= 0) rules.splice(rules.indexOf(listed), 1);
}
