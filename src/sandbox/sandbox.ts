import { handlers } from './api/handlers.ts';
import { begin, makeControls, type Sandbox } from './control/controls.ts';
import { makeChaos } from './events/chaos.ts';
import { makeDeliveries } from './events/deliveries.ts';
import { makeIdempotencyKeys } from './http/idempotency.ts';
import { makeRouter } from './http/router.ts';
import { listen } from './http/server.ts';
import { settingsFrom, type SandboxOptions } from './options.ts';
import { makeSite } from './pages/site.ts';
import { makeClock } from './world/clock.ts';
import { makeRandom } from './world/random.ts';
import { makeState } from './world/state.ts';
import type { World } from './world/world.ts';

export type { SandboxOptions } from './options.ts';
export type { Duration, PayOptions, Sandbox } from './control/controls.ts';
export type { CardName } from './checkout/cards.ts';
export type { Outcome } from './checkout/pay.ts';

/**
 * Starts a Stripe of our own on this machine: the real SDK talks to it by host and port, and code
 * that works with it works with Stripe when those settings are gone.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
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
  world.deliveries = makeDeliveries(world);
  const api = { router: makeRouter(handlers), keys: makeIdempotencyKeys() };
  const controls = makeControls(world, api);
  begin(world);
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
