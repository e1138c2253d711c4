import type { World } from '../world/world.ts';
import type { WebhookEndpoint } from '../world/objects.ts';
import type { Carrier } from './carrier.ts';
import type { DeliveryRule } from './chaos.ts';
import type { Deliveries, Delivery } from './delivery.ts';
import { eventJson, type StoredEvent } from './event.ts';
import { until } from './until.ts';
import { signPayload } from './signature.ts';

/** Events that may be passed by others when order is shuffled. */
const shuffleWindow = 24;
const keptDeliveries = 20_000;

/** A delivery in the queue, with what still strikes it where that was drawn before. */
type Sending = { delivery: Delivery; faults?: DeliveryRule[] };

export function makeDeliveries(world: World, carrier: Carrier): Deliveries {
  const queue: Sending[] = [];
  const byEvent = new Map<string, Delivery[]>();
  const watchers = new Set<() => void>();
  let underway = 0;
  let waiting = 0;
  let isScheduled = false;

  const outstanding = () => queue.length + underway + waiting;
  /** What somebody may wait for: a wait that passes with the clock ends only when that clock is moved. */
  const unsettled = () => (carrier.isByClock ? queue.length + underway : outstanding());
  const announce = () => watchers.forEach((watch) => watch());

  function add(event: StoredEvent, endpoint: WebhookEndpoint): void {
    const delivery: Delivery = { event, endpointId: endpoint.id, status: 'pending', attempts: [] };
    const known = byEvent.get(event.id);
    if (known === undefined) byEvent.set(event.id, [delivery]);
    else known.push(delivery);
    for (const old of byEvent.keys()) {
      if (byEvent.size <= keptDeliveries || pending(old) > 0) break;
      byEvent.delete(old);
    }
    queue.push({ delivery });
    schedule();
  }

  /** Starts in the next turn of the loop: everything one payment brings about is queued by then. */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (underway < world.settings.deliveryConcurrency && queue.length > 0) void send(takeNext());
    });
  }

  function takeNext(): Sending {
    if (world.settings.order === 'natural') return queue.shift()!;
    const at = world.random.below(Math.min(queue.length, shuffleWindow));
    return queue.splice(at, 1)[0]!;
  }

  async function send({ delivery, faults }: Sending): Promise<void> {
    underway++;
    try {
      await sendWithFaults(delivery, faults ?? world.chaos.strikeDelivery(delivery.event.type, world.random));
    } finally {
      underway--;
      schedule();
      announce();
    }
  }

  async function sendWithFaults(delivery: Delivery, faults: DeliveryRule[]): Promise<void> {
    const has = (fault: DeliveryRule['fault']) => faults.find((rule) => rule.fault === fault);
    if (has('drop') !== undefined) {
      delivery.status = 'dropped';
      note(delivery, undefined, 'lost on purpose', 0);
      return;
    }
    if (has('reorder') !== undefined) return later(delivery, has('reorder')?.delayMs ?? 50);
    const delay = has('delay');
    if (delay !== undefined) {
      const delayMs = delay.delayMs ?? 100;
      // By the clock, the place among those under way must not be kept: the clock waits for them.
      if (carrier.isByClock)
        return later(
          delivery,
          delayMs,
          faults.filter((rule) => rule.fault !== 'delay'),
        );
      await new Promise<void>((resolve) => carrier.later(delayMs, resolve));
    }
    await attempt(delivery, {
      isForged: has('badSignature') !== undefined,
      isStale: has('staleTimestamp') !== undefined,
      hasTwoSignatures: has('twoSignatures') !== undefined,
    });
    if (has('duplicate') !== undefined) await attempt(delivery, {});
  }

  async function attempt(
    delivery: Delivery,
    how: { isForged?: boolean; isStale?: boolean; hasTwoSignatures?: boolean },
  ): Promise<void> {
    if (delivery.status === 'dropped') return;
    const endpoint = world.state.webhookEndpoints.get(delivery.endpointId);
    if (endpoint === undefined || endpoint.status !== 'enabled') {
      delivery.status = 'failed';
      return note(delivery, undefined, 'the endpoint is gone', 0);
    }
    const secret = world.state.webhookSecrets.get(endpoint.id) ?? '';
    const payload = eventJson(world, delivery.event);
    const secrets = how.isForged === true ? [`${secret}forged`] : [secret];
    if (how.hasTwoSignatures === true) secrets.unshift('whsec_the_secret_before_this_one');
    const timestamp = world.clock.now() - (how.isStale === true ? 3600 : 0);
    const startedMs = performance.now();
    const answer = await carrier.send(endpoint.url, payload, signPayload(payload, secrets, timestamp));
    note(delivery, answer.status, answer.note, Math.round(performance.now() - startedMs));
    if (answer.status !== undefined && answer.status >= 200 && answer.status < 300) {
      delivery.status = 'delivered';
    } else if (delivery.status === 'pending') retry(delivery);
  }

  function retry(delivery: Delivery): void {
    const delayMs = world.settings.retryDelaysMs[delivery.attempts.length - 1];
    if (delayMs === undefined) delivery.status = 'failed';
    else later(delivery, delayMs);
  }

  function later(delivery: Delivery, delayMs: number, faults?: DeliveryRule[]): void {
    waiting++;
    carrier.later(delayMs, () => {
      waiting--;
      queue.push(faults === undefined ? { delivery } : { delivery, faults });
      schedule();
    });
  }

  function note(delivery: Delivery, status: number | undefined, text: string, durationMs: number): void {
    delivery.attempts.push({ atMs: world.clock.nowMs(), status, note: text, durationMs });
  }

  const pending = (eventId: string) =>
    (byEvent.get(eventId) ?? []).filter((delivery) => delivery.status === 'pending').length;

  return {
    wanting: (type) =>
      world.state.webhookEndpoints
        .all()
        .filter(
          (endpoint) =>
            endpoint.status === 'enabled' &&
            (endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type)),
        ),
    enqueue: (event, endpoints) => endpoints.forEach((endpoint) => add(event, endpoint)),
    resend(event) {
      for (const endpoint of this.wanting(event.type)) add(event, endpoint);
    },
    pending,
    of: (eventId) => byEvent.get(eventId) ?? [],
    firstAttempt: (eventId, timeoutMs) =>
      until(
        watchers,
        () => (byEvent.get(eventId) ?? []).every((delivery) => delivery.attempts.length > 0),
        timeoutMs,
        () => 'The receiver has not answered yet.',
      ),
    outstanding,
    drain: (timeoutMs = 30_000) =>
      until(
        watchers,
        () => unsettled() === 0,
        timeoutMs,
        () => `${unsettled()} deliveries are still under way.`,
      ),
    below: (limit) =>
      until(
        watchers,
        () => unsettled() < limit,
        120_000,
        () => `The receiver stopped taking deliveries.`,
      ),
    clear() {
      // What is on its way just now must not come again: the receiver's port may soon be another's.
      for (const delivery of [...byEvent.values()].flat())
        if (delivery.status === 'pending') delivery.status = 'dropped';
      queue.length = 0;
      byEvent.clear();
      carrier.clear();
      waiting = 0;
      announce();
    },
    close() {
      this.clear();
      carrier.close();
    },
  };
}
