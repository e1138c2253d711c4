/** Where a reminder stands. Each line says what sets it. */
export type ReminderStatus =
  /** Asked for; the link in the confirmation mail has not been used. */
  | 'pending'
  /** Confirmed; waits for its day. */
  | 'confirmed'
  /** The mail was accepted; the address is gone. */
  | 'sent'
  /** Stopped by the reader; the address is gone. */
  | 'stopped'
  /** Never confirmed within 48 hours; the address is gone. */
  | 'expired'
  /** The mail could not be delivered; the address is gone. */
  | 'failed';

/** A reminder that was asked for by mail. It holds no amount and no name. */
export type Reminder = {
  reminderId: string;
  status: ReminderStatus;
  /** The day the reader chose, YYYY-MM-DD. */
  dueDay: string;
  /** When the mail is to go out: 10:00 of that day in the book zone. */
  dueAt: Date;
  lang: string;
  campaign: string | null;
  /** The sealed address; null once erased. */
  sealedAddress: string | null;
  /** Keyed hash of the address (address-hash.ts), for finding what an address asked for; erased with it. */
  addressHash: string | null;
  /** SHA-256 of the token in the links. */
  tokenHash: string;
  postponed: number;
  createdAt: Date;
  confirmedAt: Date | null;
  sentAt: Date | null;
  expiresAt: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  leaseUntil: Date | null;
};

/** A secret under which addresses are hashed, sealed by a key from ADDRESS_KEYS (address-hash.ts). */
export type AddressSecret = { secretId: string; sealed: string; createdAt: Date };

/** The two mails of a reminder's life. */
export type ReminderMail = 'confirmation' | 'reminder';

/** A reminder that was taken for sending. */
export type DueReminder = Reminder & {
  /** An earlier try may have been accepted without our knowing; this one is the last. */
  repeat: boolean;
};

/** Which mail a reminder that waits for one is waiting for. */
export function mailOf(reminder: Pick<Reminder, 'status'>): ReminderMail {
  return reminder.status === 'pending' ? 'confirmation' : 'reminder';
}

/** No mail that is due is put off for longer between two tries. */
export const LONGEST_WAIT_MS = 5 * 3_600_000;
