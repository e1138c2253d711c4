import { allRoutes } from '../../src/app.ts';
import { NO_FILTER } from '../../src/finance/rows.ts';
import { JOBS } from '../../src/jobs/schedule.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { financeSession } from '../_support/finance-session.ts';
import { makeEvent, makePledge, NOON } from '../_support/make.ts';
import { callEverything } from '../api/exchanges.ts';
import type { FilledService } from '../api/filled-service.ts';

/** Read every line on purpose: they prove the books, and a person or a backup asks for them, never a page or a job. */
const PROOFS = [
  'checkIntegrity',
  'entriesWritten',
  'ledgerHash',
  'wrongSums',
  'rebuildSums',
  'backUp',
  'close',
  // They move a whole database: import-store alone calls them.
  'readTables',
  'copyState',
  'beginCopy',
  'lastRow',
  'writeRows',
  'endCopy',
];

/** What a filter can ask for: alone, and as people put them together. */
const FILTERS = [
  'period=2026-09',
  'period=2026-09&zone=UTC',
  'period=2026-09&zone=Asia/Kolkata',
  'from=2026-09-10&to=2026-10-05',
  'from=2026-09-10&to=2026-10-05&currency=EUR',
  'from=2026-09-10',
  'to=2026-10-05',
  'period=2026-10&kind=payment&currency=USD',
  'period=2026-10&campaign=article&frequency=monthly',
  'period=2026-09&zone=UTC&campaign=article',
  'period=2026-09&status=active',
  'status=ended',
  'from=2026-09-10&to=2026-10-05&status=active',
  'period=2026-09&date=available',
  'period=2026-09&date=paid_out',
  'updatedSince=2026-10-20T00:00:00Z',
];
const TAKES_FILTERS =
  /^\/finance(\/payments|\/payouts|\/exports)?$|^\/v1\/(summary$|(ledger|journal|accounting|pledges|payouts)\.(csv|manifest))/;

/**
 * Walks a filled service: it opens the database once more, gives, is rung, serves every address under every kind of
 * filter, and runs every job. What of the store none of that reached is called by itself, so that nothing is left out.
 *
 * @returns methods of the store that were not called at all
 */
export async function walk(filled: FilledService): Promise<string[]> {
  const { ctx, url } = filled.service;
  const called = watch(ctx.store);
  await (await openStore(ctx.config)).close();
  await callEverything(filled);
  await filled.service.settle();
  const cookie = await financeSession(url, filled.key);
  for (const path of await addresses(filled))
    await (await fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' })).arrayBuffer();
  for (const job of JOBS) await job.run(ctx, new AbortController().signal);
  await reconcile(ctx);
  await callTheRest(ctx.store);
  return Object.entries(ctx.store).flatMap(([name, method]) =>
    typeof method !== 'function' || called.has(name) || PROOFS.includes(name) ? [] : [name],
  );
}

/** Remembers which methods of a store are called from now on. */
function watch(store: Store): Set<string> {
  const called = new Set<string>();
  const methods = store as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(methods))
    if (typeof method === 'function')
      methods[name] = (...values: unknown[]) => {
        called.add(name);
        return (method as (...of: unknown[]) => unknown)(...values);
      };
  return called;
}

/** Every address that is read; those that take filters under every kind of them. */
async function addresses({ service }: FilledService): Promise<string[]> {
  const { store } = service.ctx;
  const bound = await store.ledgerBound();
  const [payment] = await store.ledgerPage({ ...NO_FILTER, kind: 'payment' }, bound, null, 1);
  const [payout] = await store.payoutPage({ from: null, to: null, currency: null, payoutId: null }, null, 1);
  const paths = allRoutes(service.ctx)
    .filter(({ method }) => method === 'get')
    .map(({ path }) =>
      path
        .replace('/pledges/:id', `/pledges/${payment?.pledgeId}`)
        .replace('/payments/:id', `/payments/${payment?.paymentId}`)
        .replace('/payouts/:id', `/payouts/${payout?.payoutId}`)
        .replace(':period', '2026-09')
        .replace(/:\w+/, 'x'),
    );
  const sought = [
    payment?.pledgeId, payment?.paymentId, payment?.entryId, payment?.stripeBalanceTransactionId, payment?.stripeSourceId, payout?.payoutId,
    '25.00', 'AAAA-BBBB',
  ]; // prettier-ignore
  const after = `${payment?.createdAt.getTime()}_${payment?.entryId}`;
  return [
    ...paths,
    ...paths.filter((path) => TAKES_FILTERS.test(path)).flatMap((path) => FILTERS.map((filter) => `${path}?${filter}`)),
    ...['/finance/payments', '/v1/ledger.csv', '/v1/payouts.csv'].map((path) => `${path}?payout=${payout?.payoutId}`),
    `/finance/payments?sort=oldest&after=${after}`, `/finance/payments?sort=newest&after=${after}&period=2026-09`,
    '/finance/audit?check=1&action=export', '/finance/audit?by=command', '/finance/audit?outcome=denied',
    '/v1/reconciliation?period=2026-09', ...sought.map((q) => `/finance/find?q=${q}`),
  ]; // prettier-ignore
}

/** What takes a person, a mail or a failure to be reached. Where nothing is there to be changed, nothing changes. */
async function callTheRest(store: Store): Promise<void> {
  const later = new Date(NOON.getTime() + 1_000);
  const gifts = { first: '2026-09', last: '2026-10', currency: 'EUR', campaign: null, bound: 100 };
  const range = { from: new Date('2026-09-01T00:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };
  const staff = {
    staffId: 'staff_1',
    label: 'A',
    role: 'admin' as const,
    lang: 'en',
    createdAt: NOON,
    endedAt: null,
    sealedTotp: null,
    sealedDelivery: null,
  };
  const signIn = {
    signInId: 's',
    staffId: null,
    browserHash: 'b',
    linkHash: null,
    codeHash: null,
    provedAt: null,
    sealedTotp: null,
    createdAt: NOON,
    expiresAt: NOON,
  };
  const key = {
    keyId: 'key_1',
    name: 'k',
    scopes: [],
    createdAt: NOON,
    expiresAt: null,
    revokedAt: null,
    lastUsedDay: null,
  };
  const event = makeEvent();
  await store.recordWebhookEvents([{ event, ignored: null }], NOON);
  const rest = [
    store.nextCheckoutAttempt('k', 1), store.adoptPledge(makePledge(), NOON), store.overduePlans(later, '', 10), store.pledgeByThanksToken('t'),
    store.ignoreWebhookEvent(0, 'type_not_handled', NOON), store.failWebhookEvent(0, { error: 'e', nextAttemptAt: null }, NOON),
    store.requeueParkedEvents(NOON), store.requeueParkedEvents(NOON, { lastError: 'e' }), store.requeueParkedEvents(NOON, { stripeEventId: 'e' }),
    store.dismissParkedEvent('e', 'n', NOON), store.webhookEventState('e'), store.parkedWebhookEvents(10), store.settleTask('t', 'n', NOON),
    store.applyProjection({ seq: 1, coveredObjectIds: [event.objectId], upToSeq: 9, readStartedAt: NOON, pledge: null, closedThrough: null, changes: [], retryAt: null }, NOON),
    store.pledgeOfPayment('p'), store.knownMovements(['t']), store.entriesOfPledge('p'), store.isItemised('p'), store.payoutsToItemise(NOON, 10),
    store.entriesCreated(range, { createdAtMs: 1, id: 'a' }, 10), store.firstPledgeAt(), store.unequalPeriods(), store.count('2026-11-22', 'n'), store.countsOf('2026-11-22'),
    store.giftSum(gifts), store.supportersApart(gifts, { ...gifts, campaign: 'article' }), store.goalFigures(), store.entriesWrittenBefore(NOON),
    store.addGoalFigure({ ...gifts, day: '2026-11-22', reachedMinor: 1 }), store.variantCounts('2026-09-01'), store.variantPledges(range),
    store.reminderById('r'), store.openReminders('', 10), store.openRemindersOf(['h']), store.confirmReminder('r', NOON), store.stopReminder('r'),
    store.stopRemindersOf(['h'], NOON), store.failReminder('r', 'reminder', null), store.markReminderMailed('r', 'reminder', NOON), store.resealReminder('r', 'a', { sealedAddress: 'b', addressHash: null }),
    store.suppressAddress('h', '2026-11-22'), store.isSuppressed(['h']), store.addressSecrets(), store.addAddressSecret({ secretId: 's', sealed: 'x', createdAt: NOON }), store.resealAddressSecret('s', 'a', 'b'),
    store.createApiKey(key, 'h'), store.revokeApiKey('k', NOON), store.closeSession('t'), store.addStaff(staff, 'h'), store.staffById('s'), store.staffByAddress(['h']),
    store.changeStaffRole('s', 'admin'), store.endStaff('s', NOON), store.resetSecondFactor('s'), store.setSecondFactor('s', { sealedTotp: 't', step: 1, codeHashes: ['c'] }),
    store.spendFactorTry('s', NOON, () => null), store.useTotpStep('s', 1), store.useRecoveryCode('s', 'c'), store.recoveryCodesLeft('s'), store.setDelivery('s', null, 'en'),
    store.resealStaff('s', { sealedTotp: null, sealedDelivery: null }, { sealedTotp: null, sealedDelivery: null, addressHash: null } as never), store.otherSessions('s', 't'), store.endOtherSessions('s', 't'),
    store.addSignIn(signIn), store.signInBy({ linkHash: 'l' }, NOON), store.signInBy({ browserHash: 'b' }, NOON), store.spendCodeTry('s', 3), store.proveSignIn('s', { browserHash: 'b', sealedTotp: null, expiresAt: NOON }, NOON), store.endSignIn('s'),
    store.setDeliveryLink('l', 'h'), store.markDeliveryMailed('l', NOON), store.failDelivery('l', NOON), store.deliveryByLink('l', NOON), store.useDeliveryLink('l', NOON), store.deliveryById('l'),
    store.takeLease('jobs', 'inst_b', NOON, later), store.giveLease('jobs', 'inst_b'), store.clearLeases(),
  ]; // prettier-ignore
  // Some name what is not there: their statements are sent all the same.
  const called = Promise.allSettled(rest);
  // Second pages, which begin where the first ones ended.
  const behind = { createdAtMs: NOON.getTime(), id: 'a' };
  const bound = await store.ledgerBound();
  for (const filter of [
    {},
    range,
    { to: range.to },
    { from: range.from },
    { period: '2026-10' },
    { kind: 'dispute' as const },
  ])
    for (const order of ['oldest_first', 'newest_first'] as const)
      await store.ledgerPage({ ...NO_FILTER, ...filter }, bound, behind, 10, order);
  const all = {
    from: null,
    to: null,
    currency: null,
    frequency: null,
    campaign: null,
    status: null,
    updatedSince: null,
  };
  for (const filter of [
    {},
    range,
    { to: range.to },
    { status: 'ended' as const },
    { ...range, status: 'active' as const },
  ])
    await store.pledgePage({ ...all, ...filter }, behind, 10);
  await store.payoutPage({ ...range, currency: null, payoutId: null }, behind, 10);
  await called;
}
