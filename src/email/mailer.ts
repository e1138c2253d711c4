/** A mail to one reader: text with a plain HTML twin, nothing that calls home. */
export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stays the same for the same mail, so that a repeat after a crash is the same message. */
  messageId: string;
  headers?: Record<string, string>;
};

/** What became of a mail. `retry`: the server may take it later; `refused`: it never will. */
export type MailResult = { kind: 'accepted' } | { kind: 'retry' | 'refused'; error: string };

/** Hands mails to a server. It never throws for what a server says, and never logs an address. */
export interface Mailer {
  send(mail: Mail): Promise<MailResult>;
  close(): void;
}
