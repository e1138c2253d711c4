import type { AddressSecret, DueReminder, Reminder, ReminderMail } from '../reminders/reminder.ts';

export interface ReminderStore {
  /** Adds a reminder. False where its id exists already: the same wish again, nothing is written. */
  addReminder(reminder: Reminder): Promise<boolean>;
  reminderById(reminderId: string): Promise<Reminder | null>;
  reminderByToken(tokenHash: string): Promise<Reminder | null>;
  /** Reminders that still hold an address, ordered by id, behind `afterId`. */
  openReminders(afterId: string, limit: number): Promise<Reminder[]>;
  /** Reminders that are open for an address, by its hashes. */
  openRemindersOf(addressHashes: readonly string[]): Promise<Reminder[]>;
  /** Confirms a pending reminder. False where it was not pending or had expired. */
  confirmReminder(reminderId: string, now: Date): Promise<boolean>;
  /** Stops a reminder and erases its address. False where there was nothing to stop. */
  stopReminder(reminderId: string): Promise<boolean>;
  /** Stops what an address asked for before a moment, and erases it. Returns how many. */
  stopRemindersOf(addressHashes: readonly string[], askedBefore: Date): Promise<number>;
  /**
   * Takes due mails for sending until `leaseUntil`; nobody else gets them meanwhile. One that was taken
   * before and never settled (a crash, an answer that got lost) is a `repeat`: it leaves the queue as it
   * is taken, so that it cannot be repeated a second time.
   */
  claimDueReminders(now: Date, leaseUntil: Date, limit: number): Promise<DueReminder[]>;
  /** The mail was accepted: the state moves on. Erases the address where it has served. */
  markReminderMailed(reminderId: string, mail: ReminderMail, now: Date): Promise<void>;
  /**
   * The mail was not accepted, as far as is known: due again at `next.at`, or given up and the address
   * erased where `next` is null. `unsure`: the server may have taken it, so the next try is a repeat.
   * `isTry` false: a fault that had nothing to do with this mail, and counts as no attempt.
   */
  failReminder(
    reminderId: string,
    mail: ReminderMail,
    next: { at: Date; unsure: boolean; isTry?: boolean } | null,
  ): Promise<void>;
  /** Erases what was never confirmed. Returns how many. */
  expireReminders(now: Date): Promise<number>;
  /** Gives up confirmed reminders whose repeat was taken and never settled. Returns how many. */
  failLostReminders(now: Date): Promise<number>;
  /** Deletes reminders without an address whose day lies before `dueBefore`. Returns how many. */
  deleteSettledReminders(dueBefore: Date): Promise<number>;
  reminderCounts(): Promise<Record<string, number>>;
  /**
   * When the mail that is late for the longest was first due, however often it was put off since; null where
   * none is late. Looks at mails whose next try comes before `nextBefore`.
   */
  oldestLateMail(now: Date, nextBefore: Date): Promise<Date | null>;
  /** Replaces a sealed address by the same one under another key; not where it was erased or changed meanwhile. */
  resealReminder(
    reminderId: string,
    from: string,
    to: { sealedAddress: string; addressHash: string | null },
  ): Promise<boolean>;
  /**
   * Takes erased bytes out of what the engine still keeps of them: SQLite's write-ahead log, the files of PostgreSQL's
   * tables (docs/postgresql.md says what stays there). False while a reader still needs the old pages: call again later.
   * Never waits for one.
   */
  scrubErased(): Promise<boolean>;
}

/** What is known of addresses without holding one: keyed hashes, and the sealed secrets behind them. */
export interface AddressStore {
  /** Secrets for hashing addresses, oldest first. */
  addressSecrets(): Promise<AddressSecret[]>;
  /** Adds one unless its id is taken: two processes that start together end with the same. */
  addAddressSecret(secret: AddressSecret): Promise<void>;
  resealAddressSecret(secretId: string, from: string, to: string): Promise<boolean>;
  /** Never again writes to an address, until the end of a day (YYYY-MM-DD). */
  suppressAddress(addressHash: string, untilDay: string): Promise<void>;
  isSuppressed(addressHashes: readonly string[]): Promise<boolean>;
  /** Forgets suppressions whose day lies before `day`. Returns how many. */
  deleteSuppressions(day: string): Promise<number>;
}
