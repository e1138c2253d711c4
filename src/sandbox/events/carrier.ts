import { Agent } from 'node:http';
import type { World } from '../world/world.ts';
import { post } from './post.ts';

/** Takes one delivery to its receiver in memory; answers with a status, or throws where nobody answered. */
export type Deliver = (payload: string, signature: string) => Promise<number>;

/** How deliveries travel and how they wait. */
export type Carrier = {
  send(
    url: string,
    payload: string,
    signature: string,
  ): Promise<{ status: number | undefined; note: string }>;
  later(delayMs: number, run: () => void): void;
  /** The wait passes with the sandbox clock: nobody may wait for it while that clock stands still. */
  isByClock: boolean;
  /** Forgets what waits. */
  clear(): void;
  close(): void;
};

/** By HTTP, with real waits. */
export function httpCarrier(world: World): Carrier {
  const agent = new Agent({ keepAlive: true, maxSockets: world.settings.deliveryConcurrency });
  const timers = new Set<NodeJS.Timeout>();
  return {
    isByClock: false,
    send: (url, payload, signature) =>
      post(agent, url, payload, { signature, timeoutMs: world.settings.deliveryTimeoutMs }),
    later(delayMs, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
    },
    clear() {
      timers.forEach((timer) => clearTimeout(timer));
      timers.clear();
    },
    close: () => agent.destroy(),
  };
}

/** In memory, with waits of the sandbox clock: the same seed makes the same deliveries at the same moments. */
export function memoryCarrier(world: World, deliver: Deliver): Carrier {
  let age = 0;
  return {
    isByClock: true,
    async send(_url, payload, signature) {
      try {
        return { status: await deliver(payload, signature), note: '' };
      } catch (error) {
        return { status: undefined, note: error instanceof Error ? error.message : 'no answer' };
      }
    },
    later(delayMs, run) {
      const bornIn = age;
      world.clock.at((world.clock.nowMs() + delayMs) / 1000, () => {
        if (age === bornIn) run();
      });
    },
    clear: () => void age++,
    close: () => {},
  };
}
