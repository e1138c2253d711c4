import { Secret, TOTP } from 'otpauth';

// RFC 6238 as every authenticator knows it: SHA-1, six digits, half a minute.

/** Length of a step, in seconds. */
const PERIOD = 30;

/** A new secret of 160 bits, in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/**
 * What an authenticator reads from the picture. It names neither the paper nor the person: the list of codes on
 * a telephone is seen by whoever takes it.
 */
export function totpUri(secret: string): string {
  return totpOf(secret).toString();
}

/** The half minute whose code this is: now, the one before or the one after, for clocks that differ. Null for a wrong code. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : TOTP.counter({ period: PERIOD, timestamp }) + delta;
}

function totpOf(secret: string): TOTP {
  return new TOTP({
    issuer: 'Finance',
    label: 'sign-in',
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}
