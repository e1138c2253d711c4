import { errorName } from '../log.ts';
import type { MailResult } from './mailer.ts';

/** How a conversation with the server ended, if not by accepting the mail. */
export type Fault = {
  /** nodemailer's error: the code of the server's answer, if it gave one, and the command it answered. */
  error: unknown;
  /** The server asked for the mail: it had taken the reader's address. */
  begun: boolean;
  /** Every byte of the mail had left us. */
  handedOver: boolean;
};

/** Commands of ours that the server does not take, and a sign-in that it misses: RFC 5321 4.2.2, RFC 4954 6. */
const ABOUT_US = new Set([500, 501, 502, 503, 504, 530, 534, 535, 538]);

/**
 * 5xx is the server's final word (RFC 5321, 4.2.1), but about whom? Before it had answered to a reader's
 * address it spoke of us. From then on it speaks of the reader or the mail, unless its code or its words
 * say that it would take nothing from us at all: giving up would then erase every reader of a server that
 * was merely set up wrongly.
 */
export function verdict({ error, begun, handedOver }: Fault): MailResult {
  const name = errorName(error);
  const { responseCode = 0, command = '', response = '' } = error as Answer;
  const isAnswer = responseCode >= 400 && responseCode < 600;
  const isToReader = isAnswer && /^(RCPT TO|DATA)/.test(command);
  if (isToReader && responseCode >= 500) {
    if (ABOUT_US.has(responseCode) || /\brelay/i.test(response)) return retry(name, { ours: true });
    if (!isAboutPolicy(response)) return { kind: 'refused', error: name };
  }
  return retry(name, { ours: !isToReader && !begun, unsure: handedOver && !isAnswer });
}

type Answer = { responseCode?: number; command?: string; response?: string };

/** Enhanced codes (RFC 3463) for the sender's address, the protocol, and policy: blocked today, perhaps not tomorrow. */
function isAboutPolicy(response: string): boolean {
  return /^5\d\d[ -]5\.(1\.[78]|5\.\d+|7\.\d+)\b/.test(response);
}

function retry(error: string, { ours, unsure = false }: { ours: boolean; unsure?: boolean }): MailResult {
  return { kind: 'retry', error, unsure, ours };
}
