import { handlers } from './api/handlers.ts';
import { begin, makeControls } from './control/controls.ts';
import type { Controls, Sandbox } from './control/sandbox-type.ts';
import { httpCarrier, memoryCarrier, type Carrier, type Deliver } from './events/carrier.ts';
import { makeChaos } from './events/chaos.ts';
import { makeDeliveries } from './events/deliveries.ts';
import { makeIdempotencyKeys } from './http/idempotency.ts';
import { memoryClient, type MemoryClient } from './http/memory-client.ts';
import { makeRouter } from './http/router.ts';
import { listen } from './http/server.ts';
import { settingsFrom, type SandboxOptions } from './options.ts';
import { makeSite } from './pages/site.ts';
import { makeClock } from './world/clock.ts';
import { makeRandom } from './world/random.ts';
import { makeState } from './world/state.ts';
import type { World } from './world/world.ts';

export type { SandboxOptions } from './options.ts';
export type { Duration, PayOptions, Sandbox } from './control/sandbox-type.ts';
export type { Deliver } from './events/carrier.ts';
export type { CardName } from './checkout/cards.ts';
export type { Outcome } from './checkout/pay.ts';

/** A Stripe of our own inside this process: nothing listens, nothing waits but for the sandbox clock. */
export type QuietSandbox = Controls & {
  /** For the SDK: `new Stripe(key, { httpClient })`. */
  httpClient: MemoryClient;
  /** What its addresses start with; nobody answers there. */
  url: string;
  close(): void;
};

/**
 * Starts a Stripe of our own on this machine: the real SDK talks to it by host and port, and code
 * that works with it works with Stripe when those settings are gone.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { world, api, controls } = assemble(options, httpCarrier);
  const server = await listen(world, api, makeSite(world, controls));
  return {
    ...controls,
    url: world.url,
    port: Number(new URL(world.url).port),
    async close() {
      world.clock.close();
      world.deliveries.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Makes one without a socket, for simulations: the SDK comes in through `httpClient`, events go out through
 * `deliver`, and retries, delays and disorder pass with the sandbox clock, the same for the same seed.
 */
export function createSandbox(
  options: Omit<SandboxOptions, 'clock'> & { clock: Date },
  deliver: Deliver,
): QuietSandbox {
  const { world, api, controls } = assemble(options, (world) => memoryCarrier(world, deliver));
  world.url = 'http://127.0.0.1:9';
  return {
    ...controls,
    httpClient: memoryClient(world, api),
    url: world.url,
    async advance(to) {
      // Nothing real goes on meanwhile, so what is under way always ends before the clock moves.
      await controls.drain();
      await controls.advance(to, { settle: true });
      await controls.drain();
    },
    close() {
      world.clock.close();
      world.deliveries.close();
    },
  };
}

function assemble(options: SandboxOptions, carrierFor: (world: World) => Carrier) {
  const settings = settingsFrom(options);
  const world: World = {
    settings,
    clock: makeClock(settings.clock),
    random: makeRandom(settings.seed),
    state: makeState(),
    deliveries: undefined as never,
    chaos: makeChaos(),
    url: '',
    request: undefined,
    requestLog: [],
    counts: { requests: 0, refused: 0, events: 0, validated: 0 },
  };
  world.deliveries = makeDeliveries(world, carrierFor(world));
  const api = { router: makeRouter(handlers), keys: makeIdempotencyKeys() };
  const controls = makeControls(world, api);
  begin(world);
  return { world, api, controls };
}
