import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** The example newspaper: the publisher file of the documentation, with this machine's addresses. */
export function demoPublisher(articleUrl: string): Record<string, unknown> {
  const example = JSON.parse(readFileSync(join(ROOT, 'docs', 'publisher.example.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { $schema: _, privacyUrl: _p, spendingUrl: _s, ...rest } = example;
  const { en, ru } = rest['editions'] as Record<string, { spending?: string[] }>;
  return {
    ...rest,
    homeUrl: articleUrl,
    origins: [articleUrl],
    editions: {
      en: {
        currency: 'USD',
        texts: { heading: 'This story took four months. Readers paid for it.' },
        spending: en?.spending,
      },
      ru: {
        currency: 'EUR',
        texts: { heading: 'Этот текст готовили четыре месяца. За него заплатили читатели.' },
        spending: ru?.spending,
      },
    },
    paymentMarks: ['visa', 'mastercard', 'amex', 'applepay', 'googlepay'],
    limits: { checkoutsPerHour: 100_000, remindersPerHour: 1_000 },
  };
}
