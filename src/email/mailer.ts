/** A mail to one reader: text with a plain HTML twin, nothing that calls home. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /**
   * Left part of the Message-ID; the sender's domain follows it. It stays the same for the same mail, so
   * that a repeat after a crash is the same message.
   */
  messageId: string;
  headers?: Record<string, string>;
};

/** What became of a mail. */
export type MailResult =
  | { kind: 'accepted' }
  /** The server may take it later. `unsure`: it had the whole mail and its answer never came. */
  | { kind: 'retry'; error: string; unsure: boolean }
  /** The server said that it never will. */
  | { kind: 'refused'; error: string };

/** Hands mails to a server. It never throws for what a server says, and never logs an address. */
export interface Mailer {
  send(mail: Mail): Promise<MailResult>;
  close(): void;
}
