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
  | {
      /** The server may take it later. */
      kind: 'retry';
      error: string;
      /** It had the whole mail and its answer never came: the mail may arrive. */
      unsure: boolean;
      /**
       * Nothing was said about this reader or this mail: no server, no TLS, a wrong password. Every other
       * mail would fare alike, and nobody's reminder may be given up for it.
       */
      ours: boolean;
    }
  /** The server said that it never will. */
  | { kind: 'refused'; error: string };

/** Hands mails to a server. It never throws for what a server says, and never logs an address. */
export interface Mailer {
  /** Hands a mail over once. Many may be under way; each has the server's ear alone. */
  send(mail: Mail): Promise<MailResult>;
  /** Takes leave of the server where no mail is under way; the next mail calls it again. */
  rest(): void;
  /** Waits for the mails that are under way, which end within the limit of each, and takes leave. */
  close(): Promise<void>;
}
