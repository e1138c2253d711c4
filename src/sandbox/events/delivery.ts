import type { WebhookEndpoint } from '../world/objects.ts';
import type { StoredEvent } from './event.ts';

/** One event on its way to one endpoint. */
export type Delivery = {
  event: StoredEvent;
  endpointId: string;
  status: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: Attempt[];
};

export type Attempt = { atMs: number; status: number | undefined; note: string; durationMs: number };

export type Deliveries = {
  wanting(type: string): WebhookEndpoint[];
  enqueue(event: StoredEvent, endpoints: WebhookEndpoint[]): void;
  /** Sends an event once more, to every endpoint that is enabled for it. */
  resend(event: StoredEvent): void;
  /** Deliveries of the event that have neither arrived nor been given up. */
  pending(eventId: string): number;
  of(eventId: string): readonly Delivery[];
  /** Resolves when the first attempt of the event has been answered or has failed. */
  firstAttempt(eventId: string, timeoutMs: number): Promise<void>;
  outstanding(): number;
  /** Resolves when nothing is queued, on its way or waiting for a retry. */
  drain(timeoutMs?: number): Promise<void>;
  /** Resolves when fewer than `limit` deliveries are outstanding, so that a long history does not pile up. */
  below(limit: number): Promise<void>;
  clear(): void;
  close(): void;
};
