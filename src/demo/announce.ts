import { minorToDecimal } from '../money.ts';
import type { Reconciliation } from '../reconcile/reconcile.ts';
import type { DemoLinks } from './frame.ts';

/** People of the demo, one for each role. Their mail stays in the demo's inbox. */
export const DEMO_STAFF = [
  { label: 'Admin', role: 'admin', address: 'admin@times.example' },
  { label: 'Bookkeeping', role: 'bookkeeper', address: 'books@times.example' },
  { label: 'Reader desk', role: 'donor_care', address: 'readers@times.example' },
] as const;

/** Says where everything is, one labelled address a line, and what to click in which order. */
export function announce({
  url,
  links,
  financeKey,
}: {
  url: string;
  links: DemoLinks;
  financeKey: string;
}): void {
  console.log(`
  article   ${links.article}
  inbox     ${links.inbox}
  finance   ${url}/finance
  sandbox   ${links.sandbox}
  finance key   ${financeKey}
  kept      ${links.kept}

  1. Open the article and press Continue under it: $5 a month is chosen already.
  2. On the payment page press the button: it pays with a test card. Other cards are below it.
  3. Sign in to finance with the key above, or as a person: ${DEMO_STAFF.map(({ address }) => address).join(', ')}.
     The mail is in the inbox; the second factor is any authenticator app. Or take the ledger as a file:
     curl -H "Authorization: Bearer ${financeKey}" ${url}/v1/ledger.csv
  4. Press "Remind me later" under the box and ask for an e-mail. Open it in the inbox and confirm; then press
     "A month" in the sandbox until its clock has passed the day: the reminder arrives. Stop it by its last link.
     Renewals of step 1 follow the same clock, and a payment can be refunded there.
  5. Look for the address that you used in every byte that this machine keeps: ${links.kept}

  Nothing here leaves this machine, and nothing stays on it afterwards. Ctrl-C stops it.
`);
}

/** What the comparison of the whole history with the sandbox found, per currency. */
export function comparisonLines({ months, eventsFound, entriesFilled, isEqual }: Reconciliation): string[] {
  const differences = new Map<string, number>();
  for (const { currency, differenceMinor } of months.flatMap((month) => month.currencies))
    differences.set(currency, (differences.get(currency) ?? 0) + differenceMinor);
  const movements = months.reduce((sum, month) => sum + month.movements, 0);
  return [
    `  reconcile: ${movements} movements of ${months.length} months held against the sandbox's balance, ${isEqual ? 'all equal' : 'NOT EQUAL'}`,
    `  found ${eventsFound} events that were not delivered and ${entriesFilled} entries that were missing`,
    ...[...differences].map(
      ([currency, minor]) => `  difference ${currency} ${minorToDecimal(minor, currency)}`,
    ),
    '',
  ];
}
