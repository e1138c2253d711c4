import { newId } from '../ids.ts';

/** A sign-in on its way: from a typed address, a printed link or a provider to the second factor. It lives for minutes. */
export type PendingSignIn = {
  signInId: string;
  /** Null for an address that nobody here has, and where a provider is to say who comes. */
  staffId: string | null;
  /** SHA-256 of the cookie of the one browser that may go on; null while a printed link waits for its browser. */
  browserHash: string | null;
  /** SHA-256 of the link's token; null where there is none, or once it was used. */
  linkHash: string | null;
  /** SHA-256 of the browser's cookie and the code in the mail; null where there is none. */
  codeHash: string | null;
  /** When the link or the code was used: only the second factor is left. */
  provedAt: Date | null;
  /** A second factor that is being set up, sealed for this id. */
  sealedTotp: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/** A sign-in that begins now and may take so long; what is not said is not there, or not yet. */
export function newSignIn(
  at: Date,
  lifeMs: number,
  known: Partial<Omit<PendingSignIn, 'createdAt' | 'expiresAt'>>,
): PendingSignIn {
  return {
    signInId: newId('sgn'),
    staffId: null,
    browserHash: null,
    linkHash: null,
    codeHash: null,
    provedAt: null,
    sealedTotp: null,
    ...known,
    createdAt: at,
    expiresAt: new Date(at.getTime() + lifeMs),
  };
}
