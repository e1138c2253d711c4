import { createKey } from '../../src/finance/keys.ts';
import { SCOPES } from '../../src/finance/scope.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { faultyServer } from '../email/faulty-server.ts';
import { postCheckout, sessionOf, testService, type TestService } from '../_support/service.ts';

export type FilledService = {
  service: TestService;
  /** A key that may do everything. */
  key: string;
  /** Calls the service with the key. */
  call(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

export const METRICS_TOKEN = 'token-of-the-test-metrics';

/** Every part of the service with something in it: two months of gifts, a refund, a dispute, deposits, a comparison. */
export async function filledService(settings: Record<string, string> = {}): Promise<FilledService> {
  const smtp = await faultyServer();
  const service = await testService({
    settings: {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Notes <note@example.org>',
      ADDRESS_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      METRICS_TOKEN,
      ...settings,
    },
    publisher: {
      counts: true,
      campaigns: ['article', 'newsletter'],
      limits: { checkoutsPerHour: 100_000, remindersPerHour: 100_000, countsPerHour: 100_000 },
      finance: { accounts: ACCOUNTS },
    },
    sandbox: { clock: new Date('2026-09-14T08:30:00Z'), seed: 11 },
  });
  const give = async (body: Record<string, unknown>) => {
    const answer = await postCheckout(service, { campaign: 'article', ...body });
    if (answer.status !== 201) throw new Error(answer.text);
    service.sandbox.pay(sessionOf(answer), {});
    await service.settle();
    // No two movements at one instant: their order would be that of their ids, which are random.
    await service.sandbox.advance({ minutes: 7 });
    return sessionOf(answer);
  };
  const days = async (count: number) => {
    await service.sandbox.advance({ days: count });
    await service.settle();
  };
  await give({ frequency: 'monthly', amountMinor: 500, currency: 'USD' });
  const single = await give({
    frequency: 'once',
    amountMinor: 2_500,
    currency: 'EUR',
    campaign: 'newsletter',
  });
  await days(3);
  const disputed = await give({ frequency: 'once', amountMinor: 3_000, currency: 'JPY' });
  await days(13);
  service.sandbox.refund(single, 1_000);
  await service.settle();
  await days(9);
  service.sandbox.dispute(disputed);
  await give({ frequency: 'annual', amountMinor: 6_000, currency: 'EUR' });
  await days(10);
  service.sandbox.payOut();
  await days(14);
  await reconcile(service.ctx);
  const { secret } = await createKey(
    service.ctx,
    { name: 'books', scopes: [...SCOPES], expiresAt: null },
    'command',
  );
  return {
    service,
    key: secret,
    call: (path, headers = {}) =>
      fetch(`${service.url}${path}`, { headers: { Authorization: `Bearer ${secret}`, ...headers } }),
    async close() {
      await service.stop();
      await smtp.close();
    },
  };
}

const ACCOUNTS = {
  stripe_balance: '1210',
  supporters: '4000',
  fees: '6800',
  refunds: '4900',
  disputes: '4910',
  adjustments: '6900',
  in_transit: '1220',
  bank: '1200',
};
