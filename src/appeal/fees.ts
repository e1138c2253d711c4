// What a card fee takes, and what a reader would give so that the newsroom gets the whole amount. Integers in
// minor units throughout; where Stripe's rounding is not known, the fee is taken to be the larger one.

/** The fee of one currency: a share of what is charged, and a fixed part. */
export type CardFee = {
  /** Hundredths of a per cent: 290 for 2.9 %. */
  basisPoints: number;
  fixedMinor: number;
};

const WHOLE = 10_000;

/** What the fee takes of an amount, rounded up. */
export function feeOf(amountMinor: number, { basisPoints, fixedMinor }: CardFee): number {
  return Math.ceil((amountMinor * basisPoints) / WHOLE) + fixedMinor;
}

/**
 * The smallest amount that leaves the wished one after the fee, in steps of the currency; null where it would
 * pass the largest amount that the publisher takes.
 */
export function withFee(
  amountMinor: number,
  fee: CardFee,
  limits: { stepMinor: number; maxMinor: number },
): number | null {
  const { stepMinor, maxMinor } = limits;
  const needed = Math.ceil(((amountMinor + fee.fixedMinor) * WHOLE) / (WHOLE - fee.basisPoints));
  const charged = Math.ceil(needed / stepMinor) * stepMinor;
  return charged <= maxMinor ? charged : null;
}
