import type { AppContext } from '../../context.ts';
import { AppError, invalid } from '../../errors.ts';
import { newId, newSecret, sha256 } from '../../ids.ts';
import { readAddress } from '../../sealed/address.ts';
import { open } from '../../sealed/seal.ts';
import { recordAudit } from '../audit.ts';
import { pageLang } from '../pages/texts.ts';
import { queryOf } from '../pages/view.ts';
import { newSignIn } from '../pending-sign-in.ts';
import type { Role } from '../scope.ts';
import { whoWorksHere, type StaffMember } from '../staff-member.ts';

type Needs = Pick<AppContext, 'store' | 'now' | 'config' | 'addressHashes'>;

/** A printed link is handed over by a person, so it may take a day. */
export const PRINTED_LINK_MS = 24 * 3_600_000;

const MOST_LABEL = 60;

/** What is wrong with a label; null where it may stand in lists and in the audit. */
export function labelFault(label: string): 'empty' | 'not_a_line' | 'address' | null {
  if (label === '') return 'empty';
  if (label.length > MOST_LABEL || /\p{Cc}/u.test(label)) return 'not_a_line';
  return label.includes('@') ? 'address' : null;
}

/**
 * Lets somebody in. Of the address only a keyed hash is kept; nobody, not even an admin, can read it again.
 * Throws 422 with the field `address` for one that cannot be written to or is somebody's already.
 */
export async function addPerson(
  ctx: Needs,
  wanted: { address: string; label: string; role: Role; lang: string },
  by: string,
): Promise<StaffMember> {
  const { address, ...rest } = wanted;
  if (ctx.config.addressKeys.length === 0)
    throw new AppError(
      409,
      'no_address_keys',
      'People are known by a keyed hash of their address, and ADDRESS_KEYS is not set. Make one with: echo k1:$(openssl rand -base64 32)',
    );
  if (readAddress(address) === null) throw invalid('address', 'This is not an e-mail address.');
  const [hash = ''] = await ctx.addressHashes(address, 'staff');
  if ((await ctx.store.staffByAddress([hash])) !== null) throw taken();
  const member: StaffMember = {
    staffId: newId('staff'),
    ...rest,
    createdAt: ctx.now(),
    endedAt: null,
    sealedTotp: null,
    sealedDelivery: null,
  };
  const detail = { role: member.role };
  await recordAudit(ctx, { by, action: 'staff_add', object: member.staffId, outcome: 'done', detail });
  if (!(await ctx.store.addStaff(member, hash))) throw taken();
  return member;
}

/** Changes what somebody may do; their sessions end. */
export async function changeRole(ctx: Needs, staffId: string, role: Role, by: string): Promise<void> {
  await mustWorkHere(ctx, staffId);
  await recordAudit(ctx, { by, action: 'staff_role', object: staffId, outcome: 'done', detail: { role } });
  await ctx.store.changeStaffRole(staffId, role);
}

/** Ends somebody's access, at once and everywhere. */
export async function endPerson(ctx: Needs, staffId: string, by: string): Promise<void> {
  await mustWorkHere(ctx, staffId);
  await recordAudit(ctx, { by, action: 'staff_end', object: staffId, outcome: 'done' });
  await ctx.store.endStaff(staffId, ctx.now());
}

/** Forgets a lost second factor; the next sign-in sets up another. */
export async function resetPerson(ctx: Needs, staffId: string, by: string): Promise<void> {
  await mustWorkHere(ctx, staffId);
  await recordAudit(ctx, { by, action: 'staff_reset', object: staffId, outcome: 'done' });
  await ctx.store.resetSecondFactor(staffId);
}

/** A link that signs somebody in once, in the first browser that opens it: for the first admin, and where no mail goes out. */
export async function printLink(ctx: Needs, staffId: string, by: string): Promise<string> {
  const { lang } = await mustWorkHere(ctx, staffId);
  const token = newSecret();
  await recordAudit(ctx, { by, action: 'staff_link', object: staffId, outcome: 'done' });
  await ctx.store.addSignIn(newSignIn(ctx.now(), PRINTED_LINK_MS, { staffId, linkHash: sha256(token) }));
  const query = queryOf({ lang: pageLang(lang, ctx.config.publisher.defaultLang) });
  return `${ctx.config.publicUrl}/finance/sign-in/l/${token}${query}`;
}

/** Where links to closed months go for somebody who asked for them; null for everybody else. */
export function deliveryAddress(
  { addressKeys }: Pick<AppContext['config'], 'addressKeys'>,
  { staffId, sealedDelivery }: Pick<StaffMember, 'staffId' | 'sealedDelivery'>,
): string | null {
  return sealedDelivery === null ? null : open(addressKeys, sealedDelivery, deliveryPlace(staffId));
}

/** What the seal of a delivery address is bound to: it opens for this person alone. */
export function deliveryPlace(staffId: string): string {
  return `${staffId} delivery`;
}

async function mustWorkHere({ store }: Needs, staffId: string): Promise<StaffMember> {
  const member = whoWorksHere(await store.staffById(staffId));
  if (member !== null) return member;
  throw new AppError(404, 'not_found', 'Nobody works here by that id.');
}

function taken(): AppError {
  return invalid('address', 'This address is somebody’s already.', 'address_taken');
}
