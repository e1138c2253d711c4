import { createHmac, randomInt } from 'node:crypto';

/** Without letters that are mistaken for others when they are written down. */
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
const COUNT = 10;
const LETTERS = 12;
const FORM = new RegExp(`^[${ALPHABET}]{${LETTERS}}$`);

/** Ten codes of 58 random bits for a day without the telephone: `abcd-efgh-jkmn`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const letters = Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** A code as it may have been typed, or null for what cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '');
  return FORM.test(letters) ? letters : null;
}

/** How a code is kept: keyed by the person's secret, which is sealed, so that a stolen database is nothing to try codes on. */
export function recoveryCodeHash(secret: string, code: string): string {
  return createHmac('sha256', `recovery ${secret}`)
    .update(readRecoveryCode(code) ?? '')
    .digest('base64url');
}
