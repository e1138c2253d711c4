import { constantFrom, integer, oneof, sample, string, tuple } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAmount } from '../../src/checkout/amount.ts';
import type { CheckoutRequest, Frequency } from '../../src/checkout/contract.ts';
import { acceptCheckout } from '../../src/checkout/request.ts';
import { currencyDigits } from '../../src/money.ts';
import { articleHtml } from './newspaper.ts';
import { openStage, visit, type Stage } from './stage.ts';

const STRINGS = 10_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ publisher: { currencies: ['USD', 'EUR', 'GBP', 'JPY'] } });
});
afterAll(() => stage.close());

/** What people type, paste and mistype; half of it is near enough to a number to be dangerous. */
const anyText = oneof(
  string({ maxLength: 16 }),
  string({ unit: 'grapheme', maxLength: 8 }),
  string({
    unit: constantFrom(...Array.from("0123456789.,\u00a0\u202f\u2009 '’$€£¥+-−eExX٣٫٬３．")),
    maxLength: 12,
  }),
  integer({ min: 0, max: 20_000 }).map(String),
  tuple(integer({ min: 0, max: 2_000 }), constantFrom('.', ',', ' '), integer({ min: 0, max: 9_999 })).map(
    ([whole, mark, rest]) => `${whole}${mark}${rest}`,
  ),
  tuple(
    constantFrom('$', '€', '', ' '),
    integer({ min: 1, max: 999 }),
    constantFrom('', '.00', ',5', '.-', ' $', 'k'),
  ).map(([sign, whole, rest]) => sign + whole + rest),
);

/** The server's own answer to the same text, by the code that answers a request. */
function serverTakes(text: string, frequency: Frequency, currency: string): number | null {
  const amountMinor = parseAmount(text, currencyDigits(currency));
  if (typeof amountMinor !== 'number') return null;
  return takes({ frequency, amountMinor, currency }) ? amountMinor : null;
}

function takes(request: CheckoutRequest): boolean {
  try {
    acceptCheckout(stage.service.ctx.config.publisher, request, {
      amount: 'amountMinor',
      currency: 'currency',
    });
    return true;
  } catch {
    return false;
  }
}

test.each([
  ['monthly', 'USD'],
  ['annual', 'JPY'],
] as const)(
  'what the built box accepts, the server takes: five thousand strings, %s in %s',
  async (frequency, currency) => {
    const { page, box, close } = await visit(stage);
    const html = articleHtml(stage.service.url, {
      box: `frequency="${frequency}" currency="${currency}" amount="77777"`,
    });
    await page.goto(stage.newspaper.print('/amount', { html }));
    await box.locator('form').waitFor();
    const seed = Date.now();
    const texts = sample(anyText, { numRuns: STRINGS / 2, seed });
    const accepted = await page.evaluate<(number | null)[]>(`(() => {
    const element = document.querySelector('reader-support');
    const field = look.all('#rs-other-${frequency}')[0];
    return ${JSON.stringify(texts)}.map((text) => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return element.value?.amountMinor ?? null;
    });
  })()`);
    const differs = texts.flatMap((text, i) => {
      // A field drops line breaks and has its own idea of what is left of a text.
      const read = accepted[i] ?? null;
      const server = serverTakes(text.replace(/[\r\n]/g, ''), frequency, currency);
      return read === server ? [] : [{ seed, text, read, server }];
    });
    expect(differs).toEqual([]);
    const right = accepted.filter((minor) => minor !== null).length;
    // A parser that refused everything would pass as well.
    expect(right).toBeGreaterThan(texts.length / 20);
    expect(right).toBeLessThan((texts.length * 3) / 4);
    await close();
  },
);
