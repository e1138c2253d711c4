import { controlReply } from '../control/routes.ts';
import type { Controls } from '../control/sandbox-type.ts';
import { StripeFault } from '../http/fault.ts';
import type { Incoming, Reply, Site } from '../http/server.ts';
import type { World } from '../world/world.ts';
import { checkoutPage } from './checkout-page.ts';
import { inspectorPage } from './inspector.ts';
import { portalPage } from './portal-page.ts';
import { styleReply } from './html.ts';

/** Everything beside the API: the payment page, the portal, the inspector and the control calls. */
export function makeSite(world: World, controls: Controls): Site {
  return async (request: Incoming): Promise<Reply | undefined> => {
    if (request.path === '/sandbox.css') return styleReply();
    if (request.path.startsWith('/_sandbox/')) return controlReply(controls, request);
    try {
      return (
        (await checkoutPage(world, request)) ??
        portalPage(world, request) ??
        (await inspectorPage(world, controls, request))
      );
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      return {
        status: error.status,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: error.message,
      };
    }
  };
}
