import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../src/ids.ts';
import type { Movement } from '../../src/ledger/entry.ts';
import { ledgerEntry, type LedgerEntry } from '../../src/ledger/entry.ts';
import { NO_MARKS, type Pledge } from '../../src/pledges/pledge.ts';
import type { WebhookEvent } from '../../src/webhooks/webhook-event.ts';

/** An instant that tests agree on. */
export const NOON = new Date('2026-11-22T12:00:00Z');

/** A later instant. */
export function after(start: Date, ms: number): Date {
  return new Date(start.getTime() + ms);
}

/** A temporary folder that goes with the test. */
export function temporaryFolder(place = tmpdir()): { path: string; remove: () => void } {
  const path = mkdtempSync(join(place, 'reader-support-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function makePledge(over: Partial<Pledge> = {}): Pledge {
  return {
    pledgeId: newId('plg'),
    frequency: 'monthly',
    amountMinor: 500,
    currency: 'USD',
    campaign: 'article',
    lang: 'en',
    variant: null,
    createdAt: NOON,
    livemode: false,
    thanksToken: newId('req'),
    stripeCheckoutSessionId: null,
    stripeCustomerId: null,
    stripeSubscriptionId: null,
    stripeSubscriptionCreatedAt: null,
    stripePaymentIntentId: null,
    marks: NO_MARKS,
    status: 'open',
    version: 0,
    ...over,
  };
}

/** In the order of their numbers as texts, too, however many a run makes. */
let serial = 1_000_000;

export function makeMovement(over: Partial<Movement> = {}): Movement {
  serial += 1;
  const grossMinor = over.grossMinor ?? 500;
  const feeMinor = over.feeMinor ?? 45;
  return {
    kind: 'payment',
    stripeBalanceTransactionId: `txn_test_${serial}`,
    stripeSourceId: `ch_test_${serial}`,
    stripeChargeId: `ch_test_${serial}`,
    originalBalanceTransactionId: null,
    stripePayoutId: null,
    createdAt: NOON,
    availableAt: after(NOON, 2 * 86_400_000),
    grossMinor,
    feeMinor,
    netMinor: grossMinor - feeMinor,
    currency: 'USD',
    exchangeRate: null,
    charged: { amountMinor: grossMinor, currency: 'USD' },
    ...over,
  };
}

export function makeEntry(of: Pledge | null, over: Partial<Movement> = {}): LedgerEntry {
  const movement = makeMovement(over);
  return ledgerEntry(movement, of, {
    bookDate: movement.createdAt.toISOString().slice(0, 10),
    closedThrough: null,
    recordedAt: NOON,
  });
}

export function makeEvent(over: Partial<WebhookEvent> = {}): WebhookEvent {
  serial += 1;
  return {
    stripeEventId: `evt_test_${serial}`,
    type: 'invoice.paid',
    objectId: `in_test_${serial}`,
    objectType: 'invoice',
    createdAt: NOON,
    livemode: false,
    apiVersion: '2026-10-28.endive',
    ...over,
  };
}
