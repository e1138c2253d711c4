import { invalidRequest } from '../http/fault.ts';
import { isLoopback } from '../http/loopback.ts';
import { eventTypes } from '../schemas/load.ts';
import type { Metadata, WebhookEndpoint } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** Adds a webhook endpoint; only on this machine, so that no test event ever leaves it. */
export function registerEndpoint(
  world: World,
  from: {
    url: string;
    enabledEvents: readonly string[];
    secret?: string;
    apiVersion?: string | null;
    description?: string | null;
    metadata?: Metadata;
  },
): { endpoint: WebhookEndpoint; secret: string } {
  checkEndpoint(from);
  const secret = from.secret ?? `whsec_${world.random.letters(32)}`;
  const endpoint: WebhookEndpoint = {
    id: world.random.id('we'),
    object: 'webhook_endpoint',
    api_version: from.apiVersion ?? null,
    application: null,
    created: world.clock.now(),
    description: from.description ?? null,
    enabled_events: [...from.enabledEvents],
    livemode: false,
    metadata: from.metadata ?? {},
    status: 'enabled',
    url: from.url,
  };
  world.state.webhookEndpoints.add(endpoint);
  world.state.webhookSecrets.set(endpoint.id, secret);
  return { endpoint, secret };
}

export function checkEndpoint({
  url,
  enabledEvents,
}: {
  url: string;
  enabledEvents: readonly string[];
}): void {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'http:')
    throw invalidRequest(
      'Invalid URL: the sandbox delivers by plain HTTP to this machine.',
      'url',
      'url_invalid',
    );
  if (!isLoopback(parsed.hostname))
    throw invalidRequest(
      'Invalid URL: the sandbox delivers to this machine only (127.0.0.1, ::1 or localhost).',
      'url',
      'url_invalid',
    );
  if (enabledEvents.length === 0)
    throw invalidRequest('You must enable at least one event.', 'enabled_events');
  const unknown = enabledEvents.find((type) => type !== '*' && !eventTypes().has(type));
  if (unknown !== undefined)
    throw invalidRequest(`Invalid enabled_events: unknown event type ${unknown}`, 'enabled_events');
}
