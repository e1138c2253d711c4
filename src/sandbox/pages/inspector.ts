import type { Controls } from '../control/controls.ts';
import type { Incoming, Reply } from '../http/server.ts';
import type { World } from '../world/world.ts';
import { html, page } from './html.ts';

export async function inspectorPage(
  world: World,
  _controls: Controls,
  request: Incoming,
): Promise<Reply | undefined> {
  if (request.path !== '/' && request.path !== '/inspect') return undefined;
  return page(
    html`<main class="pay">
      <h1>Sandbox</h1>
      <p>${world.state.sessions.size()} sessions</p>
    </main>`,
    { title: 'Sandbox', bodyClass: 'inspect' },
  );
}
