import { auditLink } from '../../src/finance/audit-entry.ts';
import { linkOf } from '../../src/ledger/period.ts';
import { NO_MARKS } from '../../src/pledges/pledge.ts';
import type { CopiedTable, TableRow } from '../../src/store/copy-store.ts';
import type { Store } from '../../src/store/store.ts';
import { after, makeEntry, makeEvent, makePledge, NOON } from '../_support/make.ts';

/** Puts at least one row into every table, the books with a few of each kind: through the port, or as rows where no call makes one alone. */
export async function fillEveryTable(store: Store): Promise<void> {
  const paid = { ...NO_MARKS, firstPaidAt: NOON };
  const pledges = [
    makePledge({ marks: paid, status: 'active' }),
    makePledge({ frequency: 'once', campaign: null, currency: 'EUR' }),
    makePledge(),
  ];
  for (const pledge of pledges)
    await store.claimCheckout({ keyHash: `key_${pledge.pledgeId}`, bodyHash: 'b', pledge }, NOON);
  const events = [1, 2, 3].map(() => ({ event: makeEvent(), ignored: null }));
  await store.recordWebhookEvents(events, NOON);
  const [given, once] = pledges;
  if (given === undefined || once === undefined) throw new Error('pledges were made above');
  const entries = [
    makeEntry(given),
    makeEntry(given, { createdAt: new Date('2026-10-31T22:30:00Z'), charged: null }),
    makeEntry(once, { kind: 'refund', grossMinor: -100, feeMinor: 0 }),
    makeEntry(null, { kind: 'payout', grossMinor: -455, feeMinor: 0, stripePayoutId: 'po_1' }),
  ];
  const payout = {
    payoutId: 'po_1', amountMinor: 455, currency: 'USD', status: 'paid' as const, automatic: true, createdAt: NOON, arrivalAt: NOON,
    isReconciled: true, failureCode: null,
  }; // prettier-ignore
  const other = { stripeBalanceTransactionId: 'txn_other', createdAt: NOON, currency: 'USD', netMinor: 7 };
  const ids = [entries[0]?.stripeBalanceTransactionId ?? '', 'txn_other'];
  const [due] = await store.dueWebhookEvents(NOON, 1);
  await store.applyProjection(
    {
      seq: due?.seq ?? null,
      coveredObjectIds: [],
      upToSeq: 0,
      readStartedAt: NOON,
      pledge: null,
      closedThrough: null,
      changes: [
        ...entries.map((entry) => ({ kind: 'book_entry' as const, entry })),
        { kind: 'note_payout', payout },
        { kind: 'note_other', movement: other },
        { kind: 'itemise_payout', payoutId: 'po_1', paidOutAt: NOON, balanceTransactionIds: ids },
        {
          kind: 'note_concern',
          pledgeId: given.pledgeId,
          concern: { kind: 'dispute', stripeObjectId: 'du_1', dueAt: null, isOpen: true },
        },
      ],
      retryAt: null,
    },
    NOON,
  );
  await store.changePeriod(
    linkOf({
      format: 1,
      action: 'close',
      period: '2026-10',
      zone: 'Europe/Amsterdam',
      closedThrough: '2026-10',
      at: NOON.toISOString(),
      by: 'command',
      reason: null,
      bound: await store.ledgerBound(),
      rows: 0,
      ledgerCsvSha256: null,
      totals: [],
      previousHash: '',
    }),
    {
      audit: (head) =>
        auditLink({ by: 'command', action: 'month_close', object: '2026-10', outcome: 'done' }, NOON, head),
      deliveries: [],
    },
  );
  await store.appendAudit((head) =>
    auditLink({ by: 'command', action: 'backup', object: null, outcome: 'done' }, NOON, head),
  );
  for (const [table, row] of Object.entries(ROWS) as [CopiedTable, TableRow][])
    await store.writeRows(table, [row]);
}

const LATER = after(NOON, 86_400_000);

/** One row of each table that has nothing to do with the books, behind those that it refers to. */
const ROWS: Partial<Record<CopiedTable, TableRow>> = {
  reconcileRuns: { seq: 7, startedAt: NOON, finishedAt: LATER, eventsFound: 2, entriesFilled: 1 },
  comparisons: { period: '2026-10', checkedAt: NOON, isEqual: false, result: '{}' },
  apiKeys: {
    keyId: 'key_1', name: 'books', scopes: ['ledger:read', 'totals:read'], hash: 'h', createdAt: NOON, expiresAt: null, revokedAt: null,
    lastUsedDay: '2026-11-22',
  },
  staff: {
    staffId: 'stf_1', label: 'A', role: 'admin', addressHash: 'ah', lang: 'ru', createdAt: NOON, endedAt: null, sealedTotp: 'sealed', totpStep: 7,
    failedTries: 1, lockedUntil: LATER, sealedDelivery: 'sealed too',
  },
  recoveryCodes: { staffId: 'stf_1', codeHash: 'c' },
  signIns: {
    signInId: 'sgn_1', staffId: null, browserHash: 'b', linkHash: null, codeHash: null, tries: 2, provedAt: null, sealedTotp: null, createdAt: NOON,
    expiresAt: LATER,
  },
  financeSessions: { tokenHash: 't', keyId: 'key_1', staffId: null, linkId: null, createdAt: NOON, lastSeenAt: LATER },
  monthDeliveries: {
    linkId: 'lnk_1', staffId: 'stf_1', period: '2026-10', manifestHash: 'm', createdAt: NOON, expiresAt: LATER, attempts: 1, nextAttemptAt: null,
    mailedAt: LATER, linkHash: 'lh', usedAt: null,
  },
  reminders: {
    reminderId: 'rem_1', status: 'confirmed', dueDay: '2026-12-01', dueAt: LATER, lang: 'ru', campaign: null, sealedAddress: 'sealed address',
    addressHash: 'rh', tokenHash: 'th', postponed: 1, createdAt: NOON, confirmedAt: NOON, sentAt: null, expiresAt: LATER, attempts: 0,
    nextAttemptAt: LATER, leaseUntil: null,
  },
  addressSecrets: { secretId: 'sec_1', sealed: 'sealed secret', createdAt: NOON },
  suppressions: { addressHash: 'sh', untilDay: '2027-11-22' },
  dailyCounts: { day: '2026-11-22', name: 'opened', count: 3 },
  appealCounts: { day: '2026-11-22', event: 'seen', variant: '', campaign: 'article', lang: 'ru', count: 4 },
  goalFigures: { seq: 7, day: '2026-11-22', first: '2026-10', last: '2026-11', currency: 'EUR', campaign: null, bound: 4, reachedMinor: 500 },
}; // prettier-ignore
