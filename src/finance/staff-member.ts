import type { Role } from './scope.ts';

/** A person who works with finance. Their address is known as a keyed hash alone. */
export type StaffMember = {
  staffId: string;
  /** What an admin calls them here. */
  label: string;
  role: Role;
  /** Language of the mails that they get. */
  lang: string;
  createdAt: Date;
  endedAt: Date | null;
  /** The secret of their second factor, sealed for their id; null until it is set up. */
  sealedTotp: string | null;
  /** Where links to closed months go, sealed for their id; null unless they asked for such mails. */
  sealedDelivery: string | null;
};

/** A person who was found, unless they have left. */
export function whoWorksHere(found: StaffMember | null): StaffMember | null {
  return found?.endedAt === null ? found : null;
}
