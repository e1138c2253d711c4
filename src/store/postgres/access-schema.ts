import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, primaryKey, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Role, Scope } from '../../finance/scope.ts';
import { integer, text, time } from './columns.ts';

/** Keys of the finance API; only a hash is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    keyId: text('key_id').primaryKey(),
    name: text('name').notNull(),
    scopes: jsonb('scopes').$type<Scope[]>().notNull(),
    /** SHA-256 of a key of 256 random bits. */
    hash: text('hash').notNull(),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    /** Day of last use, YYYY-MM-DD: enough to find keys nobody needs. */
    lastUsedDay: text('last_used_day'),
  },
  (t) => [uniqueIndex('api_keys_hash').on(t.hash)],
);

/** People who work with finance. No address of theirs is here: who has the database alone learns a label and a role. */
export const staff = pgTable(
  'staff',
  {
    staffId: text('staff_id').primaryKey(),
    /** What an admin calls them here. */
    label: text('label').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** Keyed hash of the address; null once they have left. */
    addressHash: text('address_hash'),
    lang: text('lang').notNull(),
    createdAt: time('created_at').notNull(),
    endedAt: time('ended_at'),
    /** Secret of the second factor, sealed for this id; null until it is set up, and once they have left. */
    sealedTotp: text('sealed_totp'),
    /** Number of the newest half minute whose code was used: none before it is ever taken. */
    totpStep: integer('totp_step').notNull().default(0),
    /** Tries at the second factor since it last fitted. */
    failedTries: integer('failed_tries').notNull().default(0),
    /** No try before this instant. */
    lockedUntil: time('locked_until'),
    /** Address for links to closed months, sealed for this id; null unless they asked for them. */
    sealedDelivery: text('sealed_delivery'),
  },
  (t) => [
    uniqueIndex('staff_address_hash')
      .on(t.addressHash)
      .where(sql`address_hash is not null`),
    check('staff_ended_is_bare', sql`ended_at is null or coalesce(address_hash, sealed_totp, sealed_delivery) is null`),
  ],
); // prettier-ignore

/** Codes for a day without the telephone, each good once; a row goes when its code was used. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    staffId: text('staff_id')
      .notNull()
      .references(() => staff.staffId),
    /** HMAC of the code under the person's sealed secret. */
    codeHash: text('code_hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.staffId, t.codeHash] })],
);

/** Sign-ins on their way, for minutes: from a typed address or a printed link to the second factor. */
export const signIns = pgTable(
  'sign_ins',
  {
    signInId: text('sign_in_id').primaryKey(),
    /** Null for an address that nobody here has: what follows looks the same from outside. */
    staffId: text('staff_id').references(() => staff.staffId),
    /** SHA-256 of the cookie of the one browser that may go on; null while a printed link waits for its browser. */
    browserHash: text('browser_hash'),
    /** SHA-256 of the link's 256 random bits; null once it was used. */
    linkHash: text('link_hash'),
    /** SHA-256 of the browser's cookie and the code in the mail: neither half is here. */
    codeHash: text('code_hash'),
    /** Wrong codes so far. */
    tries: integer('tries').notNull().default(0),
    /** When the link or the code was used: the second factor is what is left. */
    provedAt: time('proved_at'),
    /** A second factor that is being set up, sealed for this row. */
    sealedTotp: text('sealed_totp'),
    createdAt: time('created_at').notNull(),
    expiresAt: time('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('sign_ins_browser')
      .on(t.browserHash)
      .where(sql`browser_hash is not null`),
    uniqueIndex('sign_ins_link')
      .on(t.linkHash)
      .where(sql`link_hash is not null`),
    index('sign_ins_expires').on(t.expiresAt),
    index('sign_ins_staff').on(t.staffId),
  ],
);

/** Signed-in browsers: of a key, of a person, or of a link to one closed month. */
export const financeSessions = pgTable(
  'finance_sessions',
  {
    /** SHA-256 of the cookie's 256 random bits. */
    tokenHash: text('token_hash').primaryKey(),
    keyId: text('key_id').references(() => apiKeys.keyId),
    staffId: text('staff_id').references(() => staff.staffId),
    linkId: text('link_id'),
    createdAt: time('created_at').notNull(),
    lastSeenAt: time('last_seen_at').notNull(),
  },
  (t) => [
    index('finance_sessions_last_seen').on(t.lastSeenAt),
    index('finance_sessions_staff')
      .on(t.staffId)
      .where(sql`staff_id is not null`),
    check('finance_sessions_one_owner', sql`num_nonnulls(key_id, staff_id, link_id) = 1`),
  ],
);
