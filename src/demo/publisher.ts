import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../box/language.ts';
import { articleTexts } from '../pages/texts.ts';
import { ROOT } from '../root.ts';

/** The demo's editions, each with the currency that is chosen at first. */
const CURRENCIES: Record<Language, string> = {
  en: 'USD',
  ru: 'EUR',
  uk: 'EUR',
  de: 'EUR',
  fr: 'EUR',
  es: 'EUR',
  ar: 'USD',
};

/** The example newspaper: the publisher file of the documentation, with this machine's addresses. */
export function demoPublisher(articleUrl: string): Record<string, unknown> {
  const example = JSON.parse(readFileSync(join(ROOT, 'docs', 'publisher.example.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const { $schema: _, privacyUrl: _p, spendingUrl: _s, ...rest } = example;
  return {
    ...rest,
    homeUrl: articleUrl,
    origins: [articleUrl],
    editions: Object.fromEntries(
      Object.entries(CURRENCIES).map(([lang, currency]) => {
        const { paper, heading, spending } = articleTexts(lang);
        return [lang, { name: paper, currency, texts: { heading }, spending }];
      }),
    ),
    paymentMarks: ['visa', 'mastercard', 'amex', 'applepay', 'googlepay'],
    limits: { checkoutsPerHour: 100_000, remindersPerHour: 1_000 },
  };
}
