import type Stripe from 'stripe';
import { eventJson, type StoredEvent } from '../events/event.ts';
import { registerEndpoint, checkEndpoint } from '../events/endpoints.ts';
import type { Handlers } from '../http/call.ts';
import { invalidRequest, noSuch } from '../http/fault.ts';
import { pageOf } from '../http/list.ts';
import type { WebhookEndpoint } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { mergeMetadata } from './metadata.ts';

export const eventHandlers: Handlers = {
  'GET /v1/events/{id}': ({ world, id }) => {
    const event = world.state.events.get(id);
    if (event === undefined) throw noSuch('event', id);
    return whole(world, event);
  },

  'GET /v1/events': ({ world, params }) => {
    const wanted = params as Stripe.EventListParams;
    if (wanted.type !== undefined && wanted.types !== undefined)
      throw invalidRequest('You may only specify one of these parameters: type, types.', 'type');
    if ((wanted.types?.length ?? 0) > 20)
      throw invalidRequest('Array types cannot have more than 20 elements.', 'types');
    const group = wanted.types?.find((type) => type.includes('*'));
    if (group !== undefined)
      throw invalidRequest(`Invalid types: ${group} is a group; only type takes one.`, 'types');
    const types = wanted.types ?? (wanted.type === undefined ? undefined : [wanted.type]);
    const { events } = world.state;
    const page = pageOf(events.all(), params, {
      url: '/v1/events',
      sequenceOf: events.sequenceOf,
      filters: ['type', 'types', 'delivery_success'],
      matches: (event) =>
        (types === undefined || types.some((type) => fits(type, event.type))) &&
        (wanted.delivery_success === undefined || wanted.delivery_success === isDelivered(world, event)),
    });
    return { ...page, data: page.data.map((event) => whole(world, event)) };
  },

  'POST /v1/webhook_endpoints': ({ world, params }) => {
    const wanted = params as unknown as Stripe.WebhookEndpointCreateParams;
    const { endpoint, secret } = registerEndpoint(world, {
      url: wanted.url,
      enabledEvents: wanted.enabled_events,
      apiVersion: wanted.api_version ?? null,
      description: wanted.description || null,
      metadata: mergeMetadata({}, wanted.metadata),
    });
    // The secret is shown this once.
    return { ...endpoint, secret };
  },

  'GET /v1/webhook_endpoints/{id}': ({ world, id }) => endpointOf(world, id),

  'POST /v1/webhook_endpoints/{id}': ({ world, id, params }) => {
    const endpoint = endpointOf(world, id);
    const change = params as Stripe.WebhookEndpointUpdateParams;
    checkEndpoint({
      url: change.url ?? endpoint.url,
      enabledEvents: change.enabled_events ?? endpoint.enabled_events,
    });
    if (change.url !== undefined) endpoint.url = change.url;
    if (change.enabled_events !== undefined) endpoint.enabled_events = change.enabled_events;
    if (change.disabled !== undefined) endpoint.status = change.disabled ? 'disabled' : 'enabled';
    if (change.description !== undefined) endpoint.description = change.description || null;
    endpoint.metadata = mergeMetadata(endpoint.metadata, change.metadata);
    return endpoint;
  },

  'DELETE /v1/webhook_endpoints/{id}': ({ world, id }) => {
    endpointOf(world, id);
    world.state.webhookEndpoints.remove(id);
    world.state.webhookSecrets.delete(id);
    return { id, object: 'webhook_endpoint', deleted: true };
  },

  'GET /v1/webhook_endpoints': ({ world, params }) => {
    const { webhookEndpoints } = world.state;
    return pageOf(webhookEndpoints.all(), params, {
      url: '/v1/webhook_endpoints',
      sequenceOf: webhookEndpoints.sequenceOf,
    });
  },
};

function whole(world: World, event: StoredEvent): { id: string } {
  return JSON.parse(eventJson(world, event)) as { id: string };
}

/** A type may end in an asterisk, for everything below it. */
function fits(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

/** Undelivered is what is still under way and what was given up. */
function isDelivered(world: World, event: StoredEvent): boolean {
  return world.deliveries.of(event.id).every((delivery) => delivery.status === 'delivered');
}

function endpointOf(world: World, id: string): WebhookEndpoint {
  const endpoint = world.state.webhookEndpoints.get(id);
  if (endpoint === undefined) throw noSuch('webhook endpoint', id);
  return endpoint;
}
