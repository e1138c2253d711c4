import type { Scope } from './scope.ts';

/** Who acts in finance: a program or browser with a key, a person, or a browser with the link to one closed month. */
export type Actor = {
  kind: 'key' | 'staff' | 'link';
  /** `key_…`, `staff_…` or `link_…`. */
  id: string;
  /** The name that an admin chose for it; never an address. */
  label: string;
};

/** A browser that has signed in. */
export type FinanceSession = {
  /** SHA-256 of the cookie's 256 random bits. */
  tokenHash: string;
  owner: Pick<Actor, 'kind' | 'id'>;
  createdAt: Date;
  lastSeenAt: Date;
};

/** Who calls a finance route, and what they may do. */
export type Caller = {
  actor: Actor;
  scopes: readonly Scope[];
  /** The cookie's token; null where a key came in a header. */
  sessionToken: string | null;
};
