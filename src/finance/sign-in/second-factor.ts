import type { AppContext } from '../../context.ts';
import { open, seal } from '../../sealed/seal.ts';
import type { StaffMember } from '../staff-member.ts';
import { newRecoveryCodes, readRecoveryCode, recoveryCodeHash } from './recovery-codes.ts';
import { totpStep } from './totp.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config'>;

/** After so many wrong codes the next try has to wait. */
const TRIES = 5;
const FIRST_WAIT_MS = 15 * 60_000;
const LONGEST_WAIT_MS = 24 * 3_600_000;

export type FactorResult = 'totp' | 'recovery_code' | 'wrong' | 'locked';

/**
 * Holds what somebody typed against their second factor: a code of the telephone, or one of the codes they wrote
 * down. Each is good once, and the try is counted before it is looked at.
 */
export async function checkSecondFactor(
  { store, now, config }: Needs,
  { staffId, sealedTotp }: StaffMember,
  typed: string,
): Promise<FactorResult> {
  const at = now();
  if (sealedTotp === null) return 'wrong';
  if (!(await store.spendFactorTry(staffId, at, lockRule(at)))) return 'locked';
  const secret = open(config.addressKeys, sealedTotp, staffId);
  const code = readRecoveryCode(typed);
  if (code !== null)
    return (await store.useRecoveryCode(staffId, recoveryCodeHash(secret, code))) ? 'recovery_code' : 'wrong';
  const step = stepOfCode(secret, typed, at);
  return step !== null && (await store.useTotpStep(staffId, step)) ? 'totp' : 'wrong';
}

/** The half minute whose code somebody typed; null for a wrong one. */
export function stepOfCode(secret: string, typed: string, now: Date): number | null {
  return totpStep(secret, typed.replace(/\s/g, ''), now);
}

/**
 * Keeps a second factor that a code of it has proved, in the place of any before. Returns the recovery codes, which
 * are shown once and kept nowhere.
 */
export async function keepSecondFactor(
  { store, config }: Pick<Needs, 'store' | 'config'>,
  { staffId, secret, step }: { staffId: string; secret: string; step: number },
): Promise<string[]> {
  const codes = newRecoveryCodes();
  await store.setSecondFactor(staffId, {
    sealedTotp: seal(config.addressKeys, secret, staffId),
    step,
    codeHashes: codes.map((code) => recoveryCodeHash(secret, code)),
  });
  return codes;
}

/** Every fifth wrong code in a row makes the next try wait, twice as long each time: 15 minutes to a day. */
function lockRule(now: Date): (tries: number) => Date | null {
  return (tries) => {
    if (tries % TRIES !== 0) return null;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries / TRIES - 1), LONGEST_WAIT_MS);
    return new Date(now.getTime() + wait);
  };
}
