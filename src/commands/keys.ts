import { parseArgs } from 'node:util';
import type { AppContext } from '../context.ts';
import { keyIsValid, type ApiKey } from '../finance/api-key.ts';
import { isoSeconds } from '../finance/exports/iso-seconds.ts';
import { createKey, revokeKey } from '../finance/keys.ts';
import { ROLES, SCOPES, SCOPES_OF_ROLE, type Scope } from '../finance/scope.ts';
import { isDay } from '../ledger/book-date.ts';
import { runAction, UsageError, type Out } from './words.ts';

type Needs = Pick<AppContext, 'store' | 'now'>;

const USAGE = [
  'keys create --name NAME (--scope SCOPE[,SCOPE] | --role ROLE) [--expires YYYY-MM-DD]',
  '                                                                       makes a key and prints it once',
  'keys list                                                              lists the keys, never the secrets',
  'keys revoke ID                                                         ends a key and its sessions',
  `Scopes: ${SCOPES.join(', ')}. Roles: ${ROLES.join(', ')}.`,
];

/** `keys create | list | revoke`. Returns the exit code: 0 done, 1 not found, 2 a mistake in the words. */
export function keysCommand(args: string[], ctx: Needs, out: Out): Promise<number> {
  const actions = {
    create: (rest: string[]) => create(rest, ctx, out),
    list: (rest: string[]) => list(rest, ctx, out),
    revoke: (rest: string[]) => revoke(rest, ctx, out),
  };
  return runAction('keys', args, { actions, usage: USAGE, out });
}

async function create(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string' },
      scope: { type: 'string', multiple: true },
      role: { type: 'string' },
      expires: { type: 'string' },
    },
  });
  const wanted = {
    name: readName(values.name),
    scopes: readScopes(values.scope ?? [], values.role),
    expiresAt: readExpiry(values.expires, ctx.now()),
  };
  const { key, secret } = await createKey(ctx, wanted, 'command');
  out(`Made ${key.keyId} "${key.name}" with ${key.scopes.join(', ')}.`);
  out(key.expiresAt === null ? 'It does not expire.' : `It expires at ${isoSeconds(key.expiresAt)}.`);
  out('This is the only time it is shown; the service keeps only a hash of it:');
  out(secret);
  return 0;
}

async function list(args: string[], ctx: Needs, out: Out): Promise<number> {
  parseArgs({ args, options: {} });
  const keys = await ctx.store.listApiKeys();
  if (keys.length === 0) out('There are no keys. Make one with: keys create --name NAME --scope ledger:read');
  for (const key of keys) {
    const used = key.lastUsedDay === null ? 'never used' : `last used ${key.lastUsedDay}`;
    out(`${key.keyId}  ${stateOf(key, ctx.now())}  ${used}  ${key.scopes.join(',')}  "${key.name}"`);
  }
  return 0;
}

async function revoke(args: string[], ctx: Needs, out: Out): Promise<number> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [keyId] = positionals;
  if (keyId === undefined || positionals.length > 1)
    throw new UsageError('Name one key: keys revoke ID. keys list shows the ids.');
  const done = await revokeKey(ctx, keyId, 'command');
  const words = {
    revoked: `Revoked ${keyId}. Its sessions have ended.`,
    was_revoked: `${keyId} was revoked before.`,
    unknown: 'There is no key with the id given. keys list shows the ids.',
  };
  out(words[done]);
  return done === 'unknown' ? 1 : 0;
}

function readName(name: string | undefined): string {
  const trimmed = name?.trim() ?? '';
  if (trimmed === '') throw new UsageError('Give the key a name: --name "Bookkeeping". It says who uses it.');
  if (trimmed.length > 80 || /\p{Cc}/u.test(trimmed))
    throw new UsageError('A name is one line of at most 80 characters.');
  return trimmed;
}

/** A role stands for its scopes; both together are their union. */
function readScopes(given: string[], role: string | undefined): Scope[] {
  const known = ROLES.find((each) => each === role);
  if (role !== undefined && known === undefined)
    throw new UsageError(`There is no role "${role}". Roles: ${ROLES.join(', ')}.`);
  const names = given.flatMap((part) => part.split(',')).map((part) => part.trim());
  const unknown = names.find((name) => !(SCOPES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no scope "${unknown}". Scopes: ${SCOPES.join(', ')}.`);
  const ofRole = known === undefined ? [] : SCOPES_OF_ROLE[known];
  if (names.length === 0 && ofRole.length === 0)
    throw new UsageError(`Say what the key may do: --scope ${SCOPES.slice(0, 2).join(',')}.`);
  return SCOPES.filter((scope) => [...names, ...ofRole].includes(scope));
}

/** A key ends when its day begins, in UTC: on the day itself it is refused everywhere in the world. */
function readExpiry(day: string | undefined, now: Date): Date | null {
  if (day === undefined) return null;
  if (!isDay(day)) throw new UsageError('Write the end as a day: --expires 2027-12-31.');
  const at = new Date(`${day}T00:00:00Z`);
  if (at <= now) throw new UsageError('The end lies in the past: the key would never work.');
  return at;
}

function stateOf(key: ApiKey, now: Date): string {
  if (key.revokedAt !== null) return `revoked ${isoSeconds(key.revokedAt)}`;
  if (!keyIsValid(key, now)) return `expired ${key.expiresAt === null ? '' : isoSeconds(key.expiresAt)}`;
  return key.expiresAt === null ? 'valid' : `valid until ${isoSeconds(key.expiresAt)}`;
}
