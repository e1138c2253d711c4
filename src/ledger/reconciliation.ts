import { safeInteger } from '../money.ts';

/** The money of a movement, as Stripe lists it or as an entry holds it. */
export type MoneyLine = {
  stripeBalanceTransactionId: string;
  currency: string;
  grossMinor: number;
  feeMinor: number;
  netMinor: number;
};

/** One settlement currency of a month. */
export type CurrencyComparison = {
  currency: string;
  /** Net of our entries that Stripe booked in the month, whichever month they are booked to here. */
  oursMinor: number;
  /** Net of Stripe's movements of the month that belong here. */
  stripeMinor: number;
  /** What belongs to other products of the same account: beside the comparison, so that it adds up to Stripe's own report. */
  otherMinor: number;
  differenceMinor: number;
};

/** A month of ours held against Stripe's. Zero and empty, or the ids to look at. */
export type Comparison = {
  period: string;
  currencies: CurrencyComparison[];
  /** Balance transactions of ours at Stripe that have no entry. */
  missingHere: string[];
  /** Balance transactions of entries that Stripe does not list. */
  missingAtStripe: string[];
  /** Balance transactions with other amounts here than at Stripe. */
  unequal: string[];
  movements: number;
  checkedAt: Date;
};

/** Compares both ways. Pure; totals never cross currencies. */
export function compareMovements(
  stripe: { ours: readonly MoneyLine[]; others: readonly Pick<MoneyLine, 'currency' | 'netMinor'>[] },
  entries: readonly MoneyLine[],
): Omit<Comparison, 'period' | 'checkedAt'> {
  const listed = new Map(stripe.ours.map((line) => [line.stripeBalanceTransactionId, line]));
  const booked = new Map(entries.map((line) => [line.stripeBalanceTransactionId, line]));
  const oursMinor = netByCurrency(entries);
  const stripeMinor = netByCurrency(stripe.ours);
  const otherMinor = netByCurrency(stripe.others);
  const currencies = [...new Set([...oursMinor.keys(), ...stripeMinor.keys(), ...otherMinor.keys()])].sort();
  return {
    currencies: currencies.map((currency) => {
      const [ours, theirs] = [oursMinor.get(currency) ?? 0, stripeMinor.get(currency) ?? 0];
      return {
        currency,
        oursMinor: ours,
        stripeMinor: theirs,
        otherMinor: otherMinor.get(currency) ?? 0,
        differenceMinor: ours - theirs,
      };
    }),
    missingHere: [...listed.keys()].filter((id) => !booked.has(id)).sort(),
    missingAtStripe: [...booked.keys()].filter((id) => !listed.has(id)).sort(),
    unequal: entries
      .filter((entry) => differs(entry, listed.get(entry.stripeBalanceTransactionId)))
      .map((entry) => entry.stripeBalanceTransactionId)
      .sort(),
    movements: stripe.ours.length,
  };
}

/** True where a comparison holds to the cent and to the line. */
export function isEqual({
  currencies,
  missingHere,
  missingAtStripe,
  unequal,
}: Omit<Comparison, 'period' | 'checkedAt'>): boolean {
  return (
    [missingHere, missingAtStripe, unequal].every((ids) => ids.length === 0) &&
    currencies.every((each) => each.differenceMinor === 0)
  );
}

function differs(entry: MoneyLine, listed: MoneyLine | undefined): boolean {
  return (
    listed !== undefined &&
    (entry.currency !== listed.currency ||
      entry.grossMinor !== listed.grossMinor ||
      entry.feeMinor !== listed.feeMinor ||
      entry.netMinor !== listed.netMinor)
  );
}

function netByCurrency(lines: readonly Pick<MoneyLine, 'currency' | 'netMinor'>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { currency, netMinor } of lines)
    sums.set(currency, safeInteger((sums.get(currency) ?? 0) + netMinor));
  return sums;
}
