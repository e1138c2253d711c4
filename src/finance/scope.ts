/** What an API key or a finance session may do. */
export const SCOPES = ['ledger:read', 'totals:read', 'periods:close', 'audit:read'] as const;
export type Scope = (typeof SCOPES)[number];
