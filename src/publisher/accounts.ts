import * as z from 'zod';
import { FREQUENCIES } from '../checkout/contract.ts';
import { isCurrency } from '../money.ts';
import type { PublisherFault } from './amount-offers.ts';
import { slug } from './options.ts';

/** The accounts of the double entry, as the journal names them. */
const ACCOUNTS = [
  'stripe_balance', 'supporters', 'fees', 'refunds', 'disputes', 'adjustments', 'in_transit', 'bank',
] as const; // prettier-ignore
type Account = (typeof ACCOUNTS)[number];

const WHAT: Record<Account, string> = {
  stripe_balance: 'Money at Stripe (an asset)',
  supporters: 'What supporters gave (income)',
  fees: 'What Stripe keeps (an expense)',
  refunds: 'What was given back (less income)',
  disputes: 'What banks took back (less income)',
  adjustments: 'Corrections by Stripe',
  in_transit: 'Money on its way to the bank (an asset)',
  bank: "The publisher's bank account (an asset)",
};

const code = z
  .string({ error: 'is missing: give the code of this account in your bookkeeping, such as "1250"' })
  .regex(
    /^[\p{L}\p{N}]([\p{L}\p{N} ._:/-]{0,38}[\p{L}\p{N}])?$/u,
    'is not an account code: 1 to 40 letters, digits, spaces or . _ : / - between them',
  );

const codes = z.strictObject(
  Object.fromEntries(ACCOUNTS.map((account) => [account, code.meta({ description: WHAT[account] })])) as Record<Account, typeof code>,
); // prettier-ignore

const exception = z.strictObject({
  account: z.enum(ACCOUNTS, { error: `is not one of ${ACCOUNTS.join(', ')}` }),
  currency: z.string().refine(isCurrency, { error: 'is not a currency that Stripe settles in' }).optional(),
  frequency: z
    .enum(FREQUENCIES as ['once', 'monthly', 'annual'], { error: 'is not once, monthly or annual' })
    .optional(),
  campaign: slug.optional(),
  code,
});

/** Where the publisher books money: asked for by /v1/accounting, by nothing else. */
export const accountFields = {
  accounts: codes.optional().meta({
    description:
      "A code of the publisher's own bookkeeping for each account of the journal: with them /v1/accounting.csv can be imported",
  }),
  accountExceptions: z.array(exception).max(200).default([]).meta({
    description:
      'Other codes for one currency, frequency or campaign, or several of them at once; the first that fits counts',
  }),
};

type FileAccounts = z.output<z.ZodObject<typeof accountFields>>;

/** Account codes as they are used: there is one for every account. */
export type AccountCodes = FileAccounts & { accounts: NonNullable<FileAccounts['accounts']> };

/** Holds each exception to having a condition, and one that an earlier one does not swallow. */
export function accountFaults({ accounts, accountExceptions: given }: FileAccounts): PublisherFault[] {
  if (accounts === undefined && given.length > 0)
    return [{ path: 'finance.accounts', problem: 'is missing: "accountExceptions" are exceptions from it' }];
  return given.flatMap((each, i): PublisherFault[] => {
    const path = `finance.accountExceptions.${i}`;
    if (each.currency === undefined && each.frequency === undefined && each.campaign === undefined)
      return [{ path, problem: 'names no currency, frequency or campaign: set the code under "accounts"' }];
    const before = given.findIndex((other, at) => at < i && swallows(other, each));
    return before === -1
      ? []
      : [{ path, problem: `never counts: finance.accountExceptions.${before} fits all that it fits, and comes first` }];
  });
} // prettier-ignore

type Exception = FileAccounts['accountExceptions'][number];

/** True where everything that the second fits fits the first. */
function swallows(first: Exception, second: Exception): boolean {
  return (
    first.account === second.account &&
    (['currency', 'frequency', 'campaign'] as const).every(
      (name) => first[name] === undefined || first[name] === second[name],
    )
  );
}
