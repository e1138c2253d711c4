import { sha256 } from '../ids.ts';

/** What is written down. A new one is a line here and its words in pages/audit/texts.ts. */
export const AUDIT_ACTIONS = [
  /** A file or its manifest was asked for; `object` is its name, `detail` its format and what it was narrowed by. */
  'export',
  /** That file's end: how many rows went out, and whether it was whole. */
  'export_end',
  'month_close',
  'month_reopen',
  /** A single-use link to a closed month was used; `detail` says whose it was. */
  'month_link',
  /** A call without a key, with a key that does not hold, or without the scope; `object` is the address called. */
  'access',
  'key_create',
  'key_revoke',
  /** Somebody came in, or was denied; `detail` says how: by key, mail, printed link or provider, with which second factor. */
  'sign_in',
  'sign_out',
  /** A person set a second factor up. */
  'second_factor',
  /** A person ended their own sessions in other browsers. */
  'sessions_end',
  /** A person asked for links to closed months by mail, or for no more of them. */
  'delivery_set',
  'staff_add',
  'staff_role',
  'staff_end',
  /** Somebody's second factor was forgotten, so that they can set up another. */
  'staff_reset',
  /** A link that signs somebody in was printed. */
  'staff_link',
  /** One pledge was looked up by its reference; `object` is the reference's pledge where there is one. */
  'pledge_look',
  /** The settings that the service started with are others than before; `detail` has a short hash of each part. */
  'settings_change',
  'backup',
  /** A backup was put in place; what came after it lay in another chain. */
  'restore',
  'import_store',
  /** Sums that pages show were added up anew. */
  'sums_rebuild',
  /** What is sealed was sealed anew under the newest key. */
  'reseal',
  /** A parked event was looked at again; `object` is Stripe's id, or `all`. */
  'event_retry',
  /** A parked event was settled without effect. */
  'event_dismiss',
  /** A task of staff was settled by a person. */
  'task_done',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Numbers, yes or no, and short words of ours: never an address, a name or what somebody typed. */
export type AuditDetail = Record<string, string | number | boolean>;

/** What happened, as a caller tells it. */
export type AuditFact = {
  /** `key_…`, `staff_…` or `link_…`; `command` for whoever has the machine; `nobody` for a caller without a valid key. */
  by: string;
  action: AuditAction;
  /** A file name, a month, an id of ours or the path of a route; null where there is none. */
  object: string | null;
  outcome: 'done' | 'denied';
  detail?: AuditDetail;
};

/** A line of the audit. Each names the hash of the one before, so none can be changed, dropped or swapped unseen. */
export type AuditEntry = Required<AuditFact> & {
  format: 1;
  /** 1 for the first; no number is left out. */
  number: number;
  /** ISO 8601, UTC. */
  at: string;
  /** Hash of the entry before; empty for the first. */
  previousHash: string;
};

/** The end of the chain. */
export type AuditHead = { number: number; hash: string };

/** An entry as it is kept: as text, byte for byte what was hashed. */
export type AuditLink = AuditHead & { entry: string };

/** Which entries a page or a file is about. */
export type AuditFilter = {
  action: AuditAction | null;
  by: string | null;
  outcome: AuditFact['outcome'] | null;
};

/** The link that a fact makes behind the end of the chain. */
export function auditLink(fact: AuditFact, at: Date, head: AuditHead | null): AuditLink {
  const { by, action, object, outcome, detail = {} } = fact;
  const entry: AuditEntry = {
    format: 1,
    number: (head?.number ?? 0) + 1,
    at: at.toISOString(),
    by,
    action,
    object,
    outcome,
    detail,
    previousHash: head?.hash ?? '',
  };
  const text = JSON.stringify(entry);
  return { number: entry.number, entry: text, hash: sha256(text) };
}

/** The entry inside a link. */
export function auditEntryOf(link: Pick<AuditLink, 'entry'>): AuditEntry {
  return JSON.parse(link.entry) as AuditEntry;
}
