/** What an API key, a member of staff or a finance session may do. */
export const SCOPES = [
  'ledger:read',
  'totals:read',
  'periods:close',
  'audit:read',
  /** One pledge by its reference. */
  'pledge:read',
  /** People, keys and settings. */
  'access:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a person is here for. No role lists identities: this service holds none. */
export const ROLES = ['bookkeeper', 'donor_care', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each role may do: a bookkeeper sees money and no pledge, donor care one pledge and no sums. */
export const SCOPES_OF_ROLE: Record<Role, readonly Scope[]> = {
  bookkeeper: ['ledger:read', 'totals:read', 'periods:close'],
  donor_care: ['pledge:read'],
  admin: SCOPES,
};
