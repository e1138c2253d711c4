import { createPortalSession } from '../billing/portal-sessions.ts';
import type { Controls } from '../control/sandbox-type.ts';
import type { Incoming, Reply } from '../http/server.ts';
import { shown } from '../http/shown.ts';
import { eventJson } from '../events/event.ts';
import { findObject, type World } from '../world/world.ts';
import { actOn } from './inspector-actions.ts';
import { eventPage, eventsTable, requestsTable } from './inspector-events.ts';
import { overview } from './inspector-overview.ts';
import { tables } from './inspector-tables.ts';
import { day, type Section } from './inspector-parts.ts';
import { html, page, redirect, type Html, type Part } from './html.ts';

const sections: readonly Section[] = [
  { path: '/', title: 'Overview' },
  { path: '/inspect/sessions', title: 'Sessions' },
  { path: '/inspect/payments', title: 'Payments' },
  { path: '/inspect/subscriptions', title: 'Subscriptions' },
  { path: '/inspect/invoices', title: 'Invoices' },
  { path: '/inspect/refunds', title: 'Refunds' },
  { path: '/inspect/disputes', title: 'Disputes' },
  { path: '/inspect/warnings', title: 'Warnings' },
  { path: '/inspect/balance', title: 'Balance' },
  { path: '/inspect/payouts', title: 'Payouts' },
  { path: '/inspect/events', title: 'Events' },
  { path: '/inspect/requests', title: 'Requests' },
];

/** The window into the sandbox: what it holds, what it was asked, what it sent, and buttons to make things happen. */
export async function inspectorPage(
  world: World,
  controls: Controls,
  request: Incoming,
): Promise<Reply | undefined> {
  if (request.method === 'POST' && request.path === '/inspect/do') {
    const form = new URLSearchParams(request.body);
    if (form.get('do') === 'portal') return redirect(portalFor(world, form.get('id') ?? ''));
    await actOn(world, controls, form);
    return redirect(localPath(form.get('back')));
  }
  if (request.method !== 'GET') return undefined;
  const path = request.path === '/inspect' || request.path === '/inspector' ? '/' : request.path;
  const before = request.query.get('before') ?? undefined;
  if (path === '/') return shell(world, path, 'Overview', overview(world));
  if (path === '/inspect/events') return shell(world, path, 'Events', eventsTable(world, before));
  if (path === '/inspect/requests') return shell(world, path, 'Requests', requestsTable(world));
  const table = Object.hasOwn(tables, path) ? tables[path] : undefined;
  if (table !== undefined) return shell(world, path, titleOf(path), table(world, before));
  return detail(world, path);
}

function detail(world: World, path: string): Reply | undefined {
  const [, kind, id = ''] = /^\/inspect\/(objects|events|requests)\/(\w+)$/.exec(path) ?? [];
  if (kind === 'events') {
    const event = world.state.events.get(id);
    if (event === undefined) return undefined;
    const json = JSON.stringify(JSON.parse(eventJson(world, event)), null, 2);
    return shell(
      world,
      '/inspect/events',
      event.type,
      html`${eventPage(world, event)}${jsonCard('Payload', json)}`,
    );
  }
  if (kind === 'requests')
    return shell(world, '/inspect/requests', 'Requests', requestsTable(world, { only: id }));
  const object = kind === undefined ? undefined : findObject(world, id);
  if (object === undefined) return undefined;
  return shell(world, '', id, jsonCard('Object', JSON.stringify(shown(world, object), null, 2)));
}

function shell(world: World, path: string, title: string, content: Part): Reply {
  const links = sections.map(
    (section) =>
      html`<a href="${section.path}" ${section.path === path && html` aria-current="page"`}
        >${section.title}</a
      >`,
  );
  const whole = html`<aside class="banner" aria-label="Sandbox">
      <b>Sandbox</b> <span>Everything here is play money on this machine.</span>
      ${world.settings.neighbours.map(({ name, url }) => html` <a href="${url}">${name}</a>`)}
    </aside>
    <header class="top">
      <div class="wrap"><nav aria-label="Sandbox">${links}</nav></div>
    </header>
    <main class="wrap">
      <div class="bar">
        <div>
          <h1>${title}</h1>
          <p class="sub">Sandbox clock: <time>${day(world.clock.now())}</time> UTC</p>
        </div>
        ${clockForm(path === '' ? '/' : path)}
      </div>
      ${content}
    </main>`;
  return page(whole, { title: `${title} · Sandbox`, bodyClass: 'inspect' });
}

function clockForm(back: string): Html {
  return html`<form class="ctl" method="post" action="/inspect/do">
    <input type="hidden" name="back" value="${back}" />
    <button class="b" name="do" value="advance-hour">Advance an hour</button>
    <button class="b" name="do" value="advance-day">A day</button>
    <button class="b" name="do" value="advance-month">A month</button>
  </form>`;
}

function jsonCard(title: string, json: string): Html {
  return html`<section class="card stack" aria-label="${title}">
    <header><h2>${title}</h2></header>
    <pre class="json" tabindex="0">${json}</pre>
  </section>`;
}

function titleOf(path: string): string {
  return sections.find((section) => section.path === path)?.title ?? '';
}

/** A fresh link to the portal of a customer, as the shop would ask for it. */
function portalFor(world: World, customer: string): string {
  const { url } = createPortalSession(world, { customer, return_url: `${world.url}/inspect/subscriptions` });
  return url.slice(world.url.length);
}

/** A form may send the reader back inside the inspector, never elsewhere. */
function localPath(back: string | null): string {
  return back !== null && /^\/(inspect\/[\w/]*)?$/.test(back) ? back : '/';
}
