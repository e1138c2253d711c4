import Database from 'better-sqlite3';
import { bookDate } from '../../src/ledger/book-date.ts';
import { ledgerEntry, type LedgerEntry, type Movement } from '../../src/ledger/entry.ts';
import type { Pledge } from '../../src/pledges/pledge.ts';
import type { Store } from '../../src/store/store.ts';
import { makePledge } from '../_support/make.ts';

let made = 0;

/** A pledge as the checkout makes it, with something changed. */
export function pledgeWith(changed: Partial<Pledge> = {}): Pledge {
  made += 1;
  return makePledge({
    pledgeId: `plg_test${String(made).padStart(8, '0')}`,
    frequency: 'once',
    amountMinor: 1000,
    currency: 'EUR',
    campaign: null,
    createdAt: new Date('2026-10-15T12:00:00Z'),
    thanksToken: null,
    ...changed,
  });
}

/** Puts a pledge into the store through the port. */
export async function addPledge(store: Store, changed: Partial<Pledge> = {}): Promise<Pledge> {
  const pledge = pledgeWith(changed);
  await store.claimCheckout(
    { keyHash: `key-${pledge.pledgeId}`, bodyHash: 'body', pledge },
    pledge.createdAt,
  );
  return pledge;
}

/** A movement of a pledge, booked in Amsterdam. */
export function entryOf(
  pledge: Pledge | null,
  changed: Partial<Movement> & { recordedAt?: Date } = {},
): LedgerEntry {
  made += 1;
  const { recordedAt, ...rest } = changed;
  const id = String(made).padStart(8, '0');
  const grossMinor = rest.grossMinor ?? 1000;
  const feeMinor = rest.feeMinor ?? 45;
  const movement: Movement = {
    kind: 'payment',
    stripeBalanceTransactionId: `txn_${id}`,
    stripeSourceId: `ch_${id}`,
    stripeChargeId: pledge === null ? null : `ch_${id}`,
    originalBalanceTransactionId: null,
    stripePayoutId: null,
    createdAt: new Date('2026-10-15T12:00:00Z'),
    availableAt: new Date('2026-10-20T00:00:00Z'),
    currency: 'EUR',
    exchangeRate: null,
    charged: pledge === null ? null : { amountMinor: grossMinor, currency: rest.currency ?? 'EUR' },
    ...rest,
    grossMinor,
    feeMinor,
    netMinor: grossMinor - feeMinor,
  };
  return ledgerEntry(movement, pledge, {
    bookDate: bookDate(movement.createdAt, 'Europe/Amsterdam'),
    closedThrough: null,
    recordedAt: recordedAt ?? movement.createdAt,
  });
}

/** Books entries as a projection would. */
export async function book(store: Store, ...entries: LedgerEntry[]): Promise<void> {
  await store.applyProjection(
    {
      seq: 0,
      coveredObjectIds: [],
      upToSeq: 0,
      readStartedAt: new Date('2026-10-15T12:00:00Z'),
      pledge: null,
      retryAt: null,
      closedThrough: null,
      changes: entries.map((entry) => ({ kind: 'book_entry', entry })),
    },
    new Date('2026-10-15T12:00:00Z'),
  );
}

/** Sets the status of a pledge straight in the file: how it came about is not finance's business. */
export function setStatus(file: string, pledgeId: string, status: Pledge['status']): void {
  const db = new Database(file);
  db.prepare('update pledges set status = ? where pledge_id = ?').run(status, pledgeId);
  db.close();
}

/** Reads RFC 4180: quoted cells may hold commas, quotes and line ends. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1)
        cell += text[at];
      at += 1;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ',') at += 1;
    else {
      if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no CRLF at ${at}`);
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
