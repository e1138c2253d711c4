import type { Role, Scope } from '../../scope.ts';
import type { PageLang } from '../texts.ts';
import { ACCESS_EN } from './texts-en.ts';
import { ACCESS_RU } from './texts-ru.ts';

/** What a page says after a form. */
export const SAID = [
  'role_changed', 'ended', 'reset', 'gone', 'self', 'address', 'taken', 'label', 'no_keys', 'revoked', 'name',
  'no_scope', 'past', 'wrong_code', 'locked', 'sessions_ended', 'delivery_on', 'delivery_off', 'not_yours',
] as const; // prettier-ignore
export type Said = (typeof SAID)[number];

type Notice = { look: 'good' | 'amber' | 'bad'; title: string; text: string };

/** Words of the pages about people, keys, one's own account, and the look-up of one pledge. */
export type AccessTexts = {
  said: Record<Said, Notice>;
  roles: Record<Role, string>;
  rolesText: Record<Role, string>;
  scopes: Record<Scope, string>;
  people: string;
  peopleText: string;
  nobody: string;
  columns: Record<'label' | 'role' | 'state' | 'since' | 'actions', string>;
  states: { active: string; noFactor: string; ended: (day: string) => string };
  you: string;
  change: string;
  changeRole: (label: string) => string;
  setRole: string;
  reset: string;
  resetText: string;
  end: string;
  endText: string;
  add: string;
  addText: string;
  address: string;
  label: string;
  labelHint: string;
  role: string;
  addButton: string;
  added: (label: string) => string;
  addedByMail: string;
  addedByLink: string;
  back: string;
  keys: string;
  keysText: string;
  noKeys: string;
  keyColumns: Record<'name' | 'scopes' | 'used' | 'ends' | 'actions', string>;
  never: string;
  noEnd: string;
  revoked: (day: string) => string;
  expired: (day: string) => string;
  revoke: string;
  revokeText: string;
  make: string;
  name: string;
  mayDo: string;
  expires: string;
  expiresHint: string;
  makeButton: string;
  made: (name: string) => string;
  madeText: string;
  account: string;
  accountKey: string;
  factorCard: string;
  codesLeft: (count: number, written: string) => string;
  newFactor: string;
  newFactorText: string;
  code: string;
  newFactorButton: string;
  sessions: string;
  otherSessions: (count: number, written: string) => string;
  noOthers: string;
  endOthers: string;
  delivery: string;
  deliveryOff: string;
  deliveryOn: string;
  deliveryField: string;
  deliveryButton: string;
  deliveryStop: string;
  pledge: string;
  pledgeText: string;
  reference: string;
  lookUp: string;
  notFound: string;
  several: string;
  movements: string;
};

/** The words of a language. */
export function accessTexts(lang: PageLang): AccessTexts {
  return { en: ACCESS_EN, ru: ACCESS_RU }[lang];
}
