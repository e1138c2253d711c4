import { AppError } from '../../errors.ts';
import type { Account } from '../../ledger/entry.ts';
import type { AccountCodes } from '../../publisher/accounts.ts';
import type { Publisher } from '../../publisher/publisher.ts';
import type { LedgerRow } from '../rows.ts';

/** The publisher's codes; 409 with the way to set them where there are none. */
export function requireCodes({ accounts, accountExceptions }: Publisher['finance']): AccountCodes {
  if (accounts !== undefined) return { accounts, accountExceptions };
  throw new AppError(
    409,
    'accounts_not_set',
    'This file needs the account codes of your bookkeeping. Set them in the publisher file under "finance": {"accounts": {…}}, one for each account of the journal; docs/publisher.example.json shows how. Then start the service again.',
  );
}

/** The code of an account for an entry: that of the first exception that fits, else the account's own. */
export function codeOf(
  { accounts, accountExceptions }: AccountCodes,
  account: Account,
  entry: Pick<LedgerRow, 'currency' | 'frequency' | 'campaign'>,
): string {
  const found = accountExceptions.find(
    (each) =>
      each.account === account &&
      (['currency', 'frequency', 'campaign'] as const).every(
        (name) => each[name] === undefined || each[name] === entry[name],
      ),
  );
  return found?.code ?? accounts[account];
}
