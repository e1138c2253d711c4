import type { World } from '../world/world.ts';
import { checkEmitted } from '../schemas/check-object.ts';
import { eventTypes } from '../schemas/load.ts';

/** An event as it is kept: the object inside is already text, as it was at that moment. */
export type StoredEvent = {
  id: string;
  created: number;
  type: string;
  objectId: string;
  objectJson: string;
  previousJson: string | undefined;
  request: { id: string | null; idempotency_key: string | null };
};

export const apiVersion = '2026-10-28.endive';
const keptSeconds = 30 * 86_400;

/**
 * Records that something happened to an object and hands it to the endpoints that asked for it.
 * The snapshot is taken here, so later changes never show in it.
 */
export function emit(
  world: World,
  type: string,
  object: { object: string } & ({ id: string } | { id?: string }),
  previous?: Record<string, unknown>,
): void {
  const wanting = world.deliveries.wanting(type);
  world.counts.events++;
  if (world.settings.recordEvents === 'enabled' && wanting.length === 0) return;
  if (!eventTypes().has(type)) throw new Error(`This SDK knows no event ${type}.`);
  checkEmitted(world, object, type);
  const event: StoredEvent = {
    id: world.random.id('evt'),
    created: world.clock.now(),
    type,
    objectId: object.id ?? '',
    objectJson: JSON.stringify(object),
    previousJson: previous && JSON.stringify(previous),
    request: { id: world.request?.id ?? null, idempotency_key: world.request?.idempotencyKey ?? null },
  };
  world.state.events.add(event);
  const oldest = event.created - keptSeconds;
  world.state.events.dropOldestWhile((old) => old.created < oldest && world.deliveries.pending(old.id) === 0);
  world.deliveries.enqueue(event, wanting);
}

/** The event as Stripe sends and shows it. */
export function eventJson(world: World, event: StoredEvent): string {
  const previous = event.previousJson === undefined ? '' : `,"previous_attributes":${event.previousJson}`;
  const head = JSON.stringify({
    id: event.id,
    object: 'event',
    api_version: apiVersion,
    created: event.created,
  });
  const tail = JSON.stringify({
    livemode: false,
    pending_webhooks: world.deliveries.pending(event.id),
    request: event.request,
    type: event.type,
  });
  return `${head.slice(0, -1)},"data":{"object":${event.objectJson}${previous}},${tail.slice(1)}`;
}
